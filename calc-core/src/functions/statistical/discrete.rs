//! Distributions of counts: binomial, Poisson, hypergeometric.

use super::super::prelude::*;
use super::special::{beta_lower, beta_parts, binomial_at, gamma_upper, poisson_at};

const POISSON: &[Parameter] =
    &[required("count", Kind::Integer), required("mean", Kind::Number), required("cumulative", Kind::Bool)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "BINOM.DIST",
        &[
            required("successes", Kind::Integer),
            required("trials", Kind::Integer),
            required("probability", Kind::Number),
            required("cumulative", Kind::Bool),
        ],
        binomial,
        "The binomial distribution, up to a count or at it.",
    )
    .aliases(&["BINOMDIST"]),
    row(
        "BINOM.DIST.RANGE",
        &[
            required("trials", Kind::Integer),
            required("probability", Kind::Number),
            required("fewest", Kind::Integer),
            optional("most", Kind::Integer),
        ],
        binomial_range,
        "The binomial distribution from one count to another.",
    ),
    row(
        "BINOM.INV",
        &[required("trials", Kind::Integer), required("probability", Kind::Number), required("alpha", Kind::Number)],
        binomial_inv,
        "The count at which the binomial distribution reaches a probability.",
    )
    .steps(550)
    .aliases(&["CRITBINOM"]),
    row(
        "NEGBINOM.DIST",
        &[
            required("failures", Kind::Integer),
            required("successes", Kind::Integer),
            required("probability", Kind::Number),
            required("cumulative", Kind::Bool),
        ],
        negative_binomial,
        "The distribution of failures before so many successes, up to a count or at it.",
    ),
    row(
        "NEGBINOMDIST",
        &[
            required("failures", Kind::Integer),
            required("successes", Kind::Integer),
            required("probability", Kind::Number),
        ],
        negative_binomial,
        "The probability of so many failures before so many successes.",
    ),
    row("POISSON.DIST", POISSON, poisson, "The Poisson distribution, up to a count or at it.").aliases(&["POISSON"]),
    row(
        "HYPGEOM.DIST",
        &[
            required("sample_successes", Kind::Integer),
            required("sample", Kind::Integer),
            required("successes", Kind::Integer),
            required("population", Kind::Integer),
            required("cumulative", Kind::Bool),
        ],
        hypergeometric,
        "The hypergeometric distribution, up to a count or at it.",
    ),
    row(
        "HYPGEOMDIST",
        &[
            required("sample_successes", Kind::Integer),
            required("sample", Kind::Integer),
            required("successes", Kind::Integer),
            required("population", Kind::Integer),
        ],
        hypergeometric,
        "The probability of so many successes in a sample.",
    ),
    row(
        "PROB",
        &[
            required("values", Kind::Array),
            required("probabilities", Kind::Array),
            required("lowest", Kind::Number),
            optional("highest", Kind::Number),
        ],
        prob,
        "The probability of values between two bounds.",
    ),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, parameters, kernel, summary)
}

fn binomial_up_to(call: &Call<'_>, count: f64, trials: f64, p: f64) -> Result<f64, CellError> {
    Ok(if count < 0.0 {
        0.0
    } else if count >= trials {
        1.0
    } else {
        beta_parts(call, count + 1.0, trials - count, p, 1.0 - p)?.1
    })
}

fn binomial(call: &Call<'_>) -> Outcome {
    let (count, trials, p) = (call.number(0), call.number(1), call.number(2));
    if count < 0.0 || count > trials || !(0.0..=1.0).contains(&p) {
        return Err(CellError::Num);
    }
    let cumulative = call.bool_or(3, false);
    Ok(if cumulative { binomial_up_to(call, count, trials, p)? } else { binomial_at(count, trials, p, 1.0 - p) }.into())
}

fn binomial_range(call: &Call<'_>) -> Outcome {
    let (trials, p, fewest) = (call.number(0), call.number(1), call.number(2));
    let most = call.number_or(3, fewest);
    if trials < 0.0 || !(0.0..=1.0).contains(&p) || fewest < 0.0 || fewest > trials || most < fewest || most > trials {
        return Err(CellError::Num);
    }
    Ok(if fewest == most {
        binomial_at(fewest, trials, p, 1.0 - p)
    } else {
        binomial_up_to(call, most, trials, p)? - binomial_up_to(call, fewest - 1.0, trials, p)?
    }
    .into())
}

