//! Partial evaluation: what is left of a model once its ports are known.
//!
//! Inputs alone can change; outputs alone are read. What no input reaches is calculated once, and its values become constants of the
//! residual model; what no output needs is left out. Answers stay the same to the bit, only sooner.
//!
//! An input reaches what reads it, what reads that, and so on. The graph knows most of it; what it does not know is taken at its worst:
//! an array that an input reaches may fill every cell that its reach covers; a formula that finds what it reads only when it runs, one
//! that is volatile, one on a loop and one whose result hangs on the time are never folded, and the first of these keeps all that it might find.

mod cells;
mod copy;
mod marks;
mod reach;
mod report;

use std::sync::Arc;

use crate::eval::{Clock, Session};
use crate::graph::{self, FormulaIndex, How, Reads};
use crate::model::program::Landing;
use crate::model::{Model, areas_beyond, searched_areas};
use crate::reference::{CellRef, RangeRef};

use cells::Cells;
use copy::Copier;
use marks::Marks;
pub use report::{Extent, Report};

/// Steps that calculating what no input reaches may take.
const FOLDING_BUDGET: u64 = 200_000_000;

/// What is left of a model for its ports, and how much that is.
///
/// A model whose calculation takes more than a sensible number of steps is left whole.
///
/// ```
/// use calc_core::compile::compile;
/// use calc_core::import::{ImportOptions, read_xlsx};
/// use calc_core::model::ports::PortsFile;
/// use calc_core::residual::residual;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let workbook = read_xlsx(&std::fs::read("../sample/house-painting.xlsx")?, &ImportOptions::default())?.workbook;
/// let file = PortsFile::parse(&std::fs::read("../sample/house-painting.ports.json")?).map_err(|d| d.to_string())?;
/// let (ports, _) = file.resolve(&workbook);
/// let whole = compile(&workbook, ports).model;
/// let (left, report) = residual(&whole);
/// assert!(left.formulas().len() < whole.formulas().len());
/// assert_eq!(report.left.formulas, left.formulas().len());
/// // It answers in the name of the whole model.
/// assert_eq!(left.hash(), whole.hash());
/// # Ok(())
/// # }
/// ```
pub fn residual(whole: &Model) -> (Model, Report) {
    let mut session = Session::new(Arc::new(whole.clone()), Clock::default());
    session.limit(FOLDING_BUDGET);
    let marks = session.recalculate_fully().ok().and_then(|()| Marks::of(&session));
    let extent = extent(whole);
    let Some(marks) = marks else {
        return (whole.clone(), Report { whole: extent, left: extent, ..Report::default() });
    };
    let left = build(&session, &marks);
    let count = |is_it: &dyn Fn(FormulaIndex) -> bool| (0..extent.formulas as u32).filter(|f| is_it(*f)).count();
    let report = Report {
        whole: extent,
        left: self::extent(&left),
        folded: count(&|formula| !marks.is_live(formula)),
        dropped: count(&|formula| marks.is_live(formula) && !marks.is_needed(formula)),
        in_the_way: marks.walls().len(),
    };
    (left, report)
}

fn extent(model: &Model) -> Extent {
    let shapes = model.formulas().iter().filter_map(|formula| model.program().shape(formula.shape));
    let edges: usize = (0..model.graph().len() as u32).map(|position| model.graph().successors(position).len()).sum();
    Extent {
        formulas: model.formulas().len(),
        shapes: model.program().shapes.len(),
        operations: shapes.map(|shape| u64::from(shape.end.saturating_sub(shape.start))).sum(),
        constants: model.constants.len(),
        graph: model.graph().len() + edges,
    }
}

