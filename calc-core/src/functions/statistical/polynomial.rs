//! Polynomials through points.

use super::super::aggregate::pairs;
use super::super::prelude::*;
use super::least_squares::fit;
use super::regression::no_points;
use crate::value::Array;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "POLYFIT.COEFFS",
        Category::Statistical,
        &[
            required("y", Kind::Array),
            required("x", Kind::Array),
            required("order", Kind::Integer),
            optional("intercept", Kind::Bool),
        ],
        coefficients,
        "The coefficients of the polynomial that comes nearest to points, highest power first.",
    )
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "POLYFIT.FORECAST",
        Category::Statistical,
        &[
            required("x", Kind::Number),
            required("known_y", Kind::Array),
            required("known_x", Kind::Array),
            required("order", Kind::Integer),
            optional("intercept", Kind::Bool),
        ],
        forecast,
        "The value at a place of the polynomial that comes nearest to known points.",
    ),
];

/// Higher powers of doubles say nothing.
const MOST_ORDER: i64 = 50;

/// The coefficients from the highest power down to the constant, which is 0 where it is not wanted.
fn polynomial(call: &Call<'_>, y: usize, order: usize, intercept: usize) -> Result<Vec<f64>, CellError> {
    let points = pairs(call, y, y + 1, CellError::Na)?;
    let order = call.integer(order);
    if points.is_empty() {
        return Err(no_points(call));
    }
    if !(1..=MOST_ORDER).contains(&order) || points.len() as i64 <= order {
        return Err(CellError::Num);
    }
    let with_constant = call.bool_or(intercept, true);
    call.spend(points.len() as u64 * order as u64 * order as u64)?;
    let powers = if with_constant { 0..=order as i32 } else { 1..=order as i32 };
    let columns: Vec<Vec<f64>> = powers
        .rev()
        .map(|power| points.iter().map(|(_, x)| crate::number::pow(*x, f64::from(power))).collect())
        .collect();
    let target: Vec<f64> = points.iter().map(|(y, _)| *y).collect();
    let mut factors = fit(&columns, &target).factors;
    if !with_constant {
        factors.push(0.0);
    }
    Ok(factors)
}

fn coefficients(call: &Call<'_>) -> Outcome {
    let factors = polynomial(call, 0, 2, 3)?.into_iter().map(Value::from).collect::<Vec<_>>();
    Array::new(1, factors.len() as u32, factors).map(Operand::from).ok_or(CellError::Num)
}

fn forecast(call: &Call<'_>) -> Outcome {
    let x = call.number(0);
    Ok(polynomial(call, 1, 3, 4)?.into_iter().fold(0.0, |sum, factor| sum * x + factor).into())
}
