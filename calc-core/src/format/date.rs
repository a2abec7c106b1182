//! Dates and times: `yyyy-mm-dd`, `h:mm AM/PM`, `[h]:mm:ss.00`.

use std::fmt::Write;

use super::scan::Token;
use super::section::{Placeholder, Section, Unit, push_literal};
use crate::calendar::{Calendar, Date, SECONDS_PER_DAY, Time};
use crate::dialect::Dialect;
use crate::number::MONTHS;

/// The English names of the days of the week.
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The most digits that seconds have after their point.
const MOST_DECIMALS: usize = 9;

/// What a date section comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DatePlan {
    /// The digits that seconds have after their point.
    decimals: u32,
    /// Whether hours go to 12.
    halves: bool,
    /// Whether an elapsed time is all that it shows: then any number will do.
    elapsed_alone: bool,
}

impl DatePlan {
    /// Tells minutes from months, and takes zeros behind a point for fractional seconds, wherever they stand; `None` if
    /// there are other digits.
    ///
    /// An `m` or `mm` is a minute if the last letter before it was an hour or the next one is a second.
    pub(super) fn of(tokens: &mut [Token]) -> Option<DatePlan> {
        let mut decimals = 0;
        let mut fraction = None;
        // The part of the date that was last seen, and whether a fraction may follow it.
        let mut last = None;
        let mut count = 0;
        for index in 0..tokens.len() {
            let next = tokens.get(index + 1..)?.iter().find_map(|token| match token {
                Token::Date(unit, _) | Token::Elapsed(unit, _) => Some(*unit),
                _ => None,
            });
            let digit_follows = tokens.get(index + 1) == Some(&Token::Placeholder(Placeholder::Zero));
            match tokens.get_mut(index)? {
                Token::Date(unit, length) => {
                    if *unit == Unit::Month && *length <= 2 && (last == Some(Unit::Hour) || next == Some(Unit::Second))
                    {
                        *unit = Unit::Minute;
                    }
                    last = Some(*unit);
                    count += 1;
                    fraction = None;
                }
                Token::Elapsed(unit, _) => {
                    if *unit == Unit::Month {
                        *unit = Unit::Minute;
                    }
                    last = Some(*unit);
                    count += 1;
                    fraction = None;
                }
                Token::Point if digit_follows => fraction = Some(0),
                Token::Placeholder(Placeholder::Zero) => {
                    let digits = fraction.as_mut()?;
                    *digits += 1;
                    decimals = decimals.max(*digits);
                }
                Token::Placeholder(_) | Token::Exponent { .. } => return None,
                _ => fraction = None,
            }
        }
        let elapsed_alone = count == 1 && tokens.iter().any(|token| matches!(token, Token::Elapsed(..)));
        let halves = tokens.iter().any(|token| matches!(token, Token::Half(_)));
        (decimals <= MOST_DECIMALS).then_some(DatePlan { decimals: decimals as u32, halves, elapsed_alone })
    }
}

/// A moment, cut to what a section shows of it.
struct Moment {
    date: Option<Date>,
    weekday: u32,
    time: Time,
    /// Seconds since serial 0.
    seconds: i64,
    /// What is left of a second, in units of the last shown digit.
    fraction: i64,
}

/// Writes a serial as its section says; `None` if it lies outside the calendar.
pub(super) fn write(
    text: &mut String,
    section: &Section,
    plan: &DatePlan,
    serial: f64,
    calendar: Calendar,
) -> Option<()> {
    let free = plan.elapsed_alone || calendar.dialect() == Dialect::Sheets;
    if !(calendar.contains(serial) || free && serial.abs() < 1e9) {
        return None;
    }
    let elapsed = section.tokens.iter().any(|token| matches!(token, Token::Elapsed(..)));
    // Elapsed time runs both ways from 0; the time of day runs on through midnight.
    let serial = if elapsed && serial < 0.0 {
        text.push('-');
        -serial
    } else {
        serial
    };
    let moment = Moment::of(serial, plan, calendar);
    // The digits of the fraction that are still to be written behind this point.
    let mut shown = plan.decimals;
    for token in &section.tokens {
        match token {
            Token::Point => {
                shown = plan.decimals;
                text.push('.');
            }
            Token::Date(unit, length) => moment.write(text, *unit, *length, plan)?,
            Token::Elapsed(unit, length) => {
                let seconds = match unit {
                    Unit::Hour => moment.seconds / 3_600,
                    Unit::Minute => moment.seconds / 60,
                    _ => moment.seconds,
                };
                let width = *length;
                push(text, format_args!("{seconds:0width$}"));
            }
            Token::Half(letters) => {
                let afternoon = moment.time.hour >= 12;
                match letters {
                    Some((morning, evening)) => text.push(if afternoon { *evening } else { *morning }),
                    None => text.push_str(if afternoon { "PM" } else { "AM" }),
                }
            }
            Token::Placeholder(_) => {
                shown -= 1;
                let digit = moment.fraction / 10_i64.pow(shown) % 10;
                push(text, format_args!("{digit}"));
            }
            other => push_literal(text, other),
        }
    }
    Some(())
}

impl Moment {
    /// The nearest moment that the section can show: whole seconds, or as many digits of them as it has.
    fn of(serial: f64, plan: &DatePlan, calendar: Calendar) -> Moment {
        let units = 10_i64.pow(plan.decimals);
        let per_day = SECONDS_PER_DAY * units;
        let mut day = serial.floor() as i64;
        let mut part = ((serial - serial.floor()) * per_day as f64).round() as i64;
        if part >= per_day {
            day += 1;
            part = 0;
        }
        let second = part / units;
        Moment {
            date: calendar.date(day),
            weekday: calendar.weekday(day),
            time: Time::of_second(second as u32),
            seconds: day * SECONDS_PER_DAY + second,
            fraction: part % units,
        }
    }

    fn write(&self, text: &mut String, unit: Unit, length: usize, plan: &DatePlan) -> Option<()> {
        let two = |text: &mut String, number: u32| {
            let width = length.min(2);
            push(text, format_args!("{number:0width$}"));
        };
        match unit {
            Unit::Hour if plan.halves => two(text, (self.time.hour + 11) % 12 + 1),
            Unit::Hour => two(text, self.time.hour),
            Unit::Minute => two(text, self.time.minute),
            Unit::Second => two(text, self.time.second),
            Unit::Year if length <= 2 => push(text, format_args!("{:02}", self.date?.year.rem_euclid(100))),
            Unit::Year => push(text, format_args!("{:04}", self.date?.year)),
            Unit::Month => match length {
                1 | 2 => two(text, self.date?.month),
                _ => push_name(text, MONTHS.get(self.date?.month as usize - 1)?, length, 5),
            },
            Unit::Day => match length {
                1 | 2 => two(text, self.date?.day),
                _ => push_name(text, DAYS.get(self.weekday as usize)?, length, usize::MAX),
            },
        }
        Some(())
    }
}

/// Writes a name in three letters, in full, or by its first letter if the section has so many.
fn push_name(text: &mut String, name: &str, length: usize, initial: usize) {
    let end = match length {
        3 => 3,
        _ if length == initial => 1,
        _ => name.len(),
    };
    text.push_str(name.get(..end).unwrap_or(name));
}

/// Writing to a string cannot fail.
fn push(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(arguments);
}
