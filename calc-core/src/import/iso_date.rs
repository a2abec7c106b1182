//! Dates in ISO 8601, which cells of type `d` hold (strict files write them).

use crate::dialect::DateSystem;

/// The serial number of `2024-02-29`, `2024-02-29T18:30:00.5` (a final `Z` is passed over), or a bare time `18:30:00`.
pub(super) fn serial(text: &str, system: DateSystem) -> Option<f64> {
    let text = text.trim().trim_end_matches('Z');
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (Some(date), Some(time)),
        None if text.contains(':') => (None, Some(text)),
        None => (Some(text), None),
    };
    let days = date.map_or(Some(0), |date| day_number(date, system))?;
    let seconds = time.map_or(Some(0.0), seconds)?;
    Some(f64::from(days) + seconds / 86_400.0)
}

/// 1 March 1900 in days since 1 March of the year 0.
const FIRST_OF_MARCH_1900: i32 = 693_960;

fn day_number(date: &str, system: DateSystem) -> Option<i32> {
    let mut fields = date.split('-');
    let year: i32 = digits(fields.next()?, 4)?;
    let month: i32 = digits(fields.next()?, 2)?;
    let day: i32 = digits(fields.next()?, 2)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i32::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if fields.next().is_some() || !(1..=length).contains(&day) {
        return None;
    }
    // Days since 1 March of the year 0, in years that begin in March, so that the leap day comes last.
    let (years, months) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let days = years * 365 + years.div_euclid(4) - years.div_euclid(100)
        + years.div_euclid(400)
        + (months * 153 + 2) / 5
        + day
        - 1;
    let serial = match system {
        // In the 1900 system 29 February 1900 exists as day 60, so days before it count one less.
        DateSystem::Y1900 if days < FIRST_OF_MARCH_1900 => days - 693_900,
        DateSystem::Y1900 => days - 693_899,
        DateSystem::Y1904 => days - 695_361,
    };
    (serial >= 0).then_some(serial)
}

fn seconds(time: &str) -> Option<f64> {
    let mut fields = time.split(':');
    let hours: i32 = digits(fields.next()?, 2).filter(|hours| *hours < 24)?;
    let minutes: i32 = digits(fields.next()?, 2).filter(|minutes| *minutes < 60)?;
    let seconds = match fields.next() {
        None => 0.0,
        Some(text) if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') => {
            text.parse().ok().filter(|seconds| *seconds < 60.0)?
        }
        Some(_) => return None,
    };
    fields.next().is_none().then(|| f64::from(hours * 3_600 + minutes * 60) + seconds)
}

fn digits(text: &str, length: usize) -> Option<i32> {
    if text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Serials from Excel's documentation of DATE and DATEVALUE, of the 1904 date system, and of the false leap day.
    #[test]
    fn dates_have_the_serials_that_excel_documents() {
        for (text, y1900) in [
            ("1900-01-01", Some(1.0)),
            ("1900-02-28", Some(59.0)),
            ("1900-03-01", Some(61.0)),
            ("2008-01-01", Some(39_448.0)),
            ("2011-08-22", Some(40_777.0)),
            ("9999-12-31", Some(2_958_465.0)),
            ("2008-01-01T12:00:00Z", Some(39_448.5)),
            ("18:00", Some(0.75)),
            ("2023-02-29", None),
            ("2024-1-1", None),
            ("2024-01-01T25:00", None),
            ("1899-01-01", None),
            ("today", None),
        ] {
            assert_eq!(serial(text, DateSystem::Y1900), y1900, "{text}");
        }
        assert_eq!(serial("1904-01-01", DateSystem::Y1904), Some(0.0));
        assert_eq!(serial("2011-07-05", DateSystem::Y1904), Some(39_267.0));
    }
}
