//! The normal distribution and those made from it.

use super::super::aggregate::numbers_of;
use super::super::prelude::*;
use super::special::{normal_density, normal_inverse, normal_lower};
use super::spread::{Of, average, variance};

const X_MEAN_DEVIATION: &[Parameter] =
    &[required("x", Kind::Number), required("mean", Kind::Number), required("deviation", Kind::Number)];
const WITH_CUMULATIVE: &[Parameter] = &[
    required("x", Kind::Number),
    required("mean", Kind::Number),
    required("deviation", Kind::Number),
    required("cumulative", Kind::Bool),
];
const Z: &[Parameter] = &[required("z", Kind::Number)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("NORM.DIST", WITH_CUMULATIVE, normal, "The normal distribution or its density.").aliases(&["NORMDIST"]),
    row("NORM.INV", X_MEAN_DEVIATION, normal_inv, "Where the normal distribution reaches a probability.")
        .aliases(&["NORMINV"]),
    row(
        "NORM.S.DIST",
        &[required("z", Kind::Number), required("cumulative", Kind::Bool)],
        standard,
        "The standard normal distribution or its density.",
    ),
    row("NORMSDIST", Z, |c| Ok(normal_lower(c.number(0)).into()), "The standard normal distribution.")
        .aliases(&["LEGACY.NORMSDIST"]),
    row("NORM.S.INV", Z, standard_inv, "Where the standard normal distribution reaches a probability.")
        .aliases(&["NORMSINV", "LEGACY.NORMSINV"]),
    row("LOGNORM.DIST", WITH_CUMULATIVE, lognormal, "The lognormal distribution or its density."),
    row("LOGNORMDIST", X_MEAN_DEVIATION, lognormal, "The lognormal distribution."),
    row("LOGNORM.INV", X_MEAN_DEVIATION, lognormal_inv, "Where the lognormal distribution reaches a probability.")
        .aliases(&["LOGINV"]),
    row("STANDARDIZE", X_MEAN_DEVIATION, standardize, "How many deviations a number lies from the mean."),
    row("PHI", Z, |c| Ok(normal_density(c.number(0)).into()), "The standard normal density."),
    row(
        "GAUSS",
        Z,
        |c| Ok((libm::erf(c.number(0) / std::f64::consts::SQRT_2) / 2.0).into()),
        "The part of a standard normal distribution between the mean and a number of deviations.",
    ),
    row(
        "CONFIDENCE.NORM",
        &[required("alpha", Kind::Number), required("deviation", Kind::Number), required("size", Kind::Number)],
        confidence,
        "Half the width of a confidence interval, with a normal distribution.",
    )
    .aliases(&["CONFIDENCE"]),
    row(
        "Z.TEST",
        &[required("values", Kind::Range), required("x", Kind::Number), optional("deviation", Kind::Number)],
        z_test,
        "The probability of an average above that of the values.",
    )
    .aliases(&["ZTEST"]),
    row("FISHER", NUMBER, fisher, "Fisher's transformation."),
    row("FISHERINV", NUMBER, |c| Ok(libm::tanh(c.number(0)).into()), "The inverse of Fisher's transformation."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, parameters, kernel, summary)
}

/// The distance from the mean in deviations; a deviation that is not positive is `#NUM!`.
fn distance(x: f64, mean: f64, deviation: f64) -> Result<f64, CellError> {
    if deviation <= 0.0 { Err(CellError::Num) } else { Ok((x - mean) / deviation) }
}

fn normal(call: &Call<'_>) -> Outcome {
    let z = distance(call.number(0), call.number(1), call.number(2))?;
    Ok(if call.bool_or(3, false) { normal_lower(z) } else { normal_density(z) / call.number(2) }.into())
}

/// A probability strictly between 0 and 1.
fn probability(call: &Call<'_>) -> Result<f64, CellError> {
    let p = call.number(0);
    if p <= 0.0 || p >= 1.0 { Err(CellError::Num) } else { Ok(p) }
}

fn normal_inv(call: &Call<'_>) -> Outcome {
    let (p, mean, deviation) = (probability(call)?, call.number(1), call.number(2));
    if deviation <= 0.0 { Err(CellError::Num) } else { Ok((mean + deviation * normal_inverse(p)).into()) }
}

fn standard(call: &Call<'_>) -> Outcome {
    let z = call.number(0);
    Ok(if call.bool_or(1, false) { normal_lower(z) } else { normal_density(z) }.into())
}

fn standard_inv(call: &Call<'_>) -> Outcome {
    Ok(normal_inverse(probability(call)?).into())
}

/// LOGNORMDIST, which has no fourth argument, is always cumulative.
fn lognormal(call: &Call<'_>) -> Outcome {
    let x = call.number(0);
    if x <= 0.0 {
        return Err(CellError::Num);
    }
    let z = distance(libm::log(x), call.number(1), call.number(2))?;
    let density = call.len() > 3 && !call.bool_or(3, false);
    Ok(if density { normal_density(z) / (x * call.number(2)) } else { normal_lower(z) }.into())
}

fn lognormal_inv(call: &Call<'_>) -> Outcome {
    let (p, mean, deviation) = (probability(call)?, call.number(1), call.number(2));
    if deviation <= 0.0 { Err(CellError::Num) } else { Ok(libm::exp(mean + deviation * normal_inverse(p)).into()) }
}

fn standardize(call: &Call<'_>) -> Outcome {
    Ok(distance(call.number(0), call.number(1), call.number(2))?.into())
}

fn confidence(call: &Call<'_>) -> Outcome {
    let (alpha, deviation, size) = (probability(call)?, call.number(1), call.number(2).trunc());
    if deviation <= 0.0 || size < 1.0 {
        return Err(CellError::Num);
    }
    Ok((-normal_inverse(alpha / 2.0) * deviation / size.sqrt()).into())
}

fn z_test(call: &Call<'_>) -> Outcome {
    let values = numbers_of(call, 0)?;
    if values.is_empty() {
        return Err(CellError::Na);
    }
    let deviation = if call.has(2) { call.number(2) } else { variance(&values, Of::Sample)?.sqrt() };
    if deviation <= 0.0 {
        return Err(if call.has(2) { CellError::Num } else { CellError::Div0 });
    }
    let z = (average(&values) - call.number(1)) / (deviation / (values.len() as f64).sqrt());
    Ok(normal_lower(-z).into())
}

fn fisher(call: &Call<'_>) -> Outcome {
    let x = call.number(0);
    if x <= -1.0 || x >= 1.0 { Err(CellError::Num) } else { Ok(libm::atanh(x).into()) }
}
