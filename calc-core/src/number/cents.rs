//! Money, at the border where it leaves the engine.

use rust_decimal::{Decimal, RoundingStrategy};

use super::digits::Digits;

/// An amount in cents as a decimal text, rounded half away from zero from its 15 digits, as ROUND does; `None` for an amount that no
/// decimal of 28 digits holds.
///
/// It is a decimal from here on, so no binary artefact can reach it.
///
/// ```
/// use calc_core::number::cents;
/// assert_eq!(cents(1234.5).as_deref(), Some("1234.50"));
/// assert_eq!(cents(1.005).as_deref(), Some("1.01"));
/// assert_eq!(cents(-0.001).as_deref(), Some("0.00"));
/// assert_eq!(cents(1e300), None);
/// ```
pub fn cents(amount: f64) -> Option<String> {
    let money = decimal(amount)?.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let money = if money.is_zero() { Decimal::ZERO } else { money };
    Some(format!("{money:.2}"))
}

/// The decimal of an amount's 15 digits; `None` above 28 digits. Below 10^-28 nothing of it is left.
fn decimal(amount: f64) -> Option<Decimal> {
    let digits = Digits::of(amount).trimmed();
    let units = i128::from(digits.units) * if digits.negative { -1 } else { 1 };
    if digits.exponent <= 0 {
        let scale = digits.exponent.unsigned_abs();
        return Some(Decimal::try_from_i128_with_scale(units, scale).unwrap_or(Decimal::ZERO));
    }
    let power = 10_i128.checked_pow(digits.exponent.unsigned_abs())?;
    Decimal::try_from_i128_with_scale(units.checked_mul(power)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_and_small_amounts_are_exact() {
        assert_eq!(cents(123_456_789_012_345_000.0).as_deref(), Some("123456789012345000.00"));
        assert_eq!(cents(1e-300).as_deref(), Some("0.00"));
        assert_eq!(cents(-2.675).as_deref(), Some("-2.68"));
        assert_eq!(cents(7e27).as_deref(), Some("7000000000000000000000000000.00"));
    }
}
