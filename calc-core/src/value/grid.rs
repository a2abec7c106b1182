//! All cells of a workbook, stored by column.
//!
//! A column keeps its values in runs: stretches of rows without long gaps. Nearly every column is one run, so a range is a slice a
//! column and a whole-column reference costs no more than its used part; a cell far away from all others costs itself, not the
//! million blank cells between. What is not stored is blank.

use super::{BLANK, Value};
use crate::reference::{RangeRef, SheetId};

/// Blank rows that are stored rather than parting a run in two.
const GAP: u32 = 64;

/// The values of neighbouring rows, the last of them not blank.
#[derive(Clone, Debug)]
struct Run {
    first: u32,
    values: Vec<Value>,
}

impl Run {
    /// One past its last row.
    fn end(&self) -> u32 {
        self.first + self.values.len() as u32
    }

    fn value(&self, row: u32) -> &Value {
        self.values.get(row.wrapping_sub(self.first) as usize).unwrap_or(&BLANK)
    }
}

/// One column of a sheet: runs of values, from top to bottom.
#[derive(Clone, Debug, Default)]
pub struct Column {
    runs: Vec<Run>,
    /// Memory of a run that has become blank, for the next one: a column that is blank now and again is not allocated anew.
    spare: Vec<Value>,
}

impl Column {
    /// The value in a row; blank where nothing is stored.
    pub fn value(&self, row: u32) -> &Value {
        match self.runs.as_slice() {
            [] => &BLANK,
            [only] => only.value(row),
            runs => runs.get(self.after(row)).map_or(&BLANK, |run| run.value(row)),
        }
    }

    /// How many rows from the top reach every stored value.
    pub fn used_rows(&self) -> u32 {
        self.runs.last().map_or(0, Run::end)
    }

    /// The first run that ends past a row.
    fn after(&self, row: u32) -> usize {
        self.runs.partition_point(|run| run.end() <= row)
    }

    /// The place of a row, if it is stored: for a value that is not blank.
    fn stored_mut(&mut self, row: u32) -> Option<&mut Value> {
        let at = if self.runs.len() == 1 { 0 } else { self.after(row) };
        let run = self.runs.get_mut(at)?;
        run.values.get_mut(row.wrapping_sub(run.first) as usize)
    }

    /// Puts a value into a row and returns the one that was there.
    pub fn replace(&mut self, row: u32, value: Value) -> Value {
        let at = self.after(row);
        let Some(run) = self.runs.get_mut(at).filter(|run| run.first <= row) else {
            if !value.is_blank() {
                self.insert(at, row, value);
            }
            return Value::Blank;
        };
        let is_end = value.is_blank() && row + 1 == run.end();
        let slot = run.values.get_mut((row - run.first) as usize);
        let old = slot.map_or(Value::Blank, |slot| std::mem::replace(slot, value));
        if is_end {
            self.trim(at);
        }
        old
    }

    /// Takes blank values off the end of a run: how far a column is used must not depend on what once stood in it.
    fn trim(&mut self, at: usize) {
        let Some(run) = self.runs.get_mut(at) else { return };
        let kept = run.values.iter().rposition(|value| !value.is_blank()).map_or(0, |last| last + 1);
        run.values.truncate(kept);
        if kept == 0 {
            self.spare = self.runs.remove(at).values;
        }
    }

    /// Stores a value in a row that no run has; `at` is the first run below it.
    fn insert(&mut self, at: usize, row: u32, value: Value) {
        let above = at.checked_sub(1).and_then(|above| self.runs.get_mut(above)).filter(|run| row - run.end() <= GAP);
        if let Some(run) = above {
            run.values.resize((row - run.first) as usize, Value::Blank);
            run.values.push(value);
            self.close_gap(at);
            return;
        }
        let above_end = at.checked_sub(1).and_then(|above| self.runs.get(above)).map_or(0, Run::end);
        if let Some(run) = self.runs.get_mut(at).filter(|run| run.first - row <= GAP) {
            // Room for as many rows again: a column that is filled from below must not be moved for every row.
            let first = row.saturating_sub(run.values.len() as u32).max(above_end);
            run.values.splice(0..0, std::iter::repeat_n(Value::Blank, (run.first - first) as usize));
            run.first = first;
            if let Some(slot) = run.values.get_mut((row - first) as usize) {
                *slot = value;
            }
            return;
        }
        let mut values = std::mem::take(&mut self.spare);
        values.push(value);
        self.runs.insert(at, Run { first: row, values });
    }

