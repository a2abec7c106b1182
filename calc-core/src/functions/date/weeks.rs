//! Days and weeks of the year.

use super::super::prelude::*;
use super::serials::{DATE, date, day};
use crate::calendar::Calendar;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "WEEKDAY",
        &[required("date", Kind::Number), optional("type", Kind::Integer)],
        weekday,
        "The day of the week as a number, counted as the type says.",
    ),
    row(
        "WEEKNUM",
        &[required("date", Kind::AddInNumber), optional("type", Kind::AddInNumber)],
        weeknum,
        "The week of the year; the first is the one with 1 January.",
    ),
    row("ISOWEEKNUM", DATE, iso_week, "The week of the year by ISO 8601; the first is the one with 4 January."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Date, parameters, kernel, summary)
}

fn weekday(call: &Call<'_>) -> Outcome {
    let weekday = i64::from(call.context.calendar().weekday(day(call, 0)?));
    // The day that counts as 1, from 0 for Sunday; type 3 counts Monday as 0.
    let (first, start) = match call.integer_default(1, 1) {
        1 | 17 => (0, 1),
        2 | 11 => (1, 1),
        3 => (1, 0),
        kind @ 12..=16 => (kind - 10, 1),
        _ => return Err(CellError::Num),
    };
    Ok((((weekday - first).rem_euclid(7) + start) as f64).into())
}

fn weeknum(call: &Call<'_>) -> Outcome {
    let first = match call.integer_default(1, 1) {
        1 | 17 => 0,
        2 | 11 => 1,
        kind @ 12..=16 => kind - 10,
        21 => return iso_week(call),
        _ => return Err(CellError::Num),
    };
    let calendar = call.context.calendar();
    let new_year = calendar.serial(i64::from(date(call, 0)?.year), 1, 1).ok_or(CellError::Num)?;
    let into_week = (i64::from(calendar.weekday(new_year)) - first).rem_euclid(7);
    Ok((((day(call, 0)? - new_year + into_week).div_euclid(7) + 1) as f64).into())
}

fn iso_week(call: &Call<'_>) -> Outcome {
    let calendar = call.context.calendar();
    let day = day(call, 0)?;
    // A week belongs to the year that its Thursday lies in.
    let thursday = day - i64::from((calendar.weekday(day) + 6) % 7) + 3;
    if thursday < calendar.first_serial() {
        // The days before the first Monday of 1900 belong to the last week of 1899.
        return Ok(52.0.into());
    }
    let year = year_of(calendar, thursday).ok_or(CellError::Num)?;
    let new_year = calendar.serial(year, 1, 1).ok_or(CellError::Num)?;
    Ok((((thursday - new_year) / 7 + 1) as f64).into())
}

fn year_of(calendar: Calendar, day: i64) -> Option<i64> {
    calendar.date(day).map(|date| i64::from(date.year))
}
