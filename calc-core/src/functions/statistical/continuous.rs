//! Continuous distributions: exponential, Weibull, gamma, beta.

use super::super::prelude::*;
use super::special::{Tail, beta_factor, beta_parts, gamma_factor, gamma_lower, gamma_upper, invert_tail, ln_gamma};
use crate::number::pow;

const SHAPES: &[Parameter] = &[
    required("x", Kind::Number),
    required("alpha", Kind::Number),
    required("beta", Kind::Number),
    required("cumulative", Kind::Bool),
];
const INVERSE: &[Parameter] =
    &[required("probability", Kind::Number), required("alpha", Kind::Number), required("beta", Kind::Number)];
const X: &[Parameter] = &[required("x", Kind::Number)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "EXPON.DIST",
        &[required("x", Kind::Number), required("lambda", Kind::Number), required("cumulative", Kind::Bool)],
        exponential,
        "The exponential distribution or its density.",
    )
    .aliases(&["EXPONDIST"]),
    row("WEIBULL.DIST", SHAPES, weibull, "The Weibull distribution or its density.").aliases(&["WEIBULL"]),
    row("GAMMA.DIST", SHAPES, gamma_dist, "The gamma distribution or its density.").aliases(&["GAMMADIST"]),
    row("GAMMA.INV", INVERSE, gamma_inv, "Where the gamma distribution reaches a probability.")
        .steps(250)
        .aliases(&["GAMMAINV"]),
    row("GAMMA", X, gamma, "The gamma function."),
    row("GAMMALN", X, gamma_ln, "The logarithm of the gamma function.").aliases(&["GAMMALN.PRECISE"]),
    row(
        "BETA.DIST",
        &[
            required("x", Kind::Number),
            required("alpha", Kind::Number),
            required("beta", Kind::Number),
            required("cumulative", Kind::Bool),
            optional("lowest", Kind::Number),
            optional("highest", Kind::Number),
        ],
        |c| beta_dist(c, c.bool_or(3, false), 4),
        "The beta distribution or its density.",
    ),
    row(
        "BETADIST",
        &[
            required("x", Kind::Number),
            required("alpha", Kind::Number),
            required("beta", Kind::Number),
            optional("lowest", Kind::Number),
            optional("highest", Kind::Number),
        ],
        |c| beta_dist(c, true, 3),
        "The beta distribution.",
    ),
    row(
        "BETA.INV",
        &[
            required("probability", Kind::Number),
            required("alpha", Kind::Number),
            required("beta", Kind::Number),
            optional("lowest", Kind::Number),
            optional("highest", Kind::Number),
        ],
        beta_inv,
        "Where the beta distribution reaches a probability.",
    )
    .steps(550)
    .aliases(&["BETAINV"]),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, parameters, kernel, summary)
}

fn exponential(call: &Call<'_>) -> Outcome {
    let (x, lambda) = (call.number(0), call.number(1));
    if x < 0.0 || lambda <= 0.0 {
        return Err(CellError::Num);
    }
    let cumulative = call.bool_or(2, false);
    Ok(if cumulative { 0.0 - libm::expm1(-lambda * x) } else { lambda * libm::exp(-lambda * x) }.into())
}

fn weibull(call: &Call<'_>) -> Outcome {
    let (x, alpha, beta) = (call.number(0), call.number(1), call.number(2));
    if x < 0.0 || alpha <= 0.0 || beta <= 0.0 {
        return Err(CellError::Num);
    }
    let power = pow(x / beta, alpha);
    if call.bool_or(3, false) {
        return Ok((0.0 - libm::expm1(-power)).into());
    }
    Ok((alpha / beta * pow(x / beta, alpha - 1.0) * libm::exp(-power)).into())
}

