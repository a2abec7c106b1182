//! The rules of rounding hold for every number; rust_decimal is the oracle.

use std::cmp::Ordering;

use calc_core::calendar::Calendar;
use calc_core::dialect::{DateSystem, Dialect};
use calc_core::format::{self, Format};
use calc_core::number::{
    Digits, cents, cmp15, eq15, general, parse_number, round_down, round_half_away, round_up, round15,
};
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};

/// Whether a double lies exactly between two decimals of 15 digits; the standard library writes those to even.
fn is_tie(number: f64) -> bool {
    let exact = format!("{number:.60e}");
    let (mantissa, _) = exact.split_once('e').unwrap();
    let (_, decimals) = mantissa.trim_end_matches('0').split_once('.').unwrap();
    decimals.get(14..) == Some("5")
}

/// The decimal of a number's 15 significant digits, as the standard library writes it. A tie goes away from zero, where the
/// next double has those digits.
fn decimal15(number: f64) -> Decimal {
    let number = if is_tie(number) { f64::from_bits(number.to_bits() + 1) } else { number };
    Decimal::from_scientific(&format!("{number:.14e}")).unwrap()
}

/// Numbers of every size, the likelier ones oftener.
fn any_number() -> impl Strategy<Value = f64> {
    (-9.99..9.99_f64, prop_oneof![-90..90_i32, -6..15_i32])
        .prop_map(|(mantissa, exponent)| format!("{mantissa}e{exponent}").parse().unwrap())
}

fn by_decimal(number: f64, digits: i32, strategy: RoundingStrategy) -> f64 {
    let decimal = decimal15(number);
    let rounded = if digits >= 0 {
        decimal.round_dp_with_strategy(digits as u32, strategy)
    } else {
        let power = Decimal::from(10_i64.pow(digits.unsigned_abs()));
        (decimal / power).round_dp_with_strategy(0, strategy) * power
    };
    rounded.to_string().parse().unwrap()
}

/// A midpoint or a whole multiple of a place, up to 20 units of the last place away from it.
fn near_a_tie() -> impl Strategy<Value = (f64, i32)> {
    (-2_000_000_000_i64..2_000_000_000, -4..=6_i32, -20..=20_i64).prop_map(|(halves, digits, units)| {
        let scale = if digits >= 0 { format!("{halves}e-{digits}") } else { format!("{halves}e{}", -digits) };
        let exact = scale.parse::<f64>().unwrap() / 2.0;
        (f64::from_bits((exact.to_bits() as i64).saturating_add(units).max(0) as u64), digits)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_round_family_equals_the_decimal_rule_near_ties((number, digits) in near_a_tie()) {
        // A walk from zero may leave the numbers behind.
        prop_assume!(number.is_finite() && (number == 0.0 || number.abs() > 1e-12));
        for number in [number, -number] {
            prop_assert_eq!(round_half_away(number, digits), by_decimal(number, digits, RoundingStrategy::MidpointAwayFromZero));
            prop_assert_eq!(round_up(number, digits), by_decimal(number, digits, RoundingStrategy::AwayFromZero));
            prop_assert_eq!(round_down(number, digits), by_decimal(number, digits, RoundingStrategy::ToZero));
        }
    }

    #[test]
    fn the_round_family_equals_the_decimal_rule_anywhere(number in -1e12..1e12_f64, digits in -6..=10_i32) {
        prop_assert_eq!(round_half_away(number, digits), by_decimal(number, digits, RoundingStrategy::MidpointAwayFromZero));
        prop_assert_eq!(round_up(number, digits), by_decimal(number, digits, RoundingStrategy::AwayFromZero));
        prop_assert_eq!(round_down(number, digits), by_decimal(number, digits, RoundingStrategy::ToZero));
    }

    #[test]
    fn any_double_survives_rounding_anywhere(number in any::<f64>(), digits in -400..=400_i32) {
        prop_assume!(number.is_finite());
        let rounded = round_half_away(number, digits);
        prop_assert!(round_down(number, digits).abs() <= number.abs().max(round15(number).abs()));
        prop_assert!(rounded == 0.0 || rounded.is_sign_negative() == number.is_sign_negative());
        prop_assert!(!round_up(number, digits).is_nan());
    }

    #[test]
    fn fifteen_digits_are_those_of_the_standard_library(number in any_number()) {
        prop_assume!(!is_tie(number));
        prop_assert_eq!(round15(number), format!("{number:.14e}").parse::<f64>().unwrap());
    }

    #[test]
    fn comparison_is_that_of_rounded_numbers(number in any::<f64>(), units in -60..60_i64) {
        let other = f64::from_bits((number.to_bits() as i64).saturating_add(units) as u64);
        prop_assume!(number.is_finite() && other.is_finite());
        let expect = round15(number).partial_cmp(&round15(other)).unwrap();
        prop_assert_eq!(cmp15(number, other), expect);
        prop_assert_eq!(eq15(number, other), expect == Ordering::Equal);
    }

    #[test]
    fn general_reads_back_as_the_number_at_15_digits(number in any_number()) {
        let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
        prop_assert_eq!(parse_number(&general(number), calendar, 2024), Some(round15(number)));
    }

    #[test]
    fn cents_are_the_decimal_rounded_to_two_places(amount in -1e9..1e9_f64) {
        let decimal = decimal15(amount).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
        let expect = if decimal.is_zero() { "0.00".to_owned() } else { format!("{decimal:.2}") };
        prop_assert_eq!(cents(amount), Some(expect));
    }

    #[test]
    fn a_price_shows_the_same_as_its_cents(amount in -1e9..1e9_f64) {
        let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
        prop_assert_eq!(format::text(&amount.into(), "0.00", calendar, 2024).ok(), cents(amount));
    }

    #[test]
    fn every_day_is_one_date(serial in -600_000..2_958_465_i64) {
        for dialect in [Dialect::Excel, Dialect::Sheets] {
            for system in [DateSystem::Y1900, DateSystem::Y1904] {
                let calendar = Calendar::new(system, dialect);
                let Some(date) = calendar.date(serial) else { continue };
                prop_assert_eq!(calendar.serial(date.year.into(), date.month.into(), date.day.into()), Some(serial));
            }
        }
    }

    #[test]
    fn no_code_and_no_text_panics(code in "[0#?.,%Ee+/@;:dmyhsAMP/\"\\\\_*\\[\\]$<>=a ]{0,14}", number in any::<f64>(), text in "[0-9/:. ,$%()\\-AJanPMe+]{0,14}") {
        prop_assume!(number.is_finite());
        for dialect in [Dialect::Excel, Dialect::Sheets] {
            let calendar = Calendar::new(DateSystem::Y1900, dialect);
            for number in [number, number % 1e6, 0.0] {
                if let Some(format) = Format::parse(&code) {
                    format.render(&number.into(), calendar);
                }
            }
            parse_number(&text, calendar, 2024);
        }
    }

    #[test]
    fn digits_never_lose_their_number(number in any::<f64>()) {
        prop_assume!(number.is_finite());
        let digits = Digits::of(number);
        prop_assert!(digits.units == 0 || (100_000_000_000_000..1_000_000_000_000_000).contains(&digits.units) || number.abs() < 1e-300);
    }
}
