//! Literals of dates and times. Dates are serial numbers in a sheet, so their literals are numbers too.

use crate::calendar::{Calendar, serial_of_time};

/// `yyyy-MM-dd` as a serial; `None` if it is no such day.
pub(super) fn parse_date(text: &str, calendar: Calendar) -> Option<f64> {
    let mut parts = text.trim().split('-').map(whole);
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    Some(calendar.serial_of_existing(year, month, day)? as f64)
}

/// `HH:mm:ss` with an optional fraction of a second, as the fraction of a day.
pub(super) fn parse_time(text: &str, _: Calendar) -> Option<f64> {
    let mut parts = text.trim().split(':');
    let hours = whole(parts.next()?)?;
    let minutes = whole(parts.next()?)?;
    let seconds = parts.next()?;
    let plain = !seconds.is_empty() && seconds.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let seconds: f64 = plain.then_some(seconds)?.parse().ok()?;
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds >= 60.0 {
        return None;
    }
    Some(serial_of_time(hours as f64, minutes as f64, seconds))
}

/// `yyyy-MM-dd HH:mm:ss` with an optional fraction of a second, as a serial.
pub(super) fn parse_datetime(text: &str, calendar: Calendar) -> Option<f64> {
    let (date, time) = text.trim().split_once(' ')?;
    Some(parse_date(date, calendar)? + parse_time(time, calendar)?)
}

/// A whole number without a sign, of at most four digits.
fn whole(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then_some(text)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{DateSystem, Dialect};

    fn calendar() -> Calendar {
        Calendar::new(DateSystem::Y1900, Dialect::Sheets)
    }

    #[test]
    fn literals_are_serials() {
        assert_eq!(parse_date("1899-12-31", calendar()), Some(1.0));
        assert_eq!(parse_date("2024-1-2", calendar()), Some(45_293.0));
        assert_eq!(parse_time("18:00:00.000", calendar()), Some(0.75));
        assert_eq!(parse_datetime("2024-01-02 06:00:00", calendar()), Some(45_293.25));
    }

    #[test]
    fn days_that_do_not_exist_are_none() {
        assert_eq!(parse_date("2023-02-29", calendar()), None);
        assert_eq!(parse_date("2/3/2024", calendar()), None);
        assert_eq!(parse_time("24:00:00", calendar()), None);
        assert_eq!(parse_time("12:30", calendar()), None);
        assert_eq!(parse_datetime("2024-01-02", calendar()), None);
    }
}
