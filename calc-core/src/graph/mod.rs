//! Who depends on whom, and in which order to recalculate.
//!
//! Ranges are nodes: a formula over 10,000 cells has one edge from the range, and the range has edges from a segment tree over the
//! formulas of each column, so that 5,000 running sums share their parts instead of having 12.5 million edges.
//! Nodes are numbered by their place in a topological order; a recalculation walks that order once.
//!
//! Cells that hold no formula have no node: who reads them is looked up when one is edited.

mod build;
mod codec;
mod order;

use rustc_hash::FxHashMap;

use crate::reference::{CellRef, RangeRef, SheetId};

pub use build::{How, Reads, build};

/// A place in the topological order.
pub type Position = u32;

/// The index of a formula in its model.
pub type FormulaIndex = u32;

/// What stands at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// A formula.
    Formula(FormulaIndex),
    /// A range, or a part of a column that ranges share: passes on that something in it changed.
    Block,
    /// A range that formulas only search: they may hang on a part of it.
    Searched,
}

/// The dependency graph of a model.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    /// Where each formula stands in the order.
    positions: Vec<Position>,
    /// Successors of each position, one after another.
    edges: Vec<Position>,
    /// Where the successors of each position start in `edges`; one more entry than there are nodes.
    starts: Vec<u32>,
    /// Formulas on a cycle, or that a cycle may reach at run time, sorted.
    cyclic: Vec<FormulaIndex>,
    /// Readers of single cells, sorted by cell.
    cell_readers: Vec<(CellRef, Position)>,
    /// Distinct ranges with their positions; those of few columns are found by column, the others by sheet.
    ranges: Vec<(RangeRef, Position)>,
    by_column: FxHashMap<(SheetId, u32), Vec<u32>>,
    wide: FxHashMap<SheetId, Vec<u32>>,
    /// The formulas of each column, by row.
    columns: FxHashMap<(SheetId, u32), Vec<(u32, FormulaIndex)>>,
}

/// What each position depends on directly.
#[derive(Clone, Debug)]
pub struct Predecessors {
    starts: Vec<u32>,
    sources: Vec<Position>,
}

impl Predecessors {
    /// What a position depends on directly.
    pub fn of(&self, position: Position) -> &[Position] {
        let at = position as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.sources.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// Ranges of at most this many columns are listed under each of them.
const NARROW: u32 = 64;

impl Graph {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// What stands at a position.
    pub fn node(&self, position: Position) -> Option<Node> {
        self.nodes.get(position as usize).copied()
    }

    /// Where a formula stands.
    pub fn position(&self, formula: FormulaIndex) -> Option<Position> {
        self.positions.get(formula as usize).copied()
    }

    /// What depends directly on a position.
    pub fn successors(&self, position: Position) -> &[Position] {
        let at = position as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.edges.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// The edges the other way round.
    pub fn predecessors(&self) -> Predecessors {
        let mut starts = vec![0_u32; self.nodes.len() + 1];
        for to in &self.edges {
            if let Some(count) = starts.get_mut(*to as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut sources = vec![0; self.edges.len()];
        for position in 0..self.nodes.len() as u32 {
            for to in self.successors(position) {
                if let Some(slot) = next.get_mut(*to as usize) {
                    if let Some(source) = sources.get_mut(*slot as usize) {
                        *source = position;
                    }
                    *slot += 1;
                }
            }
        }
        Predecessors { starts, sources }
    }

    /// Whether a formula is on a cycle of references, which may be one only on paper: `IF(TRUE,1,A1)` in A1.
    pub fn is_cyclic(&self, formula: FormulaIndex) -> bool {
        self.cyclic.binary_search(&formula).is_ok()
    }

    /// The formulas on cycles.
    pub fn cyclic(&self) -> &[FormulaIndex] {
        &self.cyclic
    }

    /// The formula in a cell.
    pub fn formula_at(&self, cell: CellRef) -> Option<FormulaIndex> {
        let column = self.columns.get(&(cell.sheet, cell.column))?;
        let at = column.binary_search_by_key(&cell.row, |(row, _)| *row).ok()?;
        column.get(at).map(|(_, formula)| *formula)
    }

    /// The formulas in a range, column by column.
    pub fn formulas_in(&self, range: RangeRef) -> impl Iterator<Item = FormulaIndex> {
        let columns = (range.left..=range.right).take(if self.columns.is_empty() { 0 } else { usize::MAX });
        columns.filter_map(move |column| self.columns.get(&(range.sheet, column))).flat_map(move |column| {
            let from = column.partition_point(|(row, _)| *row < range.top);
            let to = column.partition_point(|(row, _)| *row <= range.bottom);
            column.get(from..to).unwrap_or(&[]).iter().map(|(_, formula)| *formula)
        })
    }

    /// Calls `found` with the position of everything that reads a cell of an area in which no formula stands, or the anchor of a
    /// spill in it; with some perhaps more than once. Returns how many readers were looked at.
    pub fn for_readers(&self, area: RangeRef, mut found: impl FnMut(Position)) -> u64 {
        let mut looked = self.for_cell_readers(area, &mut found);
        let columns = if self.by_column.is_empty() { 0..0 } else { area.left..area.right + 1 };
        let narrow = columns.filter_map(|column| self.by_column.get(&(area.sheet, column)));
        for index in narrow.chain(self.wide.get(&area.sheet)).flatten() {
            looked += 1;
            if let Some((range, position)) = self.ranges.get(*index as usize)
                && range.intersection(&area).is_some()
            {
                found(*position);
            }
        }
        looked
    }

    /// Calls `found` as [`Graph::for_readers`] does, and with what depends on the formulas in the area.
    pub fn for_dependents(&self, area: RangeRef, mut found: impl FnMut(Position)) -> u64 {
        let mut looked = self.for_readers(area, &mut found);
        for position in self.formulas_in(area).filter_map(|formula| self.position(formula)) {
            let successors = self.successors(position);
            looked += successors.len() as u64;
            successors.iter().for_each(|successor| found(*successor));
        }
        looked
    }

    fn for_cell_readers(&self, area: RangeRef, found: &mut impl FnMut(Position)) -> u64 {
        let at = |row: u32, column: u32| CellRef { sheet: area.sheet, row, column };
        let between = |first: CellRef, last: CellRef| {
            let from = self.cell_readers.partition_point(|(read, _)| *read < first);
            let to = self.cell_readers.partition_point(|(read, _)| *read <= last);
            self.cell_readers.get(from..to).unwrap_or(&[])
        };
        let rows = between(at(area.top, area.left), at(area.bottom, area.right));
        // Readers are sorted by row, then column: of many rows it is cheaper to look at all that are read in them.
        if area.top == area.bottom || rows.len() as u64 <= u64::from(area.rows()) * 16 {
            for (read, position) in rows {
                if area.contains(*read) {
                    found(*position);
                }
            }
            return rows.len() as u64;
        }
        let mut looked = u64::from(area.rows());
        for row in area.top..=area.bottom {
            let readers = between(at(row, area.left), at(row, area.right));
            looked += readers.len() as u64;
            readers.iter().for_each(|(_, position)| found(*position));
        }
        looked
    }
}
