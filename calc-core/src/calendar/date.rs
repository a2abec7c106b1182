//! Days and their serial numbers.

use crate::dialect::{DateSystem, Dialect};

/// Day 0 of Google Sheets, 30 December 1899, in days since 1970.
const SHEETS_EPOCH: i64 = -25_569;
/// Day 0 of the 1904 system, 1 January 1904, in days since 1970.
const MAC_EPOCH: i64 = -24_107;
/// 29 February 1900, which only Excel has.
const FALSE_LEAP_DAY: i64 = 60;
/// 31 December 9999, in days since 1970.
const LAST_DAY: i64 = 2_932_896;
/// 1 January of year 0, in days since 1970: as far back as Sheets is followed.
const FIRST_DAY: i64 = -719_528;

/// A day of the Gregorian calendar.
///
/// Excel's day 0 is "0 January 1900", so a day may be 0 there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
}

/// How a workbook counts days.
///
/// ```
/// use calc_core::calendar::{Calendar, Date};
/// use calc_core::dialect::{DateSystem, Dialect};
/// let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
/// assert_eq!(calendar.serial(2024, 2, 30), Some(45352)); // 1 March
/// assert_eq!(calendar.date(45352), Some(Date { year: 2024, month: 3, day: 1 }));
/// assert_eq!(calendar.date(-1), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    system: DateSystem,
    dialect: Dialect,
}

impl Calendar {
    /// The calendar of a date system in a dialect.
    pub fn new(system: DateSystem, dialect: Dialect) -> Calendar {
        Calendar { system, dialect }
    }

    /// The dialect that it follows.
    pub fn dialect(self) -> Dialect {
        self.dialect
    }

    /// The first serial that is a date: 0, or far below in Sheets.
    pub fn first_serial(self) -> i64 {
        match self.dialect {
            Dialect::Excel => 0,
            Dialect::Sheets => FIRST_DAY - self.epoch(),
        }
    }

    /// The last serial that is a date: 31 December 9999.
    pub fn last_serial(self) -> i64 {
        LAST_DAY - self.epoch()
    }

    /// Whether a serial, with its time, lies on a date.
    pub fn contains(self, serial: f64) -> bool {
        serial >= self.first_serial() as f64 && serial < (self.last_serial() + 1) as f64
    }

    /// The date of a day; `None` outside the calendar.
    pub fn date(self, serial: i64) -> Option<Date> {
        if serial < self.first_serial() || serial > self.last_serial() {
            return None;
        }
        if self.has_false_leap_day() {
            match serial {
                0 => return Some(Date { year: 1900, month: 1, day: 0 }),
                FALSE_LEAP_DAY => return Some(Date { year: 1900, month: 2, day: 29 }),
                1..FALSE_LEAP_DAY => return Some(civil_date(serial + 1 + self.epoch())),
                _ => {}
            }
        }
        Some(civil_date(serial + self.epoch()))
    }

    /// The day of a year, month and day, where months and days outside their range carry over: month 13 is January, day 0
    /// the last of the month before. `None` outside the calendar.
    pub fn serial(self, year: i64, month: i64, day: i64) -> Option<i64> {
        let months = year.checked_mul(12)?.checked_add(month.checked_sub(1)?)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        if !(-1..=20_000).contains(&year) {
            return None;
        }
        let mut first = civil_days(year, month, 1).checked_sub(self.epoch())?;
        // The days before 1 March 1900 are one nearer to the epoch, since the false leap day lies between.
        if self.has_false_leap_day() && first <= FALSE_LEAP_DAY {
            first -= 1;
        }
        let serial = first.checked_add(day.checked_sub(1)?)?;
        (self.first_serial()..=self.last_serial()).contains(&serial).then_some(serial)
    }

    /// The serial of a date that must exist, as typed text does: month 13 and day 31 of a short month are none.
    pub fn serial_of_existing(self, year: i64, month: i64, day: i64) -> Option<i64> {
        let last = i64::from(self.days_in_month(i32::try_from(year).ok()?, u32::try_from(month).ok()?)?);
        if (1..=last).contains(&day) { self.serial(year, month, day) } else { None }
    }

    /// The day of the week, 0 for Sunday. Excel's false leap day shifts the days before it, as WEEKDAY shows.
    pub fn weekday(self, serial: i64) -> u32 {
        let sunday = match self.system {
            DateSystem::Y1900 => 1,
            DateSystem::Y1904 => 2,
        };
        (serial.wrapping_sub(sunday)).rem_euclid(7) as u32
    }

    /// The same day of another month, or its last day if it is shorter; `None` outside the calendar.
    pub fn add_months(self, serial: i64, months: i64) -> Option<i64> {
        let date = self.date(serial)?;
        let first = self.serial(i64::from(date.year), i64::from(date.month).checked_add(months)?, 1)?;
        let target = self.date(first)?;
        let day = i64::from(date.day).min(i64::from(self.days_in_month(target.year, target.month)?));
        self.serial(i64::from(target.year), i64::from(target.month), day)
    }

    /// The last day of the month so many months on; `None` outside the calendar.
    pub fn end_of_month(self, serial: i64, months: i64) -> Option<i64> {
        let date = self.date(serial)?;
        self.serial(i64::from(date.year), i64::from(date.month).checked_add(months)?.checked_add(1)?, 0)
    }

    /// How many days a month has in this calendar; `None` if there is no such month.
    pub fn days_in_month(self, year: i32, month: u32) -> Option<u32> {
        if self.has_false_leap_day() && year == 1900 && month == 2 { Some(29) } else { days_in_month(year, month) }
    }

    fn has_false_leap_day(self) -> bool {
        self.system == DateSystem::Y1900 && self.dialect == Dialect::Excel
    }

    /// Serial 0 in days since 1970, for dates from 1 March 1900 on.
    fn epoch(self) -> i64 {
        match self.system {
            DateSystem::Y1900 => SHEETS_EPOCH,
            DateSystem::Y1904 => MAC_EPOCH,
        }
    }
}

/// Whether the Gregorian calendar gives the year a 29 February.
pub fn is_leap_year(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

/// How many days a month has; `None` if there is no such month.
pub fn days_in_month(year: i32, month: u32) -> Option<u32> {
    match month {
        2 => Some(if is_leap_year(year) { 29 } else { 28 }),
        4 | 6 | 9 | 11 => Some(30),
        1..=12 => Some(31),
        _ => None,
    }
}

/// Days since 1 January 1970. Counts in years that begin in March, so that the leap day comes last, and in eras of 400.
fn civil_days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`civil_days`].
fn civil_date(days: i64) -> Date {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Date { year: year as i32, month: month as u32, day: day as u32 }
}
