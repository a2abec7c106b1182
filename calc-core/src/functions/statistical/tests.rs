//! The distributions of tests, chi-squared, F and t, and the tests themselves.

use super::super::aggregate::{not_lone, numbers_of, pairs};
use super::super::prelude::*;
use super::special::{Tail, beta_factor, beta_parts, gamma_factor, gamma_lower, gamma_upper, invert_tail};
use super::spread::{Of, average, variance};

const X_FREEDOM: &[Parameter] = &[required("x", Kind::Number), required("freedom", Kind::Integer)];
const X_FREEDOM_CUMULATIVE: &[Parameter] =
    &[required("x", Kind::Number), required("freedom", Kind::Integer), required("cumulative", Kind::Bool)];
const X_TWO: &[Parameter] =
    &[required("x", Kind::Number), required("freedom_above", Kind::Integer), required("freedom_below", Kind::Integer)];
const TWO: &[Parameter] = &[required("left", Kind::Array), required("right", Kind::Array)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("CHISQ.DIST", X_FREEDOM_CUMULATIVE, chi_dist, "The chi-squared distribution or its density.")
        .aliases(&["CHISQDIST"]),
    row("CHISQ.DIST.RT", X_FREEDOM, chi_dist_rt, "The upper tail of the chi-squared distribution.")
        .aliases(&["CHIDIST", "LEGACY.CHIDIST"]),
    row(
        "CHISQ.INV",
        X_FREEDOM,
        |c| chi_inv(c, Tail::Lower),
        "Where the chi-squared distribution reaches a probability.",
    )
    .steps(250)
    .aliases(&["CHISQINV"]),
    row(
        "CHISQ.INV.RT",
        X_FREEDOM,
        |c| chi_inv(c, Tail::Upper),
        "Where the chi-squared distribution's upper tail begins.",
    )
    .steps(250)
    .aliases(&["CHIINV", "LEGACY.CHIINV"]),
    row("CHISQ.TEST", TWO, chi_test, "The probability that observed and expected numbers differ by chance.")
        .aliases(&["CHITEST", "LEGACY.CHITEST"]),
    row(
        "F.DIST",
        &[
            required("x", Kind::Number),
            required("freedom_above", Kind::Integer),
            required("freedom_below", Kind::Integer),
            required("cumulative", Kind::Bool),
        ],
        f_dist,
        "The F distribution or its density.",
    ),
    row("F.DIST.RT", X_TWO, f_dist_rt, "The upper tail of the F distribution.").aliases(&["FDIST", "LEGACY.FDIST"]),
    row("F.INV", X_TWO, |c| f_inv(c, Tail::Lower), "Where the F distribution reaches a probability.").steps(800),
    row("F.INV.RT", X_TWO, |c| f_inv(c, Tail::Upper), "Where the F distribution's upper tail begins.")
        .steps(800)
        .aliases(&["FINV", "LEGACY.FINV"]),
    row("F.TEST", TWO, f_test, "The probability that two variances differ by chance.").aliases(&["FTEST"]),
    row("T.DIST", X_FREEDOM_CUMULATIVE, t_dist, "The t distribution or its density."),
    row("T.DIST.RT", X_FREEDOM, t_dist_rt, "The upper tail of the t distribution."),
    row("T.DIST.2T", X_FREEDOM, t_dist_2t, "Both tails of the t distribution."),
    row(
        "TDIST",
        &[required("x", Kind::Number), required("freedom", Kind::Integer), required("tails", Kind::Integer)],
        tdist,
        "One or both tails of the t distribution.",
    )
    .aliases(&["LEGACY.TDIST"]),
    row("T.INV", X_FREEDOM, t_inv, "Where the t distribution reaches a probability.").steps(400),
    row("T.INV.2T", X_FREEDOM, t_inv_2t, "Where the t distribution's two tails begin.").steps(400).aliases(&["TINV"]),
    row(
        "T.TEST",
        &[
            required("left", Kind::Array),
            required("right", Kind::Array),
            required("tails", Kind::Integer),
            required("type", Kind::Integer),
        ],
        t_test,
        "The probability that two averages differ by chance.",
    )
    .aliases(&["TTEST"]),
    row(
        "CONFIDENCE.T",
        &[required("alpha", Kind::Number), required("deviation", Kind::Number), required("size", Kind::Integer)],
        confidence,
        "Half the width of a confidence interval, with a t distribution.",
    )
    .steps(400),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, parameters, kernel, summary)
}

