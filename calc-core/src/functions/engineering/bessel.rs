//! Bessel functions of whole order.

use super::super::prelude::*;

const PARAMETERS: &[Parameter] = &[required("x", Kind::AddInNumber), required("order", Kind::AddInNumber)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("BESSELJ", |c| regular(c, |x, n| libm::jn(n, x)), "The Bessel function of the first kind."),
    row("BESSELY", |c| singular(c, |x, n| libm::yn(n, x)), "The Bessel function of the second kind."),
    row("BESSELI", |c| regular(c, modified_first), "The modified Bessel function of the first kind."),
    row("BESSELK", |c| singular(c, modified_second), "The modified Bessel function of the second kind."),
];

const fn row(name: &'static str, kernel: fn(&Call<'_>) -> Outcome, summary: &'static str) -> FunctionSpec {
    FunctionSpec::new(name, Category::Engineering, PARAMETERS, kernel, summary)
}

/// Orders above this are zero or infinite for every number whose value a cell could hold.
const MOST_ORDER: f64 = 100_000.0;

fn order(call: &Call<'_>) -> Result<i32, CellError> {
    let order = call.number(1).trunc();
    if (0.0..=MOST_ORDER).contains(&order) { Ok(order as i32) } else { Err(CellError::Num) }
}

fn regular(call: &Call<'_>, of: fn(f64, i32) -> f64) -> Outcome {
    Ok(of(call.number(0), order(call)?).into())
}

/// Those that are infinite at 0.
fn singular(call: &Call<'_>, of: fn(f64, i32) -> f64) -> Outcome {
    let order = order(call)?;
    let x = call.number(0);
    if x <= 0.0 { Err(CellError::Num) } else { Ok(of(x, order).into()) }
}

/// The power series, whose terms all have one sign, so that nothing cancels. It takes about as many terms as `x` is large.
fn modified_first(x: f64, order: i32) -> f64 {
    if x.abs() > 750.0 {
        return f64::INFINITY;
    }
    let half = x / 2.0;
    let mut term = 1.0;
    for factor in 1..=order {
        term *= half / f64::from(factor);
    }
    let mut sum = 0.0;
    let mut step = 0.0;
    while sum + term != sum && step < 10_000.0 {
        sum += term;
        step += 1.0;
        term *= half * half / (step * (step + f64::from(order)));
    }
    sum
}

/// The integral of `exp(-x cosh t) cosh(n t)` from 0 on, by trapezoids: it falls off so fast that they are exact to the last digit.
fn modified_second(x: f64, order: i32) -> f64 {
    const STEP: f64 = 1.0 / 32.0;
    let order = f64::from(order);
    let mut sum = libm::exp(-x) / 2.0;
    let mut at = STEP;
    let mut largest = sum;
    loop {
        let fall = -x * libm::cosh(at);
        let value = (libm::exp(fall + order * at) + libm::exp(fall - order * at)) / 2.0;
        sum += value;
        largest = f64::max(largest, value);
        // Past the peak, what is left adds nothing.
        let past_peak = x * libm::sinh(at) > order;
        if (past_peak && value <= largest * 1e-20) || at > 100.0 {
            return sum * STEP;
        }
        at += STEP;
    }
}
