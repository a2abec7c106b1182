//! The functions that round, on midpoints and their neighbouring doubles, against decimal arithmetic in whole numbers.
//!
//! A number counts as the decimal of its 15 significant digits. `PAINTBOX_MIDPOINTS=1000000` takes so many midpoints; a sample otherwise.

use calc_core::dialect::Dialect;
use calc_core::formula::Mode;
use calc_core::value::Value;
use serde_json::json;

use crate::case::answer;

/// How many midpoints are taken unless the environment says otherwise.
const SAMPLE: u64 = 1_500;
/// Doubles next to a midpoint that are taken with it, to either side.
const NEIGHBOURS: [i64; 5] = [-20, -1, 0, 1, 3];

/// A decimal: whole units of a power of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Decimal {
    units: i128,
    /// The power of ten of a unit.
    power: i32,
}

/// The 15 significant digits of a number, a tie between two of them away from zero.
fn decimal(number: f64) -> Decimal {
    let exact = format!("{:.60e}", number.abs());
    let (mantissa, power) = exact.split_once('e').unwrap();
    let digits: Vec<i128> = mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| i128::from(byte - b'0')).collect();
    let units = digits[..15].iter().fold(0, |units, digit| units * 10 + digit);
    let up = i128::from(digits[15] >= 5);
    let sign = if number < 0.0 { -1 } else { 1 };
    Decimal { units: sign * (units + up), power: power.parse::<i32>().unwrap() - 14 }
}

/// Which way a quotient becomes a whole number.
#[derive(Clone, Copy)]
enum Way {
    Nearest,
    Away,
    Towards,
    Up,
    Down,
}

/// The quotient as a whole number.
fn divided(above: i128, below: i128, way: Way) -> i128 {
    let (whole, rest) = (above.div_euclid(below), above.rem_euclid(below));
    let exact = rest == 0;
    match way {
        Way::Down => whole,
        Way::Up => whole + i128::from(!exact),
        Way::Towards => whole + i128::from(!exact && above < 0),
        Way::Away => whole + i128::from(!exact && above > 0),
        Way::Nearest => {
            let further = rest * 2 > below || (rest * 2 == below && above > 0);
            whole + i128::from(further)
        }
    }
}

/// The decimal in whole units of `multiple` times ten to the power of `-digits`.
fn rounded(number: Decimal, multiple: i128, digits: i32, way: Way) -> Decimal {
    let shift = number.power + digits;
    let (above, below) = match shift {
        0.. => (number.units * 10_i128.pow(shift as u32), multiple),
        _ => (number.units, multiple * 10_i128.pow(shift.unsigned_abs())),
    };
    Decimal { units: divided(above, below, way) * multiple, power: -digits }
}

impl Decimal {
    /// With exactly so many decimals, as many as its power has.
    fn fixed(self) -> String {
        let decimals = (-self.power).max(0) as usize;
        let text = format!("{:0width$}", self.units.abs(), width = decimals + 1);
        let (whole, part) = text.split_at(text.len() - decimals);
        let point = if decimals > 0 { "." } else { "" };
        let sign = if self.units < 0 { "-" } else { "" };
        format!("{sign}{whole}{point}{part}")
    }

    fn number(self) -> f64 {
        format!("{}e{}", self.units, self.power).parse().unwrap()
    }
}

/// Numbers that follow each other without a pattern, the same ones each time.
struct Draws(u64);

impl Draws {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 20
    }
}

const FORMULA: &str = "=HSTACK(ROUND(A1,A2),ROUNDUP(A1,A2),ROUNDDOWN(A1,A2),TRUNC(A1,A2),MROUND(A1,SIGN(A1)*A3),\
     CEILING(A1,A3),FLOOR(A1,A3),CEILING.MATH(A1,A3),FLOOR.MATH(A1,A3),CEILING.PRECISE(A1,A3),FLOOR.PRECISE(A1,A3),\
     TEXT(A1,A4),FIXED(A1,A2,TRUE),DOLLAR(A1,A2))";
