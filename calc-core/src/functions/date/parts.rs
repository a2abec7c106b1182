//! Dates and times from their parts and back, and the present.

use super::super::coerce::this_year;
use super::super::prelude::*;
use super::serials::{DATE, date, serial};
use crate::calendar::{Time, serial_of_time};
use crate::number::parse_moment;

const TEXT: &[Parameter] = &[required("text", Kind::Text)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "DATE",
        &[required("year", Kind::Number), required("month", Kind::Number), required("day", Kind::Number)],
        date_of,
        "The date of a year, month and day; months and days may run over.",
    ),
    row(
        "TIME",
        &[required("hour", Kind::Number), required("minute", Kind::Number), required("second", Kind::Number)],
        time,
        "The time of day of hours, minutes and seconds.",
    )
    .differs(&[differs("An hour, minute or second above 32,767 is `#NUM!`.", "Any number.")]),
    row("DATEVALUE", TEXT, date_value, "The date that a text says.")
        .differs(&[differs("A year before 1900 is none.", "Any year; a date may have spaces between its parts.")])
        .steps(10),
    row("TIMEVALUE", TEXT, time_value, "The time of day that a text says.").steps(10),
    row("YEAR", DATE, |c| Ok(f64::from(date(c, 0)?.year).into()), "The year of a date."),
    row("MONTH", DATE, |c| Ok(f64::from(date(c, 0)?.month).into()), "The month of a date, 1 to 12."),
    row("QUARTER", DATE, |c| Ok(f64::from(date(c, 0)?.month.div_ceil(3)).into()), "The quarter of a date, 1 to 4."),
    row("DAY", DATE, |c| Ok(f64::from(date(c, 0)?.day).into()), "The day of the month of a date."),
    row("HOUR", DATE, |c| Ok(f64::from(clock(c)?.hour).into()), "The hour of a time, 0 to 23."),
    row("MINUTE", DATE, |c| Ok(f64::from(clock(c)?.minute).into()), "The minute of a time."),
    row("SECOND", DATE, |c| Ok(f64::from(clock(c)?.second).into()), "The second of a time."),
    row("TODAY", &[], |c| Ok(c.context.now.floor().into()), "The present date.").flags(Flags::VOLATILE),
    row("NOW", &[], |c| Ok(c.context.now.into()), "The present date and time.").flags(Flags::VOLATILE),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Date, parameters, kernel, summary)
}

/// Years below 1900 count from 1900, as documented.
fn date_of(call: &Call<'_>) -> Outcome {
    let [year, month, day] = [0, 1, 2].map(|index| call.number(index).floor());
    if !(0.0..10_000.0).contains(&year) {
        return Err(CellError::Num);
    }
    let year = if year < 1900.0 { year + 1900.0 } else { year };
    serial(call.context.calendar().serial(year as i64, month as i64, day as i64))
}

/// The largest hour, minute or second, as documented.
const MOST_PART: f64 = 32_767.0;

fn time(call: &Call<'_>) -> Outcome {
    let parts = [0, 1, 2].map(|index| call.number(index).trunc());
    if call.context.dialect == Dialect::Excel && parts.iter().any(|part| *part > MOST_PART) {
        return Err(CellError::Num);
    }
    let [hour, minute, second] = parts;
    let total = serial_of_time(hour, minute, second);
    if total < 0.0 { Err(CellError::Num) } else { Ok((total - total.floor()).into()) }
}

fn date_value(call: &Call<'_>) -> Outcome {
    let context = call.context;
    let moment = parse_moment(call.text(0), context.calendar(), this_year(context)).ok_or(CellError::Value)?;
    Ok((moment.day.unwrap_or(0) as f64).into())
}

fn time_value(call: &Call<'_>) -> Outcome {
    let context = call.context;
    let moment = parse_moment(call.text(0), context.calendar(), this_year(context)).ok_or(CellError::Value)?;
    let time = moment.time.unwrap_or(0.0);
    Ok((time - time.floor()).into())
}

fn clock(call: &Call<'_>) -> Result<Time, CellError> {
    let serial = call.number(0);
    if call.context.calendar().contains(serial) { Ok(Time::split(serial).1) } else { Err(CellError::Num) }
}