    /// Joins the run above `at`, which has grown, with the one at `at` if they have come close.
    fn close_gap(&mut self, at: usize) {
        let (Some(above), Some(below)) = (at.checked_sub(1).and_then(|above| self.runs.get(above)), self.runs.get(at))
        else {
            return;
        };
        if below.first - above.end() > GAP {
            return;
        }
        let below = self.runs.remove(at);
        if let Some(above) = at.checked_sub(1).and_then(|above| self.runs.get_mut(above)) {
            above.values.resize((below.first - above.first) as usize, Value::Blank);
            above.values.extend(below.values);
        }
    }

    /// The stored values of rows `top..=bottom`: stretches with the row that each begins in, from top to bottom.
    pub fn stretches(&self, top: u32, bottom: u32) -> impl DoubleEndedIterator<Item = (u32, &[Value])> {
        let from = self.after(top);
        let to = self.runs.partition_point(|run| run.first <= bottom).max(from);
        self.runs.get(from..to).unwrap_or(&[]).iter().map(move |run| {
            let start = top.max(run.first);
            let end = (bottom + 1).min(run.end());
            (start, run.values.get((start - run.first) as usize..(end - run.first) as usize).unwrap_or(&[]))
        })
    }
}

/// The columns of one sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetGrid {
    columns: Vec<Column>,
}

impl SheetGrid {
    /// The columns that are stored, from column 0 on.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The value of a cell; blank where nothing is stored.
    pub fn value(&self, row: u32, column: u32) -> &Value {
        self.columns.get(column as usize).map_or(&BLANK, |c| c.value(row))
    }

    /// Puts a value into a cell and returns the one that was there.
    pub fn replace(&mut self, row: u32, column: u32, value: Value) -> Value {
        let index = column as usize;
        if index >= self.columns.len() {
            if value.is_blank() {
                return Value::Blank;
            }
            self.columns.resize_with(index + 1, Column::default);
        }
        self.columns.get_mut(index).map_or(Value::Blank, |c| c.replace(row, value))
    }
}

/// The cells of all sheets of a workbook.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    sheets: Vec<SheetGrid>,
}

impl Grid {
    /// A grid of blank sheets.
    pub fn new(sheets: usize) -> Grid {
        Grid { sheets: vec![SheetGrid::default(); sheets] }
    }

    /// The sheets, by [`SheetId`].
    pub fn sheets(&self) -> &[SheetGrid] {
        &self.sheets
    }

    /// The value of a cell; blank where nothing is stored.
    pub fn value(&self, sheet: SheetId, row: u32, column: u32) -> &Value {
        self.sheets.get(sheet.index()).map_or(&BLANK, |s| s.value(row, column))
    }

    /// Puts a value into a cell and returns the one that was there; a sheet that does not exist is left alone.
    pub fn replace(&mut self, sheet: SheetId, row: u32, column: u32, value: Value) -> Value {
        self.sheets.get_mut(sheet.index()).map_or(Value::Blank, |s| s.replace(row, column, value))
    }

    /// The place of a cell, if it is stored. Only for a value that is not blank: how far a column is used must not change.
    pub(crate) fn stored_mut(&mut self, sheet: SheetId, row: u32, column: u32) -> Option<&mut Value> {
        let sheet = self.sheets.get_mut(sheet.index())?;
        sheet.columns.get_mut(column as usize)?.stored_mut(row)
    }

    /// How many rows from the top of a column reach every stored value.
    pub fn used_rows(&self, sheet: SheetId, column: u32) -> u32 {
        let sheet = self.sheets.get(sheet.index());
        sheet.and_then(|sheet| sheet.columns.get(column as usize)).map_or(0, Column::used_rows)
    }

    /// A window on the cells of a range.
    pub fn area(&self, range: RangeRef) -> Area<'_> {
        let columns = self.sheets.get(range.sheet.index()).map_or(&[][..], |s| {
            let from = (range.left as usize).min(s.columns.len());
            let to = (range.right as usize + 1).min(s.columns.len());
            s.columns.get(from..to).unwrap_or(&[])
        });
        Area { columns, range }
    }
}

/// A window on the cells of a range. Rows and columns count from 0 at its top left corner.
#[derive(Clone, Copy, Debug)]
pub struct Area<'a> {
    columns: &'a [Column],
    range: RangeRef,
}

impl<'a> Area<'a> {
    /// The range that it shows.
    pub fn range(&self) -> RangeRef {
        self.range
    }

    /// The number of rows, stored or not.
    pub fn rows(&self) -> u32 {
        self.range.rows()
    }

    /// The number of columns, stored or not.
    pub fn columns(&self) -> u32 {
        self.range.columns()
    }

