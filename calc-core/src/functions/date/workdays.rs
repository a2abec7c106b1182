//! Working days: weekends and holidays left out.

use super::super::prelude::*;
use super::serials::{day, days, serial};
use crate::calendar::Calendar;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "NETWORKDAYS",
        &[required("start", Kind::AddInNumber), required("end", Kind::AddInNumber), optional("holidays", Kind::Range)],
        |c| networkdays(c, WEEKEND, 2),
        "The working days from one date to another, both counted.",
    ),
    row(
        "NETWORKDAYS.INTL",
        &[
            required("start", Kind::AddInNumber),
            required("end", Kind::AddInNumber),
            optional("weekend", Kind::Scalar),
            optional("holidays", Kind::Range),
        ],
        |c| networkdays(c, weekend(c, CellError::Num)?, 3),
        "The working days from one date to another, with a weekend of one's own.",
    )
    .differs(&[differs("A weekend that cannot be read is `#VALUE!`.", "It is `#NUM!`.")]),
    row(
        "WORKDAY",
        &[required("start", Kind::AddInNumber), required("days", Kind::AddInNumber), optional("holidays", Kind::Range)],
        |c| workday(c, WEEKEND, 2),
        "The date so many working days on.",
    ),
    row(
        "WORKDAY.INTL",
        &[
            required("start", Kind::AddInNumber),
            required("days", Kind::AddInNumber),
            optional("weekend", Kind::Scalar),
            optional("holidays", Kind::Range),
        ],
        |c| workday(c, weekend(c, CellError::Num)?, 3),
        "The date so many working days on, with a weekend of one's own.",
    )
    .differs(&[differs("A weekend that cannot be read is `#VALUE!`.", "It is `#NUM!`.")]),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Date, parameters, kernel, summary)
}

/// Which days of the week are free, Monday first.
type Week = [bool; 7];

const WEEKEND: Week = [false, false, false, false, false, true, true];

/// The weekend of the third argument: a number, or seven digits from Monday on of which 1 is free.
fn weekend(call: &Call<'_>, outside: CellError) -> Result<Week, CellError> {
    let mut week = [false; 7];
    let number = match call.value(2) {
        Value::Blank if !call.has(2) => return Ok(WEEKEND),
        Value::Text(digits) => {
            let refused = if call.context.dialect == Dialect::Sheets { CellError::Num } else { CellError::Value };
            if digits.len() != 7 {
                return Err(refused);
            }
            for (free, digit) in week.iter_mut().zip(digits.bytes()) {
                *free = match digit {
                    b'0' => false,
                    b'1' => true,
                    _ => return Err(refused),
                };
            }
            return Ok(week);
        }
        value => super::super::coerce::to_number(value, call.context)?.trunc() as i64,
    };
    // 1 is Saturday and Sunday, 2 Sunday and Monday …; 11 is Sunday alone, 12 Monday alone …
    let first = match number {
        1..=7 => (number + 4) % 7,
        11..=17 => (number + 2) % 7,
        _ => return Err(outside),
    };
    for offset in 0..if number <= 7 { 2 } else { 1 } {
        if let Some(free) = week.get_mut(((first + offset) % 7) as usize) {
            *free = true;
        }
    }
    Ok(week)
}

fn is_free(day: i64, week: Week, calendar: Calendar) -> bool {
    let monday_first = (calendar.weekday(day) + 6) % 7;
    week.get(monday_first as usize).copied().unwrap_or(false)
}

/// The working days from `first` to `last`, holidays left out of account: whole weeks at once, the rest one by one.
fn between(first: i64, last: i64, week: Week, calendar: Calendar) -> i64 {
    let weeks = (last - first + 1) / 7;
    let working = week.iter().filter(|free| !**free).count() as i64;
    let rest = first + weeks * 7..=last;
    weeks * working + rest.filter(|day| !is_free(*day, week, calendar)).count() as i64
}

fn networkdays(call: &Call<'_>, week: Week, holidays: usize) -> Outcome {
    let (start, end) = (day(call, 0)?, day(call, 1)?);
    let calendar = call.context.calendar();
    let (first, last) = (start.min(end), start.max(end));
    let free = days(call, holidays)?;
    let on_working_days =
        free.iter().filter(|day| (first..=last).contains(day) && !is_free(**day, week, calendar)).count() as i64;
    let count = between(first, last, week, calendar) - on_working_days;
    Ok((if start > end { -count } else { count } as f64).into())
}

fn workday(call: &Call<'_>, week: Week, holidays: usize) -> Outcome {
    let (start, count) = (day(call, 0)?, call.integer(1));
    let calendar = call.context.calendar();
    if week.iter().all(|free| *free) {
        return Err(CellError::Value);
    }
    // Each working day takes a day at least, so this many cannot be found.
    if count.unsigned_abs() > calendar.last_serial().abs_diff(calendar.first_serial()) {
        return Err(CellError::Num);
    }
    let holidays = days(call, holidays)?;
    let step = count.signum();
    let mut left = count.abs();
    let mut day = start;
    while left > 0 {
        call.spend(1)?;
        day += step;
        if day < calendar.first_serial() || day > calendar.last_serial() {
            return Err(CellError::Num);
        }
        if !is_free(day, week, calendar) && holidays.binary_search(&day).is_err() {
            left -= 1;
        }
    }
    serial(Some(day))
}
