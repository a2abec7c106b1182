//! Text that a spreadsheet takes for a number, in the American locale.

use super::date_text::parse_moment;
use super::digits::Digits;
use crate::calendar::Calendar;
use crate::dialect::Dialect;

/// How many significant digits Excel reads; it puts zeros in place of the others ("Last digits are changed to zeros when
/// you type long numbers in cells of Excel").
const EXCEL_DIGITS: u32 = 15;
/// How many significant digits fit into the integer that they are gathered in.
const MOST_DIGITS: u32 = 19;

/// The number that arithmetic, VALUE and an input see in a text: plain, with thousands, currency, percent, parentheses for
/// a negative amount, a mixed fraction, a date, a time. `today_year` completes a date without a year.
///
/// ```
/// use calc_core::calendar::Calendar;
/// use calc_core::dialect::{DateSystem, Dialect};
/// use calc_core::number::parse_number;
/// let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
/// let number = |text| parse_number(text, calendar, 2024);
/// assert_eq!(number(" $1,234.50 "), Some(1234.5));
/// assert_eq!(number("(5%)"), Some(-0.05));
/// assert_eq!(number("1 1/2"), Some(1.5));
/// assert_eq!(number("2024-01-02 12:00"), Some(45293.5));
/// assert_eq!(number("5-7"), Some(45419.0)); // 7 May of this year
/// assert_eq!(number(""), None);
/// assert_eq!(number("$"), None);
/// ```
pub fn parse_number(text: &str, calendar: Calendar, today_year: i32) -> Option<f64> {
    // Most texts are words: they are told apart before anything else is tried.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Some(number) = parse_plain(text, calendar.dialect()).or_else(|| parse_fraction(text)) {
        return Some(number);
    }
    // A blank before a number does no harm; a date after a blank is none to Excel's arithmetic (observed).
    if text.starts_with(' ') && calendar.dialect() == Dialect::Excel {
        return None;
    }
    parse_moment(text, calendar, today_year).map(|moment| moment.serial())
}

/// The number in a text that is no date, time or fraction.
pub fn parse_plain(text: &str, dialect: Dialect) -> Option<f64> {
    let mut affixes = Affixes::default();
    let mut characters = trim(text).chars();
    loop {
        let before = characters.clone();
        if !affixes.take_prefix(characters.next()?) {
            characters = before;
            break;
        }
    }
    let (digits, rest) = scan_digits(characters.as_str(), dialect)?;
    if !rest.chars().all(|character| affixes.take_suffix(character)) || affixes.parenthesis == Parenthesis::Open {
        return None;
    }
    let negative = affixes.negative || affixes.parenthesis == Parenthesis::Closed;
    let exponent = if affixes.percent { digits.exponent - 2 } else { digits.exponent };
    let number = Digits { negative, exponent, ..digits }.to_f64();
    // "-0" is zero.
    number.is_finite().then_some(number + 0.0)
}

/// A mixed fraction such as `1 1/2`; `1/2` alone is a date.
fn parse_fraction(text: &str) -> Option<f64> {
    let text = trim(text);
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = text.split_once(' ')?;
    let (numerator, denominator) = fraction.trim_start_matches(' ').split_once('/')?;
    let integer =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
    let (whole, numerator, denominator) = (integer(whole)?, integer(numerator)?, integer(denominator)?);
    if denominator == 0 {
        return None;
    }
    let magnitude = f64::from(whole) + f64::from(numerator) / f64::from(denominator);
    Some(if negative { -magnitude } else { magnitude })
}

/// Without the spaces around it. Tabs, line breaks and no-break spaces stay: Excel does not read past them.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(' ')
}

/// What stands around the digits of a number.
#[derive(Default)]
struct Affixes {
    signed: bool,
    negative: bool,
    currency: bool,
    percent: bool,
    parenthesis: Parenthesis,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Parenthesis {
    #[default]
    None,
    Open,
    Closed,
}

impl Affixes {
    fn take_prefix(&mut self, character: char) -> bool {
        match character {
            ' ' => true,
            '+' | '-' if !self.signed && self.parenthesis == Parenthesis::None => {
                self.signed = true;
                self.negative = character == '-';
                true
            }
            '(' if !self.signed && self.parenthesis == Parenthesis::None => {
                self.parenthesis = Parenthesis::Open;
                true
            }
            _ => self.take_unit(character),
        }
    }

    fn take_suffix(&mut self, character: char) -> bool {
        match character {
            ' ' => true,
            ')' if self.parenthesis == Parenthesis::Open => {
                self.parenthesis = Parenthesis::Closed;
                true
            }
            // The dollar stands in front; the euro, known in every locale, where its countries put it.
            '$' => false,
            _ => self.take_unit(character),
        }
    }

    /// Takes a currency or a per cent, once, and never both.
    fn take_unit(&mut self, character: char) -> bool {
        let taken = match character {
            '$' | '€' if !self.percent => &mut self.currency,
            '%' if !self.currency => &mut self.percent,
            _ => return false,
        };
        !std::mem::replace(taken, true)
    }
}

/// The digits at the start of a text, with thousands separators, a point and an exponent, and what follows them.
fn scan_digits(text: &str, dialect: Dialect) -> Option<(Digits, &str)> {
    let most = if dialect == Dialect::Excel { EXCEL_DIGITS } else { MOST_DIGITS };
    let (mut units, mut exponent, mut significant) = (0_u64, 0_i32, 0);
    let (mut seen, mut point) = (false, false);
    let bytes = text.as_bytes();
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                if significant < most {
                    units = units * 10 + u64::from(byte - b'0');
                    significant += u32::from(units > 0);
                    exponent -= i32::from(point);
                } else {
                    exponent += i32::from(!point);
                }
            }
            b'.' if !point => point = true,
            b',' if units > 0 && !point && is_separator(bytes, index) => {}
            _ => break,
        }
        index += 1;
    }
    if !seen {
        return None;
    }
    let mut rest = text.get(index..)?;
    if let Some(after) = rest.strip_prefix(['e', 'E']) {
        let unsigned = after.strip_prefix(['+', '-']).unwrap_or(after);
        let length = unsigned.bytes().take_while(u8::is_ascii_digit).count();
        let power: i32 = unsigned.get(..length)?.parse().ok().filter(|power| *power <= 9_999)?;
        exponent = exponent.saturating_add(if after.starts_with('-') { -power } else { power });
        rest = unsigned.get(length..)?;
    }
    Some((Digits { negative: false, units, exponent }, rest))
}

/// Whether a comma separates thousands: at least three digits follow it.
fn is_separator(bytes: &[u8], index: usize) -> bool {
    let after = bytes.get(index + 1..).unwrap_or_default();
    after.iter().take_while(|byte| byte.is_ascii_digit()).count() >= 3
}
