//! The functions that distributions are made of: gamma and beta, complete and not.

use super::super::args::Call;
use crate::number::pow;
use crate::value::CellError;

/// The most terms of a series or steps of a fraction; enough for every argument whose result is not 0 or 1 to the last digit.
const STEPS: u32 = 200_000;
/// Terms, and looks of an inversion, that the steps of a function's row pay for; what is more is spent here, or large arguments would take
/// a thousand times as long as others.
const PAID_TERMS: u32 = 64;
const PAID_LOOKS: u32 = 100;
/// Terms that take as long as a step.
const TERMS_PER_STEP: u32 = 2;
/// Steps of a look beyond those.
const STEPS_PER_LOOK: u64 = 16;
/// When another term changes nothing.
const SMALL: f64 = 1e-16;
/// In place of a zero in a continued fraction.
const TINY: f64 = 1e-300;

/// The logarithm of the gamma function of a positive number.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The logarithm of the square root of two pi.
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// What Stirling's formula misses of the logarithm of `x!`, for a positive number.
fn stirling_miss(x: f64) -> f64 {
    if x < 16.0 {
        return ln_gamma(x + 1.0) - (x + 0.5) * libm::log(x) + x - LN_ROOT_TWO_PI;
    }
    // The coefficients are Bernoulli's numbers over 2k (2k - 1).
    let square = x * x;
    let terms =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1_260.0, -1.0 / 1_680.0, 1.0 / 1_188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    terms.iter().rev().fold(0.0, |sum, term| sum / square + term) / x
}

