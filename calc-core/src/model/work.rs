//! How much there is to calculate, before it is calculated.
//!
//! The work of a formula is the number of its steps and of the cells that it reads, whatever branch it takes: about what a
//! recalculation spends of its budget on it. A whole column counts as far as the workbook fills its sheet. What a formula finds to read
//! only while it runs is not counted.
//!
//! A host that charges for calculations can so name the price first; what a calculation really takes is for its budget to bound.

use std::cell::OnceCell;
use std::ops::ControlFlow;

use super::Model;
use super::program::{Landing, Shape};
use crate::graph::{Node, Position, Predecessors};
use crate::reference::{CellRef, RangeRef};

/// The work of each formula of a model.
#[derive(Debug)]
pub struct Work {
    /// By position in the graph; nothing for what is no formula.
    weights: Vec<u64>,
    total: u64,
    /// Formulas whose arrays may fill any cell: whoever reads cells may read theirs.
    spilling: Vec<Position>,
    predecessors: OnceCell<Predecessors>,
}

impl Work {
    /// The work in a model.
    ///
    /// ```
    /// use calc_core::compile::compile;
    /// use calc_core::import::{ImportOptions, read_xlsx};
    /// use calc_core::model::ports::Ports;
    /// use calc_core::model::work::Work;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let bytes = std::fs::read("../sample/house-painting.xlsx")?;
    /// let workbook = read_xlsx(&bytes, &ImportOptions::default())?.workbook;
    /// let model = compile(&workbook, Ports::default()).model;
    /// let work = Work::of(&model);
    /// // `=D5*E5*F5` is five steps and three cells; whatever may spill is behind every cell.
    /// let area = work.behind(&model, [model.cell("Exterior!G5").unwrap()], u64::MAX);
    /// assert!(8 <= area && area < work.total());
    /// # Ok(())
    /// # }
    /// ```
    pub fn of(model: &Model) -> Work {
        let extents = Extents::of(model);
        let mut weights = vec![0; model.graph().len()];
        let mut spilling = Vec::new();
        let mut total = 0_u64;
        for (formula, at) in model.formulas().iter().enumerate() {
            let shape = model.program().shape(at.shape);
            let (Some(position), Some(shape)) = (model.graph().position(formula as u32), shape) else { continue };
            let weight = extents.work(model, at.cell, shape);
            total = total.saturating_add(weight);
            if let Some(own) = weights.get_mut(position as usize) {
                *own = weight;
            }
            if shape.landing != Landing::Single {
                spilling.push(position);
            }
        }
        Work { weights, total, spilling, predecessors: OnceCell::new() }
    }

