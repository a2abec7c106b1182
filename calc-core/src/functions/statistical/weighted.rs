//! Averages with weights, and margins of error: Google's additions.

use super::super::aggregate::{numbers_of, spend_used};
use super::super::coerce;
use super::super::prelude::*;
use super::special::normal_inverse;
use super::spread::{Of, variance};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "AVERAGE.WEIGHTED",
        Category::Google,
        &[required("values", Kind::Array), required("weights", Kind::Array)],
        average_weighted,
        "The average of values, each counted by its weight.",
    )
    .repeats(2),
    FunctionSpec::new(
        "MARGINOFERROR",
        Category::Google,
        &[required("values", Kind::Range), required("confidence", Kind::Number)],
        margin_of_error,
        "How far the average of a sample may lie from the true one, at a level of confidence.",
    ),
];

fn average_weighted(call: &Call<'_>) -> Outcome {
    let (mut sum, mut weights) = (0.0, 0.0);
    for index in (0..call.len()).step_by(2) {
        let (values, own) = (call.matrix(index), call.matrix(index + 1));
        if (values.rows(), values.columns()) != (own.rows(), own.columns()) {
            return Err(CellError::Value);
        }
        spend_used(call, &values)?;
        spend_used(call, &own)?;
        let (is_direct, weight_is_direct) = (is_direct(call, index), is_direct(call, index + 1));
        let (rows, columns) = (values.used().0.max(own.used().0), values.columns());
        for (row, column) in (0..rows.max(1)).flat_map(|row| (0..columns).map(move |column| (row, column))) {
            let value = counted(call, values.value(row, column), is_direct)?;
            let weight = counted(call, own.value(row, column), weight_is_direct)?;
            match (value, weight) {
                (Some(value), Some(weight)) if weight >= 0.0 => {
                    sum += value * weight;
                    weights += weight;
                }
                (None, None) => {}
                _ => return Err(CellError::Value),
            }
        }
    }
    if weights == 0.0 { Err(CellError::Div0) } else { Ok((sum / weights).into()) }
}

fn is_direct(call: &Call<'_>, index: usize) -> bool {
    matches!(call.arguments.get(index), None | Some(Operand::Missing | Operand::Value(_)))
}

/// The number that counts: what is given directly is made one, in a range or an array only numbers are.
fn counted(call: &Call<'_>, value: &Value, is_direct: bool) -> Result<Option<f64>, CellError> {
    match value {
        Value::Number(number) => Ok(Some(*number)),
        Value::Error(error) => Err(*error),
        value if is_direct => coerce::to_number(value, call.context).map(Some),
        _ => Ok(None),
    }
}

fn margin_of_error(call: &Call<'_>) -> Outcome {
    let values = numbers_of(call, 0)?;
    let confidence = call.number(1);
    if confidence <= 0.0 || confidence >= 1.0 {
        return Err(CellError::Num);
    }
    let deviation = variance(&values, Of::Sample)?.sqrt();
    Ok((normal_inverse((1.0 + confidence) / 2.0) * deviation / (values.len() as f64).sqrt()).into())
}
