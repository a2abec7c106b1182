//! Google's dates from the clock of computers, and its test for dates.

use super::super::coerce::this_year;
use super::super::prelude::*;
use crate::number::parse_moment;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "EPOCHTODATE",
        Category::Google,
        &[required("timestamp", Kind::Scalar), optional("unit", Kind::Integer)],
        epoch_to_date,
        "The date of a count of seconds (1), milliseconds (2) or microseconds (3) since 1970.",
    ),
    FunctionSpec::new(
        "ISDATE",
        Category::Google,
        &[required("value", Kind::Any)],
        is_date,
        "Whether a text says a date. A serial number cannot be told from another number here and counts as none.",
    )
    .falls_short(
        "A serial number cannot be told from another number, since cells carry no number formats when formulas run.",
    ),
];

/// 1 January 1970.
const EPOCH: f64 = 25_569.0;
const SECONDS_PER_DAY: f64 = 86_400.0;

fn epoch_to_date(call: &Call<'_>) -> Outcome {
    let count = match call.value(0) {
        Value::Bool(_) => return Err(CellError::Value),
        value => super::super::coerce::to_number(value, call.context)?,
    };
    let per_second = match call.integer_or(1, 1) {
        1 => 1.0,
        2 => 1e3,
        3 => 1e6,
        _ => return Err(CellError::Num),
    };
    if count < 0.0 {
        return Err(CellError::Num);
    }
    Ok((EPOCH + count.trunc() / per_second / SECONDS_PER_DAY).into())
}

fn is_date(call: &Call<'_>) -> Outcome {
    let context = call.context;
    let says_date = |text: &str| {
        parse_moment(text, context.calendar(), this_year(context)).is_some_and(|moment| moment.day.is_some())
    };
    Ok(matches!(call.value(0), Value::Text(text) if says_date(text)).into())
}