    /// The work of all formulas together.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The work of everything that some cells depend on, and at least of what is `enough`: looking ends there.
    pub fn behind(&self, model: &Model, cells: impl IntoIterator<Item = CellRef>, enough: u64) -> u64 {
        let mut work = 0_u64;
        self.visit_behind(model, cells, |_, weight| {
            work = work.saturating_add(weight);
            if work >= enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        work
    }

    /// Visits each formula that some cells depend on, with its work, until it is told to stop.
    fn visit_behind(
        &self,
        model: &Model,
        cells: impl IntoIterator<Item = CellRef>,
        mut visit: impl FnMut(Position, u64) -> ControlFlow<()>,
    ) {
        let graph = model.graph();
        let predecessors = self.predecessors.get_or_init(|| graph.predecessors());
        let mut is_seen = vec![false; self.weights.len()];
        let formulas = cells.into_iter().filter_map(|cell| graph.formula_at(cell));
        let own = formulas.filter_map(|formula| graph.position(formula));
        let mut todo: Vec<Position> = own.chain(self.spilling.iter().copied()).collect();
        while let Some(position) = todo.pop() {
            let Some(seen) = is_seen.get_mut(position as usize) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            if matches!(graph.node(position), Some(Node::Formula(_))) {
                let weight = self.weights.get(position as usize).copied().unwrap_or_default();
                if visit(position, weight).is_break() {
                    return;
                }
            }
            todo.extend(predecessors.of(position));
        }
    }

    /// The work of everything that some cells depend on and that others, when they are set, reach. Where an array may be reached, that
    /// is everything they depend on: no graph tells where it goes.
    pub fn between(
        &self,
        model: &Model,
        set: impl IntoIterator<Item = CellRef>,
        read: impl IntoIterator<Item = CellRef>,
    ) -> u64 {
        let mut ahead = Ahead::new(self, usize::MAX);
        ahead.look(model, set);
        let reaches_arrays = self.spilling.iter().any(|position| ahead.reaches(*position));
        let mut work = 0_u64;
        self.visit_behind(model, read, |position, weight| {
            if reaches_arrays || ahead.reaches(position) {
                work = work.saturating_add(weight);
            }
            ControlFlow::Continue(())
        });
        work
    }
}

/// What set cells reach, for one after the other.
#[derive(Debug)]
pub struct Ahead<'w> {
    work: &'w Work,
    reached: Vec<Position>,
    is_reached: Vec<bool>,
    /// How many more positions of the graph may be looked at.
    left: usize,
}

impl<'w> Ahead<'w> {
    /// Looks at so many positions of the graph altogether; after that nothing is reached any more.
    pub fn new(work: &'w Work, most: usize) -> Ahead<'w> {
        Ahead { work, reached: Vec::new(), is_reached: vec![false; work.weights.len()], left: most }
    }

    /// The work of all formulas that a cell reaches when it is set, wherever arrays go.
    pub fn of_cell(&mut self, model: &Model, cell: CellRef) -> u64 {
        self.look(model, [cell]);
        let weights = self.reached.iter().filter_map(|position| self.work.weights.get(*position as usize));
        weights.fold(0, |work, weight| work.saturating_add(*weight))
    }

    fn look(&mut self, model: &Model, set: impl IntoIterator<Item = CellRef>) {
        for position in self.reached.drain(..) {
            if let Some(reached) = self.is_reached.get_mut(position as usize) {
                *reached = false;
            }
        }
        let graph = model.graph();
        for cell in set {
            match graph.formula_at(cell).and_then(|formula| graph.position(formula)) {
                Some(position) => graph.successors(position).iter().for_each(|reader| self.reach(*reader)),
                None => _ = graph.for_readers(RangeRef::cell(cell), |reader| self.reach(reader)),
            }
        }
        let mut at = 0;
        while let Some(position) = self.reached.get(at).copied() {
            graph.successors(position).iter().for_each(|reader| self.reach(*reader));
            at += 1;
        }
    }

    fn reach(&mut self, position: Position) {
        if self.left > 0
            && let Some(reached) = self.is_reached.get_mut(position as usize)
            && !std::mem::replace(reached, true)
        {
            self.left -= 1;
            self.reached.push(position);
        }
    }

    fn reaches(&self, position: Position) -> bool {
        self.is_reached.get(position as usize).is_some_and(|reached| *reached)
    }
}

/// How far each sheet is filled: one past the last row and column.
struct Extents(Vec<(u32, u32)>);

impl Extents {
    fn of(model: &Model) -> Extents {
        let mut extents = vec![(0, 0); model.sheet_names().len()];
        let constants = model.constants.iter().map(|(cell, _)| *cell);
        for cell in constants.chain(model.formulas().iter().map(|formula| formula.cell)) {
            if let Some((rows, columns)) = extents.get_mut(cell.sheet.index()) {
                *rows = (*rows).max(cell.row + 1);
                *columns = (*columns).max(cell.column + 1);
            }
        }
        Extents(extents)
    }

    fn work(&self, model: &Model, place: CellRef, shape: &Shape) -> u64 {
        let reads = model.program().reads(shape).filter_map(|area| area.resolve(place));
        let cells: u64 = reads.map(|area| self.cells(area)).sum();
        u64::from(shape.end.saturating_sub(shape.start)).saturating_add(cells)
    }

    /// How many cells of an area are within what is filled.
    fn cells(&self, area: RangeRef) -> u64 {
        if area.is_cell() {
            return 1;
        }
        let (rows, columns) = self.0.get(area.sheet.index()).copied().unwrap_or_default();
        let height = (area.bottom + 1).min(rows).saturating_sub(area.top);
        let width = (area.right + 1).min(columns).saturating_sub(area.left);
        u64::from(height) * u64::from(width)
    }
}