/// The most degrees of freedom, as documented.
const MOST_FREEDOM: f64 = 1e10;

fn freedom(call: &Call<'_>, index: usize) -> Result<f64, CellError> {
    let freedom = call.number(index);
    if (1.0..=MOST_FREEDOM).contains(&freedom) { Ok(freedom) } else { Err(CellError::Num) }
}

fn chi_dist(call: &Call<'_>) -> Outcome {
    let (x, half) = (call.number(0), freedom(call, 1)? / 2.0);
    if x < 0.0 {
        return Err(CellError::Num);
    }
    if call.bool_or(2, false) {
        return Ok(gamma_lower(call, half, x / 2.0)?.into());
    }
    if x == 0.0 {
        return match half.partial_cmp(&1.0) {
            Some(std::cmp::Ordering::Less) => Err(CellError::Num),
            Some(std::cmp::Ordering::Equal) => Ok(0.5.into()),
            _ => Ok(0.0.into()),
        };
    }
    Ok((gamma_factor(half, x / 2.0) / x).into())
}

fn chi_dist_rt(call: &Call<'_>) -> Outcome {
    let (x, half) = (call.number(0), freedom(call, 1)? / 2.0);
    if x < 0.0 { Err(CellError::Num) } else { Ok(gamma_upper(call, half, x / 2.0)?.into()) }
}

fn chi_inv(call: &Call<'_>, tail: Tail) -> Outcome {
    let (p, half) = (call.number(0), freedom(call, 1)? / 2.0);
    let in_range = if tail == Tail::Lower { (0.0..1.0).contains(&p) } else { p > 0.0 && p <= 1.0 };
    if !in_range {
        return Err(CellError::Num);
    }
    let none = if tail == Tail::Lower { p == 0.0 } else { p == 1.0 };
    if none {
        return Ok(0.0.into());
    }
    let parts = |x| Ok((gamma_lower(call, half, x)?, gamma_upper(call, half, x)?));
    let x = invert_tail(call, p, tail, (0.0, f64::INFINITY), parts)?;
    Ok((2.0 * x).into())
}

fn chi_test(call: &Call<'_>) -> Outcome {
    let (actual, expected) = (call.matrix(0), call.matrix(1));
    let (rows, columns) = (actual.rows(), actual.columns());
    for index in [0, 1] {
        not_lone(call, index)?;
    }
    if actual.len() != expected.len() || actual.len() == 1 {
        return Err(CellError::Na);
    }
    let mut statistic = 0.0;
    for (observed, expected) in pairs(call, 0, 1, CellError::Na)? {
        if expected == 0.0 {
            return Err(CellError::Div0);
        }
        if expected < 0.0 {
            return Err(CellError::Num);
        }
        statistic += (observed - expected) * (observed - expected) / expected;
    }
    let freedom =
        if rows > 1 && columns > 1 { f64::from(rows - 1) * f64::from(columns - 1) } else { actual.len() as f64 - 1.0 };
    Ok(gamma_upper(call, freedom / 2.0, statistic / 2.0)?.into())
}

/// The F distribution up to `x`, and beyond it.
fn f_tails(call: &Call<'_>, x: f64, above: f64, below: f64) -> Result<(f64, f64), CellError> {
    let (x, y) = f_place(x, above, below);
    beta_parts(call, above / 2.0, below / 2.0, x, y)
}

/// Where a value of the F distribution lies in the beta distribution, and what that leaves of 1.
fn f_place(x: f64, above: f64, below: f64) -> (f64, f64) {
    let ratio = above * x / below;
    if ratio > 1.0 {
        (1.0 / (1.0 + 1.0 / ratio), 1.0 / (1.0 + ratio))
    } else {
        (ratio / (1.0 + ratio), 1.0 / (1.0 + ratio))
    }
}

