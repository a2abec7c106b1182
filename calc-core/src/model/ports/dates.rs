//! Days and plain text, by code and by pattern.
//!
//! Each rule stands twice, once as code for the check and once as a regular expression for the JSON Schema, since a schema
//! knows no calendar. A test holds the two together.

use std::fmt::Write;

/// Reads `YYYY-MM-DD` as numbers; the form only, not the calendar.
pub(super) fn split_date(text: &str) -> Option<(i64, i64, i64)> {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| {
        let part = text.get(from..to)?;
        if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().ok() } else { None }
    };
    if bytes.len() != 10 || bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return None;
    }
    Some((digits(0, 4)?, digits(5, 7)?, digits(8, 10)?))
}

/// Whether a text has only characters that a person types: no control characters but tab and line breaks.
pub fn is_plain_text(text: &str) -> bool {
    !text.chars().any(|c| matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'))
}

/// [`is_plain_text`] as a regular expression of JSON Schema.
pub const PLAIN_TEXT_PATTERN: &str = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$";

/// The regular expressions that together match the days from `first` to `last`, both `YYYY-MM-DD`: one for the calendar
/// from 1901 on, one for either bound.
pub fn date_patterns(first: &str, last: &str) -> [String; 3] {
    [CALENDAR.to_string(), bound_pattern(first, b'9'), bound_pattern(last, b'0')]
}

/// Every day from 1901 to 9999: months of 31 and 30 days, February, and 29 February of leap years.
const CALENDAR: &str = concat!(
    r"^(?:(?:190[1-9]|19[1-9][0-9]|[2-9][0-9]{3})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])",
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))",
    r"|(?:(?:19|[2-9][0-9])(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[3579][26])00)-02-29)$"
);

/// Matches texts of the form of `bound` that do not lie beyond it: later ones for the end `b'9'`, earlier for `b'0'`.
/// Texts of one width stand in the order of the days, so a text is past the bound from the first digit that differs.
fn bound_pattern(bound: &str, end: u8) -> String {
    let mut pattern = format!("^(?:{bound}");
    for (at, byte) in bound.bytes().enumerate() {
        if !byte.is_ascii_digit() || byte == end {
            continue;
        }
        let (low, high) = if end == b'9' { (byte + 1, b'9') } else { (b'0', byte - 1) };
        // Writing to a string cannot fail.
        let _ = write!(pattern, "|{}[{}-{}]", bound.get(..at).unwrap_or(""), char::from(low), char::from(high));
        for rest in bound.bytes().skip(at + 1) {
            pattern.push_str(if rest.is_ascii_digit() { "[0-9]" } else { "-" });
        }
    }
    pattern.push_str(")$");
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::dialect::{DateSystem, Dialect};
    use regex_lite::Regex;

    #[test]
    fn the_patterns_match_exactly_the_days_between_the_bounds() {
        let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
        let (first, last) = ("1999-11-09", "2024-02-29");
        let patterns = date_patterns(first, last).map(|pattern| Regex::new(&pattern).unwrap());
        for year in [1899, 1901, 1999, 2000, 2001, 2023, 2024, 2100, 9999] {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    let exists = calendar.serial_of_existing(year, month, day).is_some();
                    let expected = exists && text.as_str() >= first && text.as_str() <= last;
                    assert_eq!(patterns.iter().all(|pattern| pattern.is_match(&text)), expected, "{text}");
                    assert_eq!(patterns[0].is_match(&text), exists && year >= 1901, "{text}");
                }
            }
        }
    }

    #[test]
    fn a_date_has_four_two_and_two_digits() {
        assert_eq!(split_date("2024-02-30"), Some((2024, 2, 30)));
        for text in ["2024-2-30", "2024/02/30", "+024-02-30", "2024-02-3é", "2024-02-301"] {
            assert_eq!(split_date(text), None, "{text}");
        }
    }
}
