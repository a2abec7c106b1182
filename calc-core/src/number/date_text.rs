//! Dates and times written as text, in the American locale.
//!
//! The text is cut into numbers, words and separators; a date is one of a few orders of these. A day that does not exist
//! (`2/30/2024`) is no date. At most one part of a time may run over (`23:99`, but not `60:99`), as observed in Excel.

use super::parse::trim;
use crate::calendar::{Calendar, SECONDS_PER_DAY};
use crate::dialect::Dialect;

/// A date, a time, or both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// The day, if the text names one.
    pub day: Option<i64>,
    /// The time as a fraction of a day, if the text names one; 1 and more from `24:00` on.
    pub time: Option<f64>,
}

impl Moment {
    /// Both together.
    pub fn serial(self) -> f64 {
        self.day.unwrap_or(0) as f64 + self.time.unwrap_or(0.0)
    }
}

/// The date and time in a text; `today_year` completes a date without a year.
///
/// ```
/// use calc_core::calendar::Calendar;
/// use calc_core::dialect::{DateSystem, Dialect};
/// use calc_core::number::parse_moment;
/// let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
/// let moment = parse_moment("22-Aug-2008 6:00 PM", calendar, 2024).unwrap();
/// assert_eq!((moment.day, moment.time), (Some(39682), Some(0.75)));
/// assert_eq!(parse_moment("13:01 PM", calendar, 2024), None);
/// ```
pub fn parse_moment(text: &str, calendar: Calendar, today_year: i32) -> Option<Moment> {
    let tokens = scan(trim(text))?;
    let reader = Reader { calendar, today_year: i64::from(today_year) };
    if let Some((time, rest)) = read_time(&tokens, calendar.dialect()) {
        let rest = skip_spaces(rest);
        if rest.is_empty() {
            return Some(Moment { day: None, time: Some(time) });
        }
        let (day, rest) = reader.read_date(rest)?;
        return rest.is_empty().then_some(Moment { day: Some(day), time: Some(time) });
    }
    let (day, rest) = reader.read_date(&tokens)?;
    let rest = skip_spaces(rest);
    if rest.is_empty() {
        return Some(Moment { day: Some(day), time: None });
    }
    let (time, rest) = read_time(rest, calendar.dialect())?;
    rest.is_empty().then_some(Moment { day: Some(day), time: Some(time) })
}

/// No date or time has more parts.
const MOST_TOKENS: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// Digits: their value and how many they are.
    Number(i64, u32),
    /// The name of a month, 1 to 12.
    Month(i64),
    /// The half of the day: 0 for AM, 12 for PM.
    Half(i64),
    /// Any run of spaces.
    Space,
    /// One of `/ - , : .`
    Mark(u8),
}

/// The parts of a text; `None` if one of them occurs in no date or time.
fn scan(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(&byte) = rest.as_bytes().first() {
        if tokens.len() == MOST_TOKENS {
            return None;
        }
        let run = |belongs: fn(&u8) -> bool| rest.bytes().take_while(belongs).count();
        let (token, length) = match byte {
            b'0'..=b'9' => {
                let length = run(u8::is_ascii_digit);
                (Token::Number(rest.get(..length).filter(|_| length <= 9)?.parse().ok()?, length as u32), length)
            }
            b' ' => (Token::Space, run(|byte| *byte == b' ')),
            b'/' | b'-' | b',' | b':' | b'.' => (Token::Mark(byte), 1),
            _ => {
                let length = run(u8::is_ascii_alphabetic);
                (word(rest.get(..length)?)?, length)
            }
        };
        tokens.push(token);
        rest = rest.get(length..)?;
    }
    Some(tokens)
}

/// The English names of the months, as typed text and number formats have them.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn word(word: &str) -> Option<Token> {
    let is = |name: &str| word.eq_ignore_ascii_case(name);
    if is("am") || is("a") {
        return Some(Token::Half(0));
    }
    if is("pm") || is("p") {
        return Some(Token::Half(12));
    }
    let month = MONTHS.iter().position(|name| is(name) || name.get(..3).is_some_and(is))?;
    Some(Token::Month(month as i64 + 1))
}

fn skip_spaces(tokens: &[Token]) -> &[Token] {
    match tokens {
        [Token::Space, rest @ ..] => rest,
        _ => tokens,
    }
}

/// Skips what may stand between the parts of a date that names its month: spaces, a dash, a slash, or nothing.
fn skip_separator(tokens: &[Token]) -> &[Token] {
    let tokens = skip_spaces(tokens);
    skip_mark(tokens).unwrap_or(tokens)
}

/// Skips a dash or a slash with the spaces around it; `None` if there is none.
fn skip_mark(tokens: &[Token]) -> Option<&[Token]> {
    match skip_spaces(tokens) {
        [Token::Mark(b'-' | b'/'), rest @ ..] => Some(skip_spaces(rest)),
        _ => None,
    }
}

/// Skips what may stand before the year of `Jan 2, 2024`, where a comma may as well.
fn skip_comma(tokens: &[Token]) -> &[Token] {
    match tokens {
        [Token::Mark(b','), rest @ ..] => skip_spaces(rest),
        _ => skip_separator(tokens),
    }
}

struct Reader {
    calendar: Calendar,
    today_year: i64,
}

