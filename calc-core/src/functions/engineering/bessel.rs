//! Bessel functions of whole order.
//!
//! Excel computes orders 0 and 1 with the classic approximations by polynomials (Abramowitz and Stegun, 9.4 and 9.8; Hart's
//! rational ones below 8) and the others by recurrence: `BESSELJ(0,0)` is 1.00000000283141 there. The same is done here, so that
//! prices of both agree in every digit that Excel shows.

use super::super::prelude::*;

const PARAMETERS: &[Parameter] = &[required("x", Kind::AddInNumber), required("order", Kind::AddInNumber)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("BESSELJ", bessel_j, "The Bessel function of the first kind.").steps(12),
    row("BESSELY", |c| singular(c, y0, y1, Sign::Minus), "The Bessel function of the second kind.").steps(12),
    row("BESSELI", bessel_i, "The modified Bessel function of the first kind.").steps(12),
    row("BESSELK", |c| singular(c, k0, k1, Sign::Plus), "The modified Bessel function of the second kind.").steps(12),
];

const fn row(name: &'static str, kernel: fn(&Call<'_>) -> Outcome, summary: &'static str) -> FunctionSpec {
    FunctionSpec::new(name, Category::Engineering, PARAMETERS, kernel, summary)
}

/// A polynomial, its constant first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// Two over pi, as far as the approximations take it.
#[expect(clippy::approx_constant, reason = "the approximations were fitted with these nine digits")]
const TWO_OVER_PI: f64 = 0.636619772;

/// Amplitude and phase beyond 8: the factors of cosine and sine, and the angle.
struct Wave {
    cosine: f64,
    sine: f64,
    angle: f64,
    size: f64,
}

fn wave(x: f64, shift: f64, cosine: &[f64], sine: &[f64]) -> Wave {
    let z = 8.0 / x;
    let square = z * z;
    Wave {
        cosine: polynomial(cosine, square),
        sine: z * polynomial(sine, square),
        angle: x - shift,
        size: (TWO_OVER_PI / x).sqrt(),
    }
}

fn wave0(x: f64) -> Wave {
    const COSINE: [f64; 5] = [1.0, -0.1098628627e-2, 0.2734510407e-4, -0.2073370639e-5, 0.2093887211e-6];
    const SINE: [f64; 5] = [-0.1562499995e-1, 0.1430488765e-3, -0.6911147651e-5, 0.7621095161e-6, -0.934935152e-7];
    wave(x, 0.785398164, &COSINE, &SINE)
}

fn wave1(x: f64) -> Wave {
    const COSINE: [f64; 5] = [1.0, 0.183105e-2, -0.3516396496e-4, 0.2457520174e-5, -0.240337019e-6];
    const SINE: [f64; 5] = [0.04687499995, -0.2002690873e-3, 0.8449199096e-5, -0.88228987e-6, 0.105787412e-6];
    wave(x, 2.356194491, &COSINE, &SINE)
}

impl Wave {
    fn first_kind(&self) -> f64 {
        self.size * (libm::cos(self.angle) * self.cosine - libm::sin(self.angle) * self.sine)
    }

    fn second_kind(&self) -> f64 {
        self.size * (libm::sin(self.angle) * self.cosine + libm::cos(self.angle) * self.sine)
    }
}

fn j0(x: f64) -> f64 {
    const ABOVE: [f64; 6] = [57568490574.0, -13362590354.0, 651619640.7, -11214424.18, 77392.33017, -184.9052456];
    const BELOW: [f64; 6] = [57568490411.0, 1029532985.0, 9494680.718, 59272.64853, 267.8532712, 1.0];
    if x.abs() >= 8.0 {
        return wave0(x.abs()).first_kind();
    }
    polynomial(&ABOVE, x * x) / polynomial(&BELOW, x * x)
}

fn j1(x: f64) -> f64 {
    const ABOVE: [f64; 6] = [72362614232.0, -7895059235.0, 242396853.1, -2972611.439, 15704.48260, -30.16036606];
    const BELOW: [f64; 6] = [144725228442.0, 2300535178.0, 18583304.74, 99447.43394, 376.9991397, 1.0];
    if x.abs() >= 8.0 {
        return wave1(x.abs()).first_kind() * x.signum();
    }
    x * polynomial(&ABOVE, x * x) / polynomial(&BELOW, x * x)
}