fn f_dist(call: &Call<'_>) -> Outcome {
    let (x, above, below) = (call.number(0), freedom(call, 1)?, freedom(call, 2)?);
    if x < 0.0 {
        return Err(CellError::Num);
    }
    if call.bool_or(3, false) {
        return Ok(f_tails(call, x, above, below)?.0.into());
    }
    if x == 0.0 {
        return match above.partial_cmp(&2.0) {
            Some(std::cmp::Ordering::Less) => Err(CellError::Num),
            Some(std::cmp::Ordering::Equal) => Ok(1.0.into()),
            _ => Ok(0.0.into()),
        };
    }
    let (part, rest) = f_place(x, above, below);
    Ok((beta_factor(above / 2.0, below / 2.0, part, rest) / x).into())
}

fn f_dist_rt(call: &Call<'_>) -> Outcome {
    let (x, above, below) = (call.number(0), freedom(call, 1)?, freedom(call, 2)?);
    if x < 0.0 { Err(CellError::Num) } else { Ok(f_tails(call, x, above, below)?.1.into()) }
}

fn f_inv(call: &Call<'_>, tail: Tail) -> Outcome {
    let (p, above, below) = (call.number(0), freedom(call, 1)?, freedom(call, 2)?);
    let in_range = if tail == Tail::Lower { (0.0..1.0).contains(&p) } else { p > 0.0 && p <= 1.0 };
    if !in_range {
        return Err(CellError::Num);
    }
    let none = if tail == Tail::Lower { p == 0.0 } else { p == 1.0 };
    if none {
        return Ok(0.0.into());
    }
    Ok(invert_tail(call, p, tail, (0.0, f64::INFINITY), |x| f_tails(call, x, above, below))?.into())
}

fn f_test(call: &Call<'_>) -> Outcome {
    for index in [0, 1] {
        not_lone(call, index)?;
    }
    let (left, right) = (numbers_of(call, 0)?, numbers_of(call, 1)?);
    let (above, below) = (variance(&left, Of::Sample)?, variance(&right, Of::Sample)?);
    if above == 0.0 || below == 0.0 {
        return Err(CellError::Div0);
    }
    let (lower, upper) = f_tails(call, above / below, left.len() as f64 - 1.0, right.len() as f64 - 1.0)?;
    Ok((2.0 * lower.min(upper)).into())
}

/// Both tails of the t distribution beyond `x` and `-x`, and what lies between.
fn t_parts(call: &Call<'_>, x: f64, freedom: f64) -> Result<(f64, f64), CellError> {
    let (inside, outside) = f_place(x * x, 1.0, freedom);
    beta_parts(call, freedom / 2.0, 0.5, outside, inside)
}

/// Both tails of the t distribution beyond `x` and `-x`.
fn t_both(call: &Call<'_>, x: f64, freedom: f64) -> Result<f64, CellError> {
    Ok(t_parts(call, x, freedom)?.0)
}

fn t_lower(call: &Call<'_>, x: f64, freedom: f64) -> Result<f64, CellError> {
    let tail = t_both(call, x, freedom)? / 2.0;
    Ok(if x < 0.0 { tail } else { 1.0 - tail })
}

fn t_dist(call: &Call<'_>) -> Outcome {
    let x = call.number(0);
    if !call.bool_or(2, false) && call.number(1) == 0.0 {
        return Err(CellError::Div0);
    }
    let freedom = freedom(call, 1)?;
    if call.bool_or(2, false) {
        return Ok(t_lower(call, x, freedom)?.into());
    }
    // At 0 itself the formula would divide by it.
    let x = x.abs().max(1e-100);
    let (inside, outside) = f_place(x * x, 1.0, freedom);
    Ok((beta_factor(freedom / 2.0, 0.5, outside, inside) / x).into())
}

fn t_dist_rt(call: &Call<'_>) -> Outcome {
    Ok(t_lower(call, -call.number(0), freedom(call, 1)?)?.into())
}