fn build(session: &Session, marks: &Marks<'_>) -> Model {
    let whole = session.model();
    let mut model = Model {
        sheet_names: whole.sheet_names.clone(),
        dialect: whole.dialect,
        date_system: whole.date_system,
        ports: whole.ports.clone(),
        whole: Some(whole.hash.clone()),
        ..Model::default()
    };
    let mut copier = Copier::new(whole);
    // Where each formula that is kept stands now.
    let mut kept: Vec<(FormulaIndex, FormulaIndex)> = Vec::new();
    for (formula, at) in (0..).zip(whole.formulas()) {
        if marks.is_needed(formula) {
            kept.push((formula, model.formulas.len() as u32));
            model.formulas.push(copier.formula(*at));
        } else if marks.walls().binary_search(&formula).is_ok() {
            model.formulas.push(copier.wall(at.cell));
        }
    }
    (model.program, model.formula_texts) = copier.finish();
    let cells = Cells::of(session, marks);
    model.constants = cells.constants();
    formats(whole, &mut model);
    if model.program.shapes.iter().any(|shape| shape.subtotal) {
        model.hidden_rows = whole.hidden_rows.clone();
    }
    link(session, &kept, &mut model);
    model.seal();
    model
}

/// Number formats matter where an answer shows them.
fn formats(whole: &Model, model: &mut Model) {
    for output in whole.ports.outputs() {
        let cell = output.port.cell;
        if let Some(format) = whole.cell_formats.get(&cell).and_then(|index| whole.formats.get(*index as usize)) {
            let known = model.formats.iter().position(|known| known == format);
            let index = known.unwrap_or(model.formats.len());
            if known.is_none() {
                model.formats.push(format.clone());
            }
            model.cell_formats.insert(cell, index as u32);
        }
    }
}

/// The graph of what is left, in an order that knows where arrays spill as the workbook is.
fn link(session: &Session, kept: &[(FormulaIndex, FormulaIndex)], model: &mut Model) {
    let reads = reads_of(model);
    let cells: Vec<CellRef> = model.formulas.iter().map(|formula| formula.cell).collect();
    let anchors: Vec<bool> = (0..cells.len() as u32)
        .map(|formula| model.shape_of(formula).is_some_and(|shape| shape.landing != Landing::Single))
        .collect();
    let now = |formula: FormulaIndex| {
        kept.binary_search_by_key(&formula, |(old, _)| *old).ok().and_then(|at| kept.get(at)).map(|(_, new)| *new)
    };
    let learned =
        session.spilled().into_iter().filter(|(formula, _)| session.model().learned_spill(*formula).is_some());
    let spills: Vec<(FormulaIndex, RangeRef)> =
        learned.filter_map(|(formula, area)| Some((now(formula)?, area))).collect();
    let build = |spills| graph::build(&Reads { cells: &cells, reads: &reads, spills, anchors: &anchors });
    model.graph = build(&spills);
    if !spills.is_empty() {
        let plain = build(&[]);
        if plain.cyclic() == model.graph.cyclic() {
            model.learned_spills = spills;
        } else {
            model.graph = plain;
        }
    }
}

/// What the formulas of a model read.
fn reads_of(model: &Model) -> Vec<(FormulaIndex, RangeRef, How)> {
    let program = &model.program;
    let searched: Vec<Vec<u32>> = program.shapes.iter().map(|shape| searched_areas(program, shape)).collect();
    let beyond: Vec<_> = program.shapes.iter().map(|shape| areas_beyond(program, shape)).collect();
    let mut reads = Vec::new();
    for (index, formula) in (0..).zip(&model.formulas) {
        let at = formula.shape as usize;
        let searched = searched.get(at).map_or(&[][..], Vec::as_slice);
        let how = |area: &u32| if searched.binary_search(area).is_ok() { How::Searched } else { How::Whole };
        for area in program.shape(formula.shape).map_or(&[][..], |shape| program.read_areas(shape)) {
            if let Some(range) = program.areas.get(*area as usize).and_then(|area| area.resolve(formula.cell)) {
                reads.push((index, range, how(area)));
            }
        }
        for beyond in beyond.get(at).into_iter().flatten() {
            if let Some(range) = beyond.resolve(program, formula.cell) {
                reads.push((index, range, how(&beyond.area)));
            }
        }
    }
    reads
}