fn y0(x: f64) -> f64 {
    const ABOVE: [f64; 6] = [-2957821389.0, 7062834065.0, -512359803.6, 10879881.29, -86327.92757, 228.4622733];
    const BELOW: [f64; 6] = [40076544269.0, 745249964.8, 7189466.438, 47447.26470, 226.1030244, 1.0];
    if x >= 8.0 {
        return wave0(x).second_kind();
    }
    polynomial(&ABOVE, x * x) / polynomial(&BELOW, x * x) + TWO_OVER_PI * j0(x) * libm::log(x)
}

fn y1(x: f64) -> f64 {
    const ABOVE: [f64; 6] =
        [-0.4900604943e13, 0.1275274390e13, -0.5153438139e11, 0.7349264551e9, -0.4237922726e7, 0.8511937935e4];
    const BELOW: [f64; 7] =
        [0.2499580570e14, 0.4244419664e12, 0.3733650367e10, 0.2245904002e8, 0.1020426050e6, 0.3549632885e3, 1.0];
    if x >= 8.0 {
        return wave1(x).second_kind();
    }
    x * polynomial(&ABOVE, x * x) / polynomial(&BELOW, x * x) + TWO_OVER_PI * (j1(x) * libm::log(x) - 1.0 / x)
}

/// Where the approximations of the modified functions change over.
const MODIFIED_LIMIT: f64 = 3.75;

fn i0(x: f64) -> f64 {
    const NEAR: [f64; 7] = [1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.360768e-1, 0.45813e-2];
    const FAR: [f64; 9] = [
        0.39894228,
        0.1328592e-1,
        0.225319e-2,
        -0.157565e-2,
        0.916281e-2,
        -0.2057706e-1,
        0.2635537e-1,
        -0.1647633e-1,
        0.392377e-2,
    ];
    let size = x.abs();
    if size < MODIFIED_LIMIT {
        let part = x / MODIFIED_LIMIT;
        return polynomial(&NEAR, part * part);
    }
    libm::exp(size) / size.sqrt() * polynomial(&FAR, MODIFIED_LIMIT / size)
}

fn i1(x: f64) -> f64 {
    const NEAR: [f64; 7] = [0.5, 0.87890594, 0.51498869, 0.15084934, 0.2658733e-1, 0.301532e-2, 0.32411e-3];
    const FAR: [f64; 9] = [
        0.39894228,
        -0.3988024e-1,
        -0.362018e-2,
        0.163801e-2,
        -0.1031555e-1,
        0.2282967e-1,
        -0.2895312e-1,
        0.1787654e-1,
        -0.420059e-2,
    ];
    let size = x.abs();
    if size < MODIFIED_LIMIT {
        let part = x / MODIFIED_LIMIT;
        return x * polynomial(&NEAR, part * part);
    }
    libm::exp(size) / size.sqrt() * polynomial(&FAR, MODIFIED_LIMIT / size) * x.signum()
}

fn k0(x: f64) -> f64 {
    const NEAR: [f64; 7] = [-0.57721566, 0.42278420, 0.23069756, 0.3488590e-1, 0.262698e-2, 0.10750e-3, 0.74e-5];
    const FAR: [f64; 7] =
        [1.25331414, -0.7832358e-1, 0.2189568e-1, -0.1062446e-1, 0.587872e-2, -0.251540e-2, 0.53208e-3];
    if x <= 2.0 {
        return polynomial(&NEAR, x * x / 4.0) - libm::log(x / 2.0) * i0(x);
    }
    libm::exp(-x) / x.sqrt() * polynomial(&FAR, 2.0 / x)
}

fn k1(x: f64) -> f64 {
    const NEAR: [f64; 7] = [1.0, 0.15443144, -0.67278579, -0.18156897, -0.1919402e-1, -0.110404e-2, -0.4686e-4];
    const FAR: [f64; 7] = [1.25331414, 0.23498619, -0.3655620e-1, 0.1504268e-1, -0.780353e-2, 0.325614e-2, -0.68245e-3];
    if x <= 2.0 {
        return libm::log(x / 2.0) * i1(x) + polynomial(&NEAR, x * x / 4.0) / x;
    }
    libm::exp(-x) / x.sqrt() * polynomial(&FAR, 2.0 / x)
}

