//! The functions that round, on midpoints and their neighbouring doubles, against decimal arithmetic in whole numbers.
//!
//! A number counts as the decimal of its 15 significant digits. `PAINTBOX_MIDPOINTS=1000000` takes so many midpoints, as
//! `cargo xtask test` does; a sample otherwise.

use std::num::NonZero;
use std::thread;

use calc_core::formula::{Mode, Question, evaluate};
use calc_core::value::{Array, Value};
use calc_core::workbook::Content;

/// How many midpoints are taken unless the environment says otherwise.
const SAMPLE: u64 = 25_000;
/// Doubles next to a midpoint that are taken with it, to either side.
const NEIGHBOURS: [i64; 5] = [-20, -1, 0, 1, 3];
/// Midpoints that one formula rounds.
const BATCH: u64 = 400;

/// A decimal: whole units of a power of ten.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Decimal {
    units: i128,
    /// The power of ten of a unit.
    power: i32,
}

/// The 15 significant digits of a number, a tie between two of them away from zero.
fn decimal(number: f64) -> Decimal {
    // A double of less than 2^53 halves has no more than 53 digits behind its first.
    let exact = format!("{:.60e}", number.abs());
    let (mantissa, power) = exact.split_once('e').unwrap();
    let mut digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| i128::from(byte - b'0'));
    let units = digits.by_ref().take(15).fold(0, |units, digit| units * 10 + digit);
    let up = i128::from(digits.next().unwrap() >= 5);
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
        Way::Nearest => whole + i128::from(rest * 2 > below || (rest * 2 == below && above > 0)),
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
        let units = self.units.abs() * 10_i128.pow(self.power.max(0) as u32);
        let text = format!("{units:0width$}", width = decimals + 1);
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

/// A number to be rounded.
#[derive(Clone, Copy)]
struct Sample {
    number: f64,
    /// To so many decimals.
    digits: i32,
    /// To a multiple of so many units of the last of these.
    step: i128,
}

impl Sample {
    fn multiple(self) -> f64 {
        Decimal { units: self.step, power: -self.digits }.number()
    }

    fn code(self) -> String {
        if self.digits <= 0 { "0".to_string() } else { format!("0.{}", "0".repeat(self.digits as usize)) }
    }
}

/// The next midpoint, with its neighbours.
fn midpoint(draws: &mut Draws) -> [Sample; NEIGHBOURS.len()] {
    let digits = (draws.draw() % 9) as i32 - 3;
    let size = 10_u64.pow((1 + draws.draw() % 9) as u32);
    let sign = if draws.draw().is_multiple_of(3) { -1.0 } else { 1.0 };
    let step = [1, 2, 5, 25][(draws.draw() % 4) as usize];
    // Half of a step past a multiple of it, or now and then a multiple.
    let halves = (draws.draw() % size) * 2 + u64::from(!draws.draw().is_multiple_of(4));
    let midpoint: f64 = format!("{}e{}", halves.max(1) * step * 5, -digits - 1).parse().unwrap();
    NEIGHBOURS.map(|units| {
        let number = sign * f64::from_bits((midpoint.to_bits() as i64 + units) as u64);
        Sample { number, digits, step: i128::from(step) }
    })
}

const FORMULA: &str = "=HSTACK(ROUND(A:A,B:B),ROUNDUP(A:A,B:B),ROUNDDOWN(A:A,B:B),TRUNC(A:A,B:B),MROUND(1*A:A,SIGN(A:A)*C:C),\
     CEILING(A:A,C:C),FLOOR(A:A,C:C),CEILING.MATH(A:A,C:C),FLOOR.MATH(A:A,C:C),CEILING.PRECISE(A:A,C:C),FLOOR.PRECISE(A:A,C:C),\
     ISO.CEILING(A:A,C:C),TEXT(A:A,D:D),FIXED(A:A,B:B,TRUE),DOLLAR(A:A,B:B))";
const NAMES: [&str; 15] = [
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
    "ISO.CEILING",
    "TEXT",
    "FIXED",
    "DOLLAR",
];

