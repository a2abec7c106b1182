//! Blocks made from nothing: SEQUENCE, RANDARRAY, MUNIT.

use super::{build, no_elements};
use crate::functions::args::{Call, Outcome};
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, optional, required};
use crate::value::{CellError, Value};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "SEQUENCE",
        Category::Array,
        &[
            required("rows", Kind::Integer),
            optional("columns", Kind::Integer),
            optional("start", Kind::Number),
            optional("step", Kind::Number),
        ],
        sequence,
        "Numbers that follow each other by a step, row by row.",
    )
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "RANDARRAY",
        Category::Array,
        &[
            optional("rows", Kind::Integer),
            optional("columns", Kind::Integer),
            optional("min", Kind::Number),
            optional("max", Kind::Number),
            optional("whole_number", Kind::Bool),
        ],
        rand_array,
        "Random numbers from a least one on and below a greatest one, or whole ones of that range.",
    )
    .flags(Flags::SPILLS.with(Flags::VOLATILE)),
    FunctionSpec::new(
        "MUNIT",
        Category::Math,
        &[required("dimension", Kind::Integer)],
        munit,
        "The unit matrix of a size.",
    )
    .flags(Flags::SPILLS),
];

/// A count of rows or columns, 1 if it is missing.
fn size(call: &Call<'_>, argument: usize) -> Result<u64, CellError> {
    match u64::try_from(call.integer_or(argument, 1)) {
        Ok(0) => Err(no_elements(call.context.dialect)),
        Ok(size) => Ok(size),
        Err(_) => Err(CellError::Value),
    }
}

fn sequence(call: &Call<'_>) -> Outcome {
    let (rows, columns) = (size(call, 0)?, size(call, 1)?);
    let (start, step) = (call.number_or(2, 1.0), call.number_or(3, 1.0));
    build(call.context, rows, columns, |row, column| {
        let index = u64::from(row) * columns + u64::from(column);
        Value::from(start + index as f64 * step)
    })
}

fn rand_array(call: &Call<'_>) -> Outcome {
    let (rows, columns) = (size(call, 0)?, size(call, 1)?);
    let (least, most) = (call.number_or(2, 0.0), call.number_or(3, 1.0));
    let whole = call.bool_or(4, false);
    if least > most || (whole && (least.fract() != 0.0 || most.fract() != 0.0)) {
        return Err(CellError::Value);
    }
    build(call.context, rows, columns, |_, _| {
        let random = call.context.draws.draw();
        let number = if whole {
            (least + (random * (most - least + 1.0)).floor()).min(most)
        } else {
            least + random * (most - least)
        };
        Value::from(number)
    })
}

fn munit(call: &Call<'_>) -> Outcome {
    let size = u64::try_from(call.integer_or(0, 0)).unwrap_or(0);
    if size == 0 {
        return Err(CellError::Value);
    }
    build(call.context, size, size, |row, column| Value::Number(f64::from(u8::from(row == column))))
}
