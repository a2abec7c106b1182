//! `paintbox bench`: how long loading, compiling and recalculating take.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use calc_core::compile::compile;
use calc_core::eval::Session;
use calc_core::graph::Node;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, RangeRef};
use calc_core::residual::residual;
use calc_core::value::Value;
use serde_json::{Value as Json, json};

use crate::Options;
use crate::failure::Failure;
use crate::out::say;
use crate::{load, place};

/// Arguments of `bench`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The workbook
    workbook: PathBuf,
    /// A ports file: what it reaches is timed too, in turn with the whole workbook
    #[arg(long, value_name = "PORTS.json")]
    ports: Option<PathBuf>,
    /// How often each is timed; medians are given
    #[arg(long, default_value_t = 21)]
    runs: usize,
    /// An edit to time, as `Sheet!A1=value`
    #[arg(long = "input", value_name = "CELL=VALUE")]
    inputs: Vec<String>,
    /// The cell read on demand after each edit, in the order of the edits; the last dependent unless given
    #[arg(long = "read", value_name = "CELL")]
    reads: Vec<String>,
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
    let mut on_demand = BTreeMap::new();
    for (index, (cell, value)) in edits.into_iter().enumerate() {
        let name = model.cell_name(cell);
        let all = time_edit(&mut session, cell, &value, runs, Session::recalculate)?;
        incremental.insert(name.clone(), round(all));
        let read = match arguments.reads.get(index) {
            Some(text) => Some(place::cell(text, &model)?),
            None => last_dependent(&model, cell),
        };
        if let Some(read) = read {
            let cone = session.cone(&[read]);
            let one = time_edit(&mut session, cell, &value, runs, |session| session.recalculate_within(&cone))?;
            on_demand.insert(name, round(one));
        }
    }
    let mut report = json!({
        "load_ms": round(load_ms),
        "compile_ms": round(compile_ms),
        "full_us": round(full_us),
        "incremental_us": incremental,
        "on_demand_us": on_demand,
        "peak_mb": round(peak_mb().unwrap_or(0.0)),
        "formulas": workbook.formula_count(),
    });
    if let (Some(ports), Some(members)) = (&arguments.ports, report.as_object_mut()) {
        members.insert("residual".to_string(), time_residual(&arguments.workbook, ports, runs, options)?);
    }
    if options.json {
        say!("{report}");
    } else {
        say!("{report:#}");
    }
    Ok(ExitCode::SUCCESS)
}

/// What a ports file reaches of a workbook, beside all of it: bytes, decoding, and full recalculation, each in turn.
fn time_residual(workbook: &Path, ports: &Path, runs: usize, options: &Options) -> Result<Json, Failure> {
    let whole = load::with_ports(workbook, Some(ports), options)?.model;
    let left = Arc::new(residual(&whole).0);
    let clock = load::clock(options, whole.date_system())?;
    let mut of = Vec::new();
    for model in [whole, left] {
        let bytes = model.encode();
        let mut session = Session::new(model, clock);
        session.recalculate_fully()?;
        of.push((bytes, session, Vec::new(), Vec::new()));
    }
    for _ in 0..runs {
        for (bytes, session, decoding, full) in &mut of {
            decoding.push(time(|| drop(Model::decode(bytes))));
            full.push(time(|| drop(session.recalculate_fully())));
        }
    }
    let parts = of.into_iter().map(|(bytes, session, decoding, full)| {
        json!({
            "formulas": session.model().formulas().len(),
            "bytes": bytes.len(),
            "decode_us": round(middle(decoding)),
            "full_us": round(middle(full)),
        })
    });
    Ok(json!(["whole", "left"].into_iter().zip(parts).collect::<BTreeMap<_, _>>()))
}

/// The median time of setting a cell to a value or back, and recalculating; the cell is as before afterwards.
fn time_edit(
    session: &mut Session,
    cell: CellRef,
    value: &Value,
    runs: usize,
    recalculate: impl Fn(&mut Session) -> Result<(), calc_core::Error>,
) -> Result<f64, Failure> {
    let old = session.value(cell).clone();
    let mut flip = false;
    let mut failed = None;
    let time = median(runs * 2, || {
        flip = !flip;
        let next = if flip { value.clone() } else { old.clone() };
        failed = session.set(cell, next).and_then(|()| recalculate(session)).err().or(failed.take());
    });
    session.reset(cell);
    session.recalculate()?;
    failed.map_or(Ok(time), |error| Err(error.into()))
}

/// The formula furthest along in the order that depends on a cell.
fn last_dependent(model: &Model, cell: CellRef) -> Option<CellRef> {
    let graph = model.graph();
    let mut seen = BTreeSet::new();
    let mut todo = Vec::new();
    match graph.formula_at(cell).and_then(|formula| graph.position(formula)) {
        Some(position) => todo.extend(graph.successors(position)),
        None => {
            graph.for_readers(RangeRef::cell(cell), |position| todo.push(position));
        }
    }
    while let Some(position) = todo.pop() {
        if seen.insert(position) {
            todo.extend(graph.successors(position));
        }
    }
    seen.iter().rev().find_map(|position| match graph.node(*position) {
        Some(Node::Formula(formula)) => model.formula_cell(formula),
        _ => None,
    })
}

/// The median time of a piece of work, in microseconds.
fn median(runs: usize, mut work: impl FnMut()) -> f64 {
    middle((0..runs).map(|_| time(&mut work)).collect())
}

/// How long a piece of work takes, in microseconds.
fn time(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e6
}

fn middle(mut times: Vec<f64>) -> f64 {
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
