//! `paintbox check`: every formula against its cached value.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use calc_core::eval::Session;
use calc_core::model::Model;
use calc_core::reference::{CellRef, SheetId};
use calc_core::value::Value;
use calc_core::workbook::{Content, SpillMark, Workbook};
use serde_json::json;

use crate::Options;
use crate::compare::agree;
use crate::failure::Failure;
use crate::load;
use crate::out::say;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The workbook
    workbook: PathBuf,
}

/// A formula cell whose value is not the cached one.
pub struct Difference {
    pub cell: CellRef,
    pub formula: String,
    pub expected: Value,
    pub got: Value,
}

/// What a comparison found.
#[derive(Default)]
pub struct Outcome {
    pub formulas: usize,
    pub skipped: usize,
    pub differences: Vec<Difference>,
}

impl Outcome {
    fn computed(&self) -> usize {
        self.formulas - self.skipped
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let loaded = load::load(&arguments.workbook, options)?;
    let clock = load::clock(options, loaded.model.date_system())?;
    let mut session = Session::new(loaded.model.clone(), clock);
    session.recalculate()?;
    let outcome = compare(&loaded.workbook, &session);
    if options.json {
        print_json(&outcome, &loaded.model);
    } else {
        loaded.print_diagnostics();
        print_report(&outcome, &session);
    }
    Ok(if outcome.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Holds every formula cell of the workbook against its cached value.
pub fn compare(workbook: &Workbook, session: &Session) -> Outcome {
    let volatile = session.volatile_cells();
    let mut outcome = Outcome::default();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let own = sheet.cells.iter().filter_map(|cell| match &cell.content {
            Content::Formula(formula) => Some((cell.row, cell.column, formula.text.to_string(), &cell.cached)),
            Content::Constant(_) => None,
        });
        let spilled = sheet
            .spilled
            .iter()
            .filter(|cell| cell.mark == SpillMark::ComputedValue)
            .map(|cell| (cell.row, cell.column, "(spilled)".to_string(), &cell.cached));
        for (row, column, formula, cached) in own.chain(spilled) {
            let cell = CellRef { sheet: SheetId(index as u16), row, column };
            outcome.formulas += 1;
            if volatile.contains(&cell) {
                outcome.skipped += 1;
                continue;
            }
            let got = session.value(cell);
            if !agree(cached, got) {
                outcome.differences.push(Difference { cell, formula, expected: cached.clone(), got: got.clone() });
            }
        }
    }
    outcome
}

fn print_json(outcome: &Outcome, model: &Model) {
    let different = outcome.differences.len();
    let differences: Vec<_> = outcome
        .differences
        .iter()
        .map(|difference| {
            json!({
                "cell": model.cell_name(difference.cell),
                "formula": format!("={}", difference.formula),
                "expected": difference.expected.to_json(),
                "got": difference.got.to_json(),
            })
        })
        .collect();
    let report = json!({
        "formulas": outcome.formulas,
        "computed": outcome.computed(),
        "equal": outcome.computed() - different,
        "different": different,
        "skipped": outcome.skipped,
        "differences": differences,
    });
    say!("{report}");
}

/// At most this many differences are printed for a person.
const SHOWN: usize = 200;

fn print_report(outcome: &Outcome, session: &Session) {
    let model = session.model();
    let different: BTreeMap<CellRef, &Difference> = outcome.differences.iter().map(|d| (d.cell, d)).collect();
    let paths: Vec<Vec<CellRef>> = different.keys().map(|cell| path_to_root(*cell, &different, session)).collect();
    if !different.is_empty() {
        say!("Where differences begin:");
        let mut roots: BTreeMap<CellRef, usize> = BTreeMap::new();
        for root in paths.iter().filter_map(|path| path.last()) {
            *roots.entry(*root).or_default() += 1;
        }
        let mut roots: Vec<_> = roots.into_iter().collect();
        roots.sort_by_key(|(cell, count)| (std::cmp::Reverse(*count), *cell));
        for (cell, count) in roots.iter().take(SHOWN) {
            let formula = different.get(cell).map_or("", |d| d.formula.as_str());
            say!("  {:<40} {count:>6} cells  ={}", model.cell_name(*cell), short(formula));
        }
        say!("\nBy function of the cell where they begin:");
        let mut functions: BTreeMap<String, usize> = BTreeMap::new();
        for (cell, count) in &roots {
            let formula = different.get(cell).map_or("", |d| d.formula.as_str());
            *functions.entry(outer_function(formula)).or_default() += count;
        }
        for (function, count) in functions {
            say!("  {function:<20} {count:>6}");
        }
        say!();
    }
    for (difference, path) in different.values().zip(&paths).take(SHOWN) {
        say!("{}", model.cell_name(difference.cell));
        say!("  formula   ={}", short(&difference.formula));
        say!("  expected  {}", difference.expected.to_json());
        say!("  got       {}", difference.got.to_json());
        if path.len() > 1 {
            let names: Vec<String> = path.iter().map(|cell| model.cell_name(*cell)).collect();
            say!("  by way of {}", names.join(" <- "));
        }
    }
    if different.len() > SHOWN {
        say!("… and {} more (--json has all)", different.len() - SHOWN);
    }
    say!(
        "{} formulas, {} computed, {} equal, {} different, {} skipped (volatile)",
        outcome.formulas,
        outcome.computed(),
        outcome.computed() - different.len(),
        different.len(),
        outcome.skipped
    );
}

/// From a differing cell to a differing precedent, and so on to one whose precedents all agree.
fn path_to_root(cell: CellRef, different: &BTreeMap<CellRef, &Difference>, session: &Session) -> Vec<CellRef> {
    let model = session.model();
    let mut path = vec![cell];
    while let Some(last) = path.last() {
        let reads = model.graph().formula_at(*last).and_then(|formula| model.shape_of(formula));
        let next =
            reads.and_then(|shape| {
                model.program().reads(shape).filter_map(|area| area.resolve(*last)).find_map(|range| {
                    different.keys().find(|cell| range.contains(**cell) && !path.contains(cell)).copied()
                })
            });
        match next {
            Some(next) => path.push(next),
            None => break,
        }
    }
    path
}

fn outer_function(formula: &str) -> String {
    let name: String = formula.chars().take_while(|c| c.is_alphanumeric() || *c == '.' || *c == '_').collect();
    if formula.get(name.len()..).is_some_and(|rest| rest.starts_with('(')) {
        name.to_uppercase()
    } else {
        "(operators)".to_string()
    }
}

fn short(formula: &str) -> String {
    const LONGEST: usize = 160;
    let line: String = formula.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    if formula.chars().count() > LONGEST { format!("{line}…") } else { line }
}
