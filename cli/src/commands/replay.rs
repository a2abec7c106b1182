//! `paintbox replay`: filled workbooks against what they should give.

use std::path::PathBuf;
use std::process::ExitCode;

use calc_core::eval::Session;
use calc_core::reference::CellRef;
use calc_core::value::Value;
use serde_json::{Value as Json, json};

use crate::Options;
use crate::compare::agree;
use crate::failure::Failure;
use crate::load;
use crate::out::say;

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The workbook
    workbook: PathBuf,
    /// Cases: {"inputs":{"Sheet!A1":value,…},"expected":{"Sheet!B2":value,…}}
    #[arg(required = true)]
    cases: Vec<PathBuf>,
}

struct Difference {
    case: String,
    cell: CellRef,
    expected: Value,
    got: Value,
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let loaded = load::load(&arguments.workbook, options)?;
    let model = loaded.model;
    let mut session = Session::new(model.clone(), load::clock(options, model.date_system())?);
    session.recalculate()?;
    let mut expected = 0;
    let mut differences = Vec::new();
    for path in &arguments.cases {
        let case: Json = serde_json::from_slice(&load::read(path)?)
            .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", path.display())))?;
        let values = |member: &str| -> Result<Vec<(CellRef, Value)>, Failure> {
            let Some(members) = case.get(member).and_then(Json::as_object) else {
                return Err(Failure::new(format!("`{}` has no object `{member}`", path.display())));
            };
            members
                .iter()
                .map(|(name, json)| {
                    let cell = model.cell(name).ok_or_else(|| {
                        Failure::new(format!("`{}`: `{name}` is not a cell of the workbook", path.display()))
                    })?;
                    let value = Value::from_json(json)
                        .ok_or_else(|| Failure::new(format!("`{}`: `{name}` is no value: {json}", path.display())))?;
                    Ok((cell, value))
                })
                .collect()
        };
        let inputs = values("inputs")?;
        let outputs = values("expected")?;
        for (cell, value) in &inputs {
            session.set(*cell, value.clone())?;
        }
        session.recalculate()?;
        expected += outputs.len();
        for (cell, value) in outputs {
            let got = session.value(cell).clone();
            if !agree(&value, &got) {
                let case = path.display().to_string();
                differences.push(Difference { case, cell, expected: value, got });
            }
        }
        session.reset_all();
    }
    let formula = |cell: CellRef| {
        let text = model.graph().formula_at(cell).and_then(|formula| model.formula_text(formula));
        text.map_or(String::new(), |text| format!("={text}"))
    };
    if options.json {
        let listed: Vec<Json> = differences
            .iter()
            .map(|d| {
                json!({
                    "case": d.case,
                    "cell": model.cell_name(d.cell),
                    "formula": formula(d.cell),
                    "expected": d.expected.to_json(),
                    "got": d.got.to_json(),
                })
            })
            .collect();
        let report = json!({
            "cases": arguments.cases.len(),
            "expected": expected,
            "equal": expected - differences.len(),
            "different": differences.len(),
            "differences": listed,
        });
        say!("{report}");
    } else {
        for d in &differences {
            say!("{}: {}", d.case, model.cell_name(d.cell));
            say!("  formula   {}", formula(d.cell));
            say!("  expected  {}", d.expected.to_json());
            say!("  got       {}", d.got.to_json());
        }
        say!(
            "{} cases, {expected} expected values, {} equal, {} different",
            arguments.cases.len(),
            expected - differences.len(),
            differences.len()
        );
    }
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
