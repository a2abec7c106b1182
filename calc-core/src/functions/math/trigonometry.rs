//! Trigonometric and hyperbolic functions.

use std::f64::consts::{FRAC_PI_2, PI};

use super::super::prelude::*;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("SIN", |c| circular(c, libm::sin), "The sine.")
        .differs(&[differs("`#NUM!` from 134,217,728 radians on.", "Any angle.")])
        .steps(3),
    row("COS", |c| circular(c, libm::cos), "The cosine.")
        .differs(&[differs("`#NUM!` from 134,217,728 radians on.", "Any angle.")])
        .steps(3),
    row("TAN", |c| circular(c, libm::tan), "The tangent.")
        .differs(&[differs("`#NUM!` from 134,217,728 radians on.", "Any angle.")])
        .steps(3),
    row("CSC", |c| inverse(c, libm::sin), "The cosecant: 1 over the sine.").steps(3),
    row("SEC", |c| inverse(c, libm::cos), "The secant: 1 over the cosine.").steps(3),
    row("COT", |c| inverse(c, libm::tan), "The cotangent: 1 over the tangent.").steps(3),
    row("ASIN", |c| Ok(libm::asin(c.number(0)).into()), "The angle that has the sine.").steps(3),
    row("ACOS", |c| Ok(libm::acos(c.number(0)).into()), "The angle that has the cosine.").steps(3),
    row("ATAN", |c| Ok(libm::atan(c.number(0)).into()), "The angle that has the tangent.").steps(3),
    row("ACOT", acot, "The angle that has the cotangent.")
        .differs(&[differs(
            "The angle lies between 0 and pi.",
            "It lies between -pi/2 and pi/2: the arctangent of 1/x.",
        )])
        .steps(3),
    row("SINH", |c| Ok(libm::sinh(c.number(0)).into()), "The hyperbolic sine.").steps(3),
    row("COSH", |c| Ok(libm::cosh(c.number(0)).into()), "The hyperbolic cosine.").steps(3),
    row("TANH", |c| Ok(libm::tanh(c.number(0)).into()), "The hyperbolic tangent.").steps(3),
    row("CSCH", |c| over(1.0, libm::sinh(c.number(0))), "The hyperbolic cosecant.").steps(3),
    row("SECH", |c| over(1.0, libm::cosh(c.number(0))), "The hyperbolic secant.").steps(3),
    row("COTH", |c| over(1.0, libm::tanh(c.number(0))), "The hyperbolic cotangent.").steps(3),
    row("ASINH", |c| Ok(libm::asinh(c.number(0)).into()), "The inverse hyperbolic sine.").steps(3),
    row("ACOSH", |c| Ok(libm::acosh(c.number(0)).into()), "The inverse hyperbolic cosine.").steps(3),
    row("ATANH", |c| Ok(libm::atanh(c.number(0)).into()), "The inverse hyperbolic tangent.").steps(3),
    row("ACOTH", acoth, "The inverse hyperbolic cotangent.").steps(3),
    row("DEGREES", |c| Ok((c.number(0) * (180.0 / PI)).into()), "Radians as degrees."),
    row("RADIANS", |c| Ok((c.number(0) * (PI / 180.0)).into()), "Degrees as radians."),
    FunctionSpec::new(
        "ATAN2",
        Category::Math,
        &[required("x", Kind::Number), required("y", Kind::Number)],
        atan2,
        "The angle of a point seen from the origin.",
    )
    .steps(3),
];

const fn row(name: &'static str, kernel: fn(&Call<'_>) -> Outcome, summary: &'static str) -> FunctionSpec {
    FunctionSpec::new(name, Category::Math, NUMBER, kernel, summary)
}

/// From this angle on Excel's circular functions are `#NUM!`.
const MOST_RADIANS: f64 = 134_217_728.0;

fn angle(call: &Call<'_>) -> Result<f64, CellError> {
    let angle = call.number(0);
    if call.context.dialect == Dialect::Excel && angle.abs() >= MOST_RADIANS { Err(CellError::Num) } else { Ok(angle) }
}

fn circular(call: &Call<'_>, of: fn(f64) -> f64) -> Outcome {
    Ok(of(angle(call)?).into())
}

fn inverse(call: &Call<'_>, of: fn(f64) -> f64) -> Outcome {
    over(1.0, of(angle(call)?))
}

fn over(above: f64, below: f64) -> Outcome {
    if below == 0.0 { Err(CellError::Div0) } else { Ok((above / below).into()) }
}

/// Excel's goes on from 0 to pi; that of Sheets jumps at 0, from -pi/2 to pi/2.
fn acot(call: &Call<'_>) -> Outcome {
    let angle = FRAC_PI_2 - libm::atan(call.number(0));
    let is_below = call.context.dialect == Dialect::Sheets && call.number(0) < 0.0;
    Ok(if is_below { angle - PI } else { angle }.into())
}

fn acoth(call: &Call<'_>) -> Outcome {
    let number = call.number(0);
    if number.abs() <= 1.0 {
        return Err(CellError::Num);
    }
    Ok(libm::atanh(1.0 / number).into())
}

fn atan2(call: &Call<'_>) -> Outcome {
    let (x, y) = (call.number(0), call.number(1));
    if x == 0.0 && y == 0.0 { Err(CellError::Div0) } else { Ok(libm::atan2(y, x).into()) }
}