const NAMES: [&str; 14] = [
    "ROUND",
    "ROUNDUP",
    "ROUNDDOWN",
    "TRUNC",
    "MROUND",
    "CEILING",
    "FLOOR",
    "CEILING.MATH",
    "FLOOR.MATH",
    "CEILING.PRECISE",
    "FLOOR.PRECISE",
    "TEXT",
    "FIXED",
    "DOLLAR",
];

#[test]
fn rounding_is_that_of_the_fifteen_digits() {
    let midpoints = std::env::var("PAINTBOX_MIDPOINTS").ok().map_or(SAMPLE, |text| text.parse().unwrap());
    let mut draws = Draws(2_026);
    let mut wrong = Vec::new();
    let mut checked = 0_u64;
    for _ in 0..midpoints {
        let digits = (draws.draw() % 6) as i32;
        let size = 10_u64.pow((1 + draws.draw() % 9) as u32);
        let sign = if draws.draw().is_multiple_of(3) { -1.0 } else { 1.0 };
        let step = [1, 2, 5, 25][(draws.draw() % 4) as usize];
        // Half of a step past a multiple of it, or now and then a multiple.
        let halves = (draws.draw() % size) * 2 + u64::from(!draws.draw().is_multiple_of(4));
        let midpoint: f64 = format!("{}e-{}", halves * step * 5, digits + 1).parse().unwrap();
        for units in NEIGHBOURS {
            if halves == 0 {
                continue;
            }
            let number = sign * f64::from_bits((midpoint.to_bits() as i64 + units) as u64);
            checked += NAMES.len() as u64;
            check(number, digits, step as i128, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} are wrong:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

fn check(number: f64, digits: i32, step: i128, wrong: &mut Vec<String>) {
    let multiple = Decimal { units: step, power: -digits }.number();
    let code = if digits == 0 { "0".to_string() } else { format!("0.{}", "0".repeat(digits as usize)) };
    let cells = json!({ "A1": number, "A2": digits, "A3": multiple, "A4": code });
    let got = answer(FORMULA, &cells, None, Mode::Array, Dialect::Excel).unwrap();
    let decimal = decimal(number);
    let whole = |way| rounded(decimal, 1, digits, way);
    let multiples = |way| rounded(decimal, step, digits, way);
    let nearest = whole(Way::Nearest);
    let expected = [
        nearest,
        whole(Way::Away),
        whole(Way::Towards),
        whole(Way::Towards),
        multiples(Way::Nearest),
        multiples(Way::Up),
        multiples(Way::Down),
        multiples(Way::Up),
        multiples(Way::Down),
        multiples(Way::Up),
        multiples(Way::Down),
    ];
    for (index, name) in NAMES.iter().enumerate() {
        let value = got.value(0, index as u32);
        let right = match (expected.get(index), value) {
            // Decimals are to the bit; multiples are products of doubles, so at 15 digits.
            (Some(expected), Value::Number(got)) if index < 4 => *got == expected.number(),
            (Some(expected), Value::Number(got)) => *got == 0.0 && expected.units == 0 || same(*got, *expected),
            (None, Value::Text(text)) => text.replace(['$', ','], "") == shown(name, nearest),
            _ => false,
        };
        if !right {
            wrong.push(format!("{name} of {number:?}, {digits} decimals, multiple {multiple}: {value:?}"));
        }
    }
}

fn same(got: f64, expected: Decimal) -> bool {
    decimal(got).number() == expected.number()
}

/// How a function writes a rounded number: TEXT and FIXED with a sign, DOLLAR in parentheses; none writes a negative zero.
fn shown(name: &str, rounded: Decimal) -> String {
    let text = rounded.fixed();
    match (name, text.strip_prefix('-')) {
        ("DOLLAR", Some(amount)) => format!("({amount})"),
        _ => text,
    }
}