/// Steps of one look at the cumulative distribution.
const PROBE: u64 = 25;

fn binomial_inv(call: &Call<'_>) -> Outcome {
    let (trials, p, alpha) = (call.number(0), call.number(1), call.number(2));
    let inside = |part: f64| part > 0.0 && part < 1.0;
    if trials < 0.0 || !inside(p) || !inside(alpha) {
        return Err(CellError::Num);
    }
    // The first count at which the distribution, which only rises, is not below alpha.
    let (mut low, mut high) = (0.0_f64, trials);
    while low < high {
        call.spend(PROBE)?;
        // Counts beyond 2^53 have gaps, and one more may be the same again.
        let middle = (low + (high - low) / 2.0).floor().min(high.next_down()).max(low);
        if binomial_up_to(call, middle, trials, p)? < alpha {
            low = (middle + 1.0).max(middle.next_up());
        } else {
            high = middle;
        }
    }
    Ok(low.into())
}

/// NEGBINOMDIST, which has no fourth argument, is the probability of just that count.
fn negative_binomial(call: &Call<'_>) -> Outcome {
    let (failures, successes, p) = (call.number(0), call.number(1), call.number(2));
    if failures < 0.0 || successes < 1.0 || p <= 0.0 || p >= 1.0 {
        return Err(CellError::Num);
    }
    if call.bool_or(3, false) {
        return Ok(beta_lower(call, successes, failures + 1.0, p)?.into());
    }
    let trials = failures + successes;
    Ok((successes / trials * binomial_at(successes, trials, p, 1.0 - p)).into())
}

fn poisson(call: &Call<'_>) -> Outcome {
    let (count, mean) = (call.number(0), call.number(1));
    if count < 0.0 || mean < 0.0 {
        return Err(CellError::Num);
    }
    if call.bool_or(2, false) {
        return Ok(gamma_upper(call, count + 1.0, mean)?.into());
    }
    Ok(poisson_at(count, mean).into())
}

/// HYPGEOMDIST, which has no fifth argument, is the probability of just that count.
fn hypergeometric(call: &Call<'_>) -> Outcome {
    let [found, sample, successes, population] = [0, 1, 2, 3].map(|index| call.number(index));
    let fewest = (sample - (population - successes)).max(0.0);
    let in_range = found >= fewest && found <= sample.min(successes);
    if !in_range || sample > population || successes > population {
        return Err(CellError::Num);
    }
    if population == 0.0 {
        return Ok(1.0.into());
    }
    // Drawn at the rate of the sample, those found, those missed, and the sample itself.
    let (p, q) = (sample / population, (population - sample) / population);
    let all = binomial_at(sample, population, p, q);
    let at = |count: f64| {
        let missed = binomial_at(sample - count, population - successes, p, q);
        binomial_at(count, successes, p, q) * missed / all
    };
    if !call.bool_or(4, false) {
        return Ok(at(found).into());
    }
    // Each takes as long as two elements of an array.
    let counts = (found - fewest) as u64;
    call.spend(counts.saturating_mul(2).saturating_add(1))?;
    let sum = (0..=counts).fold(0.0, |sum: f64, more| sum + at(fewest + more as f64));
    Ok(sum.min(1.0).into())
}

fn prob(call: &Call<'_>) -> Outcome {
    let lowest = call.number(2);
    let highest = call.number_or(3, lowest);
    let pairs = super::super::aggregate::pairs(call, 0, 1, CellError::Na)?;
    let mut total = 0.0;
    let mut sum = 0.0;
    for (value, probability) in pairs {
        if !(0.0..=1.0).contains(&probability) {
            return Err(CellError::Num);
        }
        total += probability;
        if value >= lowest && value <= highest {
            sum += probability;
        }
    }
    if crate::number::eq15(total, 1.0) { Ok(sum.into()) } else { Err(CellError::Num) }
}
