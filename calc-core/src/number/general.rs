//! A number as text: the General format.

use std::fmt::Write;

use super::digits::{Digits, Direction};

/// The most characters that `&` writes before it takes scientific notation, the sign apart.
const TEXT_WIDTH: u32 = 20;
/// The most characters that General has in a cell, the sign apart.
const CELL_WIDTH: i32 = 11;
/// The decimals that scientific notation has there.
const SCIENTIFIC_DECIMALS: i32 = 5;
/// From this exponent on, both ways, the third digit of the exponent costs the 15th of the number.
const LONG_EXPONENT: i32 = 99;

/// A number as `&` and every text argument see it: at most 15 significant digits, in 20 characters at most, otherwise in
/// scientific notation.
///
/// ```
/// use calc_core::number::general;
/// assert_eq!(general(0.1 + 0.2), "0.3");
/// assert_eq!(general(1234567890123456.0), "1234567890123460");
/// assert_eq!(general(1e20), "1E+20");
/// assert_eq!(general(0.00001), "0.00001");
/// ```
pub fn general(number: f64) -> String {
    let mut text = String::new();
    write_general(&mut text, number);
    text
}

/// Writes what [`general`] returns.
pub fn write_general(text: &mut String, number: f64) {
    write_digits(text, digits_of(number), TEXT_WIDTH);
}

/// A number as a cell in the format General shows it: in 11 characters, the sign apart, with digits rounded off until it
/// fits; in scientific notation where that would lose the size or, below 0.0001, any digit.
///
/// ```
/// use calc_core::number::general_cell;
/// assert_eq!(general_cell(1.0 / 3.0), "0.333333333");
/// assert_eq!(general_cell(123456789012.0), "1.23457E+11");
/// assert_eq!(general_cell(0.00012345678912), "0.000123457");
/// assert_eq!(general_cell(0.000012345678), "1.23457E-05");
/// ```
pub fn general_cell(number: f64) -> String {
    let mut text = String::new();
    write_general_cell(&mut text, number);
    text
}

/// Writes what [`general_cell`] returns.
pub fn write_general_cell(text: &mut String, number: f64) {
    let digits = digits_of(number);
    let leading = leading_exponent(digits);
    // `0.` or the whole part, the point, and the decimals that fit behind them.
    let whole = leading.max(0) + 1;
    let decimals = (CELL_WIDTH - whole - 1).max(0);
    let rounded = digits.round(decimals, Direction::HalfAway);
    let too_small = leading < -4 && rounded.trimmed() != digits.trimmed();
    if too_small || leading_exponent(rounded) >= CELL_WIDTH {
        write_scientific(text, digits.round(SCIENTIFIC_DECIMALS - leading, Direction::HalfAway));
    } else {
        write_digits(text, rounded, TEXT_WIDTH);
    }
}

/// The digits as they are written: Excel computes with subnormal numbers but shows them as 0.
fn digits_of(number: f64) -> Digits {
    if number.is_subnormal() { Digits::ZERO } else { Digits::of(number) }
}

/// The power of ten of the first digit.
fn leading_exponent(digits: Digits) -> i32 {
    digits.exponent + digits.count() as i32 - 1
}

fn write_digits(text: &mut String, digits: Digits, width: u32) {
    let digits = digits.trimmed();
    let leading = leading_exponent(digits);
    let length = if leading < 0 { digits.exponent.unsigned_abs() + 2 } else { leading.unsigned_abs() + 1 };
    if length > width {
        return write_scientific(text, digits);
    }
    if digits.negative {
        text.push('-');
    }
    push_decimal(text, digits, digits.exponent.min(0).unsigned_abs() as usize);
}

fn write_scientific(text: &mut String, digits: Digits) {
    let mut digits = digits;
    if leading_exponent(digits).abs() >= LONG_EXPONENT {
        // The 15th digit is rounded off a number that was already rounded to 15: so Excel does it.
        digits = digits.round(13 - leading_exponent(digits), Direction::HalfAway);
    }
    let leading = leading_exponent(digits);
    let mantissa = digits.trimmed();
    if mantissa.negative {
        text.push('-');
    }
    let decimals = mantissa.count() - 1;
    push_decimal(text, Digits { exponent: -(decimals as i32), ..mantissa }, decimals as usize);
    let sign = if leading < 0 { '-' } else { '+' };
    text.push_str(&format!("E{sign}{:02}", leading.abs()));
}

/// Writes the magnitude with exactly so many decimals, which must be enough for its digits.
fn push_decimal(text: &mut String, digits: Digits, decimals: usize) {
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
