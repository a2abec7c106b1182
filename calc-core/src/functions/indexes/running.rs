//! Running sums: `SUM(A$1:A7)` from what `SUM(A$1:A6)` came to.
//!
//! The sums of all rows from the first to each are kept, so that any of them can be asked for, in any order; a cell that changes
//! takes those from its row on away. Numbers are added up from the first to the last either way, so the bits are the same.

use super::totals::Total;
use crate::reference::{CellRef, RangeRef, SheetId};
use crate::value::{CellError, Grid};

/// Where running sums begin: ranges that differ only in their last row have it in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Start {
    /// The sheet.
    pub sheet: SheetId,
    /// The first row.
    pub top: u32,
    /// The first column.
    pub left: u32,
    /// The last column.
    pub right: u32,
}

impl Start {
    /// Where a range begins.
    pub fn of(range: RangeRef) -> Start {
        Start { sheet: range.sheet, top: range.top, left: range.left, right: range.right }
    }
}

/// The sums of the rows from one on.
#[derive(Clone, Debug)]
pub struct Running {
    start: Start,
    /// The sum up to each row.
    totals: Vec<Total>,
    /// The error of the row after them.
    error: Option<CellError>,
}

impl Running {
    /// No sums yet.
    pub fn new(start: Start) -> Running {
        Running { start, totals: Vec::new(), error: None }
    }

    /// The sum down to a row, if it is known already.
    pub fn known(&self, bottom: u32) -> Option<Total> {
        self.totals.get(bottom.wrapping_sub(self.start.top) as usize).copied()
    }

    /// The sum down to a row, and how many cells were looked at for it; the first error if there is one.
    pub fn total(&mut self, bottom: u32, grid: &Grid) -> (Result<Total, CellError>, u64) {
        let Start { sheet, top, left, right } = self.start;
        // The usual case: one more row than before.
        let next = top as usize + self.totals.len();
        if left == right && next == bottom as usize && self.error.is_none() {
            let mut total = self.totals.last().copied().unwrap_or_default();
            let added = total.add(grid.value(sheet, bottom, left));
            match added {
                Ok(()) => self.totals.push(total),
                Err(error) => self.error = Some(error),
            }
            return (added.map(|()| total), 1);
        }
        let area = grid.area(RangeRef { sheet, top, left, bottom, right });
        let (rows, columns) = area.used();
        if rows == 0 {
            return (Ok(Total::default()), 0);
        }
        let known = self.totals.len() as u32;
        let mut total = self.totals.last().copied().unwrap_or_default();
        let mut next = known;
        while next < rows && self.error.is_none() {
            let added = (0..columns).try_for_each(|column| total.add(area.value(next, column)));
            match added {
                Ok(()) => self.totals.push(total),
                Err(error) => self.error = Some(error),
            }
            next += 1;
        }
        let looked = u64::from(next - known) * u64::from(columns);
        let result = match (self.totals.get(rows as usize - 1), self.error) {
            (Some(total), _) => Ok(*total),
            (None, Some(error)) => Err(error),
            (None, None) => Ok(total),
        };
        (result, looked)
    }

    /// Forgets the sums that a cell is part of.
    pub fn forget(&mut self, cell: CellRef) {
        if let Some(row) = cell.row.checked_sub(self.start.top)
            && row as usize <= self.totals.len()
        {
            self.totals.truncate(row as usize);
            self.error = None;
        }
    }
}