impl Reader {
    /// The day at the start of the tokens, and what follows.
    fn read_date<'a>(&self, tokens: &'a [Token]) -> Option<(i64, &'a [Token])> {
        match *tokens {
            // Jan 2, 2024
            [Token::Month(month), ref rest @ ..] => {
                let [Token::Number(first, count), rest @ ..] = skip_separator(rest) else { return None };
                match read_year(skip_comma(rest)) {
                    Some((year, rest)) if *count <= 2 => Some((self.day(year, month, *first)?, rest)),
                    _ => Some((self.day_or_month(month, *first, *count)?, rest)),
                }
            }
            [Token::Number(first, count), ref rest @ ..] => match skip_separator(rest) {
                // 2-Jan-2024
                [Token::Month(month), rest @ ..] if count <= 2 => match read_year(skip_separator(rest)) {
                    Some((year, rest)) => Some((self.day(year, *month, first)?, rest)),
                    None => Some((self.day(self.today_year, *month, first)?, rest)),
                },
                _ => self.read_numbers(first, count, rest),
            },
            _ => None,
        }
    }

    /// The day that begins with a number and goes on with numbers between dashes or slashes.
    fn read_numbers<'a>(&self, first: i64, count: u32, rest: &'a [Token]) -> Option<(i64, &'a [Token])> {
        // 2024 1 2, in Sheets
        if let [Token::Space, Token::Number(month, _), Token::Space, Token::Number(day, _), rest @ ..] = rest
            && count == 4
            && self.calendar.dialect() == Dialect::Sheets
        {
            return Some((self.day(first, *month, *day)?, rest));
        }
        let [Token::Number(second, second_count), rest @ ..] = skip_mark(rest)? else { return None };
        let third = match skip_mark(rest) {
            Some([Token::Number(third, count), rest @ ..]) => Some((*third, *count, rest)),
            _ => None,
        };
        match third {
            // 2024-1-2
            Some((third, _, rest)) if count == 4 => Some((self.day(first, *second, third)?, rest)),
            // 1/2/2024
            Some((third, count, rest)) => Some((self.day(full_year(third, count)?, first, *second)?, rest)),
            // 1/2 of this year, or the first of 1/2024
            None => Some((self.day_or_month(first, *second, *second_count)?, rest)),
        }
    }

    /// The day of this year, if the number is one; otherwise the first of the month in the year that it is.
    fn day_or_month(&self, month: i64, number: i64, count: u32) -> Option<i64> {
        let day = if count <= 2 { self.day(self.today_year, month, number) } else { None };
        day.or_else(|| self.day(full_year(number, count)?, month, 1))
    }

    fn day(&self, year: i64, month: i64, day: i64) -> Option<i64> {
        if self.calendar.dialect() == Dialect::Excel && year < 1900 {
            return None;
        }
        self.calendar.serial_of_existing(year, month, day)
    }
}

/// A year at the start of the tokens; not the hour of a time that follows the date.
fn read_year(tokens: &[Token]) -> Option<(i64, &[Token])> {
    match *tokens {
        [Token::Number(..), Token::Mark(b':'), ..] | [Token::Number(..), Token::Space, Token::Half(_), ..] => None,
        [Token::Number(year, count), ref rest @ ..] => Some((full_year(year, count)?, rest)),
        _ => None,
    }
}

/// Two digits mean 1930 to 2029.
fn full_year(year: i64, count: u32) -> Option<i64> {
    match (count, year) {
        (1 | 2, 0..30) => Some(2000 + year),
        (1 | 2, _) => Some(1900 + year),
        (4, _) => Some(year),
        _ => None,
    }
}

/// The most that a part of a time may run over to.
const MOST_PART: i64 = 9_999;

/// The time at the start of the tokens as a fraction of a day, and what follows.
fn read_time(tokens: &[Token], dialect: Dialect) -> Option<(f64, &[Token])> {
    use Token::{Half, Mark, Number};
    let (hour, minute, second, fraction, rest) = match *tokens {
        [
            Number(h, _),
            Mark(b':'),
            Number(m, _),
            Mark(b':'),
            Number(s, _),
            Mark(b'.'),
            Number(f, count),
            ref rest @ ..,
        ] => (h, m, s, (f, count), rest),
        [Number(h, _), Mark(b':'), Number(m, _), Mark(b':'), Number(s, _), ref rest @ ..] => (h, m, s, (0, 0), rest),
        [Number(m, _), Mark(b':'), Number(s, _), Mark(b'.'), Number(f, count), ref rest @ ..] => {
            (0, m, s, (f, count), rest)
        }
        [Number(h, _), Mark(b':'), Number(m, _), ref rest @ ..] => (h, m, 0, (0, 0), rest),
        [Number(h, _), Token::Space, Half(_), ..] => (h, 0, 0, (0, 0), tokens.get(1..)?),
        // `3pm` is a time in Sheets only.
        [Number(h, _), Half(_), ..] if dialect == Dialect::Sheets => (h, 0, 0, (0, 0), tokens.get(1..)?),
        _ => return None,
    };
    let parts = [(hour, 24), (minute, 60), (second, 60)];
    let over = parts.iter().filter(|(part, limit)| part >= limit).count();
    if over > 1 || parts.iter().any(|(part, _)| *part > MOST_PART) {
        return None;
    }
    let (hour, rest) = match *skip_spaces(rest) {
        [Half(_), ..] if hour > 12 || over > 0 => return None,
        [Half(half), ref rest @ ..] => (hour % 12 + half, rest),
        _ => (hour, rest),
    };
    let whole = hour * 3_600 + minute * 60 + second;
    let fraction = fraction.0 as f64 / 10_i64.pow(fraction.1.min(9)) as f64;
    Some(((whole as f64 + fraction) / SECONDS_PER_DAY as f64, rest))
}