#[test]
fn rounding_is_that_of_the_fifteen_digits() {
    let midpoints = std::env::var("PAINTBOX_MIDPOINTS").ok().map_or(SAMPLE, |text| text.parse().unwrap());
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let wrong: Vec<String> = thread::scope(|scope| {
        let each = midpoints.div_ceil(threads);
        let parts: Vec<_> = (0..threads).map(|part| scope.spawn(move || of_midpoints(part, each))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    let checked = midpoints * (NEIGHBOURS.len() * NAMES.len()) as u64;
    assert!(wrong.is_empty(), "{} of {checked} are wrong:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

/// What is wrong among so many midpoints.
fn of_midpoints(seed: u64, midpoints: u64) -> Vec<String> {
    let mut draws = Draws(seed);
    let mut wrong = Vec::new();
    for start in (0..midpoints).step_by(BATCH as usize) {
        let batch: Vec<Sample> = (start..midpoints.min(start + BATCH)).flat_map(|_| midpoint(&mut draws)).collect();
        let got = answers(&batch);
        for (row, sample) in batch.iter().enumerate() {
            check(*sample, &got, row as u32, &mut wrong);
        }
    }
    wrong
}

/// The formula's values for the samples, a row each.
fn answers(samples: &[Sample]) -> Array {
    let rows = samples.len();
    let ranges = FORMULA.replace(":A", &format!("1:A{rows}")).replace(":B", &format!("1:B{rows}"));
    let ranges = ranges.replace(":C", &format!("1:C{rows}")).replace(":D", &format!("1:D{rows}"));
    let mut question = Question::new(&ranges);
    question.mode = Mode::Array;
    for (row, sample) in samples.iter().enumerate() {
        let cells: [Value; 4] = [
            sample.number.into(),
            f64::from(sample.digits).into(),
            sample.multiple().into(),
            sample.code().as_str().into(),
        ];
        for (column, value) in ["A", "B", "C", "D"].iter().zip(cells) {
            question.cell(&format!("{column}{}", row + 1), Content::Constant(value)).unwrap();
        }
    }
    evaluate(&question).unwrap()
}

fn check(sample: Sample, got: &Array, row: u32, wrong: &mut Vec<String>) {
    let Sample { number, digits, step } = sample;
    let decimal = decimal(number);
    let whole = |way| rounded(decimal, 1, digits, way);
    let multiples = |way| rounded(decimal, step, digits, way);
    let (nearest, up, down) = (whole(Way::Nearest), multiples(Way::Up), multiples(Way::Down));
    let towards = whole(Way::Towards);
    let expected =
        [nearest, whole(Way::Away), towards, towards, multiples(Way::Nearest), up, down, up, down, up, down, up];
    for (column, name) in NAMES.iter().enumerate() {
        let value = got.value(row, column as u32);
        let right = match (expected.get(column), value) {
            // Decimals are to the bit; multiples are products of doubles, so at 15 digits.
            (Some(expected), Value::Number(got)) if column < 4 => *got == expected.number(),
            (Some(expected), Value::Number(got)) => same(*got, *expected),
            (None, Value::Text(text)) => text.replace(['$', ','], "") == shown(name, nearest, decimal),
            _ => false,
        };
        if !right {
            wrong.push(format!("{name} of {number:?}, {digits} decimals, multiple {}: {value:?}", sample.multiple()));
        }
    }
}

/// Whether a number is the decimal at 15 digits.
fn same(got: f64, expected: Decimal) -> bool {
    let number = expected.number();
    got == number || decimal(got).number() == number
}

/// How a function writes a rounded number: TEXT and FIXED with a sign, DOLLAR in parentheses; none writes a negative zero. TEXT has no
/// code for tens and hundreds, so it is asked for whole numbers.
fn shown(name: &str, nearest: Decimal, number: Decimal) -> String {
    let text = if name == "TEXT" && nearest.power > 0 { rounded(number, 1, 0, Way::Nearest) } else { nearest }.fixed();
    match (name, text.strip_prefix('-')) {
        ("DOLLAR", Some(amount)) => format!("({amount})"),
        _ => text,
    }
}
