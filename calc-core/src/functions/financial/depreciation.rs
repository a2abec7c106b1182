//! How an asset loses its value.

use super::super::prelude::*;
use crate::number::{pow, round_half_away};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "SLN",
        &[required("cost", Kind::Number), required("salvage", Kind::Number), required("life", Kind::Number)],
        sln,
        "The loss of each period on a straight line.",
    ),
    row("SYD", PERIOD, syd, "The loss of a period by the sum of the years' digits.")
        .differs(&[differs("A period below 1 is `#NUM!`.", "Any period above 0.")]),
    row(
        "DB",
        &[
            required("cost", Kind::Number),
            required("salvage", Kind::Number),
            required("life", Kind::Number),
            required("period", Kind::Number),
            optional("months", Kind::Number),
        ],
        db,
        "The loss of a period at a fixed rate of what is left.",
    )
    .differs(&[differs(
        "Months that the first year lacks make one more year.",
        "They do not; a missing number of months is 0, which is `#NUM!`.",
    )]),
    row(
        "DDB",
        &[
            required("cost", Kind::Number),
            required("salvage", Kind::Number),
            required("life", Kind::Number),
            required("period", Kind::Number),
            optional("factor", Kind::Number),
        ],
        ddb,
        "The loss of a period at twice, or another factor of, the straight line's rate.",
    ),
    row(
        "VDB",
        &[
            required("cost", Kind::Number),
            required("salvage", Kind::Number),
            required("life", Kind::Number),
            required("start", Kind::Number),
            required("end", Kind::Number),
            optional("factor", Kind::Number),
            optional("no_switch", Kind::Bool),
        ],
        vdb,
        "The loss of any stretch of time at a declining rate, on a straight line once that loses more.",
    )
    .differs(&[differs("What gains value gains it on a straight line.", "It gains all of it in the first period.")]),
];

const PERIOD: &[Parameter] = &[
    required("cost", Kind::Number),
    required("salvage", Kind::Number),
    required("life", Kind::Number),
    required("period", Kind::Number),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Financial, parameters, kernel, summary)
}

fn sln(call: &Call<'_>) -> Outcome {
    let life = call.number(2);
    if life == 0.0 { Err(CellError::Div0) } else { Ok(((call.number(0) - call.number(1)) / life).into()) }
}

fn syd(call: &Call<'_>) -> Outcome {
    let (cost, salvage, life, period) = (call.number(0), call.number(1), call.number(2), call.number(3));
    // A part of the first period counts as the number that it is.
    if salvage < 0.0 || life <= 0.0 || period <= 0.0 || period > life {
        return Err(CellError::Num);
    }
    Ok(((cost - salvage) * (life - period + 1.0) * 2.0 / (life * (life + 1.0))).into())
}

/// The rate is rounded to three decimals, as documented; the first and last year may have fewer months.
fn db(call: &Call<'_>) -> Outcome {
    let (cost, salvage, life, period) = (call.number(0), call.number(1), call.number(2), call.number(3));
    // A part of the first period loses as much as all of it; Sheets knows none.
    let is_part = call.context.dialect == Dialect::Excel && period > 0.0 && period < 1.0;
    let period = if is_part { 1.0 } else { period.trunc() };
    // In Excel the months that the first year lacks make one more year.
    let is_sheets = call.context.dialect == Dialect::Sheets;
    // A missing argument is 0 in Sheets, and no first year.
    let months = if is_sheets { call.number_default(4, 12.0) } else { call.number_or(4, 12.0) }.trunc();
    let last = if months < 12.0 && !is_sheets { life + 1.0 } else { life };
    let in_range =
        cost >= 0.0 && !(is_sheets && cost == 0.0) && salvage >= 0.0 && life > 0.0 && period >= 1.0 && period <= last;
    if !in_range || !(1.0..=12.0).contains(&months) || life > MOST_PERIODS {
        return Err(CellError::Num);
    }
    if cost == 0.0 {
        return Ok(0.0.into());
    }
    let rate = round_half_away(1.0 - pow(salvage / cost, 1.0 / life), 3);
    let first = cost * rate * months / 12.0;
    if period == 1.0 {
        return Ok(first.into());
    }
    call.spend(period as u64)?;
    let mut lost = first;
    for _ in 2..period as u64 {
        lost += (cost - lost) * rate;
    }
    let left = (cost - lost) * rate;
    Ok(if period > life { left * (12.0 - months) / 12.0 } else { left }.into())
}

/// The most periods that are gone through one by one.
const MOST_PERIODS: f64 = 1_000_000.0;

/// The loss of one period at a declining rate that never goes below the salvage value.
fn declining(cost: f64, salvage: f64, life: f64, period: f64, factor: f64) -> f64 {
    let rate = (factor / life).min(1.0);
    // Before and after the period; a rate of 1 leaves nothing after the first.
    let before =
        if rate >= 1.0 { if period <= 1.0 { cost } else { 0.0 } } else { cost * pow(1.0 - rate, period - 1.0) };
    let after = cost * pow(1.0 - rate, period);
    (before - after.max(salvage)).max(0.0)
}

fn ddb(call: &Call<'_>) -> Outcome {
    let (cost, salvage, life, period) = (call.number(0), call.number(1), call.number(2), call.number(3));
    let factor = call.number_or(4, 2.0);
    if cost < 0.0 || salvage < 0.0 || life <= 0.0 || period <= 0.0 || period > life || factor <= 0.0 {
        return Err(CellError::Num);
    }
    // A part of the first period loses as much as all of it.
    Ok(declining(cost, salvage, life, period.max(1.0), factor).into())
}

fn vdb(call: &Call<'_>) -> Outcome {
    let (cost, salvage, life) = (call.number(0), call.number(1), call.number(2));
    let (start, end) = (call.number(3), call.number(4));
    let factor = call.number_or(5, 2.0);
    let in_range = cost >= 0.0 && salvage >= 0.0 && life > 0.0 && start >= 0.0 && start <= end && end <= life;
    if !in_range || factor <= 0.0 || life > MOST_PERIODS {
        return Err(CellError::Num);
    }
    // What is worth more at its end than at its beginning gains all of it in the first period, in Sheets.
    if call.context.dialect == Dialect::Sheets && salvage > cost {
        return Ok(if start < 1.0 && end > start { cost - salvage } else { 0.0 }.into());
    }
    call.spend(end as u64 + 2)?;
    let no_switch = call.bool_or(6, false);
    let rate = factor / life;
    let (mut at, mut left, mut total) = (0.0, cost, 0.0);
    // Periods begin and end where the stretch begins: a fraction of one comes first, so that a start of 0.5, 1.5 … follows an
    // asset that was bought in the middle of a year.
    let mut step = if start.fract() > 0.0 { start.fract() } else { 1.0 };
    while at < end {
        let until = (at + step).min(end);
        let part = until - at;
        let declining = (left * rate).min(left - salvage) * part;
        let line = (left - salvage) / (life - at) * part;
        let loss = if no_switch { declining } else { declining.max(line) };
        if at >= start {
            total += loss;
        }
        left -= loss;
        (at, step) = (until, 1.0);
    }
    Ok(total.into())
}