fn t_dist_2t(call: &Call<'_>) -> Outcome {
    let (x, freedom) = (call.number(0), freedom(call, 1)?);
    if x < 0.0 { Err(CellError::Num) } else { Ok(t_both(call, x, freedom)?.into()) }
}

fn tdist(call: &Call<'_>) -> Outcome {
    let (x, freedom) = (call.number(0), freedom(call, 1)?);
    if x < 0.0 {
        return Err(CellError::Num);
    }
    match call.integer(2) {
        1 => Ok((t_both(call, x, freedom)? / 2.0).into()),
        2 => Ok(t_both(call, x, freedom)?.into()),
        _ => Err(CellError::Num),
    }
}

/// Where both tails together hold `p`.
fn t_of_both(call: &Call<'_>, p: f64, freedom: f64) -> Result<f64, CellError> {
    invert_tail(call, p, Tail::Upper, (0.0, f64::INFINITY), |x| {
        let (both, inside) = t_parts(call, x, freedom)?;
        Ok((inside, both))
    })
}

fn t_inv(call: &Call<'_>) -> Outcome {
    let (p, freedom) = (call.number(0), freedom(call, 1)?);
    if p <= 0.0 || p >= 1.0 {
        return Err(CellError::Num);
    }
    Ok(if p == 0.5 {
        0.0.into()
    } else if p < 0.5 {
        (-t_of_both(call, 2.0 * p, freedom)?).into()
    } else {
        t_of_both(call, 2.0 * (1.0 - p), freedom)?.into()
    })
}

fn t_inv_2t(call: &Call<'_>) -> Outcome {
    let (p, freedom) = (call.number(0), freedom(call, 1)?);
    if p <= 0.0 || p > 1.0 {
        return Err(CellError::Num);
    }
    Ok(if p == 1.0 { 0.0.into() } else { t_of_both(call, p, freedom)?.into() })
}

/// Type 1 takes the values in pairs, 2 assumes equal variances, 3 does not (Welch).
fn t_test(call: &Call<'_>) -> Outcome {
    let (tails, kind) = (call.integer(2), call.integer(3));
    if !matches!(tails, 1 | 2) || !matches!(kind, 1..=3) {
        return Err(CellError::Num);
    }
    let (distance, error, freedom) = if kind == 1 {
        let differences: Vec<f64> = pairs(call, 0, 1, CellError::Na)?.into_iter().map(|(a, b)| a - b).collect();
        let count = differences.len() as f64;
        (average(&differences), variance(&differences, Of::Sample)? / count, count - 1.0)
    } else {
        for index in [0, 1] {
            not_lone(call, index)?;
        }
        let (left, right) = (numbers_of(call, 0)?, numbers_of(call, 1)?);
        let (n, m) = (left.len() as f64, right.len() as f64);
        let (a, b) = (variance(&left, Of::Sample)?, variance(&right, Of::Sample)?);
        let (error, freedom) = if kind == 2 {
            let pooled = ((n - 1.0) * a + (m - 1.0) * b) / (n + m - 2.0);
            (pooled * (1.0 / n + 1.0 / m), n + m - 2.0)
        } else {
            let (a, b) = (a / n, b / m);
            (a + b, (a + b) * (a + b) / (a * a / (n - 1.0) + b * b / (m - 1.0)))
        };
        (average(&left) - average(&right), error, freedom)
    };
    if error == 0.0 {
        return Err(CellError::Div0);
    }
    let both = t_both(call, distance / error.sqrt(), freedom)?;
    Ok(if tails == 1 { both / 2.0 } else { both }.into())
}

fn confidence(call: &Call<'_>) -> Outcome {
    let (alpha, deviation, size) = (call.number(0), call.number(1), call.number(2));
    if alpha <= 0.0 || alpha >= 1.0 || deviation <= 0.0 || size < 1.0 {
        return Err(CellError::Num);
    }
    if size == 1.0 {
        return Err(CellError::Div0);
    }
    Ok((t_of_both(call, alpha, size - 1.0)? * deviation / size.sqrt()).into())
}
