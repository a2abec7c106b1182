//! Money as text.

use std::fmt::Write;

use super::digits::{Digits, Direction};

/// An amount as a decimal string with cents, rounded by the rule of ROUND.
///
/// It is written from the decimal digits, so no binary artefact can reach it.
///
/// ```
/// use calc_core::number::cents;
/// assert_eq!(cents(1234.5), "1234.50");
/// assert_eq!(cents(1.005), "1.01");
/// assert_eq!(cents(-0.001), "0.00");
/// ```
pub fn cents(amount: f64) -> String {
    let digits = Digits::of(amount).round(2, Direction::HalfAway);
    let mut text = String::new();
    if digits.negative {
        text.push('-');
    }
    push_decimal(&mut text, digits, 2);
    text
}

/// Writes the magnitude with exactly so many decimals, which must be enough for its digits.
pub(super) fn push_decimal(text: &mut String, digits: Digits, decimals: usize) {
    let start = text.len();
    // Writing to a string cannot fail.
    let _ = write!(text, "{}", digits.units);
    if digits.units > 0 {
        text.extend(std::iter::repeat_n('0', digits.exponent.max(0) as usize));
    }
    let present = digits.exponent.min(0).unsigned_abs() as usize;
    let written = text.len() - start;
    if written <= present {
        text.insert_str(start, &"0".repeat(present + 1 - written));
    }
    if decimals > 0 {
        text.insert(text.len() - present, '.');
        text.extend(std::iter::repeat_n('0', decimals.saturating_sub(present)));
    }
}
