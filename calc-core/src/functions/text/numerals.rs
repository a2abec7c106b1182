//! Whole numbers in Chinese numerals.

use super::super::prelude::*;
use crate::number::round_half_away;

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "NUMBERSTRING",
    Category::Text,
    &[required("number", Kind::Number), required("type", Kind::Integer)],
    number_string,
    "The whole number in Chinese numerals: by their places (1), in those of bills (2), or digit by digit (3).",
)
.falls_short("The numerals are those of a Chinese Excel; a Japanese one has some of its own.")
.steps(4)];

/// Digits, and what stands for ten, a hundred and a thousand.
struct Numerals {
    digits: [char; 10],
    places: [char; 3],
}

const PLAIN: Numerals = Numerals {
    digits: ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    places: ['十', '百', '千'],
};
const OF_BILLS: Numerals = Numerals {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    places: ['拾', '佰', '仟'],
};
/// Names of the groups of four digits, from the highest.
const GROUPS: [(u64, &str); 4] = [(1_000_000_000_000, "兆"), (100_000_000, "亿"), (10_000, "万"), (1, "")];
/// Eighteen digits: far beyond those of a double.
const MOST: f64 = 1e18;

fn number_string(call: &Call<'_>) -> Outcome {
    let number = round_half_away(call.number(0), 0);
    if !(0.0..=MOST).contains(&number) {
        return Err(CellError::Num);
    }
    let number = number as u64;
    Ok(match call.integer_or(1, 0) {
        1 => by_places(number, &PLAIN),
        2 => by_places(number, &OF_BILLS),
        3 => digit_by_digit(number, &PLAIN),
        _ => return Err(CellError::Num),
    }
    .into())
}

fn digit(number: u64, numerals: &Numerals) -> char {
    numerals.digits.get((number % 10) as usize).copied().unwrap_or_default()
}

fn digit_by_digit(number: u64, numerals: &Numerals) -> String {
    number.to_string().bytes().map(|byte| digit(u64::from(byte - b'0'), numerals)).collect()
}

/// A zero stands once for all that are skipped between two digits, and nowhere at the end.
fn by_places(number: u64, numerals: &Numerals) -> String {
    if number == 0 {
        return digit(0, numerals).into();
    }
    let mut text = String::new();
    let mut rest = number;
    let mut skipped = false;
    for (size, name) in GROUPS {
        let group = rest / size;
        rest %= size;
        if group == 0 {
            skipped = true;
            continue;
        }
        if group >= 10_000 {
            // There is no name above this group: its digits stand one by one.
            text.push_str(&digit_by_digit(group, numerals));
        } else {
            if !text.is_empty() && (skipped || group < 1_000) {
                text.push(digit(0, numerals));
            }
            push_group(&mut text, group, numerals);
        }
        text.push_str(name);
        skipped = false;
    }
    text
}

/// One to four digits with their places.
fn push_group(text: &mut String, group: u64, numerals: &Numerals) {
    let [ten, hundred, thousand] = numerals.places;
    let (mut started, mut skipped) = (false, false);
    for (size, place) in [(1_000, Some(thousand)), (100, Some(hundred)), (10, Some(ten)), (1, None)] {
        match group / size % 10 {
            0 => skipped = started,
            value => {
                if skipped {
                    text.push(digit(0, numerals));
                }
                text.push(digit(value, numerals));
                text.extend(place);
                (started, skipped) = (true, false);
            }
        }
    }
}
