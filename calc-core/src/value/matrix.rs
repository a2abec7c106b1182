//! One way to read an argument, whatever it is made of.

use super::{Area, Array, Value};

/// A block of values: one value, an array, or a window on the grid.
#[derive(Clone, Copy, Debug)]
pub enum Matrix<'a> {
    /// A single value, one row by one column.
    One(&'a Value),
    /// An array that a formula made.
    Array(&'a Array),
    /// Cells of a range.
    Area(Area<'a>),
}

impl<'a> Matrix<'a> {
    /// The number of rows; up to 1,048,576 for a whole column.
    pub fn rows(&self) -> u32 {
        match self {
            Matrix::One(_) => 1,
            Matrix::Array(array) => array.rows(),
            Matrix::Area(area) => area.rows(),
        }
    }

    /// The number of columns; up to 16,384 for a whole row.
    pub fn columns(&self) -> u32 {
        match self {
            Matrix::One(_) => 1,
            Matrix::Array(array) => array.columns(),
            Matrix::Area(area) => area.columns(),
        }
    }

    /// The element at a row and column, both from 0.
    pub fn value(&self, row: u32, column: u32) -> &'a Value {
        match self {
            Matrix::One(value) if row == 0 && column == 0 => value,
            Matrix::One(_) => &super::BLANK,
            Matrix::Array(array) => array.value(row, column),
            Matrix::Area(area) => area.value(row, column),
        }
    }

    /// How many rows and columns from the top left hold everything that is not blank; beyond them all is blank.
    pub fn used(&self) -> (u32, u32) {
        match self {
            Matrix::One(_) => (1, 1),
            Matrix::Array(array) => (array.rows(), array.columns()),
            Matrix::Area(area) => area.used(),
        }
    }

    /// All elements of the used part, row by row, blanks included. Costs no more than the used part.
    pub fn values(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        let (rows, columns) = self.used();
        let matrix = *self;
        (0..rows).flat_map(move |row| (0..columns).map(move |column| matrix.value(row, column)))
    }

    /// The number of elements, blanks included; may be 2^34 for a whole sheet.
    pub fn len(&self) -> u64 {
        u64::from(self.rows()) * u64::from(self.columns())
    }

    /// Never: a matrix has at least one element.
    pub fn is_empty(&self) -> bool {
        false
    }
}
