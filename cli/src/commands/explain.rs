//! `paintbox explain`: why a number is what it is.

use std::path::PathBuf;
use std::process::ExitCode;

use calc_core::eval::Session;
use calc_core::reference::{CellRef, RangeRef, a1};
use calc_core::trace::{Branch, Depth, Origin, Step, explain};
use serde_json::{Value as Json, json};

use crate::failure::Failure;
use crate::out::say;
use crate::{Options, load, place};

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The workbook or model
    file: PathBuf,
    /// The output, input or cell to explain
    what: String,
    /// An input or cell to set before
    #[arg(long = "set", value_name = "NAME_OR_CELL=VALUE")]
    sets: Vec<String>,
    /// The ports file, for names
    #[arg(long, value_name = "PORTS.json")]
    ports: Option<PathBuf>,
    /// The most cells to explain
    #[arg(long, default_value_t = Depth::default().cells)]
    cells: usize,
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let model = load::model(&arguments.file, arguments.ports.as_deref(), options)?;
    let mut session = Session::new(model.clone(), load::clock(options, model.date_system())?);
    for set in &arguments.sets {
        let (cell, value) = place::assignment(set, &model)?;
        session.set(cell, value)?;
    }
    session.recalculate()?;
    let cell = place::cell(&arguments.what, &model)?;
    let depth = Depth { cells: arguments.cells, ..Depth::default() };
    let steps = explain(&session, cell, depth);
    if options.json {
        let steps: Vec<Json> = steps.iter().map(|step| as_json(step, &session)).collect();
        say!("{}", json!({ "cell": model.cell_name(cell), "steps": steps }));
    } else {
        steps.iter().for_each(|step| print(step, &session));
        if steps.len() == arguments.cells {
            say!("… more than {} cells stand behind it (--cells shows more)", arguments.cells);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What a person calls a cell: its port's label, or the text that stands beside it.
fn name_of(step: &Step, session: &Session) -> Option<String> {
    let ports = session.model().ports();
    let inputs = ports.inputs().iter().map(|input| &input.port);
    let mut all = inputs.chain(ports.outputs().iter().map(|output| &output.port));
    let port = all.find(|port| port.cell == step.cell).map(|port| format!("{} ({})", port.label, port.name));
    port.or_else(|| step.label.clone())
}

fn range_text(range: RangeRef, session: &Session) -> String {
    let first = session.model().cell_name(range.first());
    if range.is_cell() { first } else { format!("{first}:{}", a1(range.bottom, range.right)) }
}

fn branch_text(branch: &Branch) -> String {
    match branch {
        Branch::If { condition, held } => {
            let taken = if *held { "second" } else { "third" };
            format!("IF: the condition is {}, so the {taken} argument counts", condition.to_json())
        }
        Branch::Replaced { error } => format!("{error} was replaced by the fallback"),
    }
}

fn print(step: &Step, session: &Session) {
    let indent = "  ".repeat(step.depth.min(12));
    let name = name_of(step, session).map(|name| format!("  {name}")).unwrap_or_default();
    let cell = session.model().cell_name(step.cell);
    say!("{indent}{cell} = {}{name}", step.value.to_json());
    match (&step.origin, &step.formula) {
        (Origin::Formula, Some(formula)) => {
            say!("{indent}  ={}", formula.trim());
        }
        (Origin::Overridden, Some(formula)) => {
            say!("{indent}  set by hand in place of ={}", formula.trim());
        }
        (Origin::Spilled(anchor), _) => {
            say!("{indent}  filled by the formula in {}", session.model().cell_name(*anchor));
        }
        _ => {}
    }
    for branch in &step.branches {
        say!("{indent}  {}", branch_text(branch));
    }
    if !step.reads.is_empty() {
        let reads: Vec<String> = step.reads.iter().map(|range| read_text(*range, session)).collect();
        say!("{indent}  reads {}", reads.join(", "));
    }
}

fn read_text(range: RangeRef, session: &Session) -> String {
    let text = range_text(range, session);
    if range.is_cell() {
        let first: CellRef = range.first();
        format!("{text} = {}", session.value(first).to_json())
    } else {
        text
    }
}

fn as_json(step: &Step, session: &Session) -> Json {
    let model = session.model();
    let origin = match &step.origin {
        Origin::Formula => json!("formula"),
        Origin::Overridden => json!("overridden"),
        Origin::Constant => json!("constant"),
        Origin::Spilled(anchor) => json!({ "spilled_from": model.cell_name(*anchor) }),
    };
    json!({
        "cell": model.cell_name(step.cell),
        "depth": step.depth,
        "label": name_of(step, session),
        "value": step.value.to_json(),
        "origin": origin,
        "formula": step.formula.as_ref().map(|formula| format!("={formula}")),
        "reads": step.reads.iter().map(|range| range_text(*range, session)).collect::<Vec<_>>(),
        "branches": step.branches.iter().map(branch_text).collect::<Vec<_>>(),
    })
}
