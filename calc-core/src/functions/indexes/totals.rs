//! Sums over the rows of a group, each from the one before it.

use rustc_hash::FxHashMap;

use super::groups::GroupId;
use crate::reference::SheetId;
use crate::value::{CellError, Grid, Value};

/// A sum of numbers and how many there were.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Total {
    /// The numbers added up from the first to the last.
    pub sum: f64,
    /// How many they were.
    pub count: u64,
}

impl Total {
    /// Takes one more value in: numbers count, an error ends it, all else is passed over.
    pub fn add(&mut self, value: &Value) -> Result<(), CellError> {
        match value {
            Value::Number(number) => {
                self.sum += number;
                self.count += 1;
                Ok(())
            }
            Value::Error(error) => Err(*error),
            _ => Ok(()),
        }
    }
}

/// The column whose values are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summed {
    /// The sheet.
    pub sheet: SheetId,
    /// The column.
    pub column: u32,
    /// How many rows further down than the row of the index the value stands.
    pub shift: i32,
}

impl Summed {
    fn value<'g>(&self, row: u32, grid: &'g Grid) -> &'g Value {
        match row.checked_add_signed(self.shift) {
            Some(row) => grid.value(self.sheet, row, self.column),
            None => &crate::value::BLANK,
        }
    }
}

/// The sums of one group up to each of its rows; where an error stands there are no more.
#[derive(Clone, Debug, Default)]
struct Sums {
    totals: Vec<Total>,
    error: Option<CellError>,
}

/// The sums of all groups of an index over one column.
#[derive(Clone, Debug)]
pub struct Totals {
    summed: Summed,
    groups: FxHashMap<GroupId, Sums>,
}

/// So few values are added up without remembering the sum.
const FEW: usize = 4;

impl Totals {
    /// No sums yet.
    pub fn new(summed: Summed) -> Totals {
        Totals { summed, groups: FxHashMap::default() }
    }

    /// The column.
    pub fn summed(&self) -> Summed {
        self.summed
    }

    /// The sum over some rows of a group, and how many values were looked at for it; the first error if there is one.
    pub fn total(
        &mut self,
        group: GroupId,
        rows: &[u32],
        between: std::ops::Range<usize>,
        grid: &Grid,
    ) -> (Result<Total, CellError>, u64) {
        if between.start > 0 || between.len() <= FEW {
            let mut total = Total::default();
            let rows = rows.get(between).unwrap_or(&[]);
            let result = rows.iter().try_for_each(|row| total.add(self.summed.value(*row, grid)));
            return (result.map(|()| total), rows.len() as u64);
        }
        let sums = self.groups.entry(group).or_default();
        let known = sums.totals.len();
        let mut total = sums.totals.last().copied().unwrap_or_default();
        if sums.error.is_none() {
            for row in rows.get(known..between.end).unwrap_or(&[]) {
                if let Err(error) = total.add(self.summed.value(*row, grid)) {
                    sums.error = Some(error);
                    break;
                }
                sums.totals.push(total);
            }
        }
        let looked = (sums.totals.len() - known) as u64;
        match (sums.totals.get(between.end - 1), sums.error) {
            (Some(total), _) => (Ok(*total), looked),
            (None, Some(error)) => (Err(error), looked),
            (None, None) => (Ok(total), looked),
        }
    }

    /// Forgets what hangs on the row at a position of a group and on those after it.
    pub fn forget(&mut self, group: GroupId, position: usize) {
        if let Some(sums) = self.groups.get_mut(&group)
            && position <= sums.totals.len()
        {
            sums.totals.truncate(position);
            sums.error = None;
        }
    }
}
