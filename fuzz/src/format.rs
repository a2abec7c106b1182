//! Number-format codes: read, and rendered over numbers of all kinds.

use std::path::Path;

use calc_core::calendar::Calendar;
use calc_core::dialect::{DateSystem, Dialect};
use calc_core::format::{Format, text};
use calc_core::value::{MAX_TEXT, Value};

use crate::grid::typed;
use crate::seeds::lines_of_tests;
use crate::spent::within;

/// Steps whose time a code may take.
const STEPS: u64 = 20_000;

/// Numbers that formats treat differently.
const NUMBERS: [f64; 17] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    1234.5678,
    -1234.5,
    0.999_999_999,
    1e-300,
    1e15,
    123_456_789_012_345_680.0,
    -1e300,
    60.0,
    44_000.999_999_9,
    2_958_465.999_999,
    2_958_466.0,
    f64::MAX,
];

/// Reads the first line as a code and shows numbers and the rest of the input with it.
pub fn run(input: &[u8]) {
    let input = String::from_utf8_lossy(input);
    let (code, given) = input.split_once('\n').unwrap_or((&input, "-0.1"));
    within(STEPS, || show(code, &typed(given)));
}

fn show(code: &str, given: &Value) {
    let format = Format::parse(code);
    assert!(format == Format::parse(code), "the same code, another format");
    for dialect in [Dialect::Excel, Dialect::Sheets] {
        for system in [DateSystem::Y1900, DateSystem::Y1904] {
            let calendar = Calendar::new(system, dialect);
            if let Ok(text) = text(given, code, calendar, 2_024) {
                assert!(text.len() <= 4 * MAX_TEXT, "a text of {} bytes", text.len());
            }
            let Some(format) = &format else { continue };
            let rendered = format.render(given, calendar);
            assert!(rendered == format.render(given, calendar), "the same value, another text");
            for number in NUMBERS {
                format.render(&Value::Number(number), calendar);
            }
        }
    }
}

/// The codes of the tests, over the numbers there.
pub fn seeds(_: Option<&Path>) -> Vec<Vec<u8>> {
    let numbers = ["1234.567", "-0.5", "0", "44000.75", "text", "1e20", "TRUE"];
    let codes = lines_of_tests("code").into_iter().enumerate();
    codes.map(|(at, code)| format!("{code}\n{}", numbers[at % numbers.len()]).into_bytes()).collect()
}

/// What codes are made of.
pub fn words() -> Vec<String> {
    let words = "yyyy yy mmmmm mmmm mmm mm dddd ddd dd hh ss AM/PM A/P [h] [mm] [ss] .000 #,##0 0.00 0.0E+00 E-0 ?/? ??/??? /16 # General \
                 [Red] [Color10] [>=100] [<0] [=1] [<>0] [$-409] [$€-2] _) *- @ \\x \"a\" % ,, ;;; ; b e g";
    words.split(' ').map(str::to_owned).collect()
}
