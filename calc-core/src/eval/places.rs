//! Cells of a program's areas, from a formula's own place.
//!
//! A program says of every row and column whether it counts from the formula's own. Here that is worked out once a session, into what takes
//! an addition and a comparison.

use crate::model::program::{Bound, Program, RelativeArea};
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, SheetId};

/// A row or column: so many after the formula's own, or after 0.
#[derive(Clone, Copy, Debug)]
struct Along {
    /// A number of rows or columns, modulo 2^32.
    offset: u32,
    /// All bits if it counts from the formula's own, otherwise none.
    own: u32,
}

impl Along {
    fn of(bound: Bound) -> Option<Along> {
        match bound {
            Bound::Absolute(index) => Some(Along { offset: index, own: 0 }),
            Bound::Relative(offset) => Some(Along { offset: offset as u32, own: u32::MAX }),
            Bound::Wrapping(_) => None,
        }
    }

    fn resolve(self, own: u32) -> u32 {
        (own & self.own).wrapping_add(self.offset)
    }
}

/// The first cell of an area.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    sheet: SheetId,
    row: Along,
    column: Along,
}

impl Place {
    /// The place of an area's first cell; `None` if it wraps around the edge of the sheet.
    pub fn of(area: &RelativeArea) -> Option<Place> {
        Some(Place { sheet: area.sheet, row: Along::of(area.top)?, column: Along::of(area.left)? })
    }

    /// The cell meant from a formula's place; `None` if it lies off the sheet.
    #[inline]
    pub fn cell(self, from: CellRef) -> Option<CellRef> {
        let (row, column) = (self.row.resolve(from.row), self.column.resolve(from.column));
        (row < MAX_ROWS && column < MAX_COLUMNS).then_some(CellRef { sheet: self.sheet, row, column })
    }
}

/// The places of a program's areas, by the index of the area.
#[derive(Debug, Default)]
pub struct Places(Vec<Option<Place>>);

impl Places {
    /// Works them out.
    pub fn new(program: &Program) -> Places {
        Places(program.areas.iter().map(Place::of).collect())
    }

    /// The one cell of an area; `None` if it lies off the sheet.
    #[inline]
    pub fn cell(&self, area: u32, program: &Program, from: CellRef) -> Option<CellRef> {
        match self.0.get(area as usize) {
            Some(Some(place)) => place.cell(from),
            _ => program.areas.get(area as usize)?.cell(from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(row: u32, column: u32) -> CellRef {
        CellRef { sheet: SheetId(1), row, column }
    }

    #[test]
    fn places_are_those_that_the_areas_say() {
        let bounds = [
            Bound::Absolute(0),
            Bound::Absolute(7),
            Bound::Relative(0),
            Bound::Relative(-3),
            Bound::Relative(16_380),
            Bound::Relative(i32::MIN),
            Bound::Relative(i32::MAX),
            Bound::Wrapping(16_381),
        ];
        let area = |top, left| RelativeArea { sheet: SheetId(1), top, left, bottom: top, right: left };
        let areas: Vec<_> = bounds.iter().flat_map(|top| bounds.map(|left| area(*top, left))).collect();
        let program = Program { areas: areas.clone(), ..Program::default() };
        let places = Places::new(&program);
        for from in [at(0, 0), at(2, 3), at(MAX_ROWS - 1, MAX_COLUMNS - 1), at(MAX_ROWS - 1, 5)] {
            for (index, area) in (0..).zip(&areas) {
                assert_eq!(places.cell(index, &program, from), area.cell(from), "{area:?} from {from:?}");
            }
        }
        assert_eq!(places.cell(1_000, &program, at(0, 0)), None);
    }
}
