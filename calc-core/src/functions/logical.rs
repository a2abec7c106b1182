//! Logical functions. Those that choose between their arguments are rows without a kernel: the compiler makes jumps of them.

use super::aggregate::{each_value, spend_used};
use super::args::{Call, Operand, Outcome};
use super::coerce;
use super::table::Kind::{Any, Bool, Lambda, Range, Scalar};
use super::table::{Category, Control, FunctionSpec, differs, optional, required};
use crate::dialect::Dialect;
use crate::value::{CellError, Value};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::control(
        "IF",
        &[required("condition", Bool), required("then", Any), optional("else", Any)],
        Control::If,
        "One of two values, by a condition.",
    ),
    FunctionSpec::control(
        "IFERROR",
        &[required("value", Any), optional("fallback", Any)],
        Control::IfError,
        "The value, or the fallback if it is an error.",
    ),
    FunctionSpec::control(
        "IFNA",
        &[required("value", Any), optional("fallback", Any)],
        Control::IfNa,
        "The value, or the fallback if it is #N/A.",
    ),
    FunctionSpec::control(
        "IFS",
        &[required("condition", Bool), required("value", Any)],
        Control::Ifs,
        "The value that stands with the first condition that is true; #N/A if none is.",
    )
    .repeats(2),
    FunctionSpec::control(
        "SWITCH",
        &[required("value", Scalar), required("case", Any), optional("result", Any)],
        Control::Switch,
        "The result that stands with the first case equal to the value, or the last argument if it stands alone.",
    )
    .repeats(2),
    FunctionSpec::control(
        "CHOOSE",
        &[required("index", super::table::Kind::Integer), required("value", Any)],
        Control::Choose,
        "The value at a position in the list of arguments.",
    )
    .differs(&[differs("An index outside the list is `#VALUE!`.", "It is `#NUM!`.")])
    .repeats(1),
    FunctionSpec::control(
        "ARRAYFORMULA",
        &[required("expression", Any)],
        Control::ArrayFormula,
        "The expression, computed over all elements of its ranges.",
    ),
    FunctionSpec::control(
        "LET",
        &[required("name", Any), required("value", Any), optional("expression", Any)],
        Control::Let,
        "The last argument, in which names stand for values.",
    )
    .repeats(2),
    FunctionSpec::control(
        "LAMBDA",
        &[required("name_or_expression", Lambda)],
        Control::Lambda,
        "A function of the names, which the last argument computes.",
    )
    .differs(&[differs("One that nobody calls is `#CALC!`.", "It is `#N/A`.")])
    .repeats(1),
    FunctionSpec::new(
        "AND",
        Category::Logical,
        &[required("logical", Range)],
        |call| fold(call, true, Some(false), |all, one| all && one),
        "Whether all are true.",
    )
    .differs(&[differs(
        "A text given directly that names no logical is passed over.",
        "It is `#VALUE!`, unless the arguments before it have settled the result.",
    )])
    .repeats(1),
    FunctionSpec::new(
        "OR",
        Category::Logical,
        &[required("logical", Range)],
        |call| fold(call, false, Some(true), |any, one| any || one),
        "Whether any is true.",
    )
    .differs(&[differs(
        "A text given directly that names no logical is passed over.",
        "It is `#VALUE!`, unless the arguments before it have settled the result.",
    )])
    .repeats(1),
    FunctionSpec::new(
        "XOR",
        Category::Logical,
        &[required("logical", Range)],
        |call| fold(call, false, None, |odd, one| odd != one),
        "Whether an odd number are true.",
    )
    .differs(&[differs("A text given directly that names no logical is passed over.", "It is `#VALUE!`.")])
    .repeats(1),
    FunctionSpec::new("NOT", Category::Logical, &[required("logical", Bool)], not, "The opposite."),
    FunctionSpec::new("TRUE", Category::Logical, &[], |_| Ok(true.into()), "TRUE."),
    FunctionSpec::new("FALSE", Category::Logical, &[], |_| Ok(false.into()), "FALSE."),
];

fn not(call: &Call<'_>) -> Outcome {
    Ok((!call.bool_or(0, false)).into())
}

/// Joins the logicals among the arguments. Texts and blanks in ranges are passed over; so is a text given directly that names no
/// logical in Excel, while it is `#VALUE!` in Sheets, unless those before it have settled the result. Without any logical at all it
/// is `#VALUE!`. All arguments are looked at, so an error anywhere is the result.
fn fold(call: &Call<'_>, start: bool, settled: Option<bool>, join: fn(bool, bool) -> bool) -> Outcome {
    let mut result = start;
    let mut found = false;
    for (index, argument) in call.arguments.iter().enumerate() {
        let single = match argument {
            Operand::Missing if call.context.dialect == Dialect::Sheets => continue,
            Operand::Missing => Some(false),
            Operand::Value(Value::Text(text)) => match coerce::text_to_bool(text) {
                Some(logical) => Some(logical),
                None if call.context.dialect == Dialect::Sheets && settled != Some(result) => {
                    return Err(CellError::Value);
                }
                None => continue,
            },
            Operand::Value(value) => Some(coerce::to_bool(value, call.context)?),
            _ => None,
        };
        if let Some(logical) = single {
            (result, found) = (join(result, logical), true);
            continue;
        }
        for block in call.matrices(index) {
            spend_used(call, &block)?;
            each_value(&block, |value| {
                let logical = match value {
                    Value::Bool(logical) => *logical,
                    Value::Number(number) => *number != 0.0,
                    Value::Error(error) => return Err(*error),
                    Value::Text(_) | Value::Blank => return Ok(()),
                };
                (result, found) = (join(result, logical), true);
                Ok(())
            })?;
        }
    }
    if found { Ok(result.into()) } else { Err(CellError::Value) }
}
