//! Arguments that are dates.

use super::super::aggregate::spend_used;
use super::super::coerce;
use super::super::prelude::*;
use crate::calendar::Date;

/// The parameters of a function of one date.
pub const DATE: &[Parameter] = &[required("date", Kind::Number)];

/// The day of a date argument, without its time; `#NUM!` outside the calendar.
pub fn day(call: &Call<'_>, index: usize) -> Result<i64, CellError> {
    day_of(call, call.number(index))
}

/// The day of a serial, without its time; `#NUM!` outside the calendar.
pub fn day_of(call: &Call<'_>, serial: f64) -> Result<i64, CellError> {
    if call.context.calendar().contains(serial) { Ok(serial.floor() as i64) } else { Err(CellError::Num) }
}

/// The year, month and day of a date argument.
pub fn date(call: &Call<'_>, index: usize) -> Result<Date, CellError> {
    call.context.calendar().date(day(call, index)?).ok_or(CellError::Num)
}

/// A day that may lie outside the calendar, as a result.
pub fn serial(day: Option<i64>) -> Outcome {
    day.map(|day| (day as f64).into()).ok_or(CellError::Num)
}

/// The days that a block of dates holds, such as holidays; blanks are passed over. Sorted, each once.
pub fn days(call: &Call<'_>, index: usize) -> Result<Vec<i64>, CellError> {
    let mut days = Vec::new();
    if !call.has(index) {
        return Ok(days);
    }
    for block in call.matrices(index) {
        spend_used(call, &block)?;
        for value in block.values().filter(|value| !value.is_blank()) {
            days.push(day_of(call, coerce::to_number(value, call.context)?)?);
        }
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}