/// `x ln (x / m) + m - x`, which is near 0 where the two are near each other: as a series there.
fn deviance(x: f64, m: f64) -> f64 {
    let apart = x - m;
    if apart.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) + m - x;
    }
    let part = apart / (x + m);
    let mut sum = apart * part;
    let mut power = 2.0 * x * part;
    for step in 1..1_000 {
        power *= part * part;
        let next = sum + power / f64::from(2 * step + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// `m^x e^-m / x!`: Poisson's distribution, also between the whole numbers. The logarithms of its parts are large and cancel; what
/// is left of them is computed instead (Loader, Fast and Accurate Computation of Binomial Probabilities, 2000).
pub fn poisson_at(x: f64, m: f64) -> f64 {
    if x == 0.0 || m == 0.0 {
        return if x == 0.0 { libm::exp(-m) } else { 0.0 };
    }
    let logarithm = -stirling_miss(x) - deviance(x, m);
    libm::exp(logarithm) / (2.0 * std::f64::consts::PI * x).sqrt()
}

/// The binomial distribution at `x` of `n`, also between the whole numbers; `q` is what `p` leaves of 1.
pub fn binomial_at(x: f64, n: f64, p: f64, q: f64) -> f64 {
    if p == 0.0 || q == 0.0 {
        let certain = if p == 0.0 { 0.0 } else { n };
        return if x == certain { 1.0 } else { 0.0 };
    }
    if x == 0.0 || x == n {
        // 1 - p is known better from the smaller of the two.
        let (power, other) = if x == 0.0 { (q, p) } else { (p, q) };
        return libm::exp(n * if other < power { libm::log1p(-other) } else { libm::log(power) });
    }
    let rest = n - x;
    let logarithm =
        stirling_miss(n) - stirling_miss(x) - stirling_miss(rest) - deviance(x, n * p) - deviance(rest, n * q);
    libm::exp(logarithm) * (n / (2.0 * std::f64::consts::PI * x * rest)).sqrt()
}

fn spend_terms(call: &Call<'_>, terms: u32) -> Result<(), CellError> {
    call.spend((terms.saturating_sub(PAID_TERMS) / TERMS_PER_STEP).into())
}

/// The part of the gamma function's integral up to `x`, of 1 in all.
///
/// Here and below, fails where the budget runs out.
pub fn gamma_lower(call: &Call<'_>, a: f64, x: f64) -> Result<f64, CellError> {
    Ok(if x <= 0.0 {
        0.0
    } else if x < a + 1.0 {
        gamma_series(call, a, x)?
    } else {
        1.0 - gamma_fraction(call, a, x)?
    })
}

/// The part of the gamma function's integral from `x` on, of 1 in all.
pub fn gamma_upper(call: &Call<'_>, a: f64, x: f64) -> Result<f64, CellError> {
    Ok(if x <= 0.0 {
        1.0
    } else if x < a + 1.0 {
        1.0 - gamma_series(call, a, x)?
    } else {
        gamma_fraction(call, a, x)?
    })
}

fn gamma_series(call: &Call<'_>, a: f64, x: f64) -> Result<f64, CellError> {
    let mut term = 1.0 / a;
    let mut sum = term;
    let mut terms = 0;
    for step in 1..STEPS {
        terms = step;
        term *= x / (a + f64::from(step));
        sum += term;
        if term < sum * SMALL {
            break;
        }
    }
    spend_terms(call, terms)?;
    Ok(sum * gamma_factor(a, x))
}

/// `x^a e^-x / gamma(a)`
pub fn gamma_factor(a: f64, x: f64) -> f64 {
    a * poisson_at(a, x)
}

/// `x^a y^b / beta(a, b)`, where `y` is what `x` leaves of 1.
pub fn beta_factor(a: f64, b: f64, x: f64, y: f64) -> f64 {
    a * b / (a + b) * binomial_at(a, a + b, x, y)
}

/// Legendre's continued fraction, by Lentz's method.
fn gamma_fraction(call: &Call<'_>, a: f64, x: f64) -> Result<f64, CellError> {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    let mut terms = 0;
    for step in 1..STEPS {
        terms = step;
        let step = f64::from(step);
        let numerator = -step * (step - a);
        b += 2.0;
        d = 1.0 / not_zero(numerator * d + b);
        c = not_zero(b + numerator / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() < SMALL * 4.0 {
            break;
        }
    }
    spend_terms(call, terms)?;
    Ok(gamma_factor(a, x) * fraction)
}

fn not_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// The part of the beta function's integral up to `x`, of 1 in all.
pub fn beta_lower(call: &Call<'_>, a: f64, b: f64, x: f64) -> Result<f64, CellError> {
    Ok(beta_parts(call, a, b, x, 1.0 - x)?.0)
}

/// The parts of the beta function's integral up to `x` and from there on, of 1 in all. `y` is what `x` leaves of 1, which is not to be
/// had from an `x` near 1. Where a part is near 1 it is what the other leaves, so both keep their digits.
pub fn beta_parts(call: &Call<'_>, a: f64, b: f64, x: f64, y: f64) -> Result<(f64, f64), CellError> {
    if x <= 0.0 || y <= 0.0 {
        return Ok(if x <= 0.0 { (0.0, 1.0) } else { (1.0, 0.0) });
    }
    let factor = beta_factor(a, b, x, y);
    Ok(if x < (a + 1.0) / (a + b + 2.0) {
        let lower = factor / beta_fraction(call, a, b, x, y)?;
        (lower, 1.0 - lower)
    } else {
        let upper = factor / beta_fraction(call, b, a, y, x)?;
        (1.0 - upper, upper)
    })
}

/// What `beta_factor` is divided by to give the part up to `x`: Didonato and Morris's fraction (1992, formula 9), by Lentz's method.
/// Every second step of the usual one, in which `x` near 1 is met only beside what it leaves.
fn beta_fraction(call: &Call<'_>, a: f64, b: f64, x: f64, y: f64) -> Result<f64, CellError> {
    let beyond = if a > b { (a + b) * y - b } else { a - (a + b) * x };
    let start = not_zero(a / (a + 1.0) * (beyond + 1.0));
    let (mut c, mut d, mut fraction) = (start, 0.0, start);
    let mut terms = 0;
    for step in 1..STEPS {
        terms = step;
        let n = f64::from(step);
        let width = a + 2.0 * n - 1.0;
        let numerator = (a + n - 1.0) / width * ((a + b + n - 1.0) / width) * n * (b - n) * x * x;
        let term = n + n * (b - n) * x / width + (a + n) / (a + 2.0 * n + 1.0) * (beyond + 1.0 + n * (1.0 + y));
        d = 1.0 / not_zero(term + numerator * d);
        c = not_zero(term + numerator / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() < SMALL * 4.0 {
            break;
        }
    }
    spend_terms(call, terms)?;
    Ok(fraction)
}

/// The standard normal density.
pub fn normal_density(z: f64) -> f64 {
    libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt()
}

/// The standard normal distribution up to `z`.
pub fn normal_lower(z: f64) -> f64 {
    libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

/// Where the standard normal distribution reaches `p`, which lies between 0 and 1.
pub fn normal_inverse(p: f64) -> f64 {
    // By symmetry only the lower half, whose tail keeps its digits; near the middle, what lies between it and z does.
    let tail = if p > 0.5 { 1.0 - p } else { p };
    let z = if tail > 0.25 {
        let inside = if p > 0.5 { p - 0.5 } else { 0.5 - p };
        normal_inverse_lower(tail, |z| inside - libm::erf(-z / std::f64::consts::SQRT_2) / 2.0)
    } else {
        normal_inverse_lower(tail, |z| normal_lower(z) - tail)
    };
    if p > 0.5 { -z } else { z }
}

/// A first guess from the tail's own shape, then steps of Halley's method.
fn normal_inverse_lower(p: f64, miss: impl Fn(f64) -> f64) -> f64 {
    let tail = (-2.0 * libm::log(p)).sqrt();
    // Abramowitz and Stegun, 26.2.23: within 4.5e-4.
    let above = 2.515517 + tail * (0.802853 + tail * 0.010328);
    let below = 1.0 + tail * (1.432788 + tail * (0.189269 + tail * 0.001308));
    let mut z = above / below - tail;
    for _ in 0..4 {
        let step = miss(z) / normal_density(z);
        let change = step / (1.0 + z * step / 2.0);
        if !change.is_finite() {
            break;
        }
        z -= change;
    }
    z
}

/// Which end of a distribution a probability is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    Lower,
    Upper,
}

/// Where a distribution's lower or upper tail holds `p`, between two bounds, of which the second may be infinite. `parts` are what lies
/// below a place and above it, of 1 in all: the smaller one is looked at, since it keeps its digits.
pub fn invert_tail(
    call: &Call<'_>,
    p: f64,
    tail: Tail,
    (low, high): (f64, f64),
    parts: impl Fn(f64) -> Result<(f64, f64), CellError>,
) -> Result<f64, CellError> {
    let lower = (tail == Tail::Lower) == (p <= 0.5);
    let wanted = if p <= 0.5 { p } else { 1.0 - p };
    if lower {
        invert(call, |x| Ok(parts(x)?.0), wanted, low, high)
    } else {
        invert(call, |x| Ok(-parts(x)?.1), -wanted, low, high)
    }
}

/// Where a rising function reaches `p`, between `low` and `high`; `high` may be infinite. By halving, down to neighbouring doubles.
fn invert(
    call: &Call<'_>,
    of: impl Fn(f64) -> Result<f64, CellError>,
    p: f64,
    low: f64,
    high: f64,
) -> Result<f64, CellError> {
    let (mut low, mut high) = (low, high);
    if high.is_infinite() {
        high = low.abs().max(1.0);
        while of(high)? < p && high < 1e300 {
            low = high;
            high *= 2.0;
        }
    }
    if low.is_infinite() {
        low = -high.abs().max(1.0);
        while of(low)? > p && low > -1e300 {
            high = low;
            low *= 2.0;
        }
    }
    for look in 0..1_100 {
        // Halving by magnitude while the bounds are far apart, so that small results keep their digits.
        let middle = if low > 0.0 && high / low > 4.0 { (low * high).sqrt() } else { low + (high - low) / 2.0 };
        let middle = if low == 0.0 && high > 1e-300 { high * pow(2.0, -4.0) } else { middle };
        if middle <= low || middle >= high {
            break;
        }
        if look > PAID_LOOKS {
            call.spend(STEPS_PER_LOOK)?;
        }
        if of(middle)? < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(low + (high - low) / 2.0)
}