    /// The value at a row and column of the window; blank where nothing is stored.
    pub fn value(&self, row: u32, column: u32) -> &'a Value {
        if row >= self.rows() {
            return &BLANK;
        }
        self.columns.get(column as usize).map_or(&BLANK, |c| c.value(self.range.top + row))
    }

    /// The stored values of one column of the window: stretches with the window row that each begins in, from top to bottom.
    pub fn column(&self, column: u32) -> impl DoubleEndedIterator<Item = (u32, &'a [Value])> + use<'a> {
        self.column_from(column, 0)
    }

    /// As [`Area::column`], from a row of the window on.
    pub fn column_from(&self, column: u32, row: u32) -> impl DoubleEndedIterator<Item = (u32, &'a [Value])> + use<'a> {
        let RangeRef { top, bottom, .. } = self.range;
        let from = top.saturating_add(row);
        let stored = self.columns.get(column as usize).filter(|_| from <= bottom);
        let stored = stored.map(|column| column.stretches(from, bottom));
        stored.into_iter().flatten().map(move |(row, values)| (row - top, values))
    }

    /// How many rows and columns from the top left reach every stored value; 0 and 0 if there is none.
    pub fn used(&self) -> (u32, u32) {
        let mut used = (0, 0);
        for column in 0..self.columns.len() as u32 {
            if let Some((row, values)) = self.column(column).next_back() {
                used = (used.0.max(row + values.len() as u32), column + 1);
            }
        }
        used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(column: &Column, top: u32, bottom: u32) -> Vec<(u32, usize)> {
        column.stretches(top, bottom).map(|(row, values)| (row, values.len())).collect()
    }

    #[test]
    fn a_column_grows_at_both_ends() {
        let mut column = Column::default();
        column.replace(5, 5.0.into());
        column.replace(2, 2.0.into());
        column.replace(7, 7.0.into());
        assert_eq!(stretches(&column, 2, 100), [(2, 6)]);
        assert_eq!(column.value(5), &Value::Number(5.0));
        assert_eq!(column.value(1), &Value::Blank);
        assert_eq!(column.value(8), &Value::Blank);
        assert_eq!(stretches(&column, 2, 3), [(2, 2)]);
        assert_eq!(stretches(&column, 3, 3), [(3, 1)]);
        assert_eq!(stretches(&column, 8, 9), []);
    }

    #[test]
    fn how_far_a_column_is_used_does_not_depend_on_what_stood_in_it() {
        let mut column = Column::default();
        for row in [1, 5, 9, 500] {
            column.replace(row, 1.0.into());
        }
        column.replace(500, Value::Blank);
        assert_eq!(stretches(&column, 1, 1_000), [(1, 9)]);
        column.replace(5, Value::Blank);
        column.replace(9, Value::Blank);
        assert_eq!(stretches(&column, 1, 1_000), [(1, 1)]);
        column.replace(1, Value::Blank);
        assert_eq!(stretches(&column, 0, 1_000), []);
    }

    #[test]
    fn a_column_filled_from_below_is_not_moved_for_every_row() {
        let mut column = Column::default();
        (0..300_000).rev().for_each(|row| _ = column.replace(row, f64::from(row).into()));
        assert!((0..300_000).all(|row| column.value(row) == &Value::Number(f64::from(row))));
        assert_eq!(stretches(&column, 0, 1_000_000), [(0, 300_000)]);
    }

    #[test]
    fn a_cell_far_away_does_not_store_what_lies_between() {
        let mut column = Column::default();
        for row in [1_048_575, 0, 500_000, 500_001] {
            column.replace(row, f64::from(row).into());
        }
        assert_eq!(stretches(&column, 0, 1_048_575), [(0, 1), (500_000, 2), (1_048_575, 1)]);
        assert_eq!(stretches(&column, 1, 500_000), [(500_000, 1)]);
        assert_eq!(column.value(500_001), &Value::Number(500_001.0));
        assert_eq!(column.value(499_999), &Value::Blank);
        assert_eq!(column.replace(500_001, Value::Blank), Value::Number(500_001.0));
        assert_eq!(column.value(500_001), &Value::Blank);
    }

    #[test]
    fn runs_that_meet_become_one_whatever_the_order() {
        // A permutation of 0..1000 in long strides.
        let mut column = Column::default();
        for step in 0..1_000_u32 {
            let row = step * 383 % 1_000;
            assert_eq!(column.replace(row, f64::from(row).into()), Value::Blank);
            assert_eq!(column.value(row), &Value::Number(f64::from(row)));
        }
        assert_eq!(stretches(&column, 0, 5_000), [(0, 1_000)]);
        assert!((0..1_000).all(|row| column.value(row) == &Value::Number(f64::from(row))));
    }
}
