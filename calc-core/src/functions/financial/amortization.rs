//! Depreciation by the French rules.

use super::super::prelude::*;
use super::coupons::{Basis, read_day};
use crate::calendar::is_leap_year;
use crate::number::{round_half_away, round15};

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
    /// The whole years after which nothing is lost any more.
    life: f64,
}

fn read(call: &Call<'_>) -> Result<Asset, CellError> {
    let (purchased, end) = (read_day(call, 1)?, read_day(call, 2)?);
    let basis = Basis::read(call, 6)?;
    let is_sheets = call.context.dialect == Dialect::Sheets;
    let asset = Asset {
        cost: call.number(0),
        salvage: call.number(3),
        // A part of the first period counts for the whole in Sheets.
        period: if is_sheets && call.number(4) > 0.0 { call.number(4).trunc().max(1.0) } else { call.number(4) },
        rate: call.number(5),
        first: first_years(call, basis, purchased, end)?,
        life: (1.0 / call.number(5)).ceil(),
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

/// The years of the first period: its days over those of the year of purchase. In Excel 29 February counts as the 28th on the bases
/// with actual days, as the values that it computed show.
fn first_years(call: &Call<'_>, basis: Basis, purchased: i64, end: i64) -> Result<f64, CellError> {
    let calendar = call.context.calendar();
    let is_actual = matches!(basis, Basis::Actual | Basis::Actual365);
    let counted = |day: i64| -> Result<i64, CellError> {
        let date = calendar.date(day).ok_or(CellError::Num)?;
        let is_leap_day = is_actual && (date.month, date.day) == (2, 29) && call.context.dialect == Dialect::Excel;
        Ok(day - i64::from(is_leap_day))
    };
    let days = basis.days(calendar, counted(purchased)?, counted(end)?)?;
    let year = calendar.date(purchased).ok_or(CellError::Num)?.year;
    Ok(days
        / match basis {
            Basis::Actual if is_leap_year(year) => 366.0,
            Basis::Actual => 365.0,
            other => other.year(),
        })
}

impl Asset {
    /// What the first period loses at a rate, which is a whole year's loss if it has no days.
    fn first_loss(&self, rate: f64) -> f64 {
        let loss = self.cost * rate * if self.first == 0.0 { 1.0 } else { self.first };
        loss.min(self.cost - self.salvage)
    }
}

fn linear(call: &Call<'_>) -> Outcome {
    let asset = read(call)?;
    let first = asset.first_loss(asset.rate);
    if asset.period == 0.0 {
        return Ok(first.into());
    }
    if asset.cost == asset.salvage || (asset.period > asset.life && call.context.dialect == Dialect::Excel) {
        return Ok(0.0.into());
    }
    let loss = asset.cost * asset.rate;
    // Before the end of the first year the loss is a whole one whatever is left.
    let whole = asset.period.floor();
    let left = asset.cost - asset.salvage - first - loss * (whole - 1.0);
    Ok(if whole == 0.0 { loss } else { left.clamp(0.0, loss) }.into())
}

/// How many times the straight line's rate an asset with so long a life loses. In Excel there is none for lives up to 3 years and
/// between 4 and 5.
fn coefficient(dialect: Dialect, years: f64) -> Result<f64, CellError> {
    if dialect == Dialect::Excel && (years < 3.0 || (years > 4.0 && years < 5.0)) {
        return Err(CellError::Num);
    }
    Ok(match years {
        ..3.0 => 1.0,
        ..5.0 => 1.5,
        ..=6.0 => 2.0,
        _ => 2.5,
    })
}

fn declining(call: &Call<'_>) -> Outcome {
    let asset = read(call)?;
    // 1 / 0.2 and the like are whole, whatever the last bit says.
    let mut rate = asset.rate * coefficient(call.context.dialect, round15(1.0 / asset.rate))?;
    let whole = |loss: f64| Ok(round_half_away(loss, 0).into());
    if asset.period == 0.0 {
        return whole(asset.first_loss(rate));
    }
    if asset.cost == asset.salvage || asset.period > asset.life {
        return Ok(0.0.into());
    }
    let mut left = asset.cost - round_half_away(asset.first_loss(rate), 0);
    let last = asset.life + if asset.first == 0.0 { 0.0 } else { 1.0 };
    let mut loss = 0.0;
    for period in 1..=asset.period.min(MOST_PERIODS) as u64 {
        call.spend(1)?;
        // The last year but one loses half of what is left, the last all of it.
        let is_last_but_one = last - period as f64 - 1.0 == 2.0;
        loss = if left < asset.salvage { 0.0 } else { left * if is_last_but_one { 0.5 } else { rate } };
        if is_last_but_one {
            rate = 1.0;
        }
        left -= loss;
    }
    whole(loss)
}

/// The most periods that are gone through one by one.
const MOST_PERIODS: f64 = 1_000_000.0;
