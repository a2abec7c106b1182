//! Why a number is what it is.
//!
//! Nothing is recorded while calculating. [`explain`] runs the formulas behind one cell again with a recorder and tells, cell by cell,
//! what each read on the branches it took, down to inputs and constants.

mod label;
mod recorder;

use std::borrow::Cow;
use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use crate::eval::Session;
use crate::reference::{CellRef, RangeRef};
use crate::value::Value;

pub use label::label;
pub use recorder::Branch;

/// Where a cell's value comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// Its formula.
    Formula,
    /// A value that was set in place of its formula.
    Overridden,
    /// A value that was set, or typed into the workbook.
    Constant,
    /// The spill of the formula in another cell.
    Spilled(CellRef),
}

/// What is known of one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The cell.
    pub cell: CellRef,
    /// How many formulas lie between it and the cell that was asked about.
    pub depth: usize,
    /// The text that stands beside it in the workbook.
    pub label: Option<String>,
    /// Its value.
    pub value: Value,
    /// Where that comes from.
    pub origin: Origin,
    /// Its formula as text, without `=`.
    pub formula: Option<String>,
    /// What it read, in the order in which it did.
    pub reads: Vec<RangeRef>,
    /// The branches that it took.
    pub branches: Vec<Branch>,
}

/// Limits of an explanation: a cell may rest on thousands of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    /// The most cells that are explained.
    pub cells: usize,
    /// The most cells of one range that are followed.
    pub cells_of_range: usize,
}

impl Default for Depth {
    fn default() -> Depth {
        Depth { cells: 200, cells_of_range: 20 }
    }
}

/// Explains a cell: itself first, then what it read, and so on, nearest first. The session must be recalculated.
///
/// ```
/// use std::sync::Arc;
///
/// use calc_core::compile::compile;
/// use calc_core::eval::{Clock, Session};
/// use calc_core::import::{ImportOptions, read_xlsx};
/// use calc_core::model::ports::Ports;
/// use calc_core::trace::{Branch, Depth, explain};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bytes = std::fs::read("../sample/house-painting.xlsx")?;
/// let workbook = read_xlsx(&bytes, &ImportOptions::default())?.workbook;
/// let model = Arc::new(compile(&workbook, Ports::default()).model);
/// let mut session = Session::new(model.clone(), Clock::default());
/// session.recalculate()?;
/// let steps = explain(&session, model.cell("Estimate!E5").unwrap(), Depth::default());
/// assert_eq!(steps[0].formula.as_deref(), Some("IF(B7,ROUND(E3*Prices!B17,2),)"));
/// assert!(matches!(steps[0].branches.as_slice(), [Branch::If { held: false, .. }]));
/// // The branch that was not taken read nothing.
/// let read: Vec<String> = steps[1..].iter().map(|step| model.cell_name(step.cell)).collect();
/// assert_eq!(read, ["Estimate!B7"]);
/// # Ok(())
/// # }
/// ```
pub fn explain(session: &Session, cell: CellRef, depth: Depth) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut seen = FxHashSet::default();
    let mut todo = VecDeque::from([(cell, 0)]);
    seen.insert(cell);
    while let Some((cell, level)) = todo.pop_front() {
        if steps.len() >= depth.cells {
            break;
        }
        let step = step(session, cell, level);
        for range in &step.reads {
            for next in worth_following(session, *range, depth.cells_of_range) {
                if seen.insert(next) {
                    todo.push_back((next, level + 1));
                }
            }
        }
        if let Origin::Spilled(anchor) = step.origin
            && seen.insert(anchor)
        {
            todo.push_back((anchor, level + 1));
        }
        steps.push(step);
    }
    steps
}

fn step(session: &Session, cell: CellRef, depth: usize) -> Step {
    let model = session.model();
    let mut step = Step {
        cell,
        depth,
        label: label(session, cell),
        value: session.value(cell).clone(),
        origin: Origin::Constant,
        formula: None,
        reads: Vec::new(),
        branches: Vec::new(),
    };
    let Some(formula) = model.graph().formula_at(cell) else {
        if let Some(anchor) = session.spill_anchor(cell) {
            step.origin = Origin::Spilled(anchor);
        }
        return step;
    };
    step.formula = model.formula_text(formula).map(Cow::into_owned);
    if session.is_overridden(cell) {
        step.origin = Origin::Overridden;
        return step;
    }
    step.origin = Origin::Formula;
    let recorder = recorder::Recorder::default();
    session.replay(formula, &recorder);
    (step.reads, step.branches) = recorder.into_parts();
    step
}

/// The cells of a range that hold something, up to a number.
fn worth_following(session: &Session, range: RangeRef, most: usize) -> Vec<CellRef> {
    let area = session.grid().area(range);
    let mut cells = Vec::new();
    for column in 0..area.columns().min(area.used().1) {
        let stored = area.column(column).flat_map(|(first, values)| (first..).zip(values));
        for (row, value) in stored {
            if cells.len() >= most {
                return cells;
            }
            if !value.is_blank() {
                cells.push(CellRef { sheet: range.sheet, row: range.top + row, column: range.left + column });
            }
        }
    }
    cells
}
