//! Telling spilled values from typed ones.
//!
//! A cell without a formula inside the range of an array formula was filled by that formula: it is a cached value, not content.
//! A sweep down the rows keeps count, for each column, of the array formulas that cover it; a Fenwick tree makes each step cost
//! the logarithm of the columns, so no file can make this quadratic.

use crate::reference::{MAX_COLUMNS, RangeRef};
use crate::workbook::{Cell, Content, SpillMark, SpilledCell};

/// Moves the bare cells inside `arrays` from `cells`, which must be in order, to `spilled`.
pub(super) fn part(cells: &mut Vec<Cell>, spilled: &mut Vec<SpilledCell>, mut arrays: Vec<RangeRef>) {
    arrays.retain(|range| !range.is_cell());
    if arrays.is_empty() {
        return;
    }
    arrays.sort_unstable_by_key(|range| range.top);
    let mut ends = arrays.clone();
    ends.sort_unstable_by_key(|range| range.bottom);
    let (mut starts, mut ends) = (arrays.iter().peekable(), ends.iter().peekable());
    let mut cover = ColumnCover::new();
    cells.retain_mut(|cell| {
        while let Some(range) = starts.next_if(|range| range.top <= cell.row) {
            cover.change(range, 1);
        }
        while let Some(range) = ends.next_if(|range| range.bottom < cell.row) {
            cover.change(range, -1);
        }
        let Content::Constant(value) = &mut cell.content else { return true };
        if !cover.covers(cell.column) {
            return true;
        }
        spilled.push(SpilledCell {
            row: cell.row,
            column: cell.column,
            cached: std::mem::take(value),
            format: cell.format.take(),
            mark: SpillMark::Bare,
        });
        false
    });
}

/// How many ranges cover each column, as a Fenwick tree over the changes from one column to the next.
struct ColumnCover {
    tree: Vec<i64>,
}

impl ColumnCover {
    fn new() -> ColumnCover {
        ColumnCover { tree: vec![0; MAX_COLUMNS as usize + 2] }
    }

    fn change(&mut self, range: &RangeRef, by: i64) {
        self.step(range.left, by);
        self.step(range.right + 1, -by);
    }

    fn step(&mut self, column: u32, by: i64) {
        let mut index = column as usize + 1;
        while let Some(node) = self.tree.get_mut(index) {
            *node += by;
            index += index & index.wrapping_neg();
        }
    }

    fn covers(&self, column: u32) -> bool {
        let mut index = column as usize + 1;
        let mut count = 0;
        while index > 0 {
            count += self.tree.get(index).copied().unwrap_or(0);
            index -= index & index.wrapping_neg();
        }
        count > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::SheetId;
    use crate::value::Value;

    #[test]
    fn only_bare_cells_inside_an_array_are_spilled() {
        let range = |top, left, bottom, right| RangeRef { sheet: SheetId(0), top, left, bottom, right };
        let arrays = vec![
            range(1, 1, 3, 2),
            range(2, 2, 2, 5),
            range(0, 0, 0, 0),
            range(0, MAX_COLUMNS - 1, 9, MAX_COLUMNS - 1),
        ];
        let at = |row, column| Cell {
            row,
            column,
            content: Content::Constant(Value::Number(1.0)),
            cached: Value::Blank,
            format: None,
        };
        let mut cells: Vec<Cell> = (0..5).flat_map(|row| (0..7).map(move |column| at(row, column))).collect();
        cells.push(at(9, MAX_COLUMNS - 1));
        let mut spilled = Vec::new();
        part(&mut cells, &mut spilled, arrays.clone());
        let inside = |row, column| {
            arrays
                .iter()
                .filter(|r| !r.is_cell())
                .any(|r| (r.top..=r.bottom).contains(&row) && (r.left..=r.right).contains(&column))
        };
        assert_eq!(spilled.len(), 6 + 3 + 1);
        assert!(spilled.iter().all(|cell| inside(cell.row, cell.column)));
        assert!(cells.iter().all(|cell| !inside(cell.row, cell.column)));
    }
}
