//! Implicit intersection: which cell of a range a plain formula means.

use super::args::Operand;
use crate::reference::{CellRef, RangeRef};
use crate::value::CellError;

/// The one cell of a range that a formula at `place` means: the cell of a column in the formula's row, of a row in the formula's
/// column, or the only cell there is. Otherwise `#VALUE!`.
pub fn intersect(range: RangeRef, place: CellRef) -> Operand {
    let cell = if range.is_cell() {
        Some(range.first())
    } else if range.left == range.right {
        (range.top..=range.bottom).contains(&place.row).then_some(CellRef { row: place.row, ..range.first() })
    } else if range.top == range.bottom {
        (range.left..=range.right).contains(&place.column).then_some(CellRef { column: place.column, ..range.first() })
    } else {
        None
    };
    match cell {
        Some(cell) => Operand::Range(RangeRef::cell(cell)),
        None => CellError::Value.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::SheetId;
    use crate::value::Value;

    const SHEET: SheetId = SheetId(0);

    fn meet(range: (u32, u32, u32, u32), place: (u32, u32)) -> Result<(u32, u32), CellError> {
        let (top, left, bottom, right) = range;
        let place = CellRef { sheet: SHEET, row: place.0, column: place.1 };
        match intersect(RangeRef { sheet: SHEET, top, left, bottom, right }, place) {
            Operand::Range(cell) => Ok((cell.top, cell.left)),
            Operand::Value(Value::Error(error)) => Err(error),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_meets_the_place_or_is_an_error() {
        assert_eq!(meet((3, 11, 24, 11), (7, 0)), Ok((7, 11)));
        assert_eq!(meet((3, 11, 24, 11), (63, 27)), Err(CellError::Value));
        assert_eq!(meet((5, 0, 5, 9), (100, 4)), Ok((5, 4)));
        assert_eq!(meet((5, 5, 5, 5), (100, 4)), Ok((5, 5)));
        assert_eq!(meet((0, 0, 9, 9), (4, 4)), Err(CellError::Value));
    }
}
