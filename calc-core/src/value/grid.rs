//! All cells of a workbook, stored by column.
//!
//! A column keeps its values from its first to its last stored row in one block, so a range is a slice a column and a
//! whole-column reference costs no more than its used part. What is not stored is blank.

use super::{BLANK, Value};
use crate::reference::{RangeRef, SheetId};

/// One column of a sheet: the values from row `first` on, without gaps.
#[derive(Clone, Debug, Default)]
pub struct Column {
    first: u32,
    values: Vec<Value>,
}

impl Column {
    /// The row of the first stored value.
    pub fn first_row(&self) -> u32 {
        self.first
    }

    /// The stored values, from [`Column::first_row`] on.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// The value in a row; blank where nothing is stored.
    pub fn value(&self, row: u32) -> &Value {
        self.values.get(row.wrapping_sub(self.first) as usize).unwrap_or(&BLANK)
    }

    /// Puts a value into a row and returns the one that was there.
    pub fn replace(&mut self, row: u32, value: Value) -> Value {
        if self.values.is_empty() {
            self.first = row;
        } else if row < self.first {
            let missing = (self.first - row) as usize;
            self.values.splice(0..0, std::iter::repeat_n(Value::Blank, missing));
            self.first = row;
        }
        let index = (row - self.first) as usize;
        if index >= self.values.len() {
            if value.is_blank() {
                return Value::Blank;
            }
            self.values.resize(index + 1, Value::Blank);
        }
        self.values.get_mut(index).map_or(Value::Blank, |slot| std::mem::replace(slot, value))
    }

    /// The stored values of rows `top..=bottom` with the row of the first of them.
    pub fn slice(&self, top: u32, bottom: u32) -> (u32, &[Value]) {
        let start = top.max(self.first);
        let from = (start - self.first) as usize;
        let to = ((bottom as u64 + 1).saturating_sub(self.first as u64) as usize).min(self.values.len());
        (start, self.values.get(from..to).unwrap_or(&[]))
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

    /// The stored values of one column of the window, with the window row of the first of them.
    pub fn column(&self, column: u32) -> (u32, &'a [Value]) {
        match self.columns.get(column as usize) {
            None => (0, &[]),
            Some(c) => {
                let (row, values) = c.slice(self.range.top, self.range.bottom);
                (if values.is_empty() { 0 } else { row - self.range.top }, values)
            }
        }
    }

    /// How many rows and columns from the top left reach every stored value; 0 and 0 if there is none.
    pub fn used(&self) -> (u32, u32) {
        let mut used = (0, 0);
        for column in 0..self.columns.len() as u32 {
            let (row, values) = self.column(column);
            if !values.is_empty() {
                used = (used.0.max(row + values.len() as u32), column + 1);
            }
        }
        used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_grows_at_both_ends() {
        let mut column = Column::default();
        column.replace(5, 5.0.into());
        column.replace(2, 2.0.into());
        column.replace(7, 7.0.into());
        assert_eq!(column.first_row(), 2);
        assert_eq!(column.values().len(), 6);
        assert_eq!(column.value(5), &Value::Number(5.0));
        assert_eq!(column.value(1), &Value::Blank);
        assert_eq!(column.value(8), &Value::Blank);
        assert_eq!(column.slice(0, 3), (2, &[Value::Number(2.0), Value::Blank][..]));
        assert_eq!(column.slice(8, 9).1.len(), 0);
    }
}
