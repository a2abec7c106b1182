//! Comparing numbers the way spreadsheets do.

use std::cmp::Ordering;

use super::digits::Digits;

/// How far apart, in parts of the larger, two numbers with the same 15 digits can be, with room to spare.
const APART: f64 = 1.1e-14;

/// Whether `=` holds: the same 15 significant digits.
///
/// Excel keeps 15 digits of a number (its article on floating-point arithmetic) and compares by them: `=0.1+0.2=0.3` is
/// TRUE though the doubles differ in their last bit. Lookups that match exactly compare the doubles instead.
///
/// ```
/// use calc_core::number::eq15;
/// assert!(eq15(0.1 + 0.2, 0.3));
/// assert!(!eq15(1.0, 1.00000000000001));
/// ```
pub fn eq15(left: f64, right: f64) -> bool {
    cmp15(left, right) == Ordering::Equal
}

/// The order of two numbers at 15 significant digits.
pub fn cmp15(left: f64, right: f64) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    let apart = (left - right).abs() > left.abs().max(right.abs()) * APART;
    if !apart && left.is_finite() && right.is_finite() && Digits::of(left) == Digits::of(right) {
        return Ordering::Equal;
    }
    left.total_cmp(&right)
}

/// The widest distance of two doubles, in units of the last place, that an addition or subtraction treats as none.
const NEAR: u64 = 7;

/// What Excel makes of the result of a formula's last addition or subtraction: zero, if the operands all but cancel.
///
/// The article says "at or very close to zero" without a figure. Observed (public.excel.worksheet.functions, April 2009,
/// confirmed up to the largest doubles): the result is replaced when the operands, taken as 64-bit integers, differ by 1
/// to 7. Not a matter of digits: `1+8*2^-52-1` keeps its result though both operands show the same 15 digits.
///
/// `left` and `right` are the operands as they stand, whichever of the two operations it was.
///
/// ```
/// use calc_core::number::snap;
/// assert_eq!(snap(0.1 + 0.2, 0.3, (0.1 + 0.2) - 0.3), 0.0);
/// assert_eq!(snap(1.5, 1.25, 0.25), 0.25);
/// ```
pub fn snap(left: f64, right: f64, result: f64) -> f64 {
    let (left, right) = (left.abs(), right.abs());
    // Operands that add up give a result larger than either; only a cancellation can leave less.
    if result.abs() < left && left.to_bits().abs_diff(right.to_bits()) <= NEAR { 0.0 } else { result }
}
