//! Which cells belong to which spill.

use rustc_hash::FxHashMap;

use crate::graph::FormulaIndex;
use crate::reference::{CellRef, RangeRef};

/// Areas of spilled arrays, and arrays that found no room.
#[derive(Clone, Debug, Default)]
pub struct Spills {
    areas: FxHashMap<FormulaIndex, RangeRef>,
    owners: FxHashMap<CellRef, FormulaIndex>,
    blocked: Vec<FormulaIndex>,
}

/// The cells of a range, row by row.
pub fn cells_of(range: RangeRef) -> impl Iterator<Item = CellRef> {
    (range.top..=range.bottom)
        .flat_map(move |row| (range.left..=range.right).map(move |column| CellRef { sheet: range.sheet, row, column }))
}

impl Spills {
    /// The formula that fills a cell, other than the formula in the cell itself.
    pub fn owner(&self, cell: CellRef) -> Option<FormulaIndex> {
        self.owners.get(&cell).copied()
    }

    /// The area that a formula fills.
    pub fn area(&self, anchor: FormulaIndex) -> Option<RangeRef> {
        self.areas.get(&anchor).copied()
    }

    /// All areas, by formula.
    pub fn areas(&self) -> Vec<(FormulaIndex, RangeRef)> {
        let mut areas: Vec<_> = self.areas.iter().map(|(anchor, area)| (*anchor, *area)).collect();
        areas.sort_unstable();
        areas
    }

    /// Gives an area to a formula; what it had before must have been released.
    pub fn claim(&mut self, anchor: FormulaIndex, area: RangeRef) {
        for cell in cells_of(area).skip(1) {
            self.owners.insert(cell, anchor);
        }
        self.areas.insert(anchor, area);
    }

    /// Takes the area from a formula and returns it.
    pub fn release(&mut self, anchor: FormulaIndex) -> Option<RangeRef> {
        let area = self.areas.remove(&anchor)?;
        for cell in cells_of(area).skip(1) {
            self.owners.remove(&cell);
        }
        Some(area)
    }

    /// Remembers that a formula's array found no room.
    pub fn block(&mut self, anchor: FormulaIndex) {
        if !self.blocked.contains(&anchor) {
            self.blocked.push(anchor);
            self.blocked.sort_unstable();
        }
    }

    /// Forgets that a formula's array found no room.
    pub fn unblock(&mut self, anchor: FormulaIndex) {
        self.blocked.retain(|blocked| *blocked != anchor);
    }

    /// The formulas whose arrays found no room.
    pub fn blocked(&self) -> &[FormulaIndex] {
        &self.blocked
    }
}
