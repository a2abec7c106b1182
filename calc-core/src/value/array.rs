//! Blocks of values that formulas make.

use super::{BLANK, Value};

/// A block of values by rows. Never without elements: an empty result is an error value, not an array.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    rows: u32,
    columns: u32,
    values: Vec<Value>,
}

impl Array {
    /// An array of the given rows and columns; `None` unless `values` has exactly that many and at least one.
    pub fn new(rows: u32, columns: u32, values: Vec<Value>) -> Option<Array> {
        let count = rows as usize * columns as usize;
        (count > 0 && values.len() == count).then_some(Array { rows, columns, values })
    }

    /// One row of values; `None` without elements.
    pub fn row(values: Vec<Value>) -> Option<Array> {
        Array::new(1, values.len() as u32, values)
    }

    /// One column of values; `None` without elements.
    pub fn column(values: Vec<Value>) -> Option<Array> {
        Array::new(values.len() as u32, 1, values)
    }

    /// An array whose elements are computed from their row and column.
    pub fn from_fn(rows: u32, columns: u32, mut element: impl FnMut(u32, u32) -> Value) -> Option<Array> {
        let mut values = Vec::with_capacity(rows as usize * columns as usize);
        for row in 0..rows {
            for column in 0..columns {
                values.push(element(row, column));
            }
        }
        Array::new(rows, columns, values)
    }

    /// The number of rows.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// The number of columns.
    pub fn columns(&self) -> u32 {
        self.columns
    }

    /// The element at a row and column, both from 0; blank outside.
    pub fn value(&self, row: u32, column: u32) -> &Value {
        if column >= self.columns {
            return &BLANK;
        }
        self.values.get(row as usize * self.columns as usize + column as usize).unwrap_or(&BLANK)
    }

    /// All elements, row by row.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// All elements, row by row, owned.
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }
}
