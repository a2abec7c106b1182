//! Formualizer behind the protocol of `cargo xtask compare`.
//!
//! The workbook is loaded as its documentation shows, without a change log, as in its own measurements. Formulas that it cannot read become
//! errors instead of a refusal of the whole file.

use std::time::Duration;

use anyhow::{Context, Result};
use bench_protocol::{Engine, Place, serve, timed};
use formualizer::LiteralValue;
use formualizer::workbook::backends::CalamineAdapter;
use formualizer::workbook::{LoadStrategy, SpreadsheetReader, Workbook, WorkbookConfig};
use formualizer_eval::engine::FormulaParsePolicy;
use serde_json::{Value, json};

#[derive(Default)]
struct Formualizer {
    workbook: Option<Workbook>,
}

impl Formualizer {
    fn workbook(&mut self) -> Result<&mut Workbook> {
        self.workbook.as_mut().context("no workbook is loaded")
    }
}

impl Engine for Formualizer {
    fn about(&self) -> String {
        "Formualizer 0.13.0".to_owned()
    }

    fn load(&mut self, xlsx: &[u8]) -> Result<()> {
        let adapter = CalamineAdapter::open_bytes(xlsx.to_vec())?;
        let mut config = WorkbookConfig::ephemeral();
        config.eval.formula_parse_policy = FormulaParsePolicy::CoerceToError;
        self.workbook = Some(Workbook::from_reader(adapter, LoadStrategy::EagerAll, config)?);
        Ok(())
    }

    fn calculate(&mut self) -> Result<()> {
        self.recalculate()
    }

    fn recalculate_fully(&mut self) -> Result<Duration> {
        let workbook = self.workbook()?;
        workbook.engine_mut().mark_all_formulas_dirty_for_test();
        timed(|| workbook.evaluate_all().map(drop).map_err(Into::into))
    }

    fn set(&mut self, cell: &Place, value: &Value) -> Result<()> {
        let value = match value {
            Value::Number(number) => LiteralValue::Number(number.as_f64().context("no double")?),
            Value::String(text) => LiteralValue::Text(text.clone()),
            Value::Bool(value) => LiteralValue::Boolean(*value),
            _ => LiteralValue::Empty,
        };
        self.workbook()?.set_value(&cell.sheet, cell.row + 1, cell.column + 1, value)?;
        Ok(())
    }

    fn recalculate(&mut self) -> Result<()> {
        self.workbook()?.evaluate_all()?;
        Ok(())
    }

    fn demand(&mut self, cell: &Place) -> Result<()> {
        self.workbook()?.evaluate_cell(&cell.sheet, cell.row + 1, cell.column + 1)?;
        Ok(())
    }

    fn read(&mut self, cell: &Place) -> Result<Value> {
        Ok(match self.workbook()?.get_value(&cell.sheet, cell.row + 1, cell.column + 1) {
            None | Some(LiteralValue::Empty) => Value::Null,
            Some(LiteralValue::Number(number)) => json!(number),
            Some(LiteralValue::Int(number)) => json!(number),
            Some(LiteralValue::Text(text)) => json!(text),
            Some(LiteralValue::Boolean(value)) => json!(value),
            Some(LiteralValue::Error(error)) => json!({ "error": error.kind.to_string() }),
            Some(other) => json!({ "other": format!("{other:?}") }),
        })
    }
}

fn main() -> Result<()> {
    serve(Formualizer::default())
}
