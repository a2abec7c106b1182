//! Dynamic arrays: what takes a block of values and returns another one.
//!
//! A block is read where it lies ([`Matrix`]) and written once. Every result is paid for by its elements before it is made, and
//! no result is empty: what Excel calls `#CALC!` there is `#N/A` in Sheets. A blank element stays blank; whether it shows as 0
//! is decided where it is stored.

mod blocks;
pub mod filter;
pub mod make;
pub mod multiply;
pub mod pick;
pub mod shape;
pub mod sort;
pub mod unique;

pub use blocks::blocks;

use super::args::{Call, Context, MOST_ELEMENTS, Outcome};
use crate::dialect::Dialect;
use crate::reference::{MAX_COLUMNS, MAX_ROWS};
use crate::value::{Array, CellError, Matrix, Value};

/// The first argument; a single error in its place is the result.
fn first<'a>(call: &Call<'a>) -> Result<Matrix<'a>, CellError> {
    match call.matrix(0) {
        Matrix::One(Value::Error(error)) => Err(*error),
        block => Ok(block),
    }
}

/// The rows and columns of a block that are worth reading. A range to the last row or column of the sheet ends with what is
/// stored in it.
pub(super) fn extent(block: &Matrix<'_>) -> (u32, u32) {
    let (rows, columns) = (block.rows(), block.columns());
    let Matrix::Area(area) = block else { return (rows, columns) };
    let (used_rows, used_columns) = area.used();
    let range = area.range();
    let rows = if range.bottom == MAX_ROWS - 1 { used_rows.max(1) } else { rows };
    let columns = if range.right == MAX_COLUMNS - 1 { used_columns.max(1) } else { columns };
    (rows, columns)
}

/// The elements of a block, row by row, paid for.
fn elements(call: &Call<'_>, block: &Matrix<'_>) -> Result<Vec<Value>, CellError> {
    let (rows, columns) = extent(block);
    pay(call.context, u64::from(rows), u64::from(columns))?;
    let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    Ok(places.map(|(row, column)| block.value(row, column).clone()).collect())
}

/// Takes the elements of a result off the budget; `#LIMIT!` if they are too many.
fn pay(context: &Context<'_>, rows: u64, columns: u64) -> Result<(), CellError> {
    context.budget.spend_array(rows, columns)
}

/// Makes a result element by element, paid for; without elements it is an error.
fn build(context: &Context<'_>, rows: u64, columns: u64, element: impl FnMut(u32, u32) -> Value) -> Outcome {
    pay(context, rows, columns)?;
    // Both factors are at most the product that was just found payable, unless that is 0.
    let (rows, columns) = (rows.min(MOST_ELEMENTS) as u32, columns.min(MOST_ELEMENTS) as u32);
    if rows == 0 || columns == 0 {
        return Err(no_elements(context.dialect));
    }
    Array::from_fn(rows, columns, element).map(Into::into).ok_or(no_elements(context.dialect))
}

/// What stands for a result without elements.
fn no_elements(dialect: Dialect) -> CellError {
    match dialect {
        Dialect::Excel => CellError::Calc,
        Dialect::Sheets => CellError::Na,
    }
}

/// What fills the gaps where blocks of unequal size are put together.
fn gap(dialect: Dialect) -> Value {
    match dialect {
        Dialect::Excel => Value::Error(CellError::Na),
        Dialect::Sheets => Value::Blank,
    }
}
