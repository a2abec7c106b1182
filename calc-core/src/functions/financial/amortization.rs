//! Depreciation by the French rules.

use super::super::date::periods::year_fraction;
use super::super::prelude::*;
use super::coupons::{Basis, read_day};
use crate::number::round_half_away;

const PARAMETERS: &[Parameter] = &[
    required("cost", Kind::AddInNumber),
    required("purchased", Kind::AddInNumber),
    required("first_period_end", Kind::AddInNumber),
    required("salvage", Kind::AddInNumber),
    required("period", Kind::AddInNumber),
    required("rate", Kind::AddInNumber),
    optional("basis", Kind::AddInNumber),
];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "AMORLINC",
        Category::Financial,
        PARAMETERS,
        linear,
        "The loss of a period on a straight line, by French rules.",
    )
    .differs(&[differs(
        "Basis 2 is `#NUM!`; a period is cut to a whole one.",
        "Basis 2 is days in years of 360; a part of the first period is the whole.",
    )]),
    FunctionSpec::new(
        "AMORDEGRC",
        Category::Financial,
        PARAMETERS,
        declining,
        "The loss of a period at a rate that depends on the life, by French rules.",
    ),
];

struct Asset {
    cost: f64,
    salvage: f64,
    period: f64,
    rate: f64,
    /// The years of the first period.
    first: f64,
}

fn read(call: &Call<'_>) -> Result<Asset, CellError> {
    let (purchased, end) = (read_day(call, 1)?, read_day(call, 2)?);
    let basis = Basis::read(call, 6)?;
    let is_sheets = call.context.dialect == Dialect::Sheets;
    let asset = Asset {
        cost: call.number(0),
        salvage: call.number(3),
        period: if is_sheets && call.number(4) > 0.0 {
            call.number(4).trunc().max(1.0)
        } else {
            call.number(4).trunc()
        },
        rate: call.number(5),
        first: year_fraction(purchased, end, call.integer_or(6, 0), call.context.calendar()).ok_or(CellError::Num)?,
    };
    let in_range = asset.cost > 0.0 && asset.salvage >= 0.0 && asset.salvage <= asset.cost && asset.period >= 0.0;
    // Days in years of 360 are not a basis of the French rules; Sheets takes them all the same, and a part of the first period for
    // the whole.
    let is_refused = basis == Basis::Actual360 && !is_sheets;
    if !in_range || asset.rate <= 0.0 || purchased > end || is_refused {
        return Err(CellError::Num);
    }
    Ok(asset)
}

fn linear(call: &Call<'_>) -> Outcome {
    let asset = read(call)?;
    let loss = asset.cost * asset.rate;
    let first = loss * if asset.first == 0.0 { 1.0 } else { asset.first };
    let all = asset.cost - asset.salvage;
    if asset.period == 0.0 {
        return Ok(first.min(all).into());
    }
    let before = first + loss * (asset.period - 1.0);
    Ok((all - before).clamp(0.0, loss).into())
}

fn declining(call: &Call<'_>) -> Outcome {
    let asset = read(call)?;
    let life = 1.0 / asset.rate;
    let coefficient = if life < 3.0 {
        1.0
    } else if life < 5.0 {
        1.5
    } else if life <= 6.0 {
        2.0
    } else {
        2.5
    };
    let rate = asset.rate * coefficient;
    let mut loss = round_half_away(asset.first * rate * asset.cost, 0);
    let mut cost = asset.cost - loss;
    let mut rest = cost - asset.salvage;
    for period in 0..asset.period.min(1_000_000.0) as u64 {
        call.spend(1)?;
        loss = round_half_away(rate * cost, 0);
        rest -= loss;
        if rest < 0.0 {
            // The last two periods share what is left.
            let half = asset.period - period as f64 <= 1.0;
            return Ok(if half { round_half_away(cost * 0.5, 0).into() } else { 0.0.into() });
        }
        cost -= loss;
    }
    Ok(loss.into())
}
