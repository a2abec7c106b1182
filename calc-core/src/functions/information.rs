//! What a value is.

use super::prelude::*;
use crate::reference::CellRef;
use crate::value::Array;

const ANY: &[Parameter] = &[required("value", Kind::Any)];
const CELLS: &[Parameter] = &[required("reference", Kind::Reference)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("ISBLANK", ANY, |c| Ok(c.value(0).is_blank().into()), "Whether the value is blank; \"\" is not."),
    row("ISNUMBER", ANY, |c| Ok(matches!(c.value(0), Value::Number(_)).into()), "Whether the value is a number."),
    row("ISTEXT", ANY, |c| Ok(matches!(c.value(0), Value::Text(_)).into()), "Whether the value is text."),
    row("ISNONTEXT", ANY, |c| Ok((!matches!(c.value(0), Value::Text(_))).into()), "Whether the value is no text."),
    row("ISLOGICAL", ANY, |c| Ok(matches!(c.value(0), Value::Bool(_)).into()), "Whether the value is TRUE or FALSE."),
    row("ISERROR", ANY, |c| Ok(c.value(0).error().is_some().into()), "Whether the value is an error."),
    row(
        "ISERR",
        ANY,
        |c| Ok(c.value(0).error().is_some_and(|error| error != CellError::Na).into()),
        "Whether the value is an error other than #N/A.",
    ),
    row("ISNA", ANY, |c| Ok((c.value(0).error() == Some(CellError::Na)).into()), "Whether the value is #N/A."),
    row(
        "ISREF",
        &[required("value", Kind::Range)],
        |c| Ok(c.is_range(0).into()),
        "Whether the argument is a reference.",
    ),
    row("ISEVEN", &[required("number", Kind::AddInScalar)], |c| parity(c, 0.0), "Whether the whole part is even."),
    row("ISODD", &[required("number", Kind::AddInScalar)], |c| parity(c, 1.0), "Whether the whole part is odd."),
    row(
        "N",
        &[required("value", Kind::Range)],
        n,
        "The value, or the first of a range, as a number: TRUE is 1, text is 0.",
    ),
    row("ISFORMULA", CELLS, is_formula, "Whether a formula stands in a cell.").flags(Flags::VOLATILE),
    row("FORMULATEXT", CELLS, formula_text, "The formula in a cell as text; #N/A if there is none.")
        .flags(Flags::VOLATILE),
    row("NA", &[], |_| Err(CellError::Na), "The error #N/A."),
    row("TYPE", &[required("value", Kind::Range)], type_of, "The type of a value as a number."),
    row("ERROR.TYPE", ANY, error_type, "The number of an error."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Information, parameters, kernel, summary)
}

/// The first argument, which in Excel must not be a logical.
pub fn not_logical<'a>(call: &'a Call<'_>) -> Result<&'a Value, CellError> {
    match call.value(0) {
        Value::Bool(_) if call.context.dialect == Dialect::Excel => Err(CellError::Value),
        value => Ok(value),
    }
}

fn parity(call: &Call<'_>, rest: f64) -> Outcome {
    if matches!(call.value(0), Value::Text(text) if text.is_empty()) {
        return Err(CellError::Value);
    }
    let number = super::coerce::to_number(not_logical(call)?, call.context)?;
    Ok((number.abs().trunc() % 2.0 == rest).into())
}

/// A range stands for its first cell; an array is taken element by element.
fn n(call: &Call<'_>) -> Outcome {
    each(call, |value| match value {
        Value::Number(_) | Value::Error(_) => value.clone(),
        Value::Bool(logical) => f64::from(*logical).into(),
        _ => 0.0.into(),
    })
}

/// Applies a rule to the first cell of a range, to each element of an array, or to a value.
pub fn each(call: &Call<'_>, of: fn(&Value) -> Value) -> Outcome {
    let block = call.matrix(0);
    let Some(Operand::Array(array)) = call.arguments.first() else { return Ok(Operand::Value(of(block.value(0, 0)))) };
    call.spend(block.len())?;
    let elements = Array::from_fn(array.rows(), array.columns(), |row, column| of(array.value(row, column)));
    elements.map(Operand::from).ok_or(CellError::Value)
}

/// The first cell of the reference: a formula may be put in its place, so both are volatile.
fn first_cell(call: &Call<'_>) -> Result<CellRef, CellError> {
    call.reference(0).map(|range| range.first()).ok_or(CellError::Value)
}

fn is_formula(call: &Call<'_>) -> Outcome {
    Ok(call.context.formulas.is_formula(first_cell(call)?).into())
}

fn formula_text(call: &Call<'_>) -> Outcome {
    Ok(call.context.formulas.text(first_cell(call)?).ok_or(CellError::Na)?.into())
}

fn type_of(call: &Call<'_>) -> Outcome {
    let block = call.matrix(0);
    if block.len() > 1 {
        return Ok(64.0.into());
    }
    let number = match block.value(0, 0) {
        Value::Blank | Value::Number(_) => 1.0,
        Value::Text(_) => 2.0,
        Value::Bool(_) => 4.0,
        Value::Error(_) => 16.0,
    };
    Ok(number.into())
}

fn error_type(call: &Call<'_>) -> Outcome {
    let number = match call.value(0).error().ok_or(CellError::Na)? {
        CellError::Null => 1.0,
        CellError::Div0 => 2.0,
        CellError::Value => 3.0,
        CellError::Ref => 4.0,
        CellError::Name => 5.0,
        CellError::Num => 6.0,
        CellError::Na => 7.0,
        CellError::GettingData | CellError::Parse => 8.0,
        CellError::Spill => 9.0,
        CellError::Connect => 10.0,
        CellError::Blocked => 11.0,
        CellError::Unknown => 12.0,
        CellError::Field => 13.0,
        CellError::Calc | CellError::Busy | CellError::Circular | CellError::Limit => 14.0,
    };
    Ok(number.into())
}
