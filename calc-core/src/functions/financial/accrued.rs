//! ACCRINT: the interest that a paper has earned since it was issued.

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

/// The sum over the interest periods, counted from the first interest date both ways, of the part of each that has passed.
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
    let from_issue = call.bool_or(7, true);
    let start = if from_issue || settlement <= first { issue } else { first };
    let mut parts = 0.0;
    // The first period that ends after the start, then on to settlement.
    let mut step = 0;
    while shift(calendar, first, (step - 1) * months)? > start {
        call.spend(1)?;
        step -= 1;
    }
    while shift(calendar, first, step * months)? <= start {
        call.spend(1)?;
        step += 1;
    }
    loop {
        call.spend(1)?;
        let (from, to) = (shift(calendar, first, (step - 1) * months)?, shift(calendar, first, step * months)?);
        if from >= settlement {
            break;
        }
        let length = match basis {
            Basis::Actual => (to - from) as f64,
            other => other.year() / frequency,
        };
        parts += basis.days(calendar, from.max(start), to.min(settlement))? / length;
        step += 1;
    }
    Ok((par * rate / frequency * parts).into())
}
