//! `paintbox bench`: how long loading, compiling and recalculating take.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use calc_core::compile::compile;
use calc_core::eval::Session;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::reference::CellRef;
use calc_core::value::Value;
use serde_json::json;

use crate::Options;
use crate::failure::Failure;
use crate::{load, place};

/// Arguments of `bench`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The workbook
    workbook: PathBuf,
    /// How often each is timed; medians are given
    #[arg(long, default_value_t = 21)]
    runs: usize,
    /// An edit to time, as `Sheet!A1=value`
    #[arg(long = "input", value_name = "CELL=VALUE")]
    inputs: Vec<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let runs = arguments.runs.max(1);
    let bytes = load::read(&arguments.workbook)?;
    let import = ImportOptions { dialect: options.dialect(), ..ImportOptions::default() };
    let read = || read_xlsx(&bytes, &import).map_err(Failure::new);
    let workbook = read()?.workbook;
    let load_ms = median(runs, || drop(read())) / 1e3;
    let compile_ms = median(runs, || drop(compile(&workbook, Ports::default()))) / 1e3;
    let model = Arc::new(compile(&workbook, Ports::default()).model);
    let clock = load::clock(options, model.date_system())?;
    let mut session = Session::new(model.clone(), clock);
    session.recalculate()?;
    let mut failed = None;
    let full_us = median(runs, || failed = session.recalculate_fully().err());
    if let Some(error) = failed {
        return Err(error.into());
    }
    let edits = match arguments.inputs.as_slice() {
        [] => own_edits(&model, &session),
        given => given.iter().map(|text| place::assignment(text, &model)).collect::<Result<_, _>>()?,
    };
    let mut incremental = BTreeMap::new();
    for (cell, value) in edits {
        let old = session.value(cell).clone();
        let overrides = model.graph().formula_at(cell).is_some();
        let mut flip = false;
        let time = median(runs * 2, || {
            flip = !flip;
            let next = if flip { value.clone() } else { old.clone() };
            let outcome = session.set(cell, next).and_then(|()| session.recalculate());
            drop(outcome);
        });
        if overrides {
            session.reset(cell);
        } else {
            session.set(cell, old)?;
        }
        session.recalculate()?;
        incremental.insert(model.cell_name(cell), round(time));
    }
    let report = json!({
        "load_ms": round(load_ms),
        "compile_ms": round(compile_ms),
        "full_us": round(full_us),
        "incremental_us": incremental,
        "on_demand_us": {},
        "peak_mb": round(peak_mb().unwrap_or(0.0)),
        "formulas": workbook.formula_count(),
    });
    if options.json {
        println!("{report}");
    } else {
        println!("{report:#}");
    }
    Ok(ExitCode::SUCCESS)
}

/// The median time of a piece of work, in microseconds.
fn median(runs: usize, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn round(time: f64) -> f64 {
    (time * 1e3).round() / 1e3
}

/// A spread of number constants that formulas read, each to be raised by one.
fn own_edits(model: &Model, session: &Session) -> Vec<(CellRef, Value)> {
    const EDITS: usize = 20;
    let mut read = Vec::new();
    for formula in model.formulas() {
        let Some(shape) = model.program().shape(formula.shape) else { continue };
        for range in model.program().reads(shape).filter_map(|area| area.resolve(formula.cell)) {
            if range.is_cell() && model.graph().formula_at(range.first()).is_none() {
                read.push(range.first());
            }
        }
    }
    read.sort_unstable();
    read.dedup();
    let numbers: Vec<(CellRef, Value)> = read
        .into_iter()
        .filter_map(|cell| match session.value(cell) {
            Value::Number(number) => Some((cell, Value::Number(number + 1.0))),
            _ => None,
        })
        .collect();
    let step = (numbers.len() / EDITS).max(1);
    numbers.into_iter().step_by(step).take(EDITS).collect()
}

/// The most memory that the process ever held, in MiB (Linux).
fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}
