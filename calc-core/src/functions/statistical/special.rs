//! The functions that distributions are made of: gamma and beta, complete and not.

use crate::number::pow;

/// The most terms of a series or steps of a fraction; enough for every argument whose result is not 0 or 1 to the last digit.
const STEPS: u32 = 200_000;
/// When another term changes nothing.
const SMALL: f64 = 1e-16;
/// In place of a zero in a continued fraction.
const TINY: f64 = 1e-300;

/// The logarithm of the gamma function of a positive number.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The logarithm of the beta function.
pub fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The part of the gamma function's integral up to `x`, of 1 in all.
pub fn gamma_lower(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x < a + 1.0 {
        gamma_series(a, x)
    } else {
        1.0 - gamma_fraction(a, x)
    }
}

/// The part of the gamma function's integral from `x` on, of 1 in all.
pub fn gamma_upper(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        1.0
    } else if x < a + 1.0 {
        1.0 - gamma_series(a, x)
    } else {
        gamma_fraction(a, x)
    }
}

fn gamma_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for step in 1..STEPS {
        term *= x / (a + f64::from(step));
        sum += term;
        if term < sum * SMALL {
            break;
        }
    }
    sum * gamma_factor(a, x)
}

/// `x^a e^-x / gamma(a)`
fn gamma_factor(a: f64, x: f64) -> f64 {
    libm::exp(a * libm::log(x) - x - ln_gamma(a))
}

/// Legendre's continued fraction, by Lentz's method.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for step in 1..STEPS {
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
    gamma_factor(a, x) * fraction
}

fn not_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// The part of the beta function's integral up to `x`, of 1 in all.
pub fn beta_lower(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let factor = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        factor * beta_fraction(a, b, x) / a
    } else {
        1.0 - factor * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / not_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..STEPS {
        let step = f64::from(step);
        let even = step * (b - step) * x / ((a + 2.0 * step - 1.0) * (a + 2.0 * step));
        d = 1.0 / not_zero(1.0 + even * d);
        c = not_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + step) * (a + b + step) * x / ((a + 2.0 * step) * (a + 2.0 * step + 1.0));
        d = 1.0 / not_zero(1.0 + odd * d);
        c = not_zero(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() < SMALL * 4.0 {
            break;
        }
    }
    fraction
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
    // By symmetry only the lower half, whose tail keeps its digits.
    if p > 0.5 {
        return -normal_inverse_lower(1.0 - p, |z| p - (1.0 - normal_lower(z)));
    }
    normal_inverse_lower(p, |z| normal_lower(z) - p)
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

/// Where a rising function reaches `p`, between `low` and `high`; `high` may be infinite. By halving, down to neighbouring doubles.
pub fn invert(of: impl Fn(f64) -> f64, p: f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    if high.is_infinite() {
        high = low.abs().max(1.0);
        while of(high) < p && high < 1e300 {
            low = high;
            high *= 2.0;
        }
    }
    if low.is_infinite() {
        low = -high.abs().max(1.0);
        while of(low) > p && low > -1e300 {
            high = low;
            low *= 2.0;
        }
    }
    for _ in 0..1_100 {
        // Halving by magnitude while the bounds are far apart, so that small results keep their digits.
        let middle = if low > 0.0 && high / low > 4.0 { (low * high).sqrt() } else { low + (high - low) / 2.0 };
        let middle = if low == 0.0 && high > 1e-300 { high * pow(2.0, -4.0) } else { middle };
        if middle <= low || middle >= high {
            break;
        }
        if of(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}
