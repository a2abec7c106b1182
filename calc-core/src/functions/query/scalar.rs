//! The functions of one row.

use super::expression::Scalar;
use crate::calendar::{Calendar, Date, Time};
use crate::functions::args::Context;
use crate::value::{CellError, Value};

/// A serial above every date: `toDate` of a number past it counts milliseconds since 1970.
const AFTER_LAST_DATE: f64 = 2_958_466.0;
/// 1 January 1970 as a serial of the 1900 system.
const UNIX_EPOCH: f64 = 25_569.0;
const MILLISECONDS_PER_DAY: f64 = 86_400_000.0;

/// Calls a function; a null argument makes null, one of the wrong type is `#VALUE!`.
///
/// A column of dates is a column of serials here, so every number is a date to these functions.
pub(super) fn call_scalar(
    scalar: Scalar,
    first: &Value,
    second: &Value,
    context: &Context<'_>,
) -> Result<Value, CellError> {
    if scalar == Scalar::Now {
        context.note_time();
        return Ok(Value::Number(context.now));
    }
    if first.is_blank() || (scalar == Scalar::DateDiff && second.is_blank()) {
        return Ok(Value::Blank);
    }
    match (scalar, first, second) {
        (Scalar::Upper, Value::Text(text), _) => Ok(Value::text(text.to_uppercase())),
        (Scalar::Lower, Value::Text(text), _) => Ok(Value::text(text.to_lowercase())),
        (Scalar::Upper | Scalar::Lower, ..) => Err(CellError::Value),
        (Scalar::DateDiff, Value::Number(later), Value::Number(earlier)) => {
            Ok(Value::Number(later.floor() - earlier.floor()))
        }
        (_, Value::Number(serial), _) => part(scalar, *serial, context),
        _ => Err(CellError::Value),
    }
}

/// A part of a date or time.
fn part(scalar: Scalar, serial: f64, context: &Context<'_>) -> Result<Value, CellError> {
    let (day, time) = split_down(serial);
    let number = match scalar {
        Scalar::Hour => f64::from(time.hour),
        Scalar::Minute => f64::from(time.minute),
        Scalar::Second => f64::from(time.second),
        Scalar::Millisecond => (fraction(serial) * MILLISECONDS_PER_DAY).round() % 1_000.0,
        Scalar::ToDate if serial > AFTER_LAST_DATE => (serial / MILLISECONDS_PER_DAY).floor() + UNIX_EPOCH,
        Scalar::ToDate => serial.floor(),
        _ => {
            let calendar = Calendar::new(context.date_system, context.dialect);
            let date = calendar.date(day).ok_or(CellError::Value)?;
            match scalar {
                // 1 is Sunday.
                Scalar::DayOfWeek => f64::from(calendar.weekday(day)) + 1.0,
                _ => date_part(scalar, date).ok_or(CellError::Value)?,
            }
        }
    };
    Ok(Value::Number(number))
}

/// Months count from 0 in this language, quarters from 1.
fn date_part(scalar: Scalar, date: Date) -> Option<f64> {
    match scalar {
        Scalar::Year => Some(f64::from(date.year)),
        Scalar::Month => Some(f64::from(date.month) - 1.0),
        Scalar::Day => Some(f64::from(date.day)),
        Scalar::Quarter => Some(f64::from(date.month.div_ceil(3))),
        _ => None,
    }
}

fn fraction(serial: f64) -> f64 {
    serial - serial.floor()
}

/// Day and time, to the millisecond and from there down: 12:00:00.700 is in second 0.
fn split_down(serial: f64) -> (i64, Time) {
    let milliseconds = (fraction(serial) * MILLISECONDS_PER_DAY).round();
    let seconds = (milliseconds / 1_000.0).floor() as u32;
    if seconds >= 86_400 {
        return (serial.floor() as i64 + 1, Time::of_second(0));
    }
    (serial.floor() as i64, Time::of_second(seconds))
}
