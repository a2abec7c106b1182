//! TO_TEXT and its kin: in a sheet they set a number format; the value stays.

use crate::functions::args::{Call, Outcome};
use crate::functions::coerce;
use crate::functions::table::{Category, FunctionSpec, Kind, required};
use crate::value::Value;

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "TO_TEXT",
        Category::Google,
        &[required("value", Kind::Scalar)],
        to_text,
        "A number as text in its general form; anything else as it is.",
    ),
    FunctionSpec::new(
        "TO_DATE",
        Category::Google,
        &[required("value", Kind::Scalar)],
        unchanged,
        "The value, shown as a date.",
    )
    .falls_short("The value alone: formats are the cell's, not the value's."),
    FunctionSpec::new(
        "TO_DOLLARS",
        Category::Google,
        &[required("value", Kind::Scalar)],
        unchanged,
        "The value, shown as an amount of dollars.",
    )
    .falls_short("The value alone: formats are the cell's, not the value's."),
    FunctionSpec::new(
        "TO_PERCENT",
        Category::Google,
        &[required("value", Kind::Scalar)],
        unchanged,
        "The value, shown as a percentage.",
    )
    .falls_short("The value alone: formats are the cell's, not the value's."),
    FunctionSpec::new(
        "TO_PURE_NUMBER",
        Category::Google,
        &[required("value", Kind::Scalar)],
        unchanged,
        "The value, shown without a format.",
    )
    .falls_short("The value alone: formats are the cell's, not the value's."),
];

fn to_text(call: &Call<'_>) -> Outcome {
    Ok(Value::Text(coerce::to_text(call.value(0), call.context)?).into())
}

fn unchanged(call: &Call<'_>) -> Outcome {
    Ok(call.value(0).clone().into())
}
