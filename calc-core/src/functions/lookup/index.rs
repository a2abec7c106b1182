//! INDEX: an element, a row or a column of a block.

use super::super::prelude::*;
use crate::reference::RangeRef;
use crate::value::Array;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "INDEX",
    Category::Lookup,
    &[
        required("block", Kind::Range),
        optional("row", Kind::Integer),
        optional("column", Kind::Integer),
        optional("area", Kind::Integer),
    ],
    index,
    "The element at a row and column of a block; 0 stands for all of them.",
)
.flags(Flags::RETURNS_REFERENCE.with(Flags::SEARCHES))];

fn index(call: &Call<'_>) -> Outcome {
    if let Some(error) = call.value(0).error() {
        return Err(error);
    }
    let area = call.number_or(3, 1.0);
    if area < 1.0 {
        return Err(CellError::Value);
    }
    let areas = match call.arguments.first() {
        Some(Operand::Union(areas)) => areas.len(),
        _ => 1,
    };
    if area > areas as f64 {
        return Err(CellError::Ref);
    }
    let chosen: Operand = match call.arguments.first() {
        Some(Operand::Union(areas)) => {
            areas.get(area as usize - 1).map(|area| Operand::Range(*area)).ok_or(CellError::Ref)?
        }
        Some(operand) => operand.clone(),
        None => return Err(CellError::Value),
    };
    let (mut row, mut column) = (call.number(1), call.number(2));
    let inner = [chosen];
    let inner = Call { arguments: &inner, ..*call };
    let block = inner.matrix(0);
    // In a single row the only index counts columns.
    if call.len() <= 2 && block.rows() == 1 && block.columns() > 1 {
        (row, column) = (0.0, row);
    }
    if row < 0.0 || column < 0.0 {
        return Err(CellError::Value);
    }
    if row > f64::from(block.rows()) || column > f64::from(block.columns()) {
        return Err(CellError::Ref);
    }
    let part = part(&inner, 0, row as u32, column as u32)?;
    if let Operand::Range(range) = &part
        && range.is_cell()
    {
        let mut indexes = call.context.indexes.borrow_mut();
        indexes.watch_cell(range.first());
        indexes.answer();
    }
    Ok(part)
}

/// The element at a row and column, from 1, of an argument; 0 is all of them. A part of a range is a range.
pub fn part(call: &Call<'_>, argument: usize, row: u32, column: u32) -> Outcome {
    if let Some(range) = call.reference(argument) {
        let (top, bottom) = line(range.top, range.bottom, row);
        let (left, right) = line(range.left, range.right, column);
        return Ok(Operand::Range(RangeRef { top, left, bottom, right, ..range }));
    }
    let block = call.matrix(argument);
    let (top, bottom) = line(0, block.rows() - 1, row);
    let (left, right) = line(0, block.columns() - 1, column);
    if top == bottom && left == right {
        return Ok(block.value(top, left).clone().into());
    }
    call.spend(u64::from(bottom - top + 1) * u64::from(right - left + 1))?;
    Array::from_fn(bottom - top + 1, right - left + 1, |row, column| block.value(top + row, left + column).clone())
        .map(Operand::from)
        .ok_or(CellError::Value)
}

/// The bounds of one line of several, from 1, or of all of them for 0.
fn line(first: u32, last: u32, index: u32) -> (u32, u32) {
    if index == 0 { (first, last) } else { (first + index - 1, first + index - 1) }
}
