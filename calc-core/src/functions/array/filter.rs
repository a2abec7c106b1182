//! FILTER: the rows or columns that meet conditions.

use super::{build, extent, first, no_elements};
use crate::dialect::Dialect;
use crate::functions::args::{Call, Outcome};
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, differs, optional, required};
use crate::value::{CellError, Matrix, Value};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "FILTER",
    Category::Array,
    &[
        required("array", Kind::Array),
        required("include", Kind::Array),
        optional("if_empty_or_condition", Kind::Array),
    ],
    filter,
    "The rows or columns for which the condition is true. The third argument is what stands for none in Excel, and one more \
     condition in Sheets.",
).differs(&[differs("One condition; texts in it are `#VALUE!`; nothing found is `#CALC!` or the third argument.", "Any number of conditions; texts and errors in them are false; nothing found is `#N/A`.")])
.repeats(1)
.flags(Flags::SPILLS.with(Flags::ARRAY_CONTEXT))];

/// What a condition chooses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Rows,
    Columns,
}

fn filter(call: &Call<'_>) -> Outcome {
    let block = first(call)?;
    let excel = call.context.dialect == Dialect::Excel;
    if excel && call.len() > 3 {
        return Err(CellError::Value);
    }
    let conditions = if excel { 1..2 } else { 1..call.len() };
    let axis = axis(&block, &call.matrix(1)).ok_or(mismatch(call.context.dialect))?;
    let (rows, columns) = extent(&block);
    let length = if axis == Axis::Rows { rows } else { columns };
    call.spend(u64::from(length) * conditions.len() as u64)?;
    let mut kept: Vec<u32> = (0..length).collect();
    for argument in conditions {
        let condition = call.matrix(argument);
        if !fits(&block, &condition, axis) {
            return Err(mismatch(call.context.dialect));
        }
        kept = keep(kept, |index| {
            let value = if axis == Axis::Rows { condition.value(index, 0) } else { condition.value(0, index) };
            let alone = matches!(condition, Matrix::One(_));
            holds(value, call.context.dialect, alone)
        })?;
    }
    if kept.is_empty() {
        return match call.arguments.get(2) {
            Some(instead) if excel && call.has(2) => Ok(instead.clone()),
            _ => Err(no_elements(call.context.dialect)),
        };
    }
    let at = |index: u32| kept.get(index as usize).copied().unwrap_or(0);
    let count = kept.len() as u64;
    match axis {
        Axis::Rows => {
            build(call.context, count, u64::from(columns), |row, column| block.value(at(row), column).clone())
        }
        Axis::Columns => {
            build(call.context, u64::from(rows), count, |row, column| block.value(row, at(column)).clone())
        }
    }
}

fn keep(indices: Vec<u32>, holds: impl Fn(u32) -> Result<bool, CellError>) -> Result<Vec<u32>, CellError> {
    let mut kept = Vec::with_capacity(indices.len());
    for index in indices {
        if holds(index)? {
            kept.push(index);
        }
    }
    Ok(kept)
}

/// Whether a condition is met. An error or a text in it is the result in Excel; in Sheets it meets nothing, unless it is the
/// whole condition.
fn holds(value: &Value, dialect: Dialect, alone: bool) -> Result<bool, CellError> {
    match value {
        Value::Bool(logical) => Ok(*logical),
        Value::Number(number) => Ok(*number != 0.0),
        Value::Blank => Ok(false),
        Value::Error(error) if dialect == Dialect::Excel || alone => Err(*error),
        Value::Text(_) if dialect == Dialect::Excel => Err(CellError::Value),
        Value::Error(_) | Value::Text(_) => Ok(false),
    }
}

/// What the condition chooses: rows if it is a column as high as the block, columns if it is a row as wide.
fn axis(block: &Matrix<'_>, condition: &Matrix<'_>) -> Option<Axis> {
    [Axis::Rows, Axis::Columns].into_iter().find(|axis| fits(block, condition, *axis))
}

fn fits(block: &Matrix<'_>, condition: &Matrix<'_>, axis: Axis) -> bool {
    match axis {
        Axis::Rows => condition.rows() == block.rows() && condition.columns() == 1,
        Axis::Columns => condition.columns() == block.columns() && condition.rows() == 1,
    }
}

/// The error of a condition that does not fit its block.
fn mismatch(dialect: Dialect) -> CellError {
    match dialect {
        Dialect::Excel => CellError::Value,
        Dialect::Sheets => CellError::Na,
    }
}
