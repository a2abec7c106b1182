//! This engine behind the protocol of `cargo xtask compare`: `own [PORTS]`.
//!
//! Beside what every engine is asked, it tells the inputs of its ports as edits (`inputs`), cells worth comparing (`sample`: so many
//! formulas from the first to the last), how long what its ports can reach takes against all of it (`residual`) and what its model weighs (`model`).

use std::collections::HashMap;
use std::env;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use bench_protocol::{Engine, Place, seconds, serve, timed};
use benches::edits::edits;
use calc_core::compile::compile;
use calc_core::eval::{Clock, Cone, Session};
use calc_core::import::{ImportOptions, Limits, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::{Ports, PortsFile};
use calc_core::reference::CellRef;
use calc_core::residual::residual;
use calc_core::value::Value as CellValue;
use serde_json::{Value, json};

/// How often what the model weighs is measured.
const RUNS: usize = 21;

#[derive(Default)]
struct Own {
    ports: Option<Vec<u8>>,
    session: Option<Session>,
    cones: HashMap<Place, Cone>,
}

impl Own {
    fn session(&mut self) -> Result<&mut Session> {
        self.session.as_mut().context("no workbook is loaded")
    }

    fn compiled(&self, xlsx: &[u8]) -> Result<Model> {
        // A series is larger than what is read from a stranger.
        let limits = Limits {
            cells: 10_000_000,
            part_bytes: 1 << 30,
            total_bytes: 1 << 30,
            archive_bytes: 1 << 30,
            ..Limits::default()
        };
        let workbook = read_xlsx(xlsx, &ImportOptions { limits, ..ImportOptions::default() })?.workbook;
        let ports = match &self.ports {
            Some(file) => PortsFile::parse(file).map_err(|error| anyhow!("{error}"))?.resolve(&workbook).0,
            None => Ports::default(),
        };
        Ok(compile(&workbook, ports).model)
    }

    /// The edits that the benchmarks make, one an input.
    fn inputs(&mut self) -> Result<Value> {
        let session = self.session()?;
        let model = session.model();
        let edits: Vec<Value> = edits(model)
            .into_iter()
            .map(|edit| {
                json!({ "cell": place(model, edit.cell), "value": to_json(&edit.value), "back": to_json(session.value(edit.cell)) })
            })
            .collect();
        Ok(json!({ "edits": edits }))
    }

    fn sample(&mut self, count: usize) -> Result<Value> {
        let model = self.session()?.model().clone();
        let formulas = model.formulas();
        let step = formulas.len().div_ceil(count.max(1)).max(1);
        let chosen = formulas.iter().step_by(step).chain(formulas.last());
        let cells: Vec<Value> = chosen.map(|formula| place(&model, formula.cell)).collect();
        Ok(json!({ "cells": cells }))
    }

    fn weight(&mut self) -> Result<Value> {
        let model = self.session()?.model().clone();
        let bytes = model.encode();
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            times.push(seconds(timed(|| {
                Model::decode(&bytes)?;
                Ok(())
            })?));
        }
        Ok(json!({ "bytes": bytes.len(), "formulas": model.formulas().len(), "seconds": times }))
    }

    /// Full recalculations of the whole model and of what its ports can reach, in turns.
    fn reached(&mut self) -> Result<Value> {
        let model = self.session()?.model().clone();
        let (left, report) = residual(&model);
        let mut sessions = [model, Arc::new(left)].map(|model| Session::new(model, Clock::default()));
        let mut times = [const { Vec::new() }; 2];
        for _ in 0..RUNS {
            for (session, times) in sessions.iter_mut().zip(&mut times) {
                times.push(seconds(timed(|| Ok(session.recalculate_fully()?))?));
            }
        }
        let [whole, left] = times;
        Ok(json!({ "whole": whole, "seconds": left, "formulas": report.left.formulas }))
    }

    fn cell(&mut self, place: &Place) -> Result<CellRef> {
        let sheet = self.session()?.model().sheet(&place.sheet);
        let sheet = sheet.with_context(|| format!("there is no sheet `{}`", place.sheet))?;
        Ok(CellRef { sheet, row: place.row, column: place.column })
    }
}

impl Engine for Own {
    fn about(&self) -> String {
        "Paintbox Edge".to_owned()
    }

    fn load(&mut self, xlsx: &[u8]) -> Result<()> {
        let model = self.compiled(xlsx)?;
        let mut session = Session::new(Arc::new(model), Clock::default());
        session.limit(u64::MAX);
        self.session = Some(session);
        Ok(())
    }

    fn calculate(&mut self) -> Result<()> {
        self.recalculate()
    }

    fn recalculate_fully(&mut self) -> Result<Duration> {
        let session = self.session()?;
        timed(|| Ok(session.recalculate_fully()?))
    }

    fn set(&mut self, cell: &Place, value: &Value) -> Result<()> {
        let cell = self.cell(cell)?;
        let value = match value {
            Value::Number(number) => CellValue::Number(number.as_f64().context("no double")?),
            Value::String(text) => CellValue::text(text),
            Value::Bool(value) => CellValue::Bool(*value),
            _ => CellValue::Blank,
        };
        Ok(self.session()?.set(cell, value)?)
    }

    fn recalculate(&mut self) -> Result<()> {
        Ok(self.session()?.recalculate()?)
    }

    /// What the cell depends on is looked up the first time and kept, as the Worker keeps it for what its requests ask.
    fn demand(&mut self, place: &Place) -> Result<()> {
        if !self.cones.contains_key(place) {
            let cell = self.cell(place)?;
            let cone = self.session()?.cone(&[cell]);
            self.cones.insert(place.clone(), cone);
        }
        let session = self.session.as_mut().context("no workbook is loaded")?;
        let cone = self.cones.get(place).context("the cone was just made")?;
        Ok(session.recalculate_within(cone)?)
    }

    fn read(&mut self, cell: &Place) -> Result<Value> {
        let cell = self.cell(cell)?;
        Ok(to_json(self.session()?.value(cell)))
    }

    fn other(&mut self, request: &Value) -> Result<Value> {
        match request["do"].as_str() {
            Some("inputs") => self.inputs(),
            Some("model") => self.weight(),
            Some("residual") => self.reached(),
            Some("sample") => self.sample(usize::try_from(request["count"].as_u64().unwrap_or(0))?),
            _ => bail!("does not know the work {}", request["do"]),
        }
    }
}

fn place(model: &Model, cell: CellRef) -> Value {
    json!({ "sheet": model.sheet_name(cell.sheet), "row": cell.row, "column": cell.column })
}

fn to_json(value: &CellValue) -> Value {
    match value {
        CellValue::Blank => Value::Null,
        CellValue::Number(number) => json!(number),
        CellValue::Text(text) => json!(text.as_str()),
        CellValue::Bool(value) => json!(value),
        CellValue::Error(error) => json!({ "error": error.to_string() }),
    }
}

fn main() -> Result<()> {
    let ports = env::args_os().nth(1).map(fs::read).transpose().context("cannot read the ports file")?;
    serve(Own { ports, ..Own::default() })
}