/// The largest order that is computed: those above are zero or infinite wherever a cell could hold the result.
const MOST_ORDER: f64 = 1_000_000.0;

fn order(call: &Call<'_>) -> Result<f64, CellError> {
    let order = call.number(1).trunc();
    if order < 0.0 { Err(CellError::Num) } else { Ok(order) }
}

/// Whether the recurrence subtracts or adds.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Minus,
    Plus,
}

/// One step of the recurrence from order `n` up: `2n/x f(n) ± f(n-1)`.
fn next(x: f64, n: f64, at: f64, before: f64, sign: Sign) -> f64 {
    let step = 2.0 * n / x * at;
    if sign == Sign::Plus { step + before } else { step - before }
}

/// The functions that are infinite at 0: the recurrence upwards is stable.
fn singular(call: &Call<'_>, zeroth: fn(f64) -> f64, first: fn(f64) -> f64, sign: Sign) -> Outcome {
    let (x, order) = (call.number(0), order(call)?);
    if x <= 0.0 {
        return Err(CellError::Num);
    }
    if order == 0.0 {
        return Ok(zeroth(x).into());
    }
    let (mut before, mut at) = (zeroth(x), first(x));
    let mut n = 1.0;
    while n < order && at.is_finite() {
        call.spend(1)?;
        (before, at) = (at, next(x, n, at, before, sign));
        n += 1.0;
    }
    Ok(at.into())
}

/// How far above the order the recurrence downwards starts: it forgets its start within so many steps.
fn start_above(order: f64) -> f64 {
    2.0 * ((order + (40.0 * order).sqrt()).floor() / 2.0).floor() + 2.0
}

/// When values of the recurrence are scaled down.
const LARGE: f64 = 1e10;

fn bessel_j(call: &Call<'_>) -> Outcome {
    let (x, order) = (call.number(0), order(call)?);
    if order == 0.0 {
        return Ok(j0(x).into());
    }
    if x == 0.0 || order > MOST_ORDER {
        return Ok(0.0.into());
    }
    if order == 1.0 {
        return Ok(j1(x).into());
    }
    let size = x.abs();
    let value = if size > order {
        let (mut before, mut at) = (j0(size), j1(size));
        let mut n = 1.0;
        while n < order {
            call.spend(1)?;
            (before, at) = (at, next(size, n, at, before, Sign::Minus));
            n += 1.0;
        }
        at
    } else {
        // Downwards from an arbitrary start, then scaled so that `j0 + 2 (j2 + j4 + …)` is 1.
        let (mut above, mut at) = (0.0, 1.0);
        let (mut found, mut sum) = (0.0, 0.0);
        let mut n = start_above(order);
        while n > 0.0 {
            call.spend(1)?;
            (above, at) = (at, next(size, n, at, above, Sign::Minus));
            if at.abs() > LARGE {
                at /= LARGE;
                above /= LARGE;
                found /= LARGE;
                sum /= LARGE;
            }
            if n % 2.0 == 1.0 {
                sum += at;
            }
            if n == order {
                found = above;
            }
            n -= 1.0;
        }
        found / (2.0 * sum - at)
    };
    Ok(if x < 0.0 && order % 2.0 == 1.0 { (-value).into() } else { value.into() })
}

fn bessel_i(call: &Call<'_>) -> Outcome {
    let (x, order) = (call.number(0), order(call)?);
    if order == 0.0 {
        return Ok(i0(x).into());
    }
    if x == 0.0 || order > MOST_ORDER {
        return Ok(0.0.into());
    }
    if order == 1.0 {
        return Ok(i1(x).into());
    }
    let size = x.abs();
    let (mut above, mut at, mut found) = (0.0, 1.0, 0.0);
    let mut n = 2.0 * (order + (40.0 * order).sqrt().floor());
    while n > 0.0 {
        call.spend(1)?;
        (above, at) = (at, next(size, n, at, above, Sign::Plus));
        if at.abs() > LARGE {
            found /= LARGE;
            at /= LARGE;
            above /= LARGE;
        }
        if n == order {
            found = above;
        }
        n -= 1.0;
    }
    let value = found * i0(size) / at;
    Ok(if x < 0.0 && order % 2.0 == 1.0 { (-value).into() } else { value.into() })
}
