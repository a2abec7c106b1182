//! Where cells are, and others seen from them.

use super::super::compare::equal_texts;
use super::super::prelude::*;
use crate::reference::{MAX_COLUMNS, MAX_ROWS, RangeRef};
use crate::value::Array;

const REFERENCE: &[Parameter] = &[optional("reference", Kind::Reference)];
const EXTENT: &[Parameter] = &[required("block", Kind::Extent)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("ROW", REFERENCE, row_of, "The number of a row, or of each row of a reference.").flags(Flags::SPILLS),
    row("COLUMN", REFERENCE, column_of, "The number of a column, or of each column of a reference.")
        .flags(Flags::SPILLS),
    row("ROWS", EXTENT, |c| size(c, |rows, _| rows), "How many rows there are."),
    row("COLUMNS", EXTENT, |c| size(c, |_, columns| columns), "How many columns there are."),
    row("AREAS", &[required("reference", Kind::Reference)], areas, "How many areas a reference has."),
    row(
        "OFFSET",
        &[
            required("reference", Kind::Reference),
            required("rows", Kind::Integer),
            required("columns", Kind::Integer),
            optional("height", Kind::Integer),
            optional("width", Kind::Integer),
        ],
        offset,
        "The cells so many rows and columns away from a reference.",
    )
    .flags(Flags::VOLATILE.with(Flags::RETURNS_REFERENCE).with(Flags::DYNAMIC_PRECEDENTS)),
    row("SHEETS", REFERENCE, sheets, "How many sheets the workbook has, or a reference reaches over."),
    row("SHEET", &[optional("sheet", Kind::Range)], sheet, "The number of a sheet, by a reference or its name."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Lookup, parameters, kernel, summary)
}

fn row_of(call: &Call<'_>) -> Outcome {
    let Some(range) = call.reference(0) else { return Ok(f64::from(call.context.place.row + 1).into()) };
    if range.rows() == 1 {
        return Ok(f64::from(range.top + 1).into());
    }
    call.spend(u64::from(range.rows()))?;
    Array::from_fn(range.rows(), 1, |row, _| f64::from(range.top + row + 1).into())
        .map(Operand::from)
        .ok_or(CellError::Value)
}

fn column_of(call: &Call<'_>) -> Outcome {
    let Some(range) = call.reference(0) else { return Ok(f64::from(call.context.place.column + 1).into()) };
    if range.columns() == 1 {
        return Ok(f64::from(range.left + 1).into());
    }
    Array::from_fn(1, range.columns(), |_, column| f64::from(range.left + column + 1).into())
        .map(Operand::from)
        .ok_or(CellError::Value)
}

fn size(call: &Call<'_>, of: fn(u32, u32) -> u32) -> Outcome {
    match call.arguments.first() {
        Some(Operand::Value(Value::Error(error))) => return Err(*error),
        Some(Operand::Union(_)) => return Err(CellError::Ref),
        Some(Operand::Value(Value::Text(_) | Value::Bool(_))) => return Err(CellError::Value),
        _ => {}
    }
    let block = call.matrix(0);
    Ok(f64::from(of(block.rows(), block.columns())).into())
}

fn areas(call: &Call<'_>) -> Outcome {
    Ok(match call.arguments.first() {
        Some(Operand::Union(areas)) => (areas.len() as f64).into(),
        _ => 1.0.into(),
    })
}

/// A negative height or width reaches up or to the left from the first cell.
fn offset(call: &Call<'_>) -> Outcome {
    let range = call.reference(0).ok_or(CellError::Value)?;
    let line = |start: u32, size: u32, by: usize, size_argument: usize, limit: u32| -> Result<(u32, u32), CellError> {
        let size = call.integer_or(size_argument, i64::from(size));
        let start = i64::from(start).saturating_add(call.integer(by));
        let (first, last) = match size {
            0 => return Err(CellError::Ref),
            1.. => (start, start.saturating_add(size - 1)),
            _ => (start.saturating_add(size + 1), start),
        };
        if first < 0 || last >= i64::from(limit) { Err(CellError::Ref) } else { Ok((first as u32, last as u32)) }
    };
    let (top, bottom) = line(range.top, range.rows(), 1, 3, MAX_ROWS)?;
    let (left, right) = line(range.left, range.columns(), 2, 4, MAX_COLUMNS)?;
    Ok(Operand::Range(RangeRef { sheet: range.sheet, top, left, bottom, right }))
}

/// A reference to cells lies on one sheet.
fn sheets(call: &Call<'_>) -> Outcome {
    Ok((if call.has(0) { 1.0 } else { call.context.sheet_names.len() as f64 }).into())
}

fn sheet(call: &Call<'_>) -> Outcome {
    let index = match call.arguments.first() {
        None | Some(Operand::Missing) => call.context.place.sheet.index(),
        Some(Operand::Value(Value::Text(name))) => {
            let names = call.context.sheet_names;
            names.iter().position(|known| equal_texts(known, name)).ok_or(CellError::Na)?
        }
        Some(Operand::Value(Value::Error(error))) => return Err(*error),
        Some(_) => call.reference(0).ok_or(CellError::Na)?.sheet.index(),
    };
    Ok((index as f64 + 1.0).into())
}
