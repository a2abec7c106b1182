//! ACCRINT: the interest that a paper has earned since it was issued.

use std::cmp::Ordering;

use super::super::date::periods::{Months, days_of_360};
use super::super::prelude::*;
use super::coupons::{Basis, read_day, read_frequency, shift};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "ACCRINT",
    Category::Financial,
    &[
        required("issue", Kind::AddInNumber),
        required("first_interest", Kind::AddInNumber),
        required("settlement", Kind::AddInNumber),
        required("rate", Kind::AddInNumber),
        optional("par", Kind::AddInNumber),
        optional("frequency", Kind::AddInNumber),
        optional("basis", Kind::AddInNumber),
        optional("from_issue", Kind::Bool),
    ],
    accrued,
    "The interest that a paper has earned since its issue, or since its first interest date.",
)];

/// What the issue still had to run up to the first interest date, less what settlement has to: periods of interest, as Excel counts
/// them.
///
/// Of the periods before the first interest date, counted back from it, the one that the issue lies in and the last count by their
/// days, those between as whole ones, and none of those between unless interest counts from the issue. Where settlement comes later,
/// what it has to run is below 0. No page says so; values that Excel computed do, with whole and broken periods on every basis.
fn accrued(call: &Call<'_>) -> Outcome {
    let (issue, first, settlement) = (read_day(call, 0)?, read_day(call, 1)?, read_day(call, 2)?);
    let (rate, par) = (call.number(3), call.number_or(4, 1000.0));
    let frequency = read_frequency(call, 5)?;
    let basis = Basis::read(call, 6)?;
    if rate <= 0.0 || par <= 0.0 || issue >= settlement {
        return Err(CellError::Num);
    }
    let calendar = call.context.calendar();
    let months = 12 / frequency as i64;
    let length = |from: i64, to: i64| match basis {
        Basis::Actual => (to - from) as f64,
        other => other.year() / frequency,
    };
    let forward = |from: i64, to: i64| match (basis, calendar.date(from), calendar.date(to)) {
        (Basis::American, Some(start), Some(end)) => Ok(days_of_360(start, end, Months::Accrued) as f64),
        _ => basis.days(calendar, from, to),
    };
    let days = |from: i64, to: i64| match from.cmp(&to) {
        Ordering::Less => forward(from, to),
        Ordering::Equal => Ok(0.0),
        Ordering::Greater => Ok(-forward(to, from)?),
    };
    let last = shift(calendar, first, -months)?;
    let mut parts = 0.0;
    if issue > last {
        parts += days(issue, first)? / length(last, first);
    } else {
        parts += days(last, first)? / length(last, first);
        let (mut whole, mut end) = (0.0, last);
        loop {
            call.spend(1)?;
            let start = shift(calendar, first, -(whole as i64 + 2) * months)?;
            if start < issue {
                parts += days(issue, end)? / length(start, end);
                break;
            }
            whole += 1.0;
            end = start;
        }
        parts += if call.bool_or(7, true) { whole } else { 0.0 };
    }
    parts -= days(settlement, first)? / length(last, first);
    Ok((par * rate / frequency * parts).into())
}
