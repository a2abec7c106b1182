//! `{a,b;c}`: blocks set side by side and one below the other.

use crate::functions::args::{Context, Operand, UNCALLED};
use crate::reference::RangeRef;
use crate::value::{Array, BLANK, CellError, Matrix};

/// Puts the blocks of an array literal together: those of a row side by side, rows one below the other.
///
/// Blocks side by side need the same height and rows the same width. In Sheets anything else is `#VALUE!`, never padded; in Excel
/// an array literal holds constants only, whose rows its grammar keeps equal. An error as a whole block is an element like any
/// other.
pub fn blocks(rows: &[Vec<Operand>], context: &Context<'_>) -> Operand {
    match join(rows, context) {
        Ok(array) => array.into(),
        Err(error) => error.into(),
    }
}

fn join(rows: &[Vec<Operand>], context: &Context<'_>) -> Result<Array, CellError> {
    let rows: Vec<Vec<Matrix<'_>>> =
        rows.iter().map(|row| row.iter().map(|operand| block(operand, context)).collect()).collect();
    let mut height = 0u64;
    let mut width = None;
    for row in &rows {
        let tallest = row.first().map_or(0, Matrix::rows);
        let columns: u64 = row.iter().map(|block| u64::from(block.columns())).sum();
        if row.iter().any(|block| block.rows() != tallest) || *width.get_or_insert(columns) != columns {
            return Err(CellError::Value);
        }
        height += u64::from(tallest);
    }
    let width = width.unwrap_or(0);
    super::pay(context, height, width)?;
    let mut values = Vec::with_capacity((height * width) as usize);
    for row in &rows {
        for line in 0..row.first().map_or(0, Matrix::rows) {
            for block in row {
                values.extend((0..block.columns()).map(|column| block.value(line, column).clone()));
            }
        }
    }
    Array::new(height as u32, width as u32, values).ok_or(CellError::Value)
}

fn block<'a>(operand: &'a Operand, context: &'a Context<'_>) -> Matrix<'a> {
    let area = |range: &RangeRef| Matrix::Area(context.grid.area(*range));
    match operand {
        Operand::Missing => Matrix::One(&BLANK),
        Operand::Value(value) => Matrix::One(value),
        Operand::Array(array) => Matrix::Array(array),
        Operand::Range(range) => area(range),
        Operand::Union(areas) => areas.first().map_or(Matrix::One(&BLANK), area),
        Operand::Lambda(_) => Matrix::One(&UNCALLED),
    }
}
