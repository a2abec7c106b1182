//! Averages with weights, and margins of error: Google's additions.

use super::super::aggregate::{numbers_of, pairs};
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
        for (value, weight) in pairs(call, index, index + 1, CellError::Value)? {
            if weight < 0.0 {
                return Err(CellError::Value);
            }
            sum += value * weight;
            weights += weight;
        }
    }
    if weights == 0.0 { Err(CellError::Div0) } else { Ok((sum / weights).into()) }
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
