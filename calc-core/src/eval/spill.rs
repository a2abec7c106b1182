//! Which cells belong to which spill.

use std::collections::BTreeMap;

use crate::graph::FormulaIndex;
use crate::reference::{CellRef, RangeRef};

/// Cells that spills may fill together: 64 MB.
const MOST_CELLS: u64 = 4 << 20;

/// Areas of spilled arrays, and arrays that found no room.
///
/// Whoever asks which spill has a cell looks through all areas: there are tens of them, seldom thousands, and a cell may be asked
/// for without a table of millions.
#[derive(Clone, Debug)]
pub struct Spills {
    most: u64,
    areas: BTreeMap<FormulaIndex, RangeRef>,
    cells: u64,
    blocked: Vec<FormulaIndex>,
}

/// The cells of an area but its first: the rest of its first row, and the rows below.
pub fn beyond_anchor(area: RangeRef) -> impl Iterator<Item = RangeRef> {
    let beside = (area.left < area.right).then(|| RangeRef { left: area.left + 1, bottom: area.top, ..area });
    let below = (area.top < area.bottom).then(|| RangeRef { top: area.top + 1, ..area });
    beside.into_iter().chain(below)
}

fn size(area: RangeRef) -> u64 {
    u64::from(area.rows()) * u64::from(area.columns())
}

impl Default for Spills {
    fn default() -> Spills {
        Spills { most: MOST_CELLS, areas: BTreeMap::new(), cells: 0, blocked: Vec::new() }
    }
}

impl Spills {
    /// Limits all spills together to so many cells.
    pub fn limit(&mut self, cells: u64) {
        self.most = cells.min(MOST_CELLS);
    }

    /// None, under the same limit.
    pub fn cleared(&self) -> Spills {
        Spills { most: self.most, ..Spills::default() }
    }

    /// The formula that fills a cell, other than the formula in the cell itself.
    pub fn owner(&self, cell: CellRef) -> Option<FormulaIndex> {
        self.overlapping(RangeRef::cell(cell)).find(|(_, area)| area.first() != cell).map(|(anchor, _)| anchor)
    }

    /// The spills that have a cell of an area.
    pub fn overlapping(&self, area: RangeRef) -> impl Iterator<Item = (FormulaIndex, RangeRef)> {
        let all = self.areas.iter().map(|(anchor, area)| (*anchor, *area));
        all.filter(move |(_, other)| other.intersection(&area).is_some())
    }

    /// The area that a formula fills.
    pub fn area(&self, anchor: FormulaIndex) -> Option<RangeRef> {
        self.areas.get(&anchor).copied()
    }

    /// All areas, by formula.
    pub fn areas(&self) -> impl ExactSizeIterator<Item = (FormulaIndex, RangeRef)> {
        self.areas.iter().map(|(anchor, area)| (*anchor, *area))
    }

    /// Whether a formula may have an area of that size without all spills together growing too large.
    pub fn fits(&self, anchor: FormulaIndex, area: RangeRef) -> bool {
        let freed = self.area(anchor).map_or(0, size);
        self.cells.saturating_sub(freed).saturating_add(size(area)) <= self.most
    }

    /// Gives an area to a formula; what it had before must have been released.
    pub fn claim(&mut self, anchor: FormulaIndex, area: RangeRef) {
        self.cells += size(area);
        self.areas.insert(anchor, area);
    }

    /// Takes the area from a formula and returns it.
    pub fn release(&mut self, anchor: FormulaIndex) -> Option<RangeRef> {
        let area = self.areas.remove(&anchor)?;
        self.cells = self.cells.saturating_sub(size(area));
        Some(area)
    }

    /// Remembers that a formula's array found no room.
    pub fn block(&mut self, anchor: FormulaIndex) {
        if let Err(at) = self.blocked.binary_search(&anchor) {
            self.blocked.insert(at, anchor);
        }
    }

    /// Forgets that a formula's array found no room.
    pub fn unblock(&mut self, anchor: FormulaIndex) {
        if let Ok(at) = self.blocked.binary_search(&anchor) {
            self.blocked.remove(at);
        }
    }

    /// The formulas whose arrays found no room.
    pub fn blocked(&self) -> &[FormulaIndex] {
        &self.blocked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::SheetId;

    #[test]
    fn an_area_without_its_anchor_is_at_most_two() {
        let area = |top, left, bottom, right| RangeRef { sheet: SheetId(0), top, left, bottom, right };
        let beyond = |area| beyond_anchor(area).collect::<Vec<_>>();
        assert_eq!(beyond(area(2, 3, 2, 3)), []);
        assert_eq!(beyond(area(2, 3, 2, 5)), [area(2, 4, 2, 5)]);
        assert_eq!(beyond(area(2, 3, 4, 3)), [area(3, 3, 4, 3)]);
        assert_eq!(beyond(area(2, 3, 4, 5)), [area(2, 4, 2, 5), area(3, 3, 4, 5)]);
    }
}