fn gamma_dist(call: &Call<'_>) -> Outcome {
    let (x, alpha, beta) = (call.number(0), call.number(1), call.number(2));
    if x < 0.0 || alpha <= 0.0 || beta <= 0.0 {
        return Err(CellError::Num);
    }
    let x = x / beta;
    if call.bool_or(3, false) {
        return Ok(gamma_lower(call, alpha, x)?.into());
    }
    if x == 0.0 {
        // The density at 0 is infinite, 1 / beta or 0, as alpha is below, at or above 1.
        return match alpha.partial_cmp(&1.0) {
            Some(std::cmp::Ordering::Less) => Err(CellError::Num),
            Some(std::cmp::Ordering::Equal) => Ok((1.0 / beta).into()),
            _ => Ok(0.0.into()),
        };
    }
    Ok((gamma_factor(alpha, x) / x / beta).into())
}

fn gamma_inv(call: &Call<'_>) -> Outcome {
    let (p, alpha, beta) = (call.number(0), call.number(1), call.number(2));
    if !(0.0..1.0).contains(&p) || alpha <= 0.0 || beta <= 0.0 {
        return Err(CellError::Num);
    }
    if p == 0.0 {
        return Ok(0.0.into());
    }
    let parts = |x| Ok((gamma_lower(call, alpha, x)?, gamma_upper(call, alpha, x)?));
    let x = invert_tail(call, p, Tail::Lower, (0.0, f64::INFINITY), parts)?;
    Ok((x * beta).into())
}

fn gamma(call: &Call<'_>) -> Outcome {
    let x = call.number(0);
    if x == 0.0 || (x < 0.0 && x.fract() == 0.0) { Err(CellError::Num) } else { Ok(libm::tgamma(x).into()) }
}

fn gamma_ln(call: &Call<'_>) -> Outcome {
    let x = call.number(0);
    if x <= 0.0 { Err(CellError::Num) } else { Ok(ln_gamma(x).into()) }
}

/// The bounds of a beta distribution, 0 and 1 unless given.
fn bounds(call: &Call<'_>, index: usize) -> (f64, f64) {
    (call.number_default(index, 0.0), call.number_or(index + 1, 1.0))
}

fn beta_dist(call: &Call<'_>, cumulative: bool, bounds_at: usize) -> Outcome {
    let (x, alpha, beta) = (call.number(0), call.number(1), call.number(2));
    let (low, high) = bounds(call, bounds_at);
    if alpha <= 0.0 || beta <= 0.0 || x < low || x > high || low == high {
        return Err(CellError::Num);
    }
    let part = (x - low) / (high - low);
    let rest = (high - x) / (high - low);
    if cumulative {
        return Ok(beta_parts(call, alpha, beta, part, rest)?.0.into());
    }
    if (part == 0.0 && alpha < 1.0) || (part == 1.0 && beta < 1.0) {
        return Err(CellError::Num);
    }
    let shape = if part > 0.0 && rest > 0.0 {
        beta_factor(alpha, beta, part, rest) / part / rest
    } else {
        // At an end the density is that end's own exponent of 0, or nothing.
        match (part == 0.0, alpha == 1.0, beta == 1.0) {
            (true, true, _) => beta,
            (false, _, true) => alpha,
            _ => 0.0,
        }
    };
    Ok((shape / (high - low)).into())
}

fn beta_inv(call: &Call<'_>) -> Outcome {
    let (p, alpha, beta) = (call.number(0), call.number(1), call.number(2));
    let (low, high) = bounds(call, 3);
    if p <= 0.0 || p >= 1.0 || alpha <= 0.0 || beta <= 0.0 || low >= high {
        return Err(CellError::Num);
    }
    let part = if beta_parts(call, alpha, beta, 0.5, 0.5)?.0 < p {
        // Beyond the middle the distance from 1 keeps more digits.
        1.0 - invert_tail(call, p, Tail::Upper, (0.0, 0.5), |y| beta_parts(call, beta, alpha, y, 1.0 - y))?
    } else {
        invert_tail(call, p, Tail::Lower, (0.0, 0.5), |x| beta_parts(call, alpha, beta, x, 1.0 - x))?
    };
    Ok((low + part * (high - low)).into())
}
