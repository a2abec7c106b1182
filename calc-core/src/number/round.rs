//! ROUND and its kin, exact at 15 digits.
//!
//! Scaling and rounding a double gets ties wrong: 1.005 × 100 is 100.49999999999999. The spreadsheet's answer is decided by
//! the 15-digit decimal. Most numbers are nowhere near a tie, and for those the scaled double is enough: its error and that
//! of the 15-digit decimal together stay below 1e-14 of the number.

use super::digits::{Digits, Direction, exact_power};

/// How near to a tie, in parts of the number, the decimal has to decide.
const DOUBT: f64 = 1e-14;

/// The nearest double to the number's 15 significant digits.
///
/// ```
/// use calc_core::number::round15;
/// assert_eq!(round15(0.1 + 0.2), 0.3);
/// assert_eq!(round15(1234.5), 1234.5);
/// ```
pub fn round15(number: f64) -> f64 {
    if number.is_finite() { Digits::of(number).to_f64() } else { number }
}

/// ROUND: to so many decimals (tens, hundreds … if negative), ties away from zero.
///
/// ```
/// use calc_core::number::round_half_away;
/// assert_eq!(round_half_away(1.005, 2), 1.01);
/// assert_eq!(round_half_away(2.5, 0), 3.0);
/// assert_eq!(round_half_away(-1.475, 2), -1.48);
/// assert_eq!(round_half_away(1234.0, -2), 1200.0);
/// ```
pub fn round_half_away(number: f64, decimals: i32) -> f64 {
    if let Some(scaled) = scale(number, decimals) {
        let whole = scaled.abs().floor();
        let fraction = scaled.abs() - whole;
        if (fraction - 0.5).abs() > scaled.abs() * DOUBT {
            let rounded = if fraction > 0.5 { whole + 1.0 } else { whole };
            return unscale(rounded, decimals, number);
        }
    }
    by_digits(number, decimals, Direction::HalfAway)
}

/// ROUNDUP: away from zero.
///
/// ```
/// use calc_core::number::round_up;
/// assert_eq!(round_up(3.2, 0), 4.0);
/// assert_eq!(round_up(3.0000000000000004, 0), 3.0);
/// assert_eq!(round_up(-76.1, -1), -80.0);
/// ```
pub fn round_up(number: f64, decimals: i32) -> f64 {
    match whole_away_from_doubt(number, decimals) {
        Some(whole) => unscale(whole + 1.0, decimals, number),
        None => by_digits(number, decimals, Direction::Up),
    }
}

/// ROUNDDOWN and TRUNC: towards zero.
///
/// ```
/// use calc_core::number::round_down;
/// assert_eq!(round_down(-3.9, 0), -3.0);
/// assert_eq!(round_down(0.1 + 0.7, 1), 0.8);
/// ```
pub fn round_down(number: f64, decimals: i32) -> f64 {
    match whole_away_from_doubt(number, decimals) {
        Some(whole) => unscale(whole, decimals, number),
        None => by_digits(number, decimals, Direction::Down),
    }
}

/// The whole part of the scaled number, unless the number may be an integer at 15 digits.
fn whole_away_from_doubt(number: f64, decimals: i32) -> Option<f64> {
    let scaled = scale(number, decimals)?.abs();
    let whole = scaled.floor();
    let fraction = scaled - whole;
    let doubt = scaled * DOUBT;
    (fraction > doubt && 1.0 - fraction > doubt).then_some(whole)
}

/// The number times `10^decimals`, where the power is exact and the whole part of the result is too.
fn scale(number: f64, decimals: i32) -> Option<f64> {
    let power = exact_power(decimals.unsigned_abs())?;
    let scaled = if decimals < 0 { number / power } else { number * power };
    (scaled.abs() < 1e15).then_some(scaled)
}

/// The inverse of [`scale`] for a whole number, with the sign of the number that was rounded. Correctly rounded: both
/// operands are exact.
fn unscale(whole: f64, decimals: i32, number: f64) -> f64 {
    let Some(power) = exact_power(decimals.unsigned_abs()) else { return number };
    let magnitude = if decimals < 0 { whole * power } else { whole / power };
    // A rounding to zero is 0, not -0.
    if number < 0.0 && magnitude > 0.0 { -magnitude } else { magnitude }
}

fn by_digits(number: f64, decimals: i32, direction: Direction) -> f64 {
    if number.is_finite() { Digits::of(number).round(decimals, direction).to_f64() } else { number }
}
