//! From one date to another.

use super::super::prelude::*;
use super::serials::{date, day, serial};
use crate::calendar::{Calendar, Date, days_in_month, is_leap_year};

const MONTHS: &[Parameter] = &[required("date", Kind::AddInNumber), required("months", Kind::AddInNumber)];
const BASIS: &[Parameter] =
    &[required("start", Kind::AddInNumber), required("end", Kind::AddInNumber), optional("basis", Kind::AddInNumber)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("EDATE", MONTHS, edate, "The same day so many months on.").differs(&[differs(
        "A logical, or a range of several cells, is `#VALUE!`, as in all that were an add-in before 2007.",
        "They count as numbers.",
    )]),
    row("EOMONTH", MONTHS, eomonth, "The last day of the month so many months on."),
    row("DAYS", &[required("end", Kind::Number), required("start", Kind::Number)], days, "The days between two dates."),
    row(
        "DAYS360",
        &[required("start", Kind::Number), required("end", Kind::Number), optional("european", Kind::Bool)],
        days_360,
        "The days between two dates in a year of twelve months of 30 days.",
    ),
    row(
        "DATEDIF",
        &[required("start", Kind::Number), required("end", Kind::Number), required("unit", Kind::Text)],
        datedif,
        "The whole years, months or days between two dates.",
    )
    .steps(40),
    row("YEARFRAC", BASIS, yearfrac, "The years between two dates, by a way to count days.").steps(40),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Date, parameters, kernel, summary)
}

fn edate(call: &Call<'_>) -> Outcome {
    serial(call.context.calendar().add_months(day(call, 0)?, call.integer(1)))
}

fn eomonth(call: &Call<'_>) -> Outcome {
    serial(call.context.calendar().end_of_month(day(call, 0)?, call.integer(1)))
}

fn days(call: &Call<'_>) -> Outcome {
    Ok(((day(call, 0)? - day(call, 1)?) as f64).into())
}

/// How a month's end counts in a year of 360 days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Months {
    /// The 31st is the 30th.
    European,
    /// The American rule: the last day of February counts as the 30th, but a 31st after it stays the 31st.
    American,
    /// As the American, but the end of a month always counts as the 30th at the end too.
    AmericanPeriod,
    /// DAYS360's: February only where the start is its last day, and a 31st after it is the 30th.
    Days360,
    /// ACCRINT's: as the American, but February only where the start is its last day.
    Accrued,
}

/// The days between two dates in a year of twelve months of 30 days.
pub fn days_of_360(start: Date, end: Date, months: Months) -> i64 {
    let last_of_february = |date: Date| date.month == 2 && Some(date.day) == days_in_month(date.year, 2);
    let (mut first, mut last) = (start.day, end.day);
    match months {
        Months::European => {
            first = first.min(30);
            last = last.min(30);
        }
        Months::American | Months::AmericanPeriod | Months::Days360 | Months::Accrued => {
            let is_period = months == Months::AmericanPeriod;
            if is_period && (last == 31 || last_of_february(end))
                || months == Months::American && last_of_february(start) && last_of_february(end)
            {
                last = 30;
            }
            let cut = if months == Months::Days360 { 30 } else { start.day };
            if first == 31 || last_of_february(start) {
                first = 30;
            }
            if last == 31 && first >= 30 && cut >= 30 {
                last = 30;
            }
        }
    }
    let years = i64::from(end.year) - i64::from(start.year);
    let months = i64::from(end.month) - i64::from(start.month);
    years * 360 + months * 30 + i64::from(last) - i64::from(first)
}

fn days_360(call: &Call<'_>) -> Outcome {
    let (start, end) = (date(call, 0)?, date(call, 1)?);
    let months = if call.bool_or(2, false) { Months::European } else { Months::Days360 };
    Ok((days_of_360(start, end, months) as f64).into())
}

fn datedif(call: &Call<'_>) -> Outcome {
    let (first, last) = (day(call, 0)?, day(call, 1)?);
    if first > last {
        return Err(CellError::Num);
    }
    let (start, end) = (date(call, 0)?, date(call, 1)?);
    let calendar = call.context.calendar();
    let whole = i64::from(end.year - start.year) * 12 + i64::from(end.month) - i64::from(start.month);
    let months = whole - i64::from(end.day < start.day);
    let days = match call.text(2).to_ascii_uppercase().as_str() {
        "Y" => months / 12,
        "M" => months,
        "D" => last - first,
        "YM" => months % 12,
        "MD" => {
            if end.day >= start.day {
                i64::from(end.day) - i64::from(start.day)
            } else {
                // From that day of the month before the end, which runs over where that month is shorter.
                let from = calendar.serial(i64::from(end.year), i64::from(end.month) - 1, i64::from(start.day));
                last - from.ok_or(CellError::Num)?
            }
        }
        "YD" => {
            let passed = (end.month, end.day) >= (start.month, start.day);
            let year = if passed { start.year } else { start.year + 1 };
            let then = calendar.serial(i64::from(year), i64::from(end.month), i64::from(end.day));
            then.ok_or(CellError::Num)? - first
        }
        _ => return Err(CellError::Num),
    };
    Ok((days as f64).into())
}

fn yearfrac(call: &Call<'_>) -> Outcome {
    let (first, last) = (day(call, 0)?, day(call, 1)?);
    if first.min(last) < 0 {
        return Err(CellError::Num);
    }
    let years = year_fraction(first.min(last), first.max(last), call.integer_or(2, 0), call.context.calendar());
    Ok(years.ok_or(CellError::Num)?.into())
}

/// The years between two days by a day count basis, 0 to 4; `None` for another.
pub fn year_fraction(first: i64, last: i64, basis: i64, calendar: Calendar) -> Option<f64> {
    let (start, end) = (calendar.date(first)?, calendar.date(last)?);
    let days = (last - first) as f64;
    Some(match basis {
        0 => days_of_360(start, end, Months::American) as f64 / 360.0,
        1 => days / average_year(calendar, first, last)?,
        2 => days / 360.0,
        3 => days / 365.0,
        4 => days_of_360(start, end, Months::European) as f64 / 360.0,
        _ => return None,
    })
}

/// How long a year is on average between two dates: within one year it has 366 days if a 29 February lies between them (or the
/// year is a leap year); over several years it is the average of those that are touched.
pub fn average_year(calendar: Calendar, first: i64, last: i64) -> Option<f64> {
    let (start, end) = (calendar.date(first)?, calendar.date(last)?);
    let within_a_year =
        start.year == end.year || (start.year + 1 == end.year && (start.month, start.day) >= (end.month, end.day));
    if !within_a_year {
        let leaps = (start.year..=end.year).filter(|year| is_leap_year(*year)).count() as f64;
        return Some(365.0 + leaps / f64::from(end.year - start.year + 1));
    }
    let leap = if start.year == end.year {
        is_leap_year(start.year)
    } else {
        (is_leap_year(start.year) && (start.month, start.day) <= (2, 29))
            || (is_leap_year(end.year) && (end.month, end.day) >= (2, 29))
    };
    Some(if leap { 366.0 } else { 365.0 })
}
