//! The error function, and steps.

use super::super::prelude::*;

const LIMITS: &[Parameter] = &[required("lower", Kind::AddInNumber), optional("upper", Kind::AddInNumber)];
const X: &[Parameter] = &[required("x", Kind::AddInNumber)];
const AGAINST: &[Parameter] = &[required("number", Kind::AddInNumber), optional("against", Kind::AddInNumber)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("ERF", LIMITS, erf, "The error function from 0 to a number, or between two.").steps(3),
    row("ERF.PRECISE", X, |c| Ok(libm::erf(c.number(0)).into()), "The error function from 0 to a number.").steps(3),
    row("ERFC", X, |c| Ok(libm::erfc(c.number(0)).into()), "What is left of 1 after the error function.")
        .steps(3)
        .aliases(&["ERFC.PRECISE"]),
    row("DELTA", AGAINST, |c| test(c, |a, b| a == b), "1 if two numbers are equal, otherwise 0."),
    row("GESTEP", AGAINST, |c| test(c, |a, b| a >= b), "1 if a number reaches a step, otherwise 0."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Engineering, parameters, kernel, summary)
}

fn erf(call: &Call<'_>) -> Outcome {
    let lower = libm::erf(call.number(0));
    Ok(if call.has(1) { libm::erf(call.number(1)) - lower } else { lower }.into())
}

fn test(call: &Call<'_>, holds: fn(f64, f64) -> bool) -> Outcome {
    Ok(f64::from(holds(call.number(0), call.number(1))).into())
}
