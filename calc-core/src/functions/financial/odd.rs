//! Bonds whose first or last interest period is longer or shorter than the others.
//!
//! An odd period is cut into quasi periods of the regular length, which end on the days that regular ones would.

use super::super::prelude::*;
use super::coupons::{Basis, read_day, read_frequency, shift};
use super::root::find_root;
use crate::calendar::Calendar;
use crate::number::pow;

const FIRST: &[Parameter] = &[
    required("settlement", Kind::AddInNumber),
    required("maturity", Kind::AddInNumber),
    required("issue", Kind::AddInNumber),
    required("first_interest", Kind::AddInNumber),
    required("rate", Kind::AddInNumber),
    required("yield_or_price", Kind::AddInNumber),
    required("redemption", Kind::AddInNumber),
    required("frequency", Kind::AddInNumber),
    optional("basis", Kind::AddInNumber),
];
const LAST: &[Parameter] = &[
    required("settlement", Kind::AddInNumber),
    required("maturity", Kind::AddInNumber),
    required("last_interest", Kind::AddInNumber),
    required("rate", Kind::AddInNumber),
    required("yield_or_price", Kind::AddInNumber),
    required("redemption", Kind::AddInNumber),
    required("frequency", Kind::AddInNumber),
    optional("basis", Kind::AddInNumber),
];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("ODDFPRICE", FIRST, first_price, "The price of a bond with an odd first period."),
    row("ODDFYIELD", FIRST, first_yield, "The yield of a bond with an odd first period."),
    row("ODDLPRICE", LAST, last_price, "The price of a bond with an odd last period."),
    row("ODDLYIELD", LAST, last_yield, "The yield of a bond with an odd last period."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Financial, parameters, kernel, summary)
}

/// Which of a bond's periods is odd. Excel takes the length of a regular period on the bases with actual days from its year of 360 or
/// 365 days where the first is odd, and from the calendar where the last is; no page says so, values that it computed do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Odd {
    First,
    Last,
}

/// How the first period counts that lies wholly within a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    Whole,
    ByDays,
}

/// How regular periods are measured.
struct Periods {
    odd: Odd,
    calendar: Calendar,
    basis: Basis,
    frequency: f64,
}

impl Periods {
    fn months(&self) -> i64 {
        12 / self.frequency as i64
    }

    /// How many regular periods lie between two days, counting in quasi periods back from `anchor`. Whole ones count as one, but for
    /// the first in `First::ByDays`.
    fn between(&self, call: &Call<'_>, anchor: i64, (from, to): (i64, i64), first: First) -> Result<f64, CellError> {
        let mut sum = 0.0;
        let mut step = 0;
        loop {
            call.spend(1)?;
            let end = shift(self.calendar, anchor, -step * self.months())?;
            let start = shift(self.calendar, anchor, -(step + 1) * self.months())?;
            let (begin, last) = (from.max(start), to.min(end));
            if (begin, last) == (start, end) && (start > from || first == First::Whole) {
                sum += 1.0;
            } else if begin < last {
                sum += self.basis.days(self.calendar, begin, last)? / self.length(start, end);
            }
            if start <= from {
                return Ok(sum);
            }
            step += 1;
        }
    }

    fn length(&self, start: i64, end: i64) -> f64 {
        match self.basis {
            Basis::American | Basis::European => 360.0 / self.frequency,
            Basis::Actual => (end - start) as f64,
            other if self.odd == Odd::First => other.year() / self.frequency,
            _ => (end - start) as f64,
        }
    }
}

/// A bond with an odd first period, in regular periods.
struct OddFirst {
    coupon: f64,
    redemption: f64,
    frequency: f64,
    /// The length of the odd period, what of it has passed, and what is left of it.
    odd: f64,
    passed: f64,
    left: f64,
    /// How many regular periods follow.
    regular: f64,
}

fn odd_first(call: &Call<'_>) -> Result<OddFirst, CellError> {
    let [settlement, maturity, issue, first] =
        [read_day(call, 0)?, read_day(call, 1)?, read_day(call, 2)?, read_day(call, 3)?];
    let periods = Periods {
        odd: Odd::First,
        calendar: call.context.calendar(),
        basis: Basis::read(call, 8)?,
        frequency: read_frequency(call, 7)?,
    };
    let (rate, redemption) = (call.number(4), call.number(6));
    let in_order = maturity > first && first > settlement && settlement > issue;
    if !in_order || rate < 0.0 || call.number(5) < 0.0 || redemption <= 0.0 {
        return Err(CellError::Num);
    }
    let mut regular = 0.0;
    let mut date = maturity;
    while date > first {
        call.spend(1)?;
        regular += 1.0;
        date = shift(periods.calendar, maturity, -(regular as i64) * periods.months())?;
    }
    // Interest is paid on the days that lie whole periods before the maturity; no page says so, Excel does.
    if date != first && call.context.dialect == Dialect::Excel {
        return Err(CellError::Num);
    }
    Ok(OddFirst {
        coupon: 100.0 * rate / periods.frequency,
        redemption,
        frequency: periods.frequency,
        odd: periods.between(call, first, (issue, first), First::Whole)?,
        passed: periods.between(call, first, (issue, settlement), First::Whole)?,
        left: periods.between(call, first, (settlement, first), First::ByDays)?,
        regular,
    })
}

impl OddFirst {
    fn price(&self, rate: f64) -> f64 {
        let step = 1.0 + rate / self.frequency;
        let discount = |periods: f64| pow(step, -(self.left + periods));
        let mut worth = self.coupon * self.odd * discount(0.0) + self.redemption * discount(self.regular);
        for period in 1..=self.regular as u64 {
            worth += self.coupon * discount(period as f64);
        }
        worth - self.coupon * self.passed
    }
}

fn first_price(call: &Call<'_>) -> Outcome {
    Ok(odd_first(call)?.price(call.number(5)).into())
}

fn first_yield(call: &Call<'_>) -> Outcome {
    let bond = odd_first(call)?;
    let price = call.number(5);
    if price <= 0.0 {
        return Err(CellError::Num);
    }
    call.spend(bond.regular as u64 * 200)?;
    let guess = if call.number(4) > 0.0 { call.number(4) } else { 0.05 };
    find_root(|rate| bond.price(rate) - price, guess, -bond.frequency).map(Operand::from).ok_or(CellError::Num)
}

/// A bond in its odd last period, in regular periods.
struct OddLast {
    coupon: f64,
    redemption: f64,
    frequency: f64,
    odd: f64,
    passed: f64,
    left: f64,
}

fn odd_last(call: &Call<'_>) -> Result<OddLast, CellError> {
    let (settlement, maturity, last) = (read_day(call, 0)?, read_day(call, 1)?, read_day(call, 2)?);
    let periods = Periods {
        odd: Odd::Last,
        calendar: call.context.calendar(),
        basis: Basis::read(call, 7)?,
        frequency: read_frequency(call, 6)?,
    };
    let (rate, redemption) = (call.number(3), call.number(5));
    if maturity <= settlement || settlement <= last || rate < 0.0 || call.number(4) < 0.0 || redemption <= 0.0 {
        return Err(CellError::Num);
    }
    // Quasi periods run on from the last interest date; the one that holds the maturity ends beyond it.
    let mut step = 1;
    while shift(periods.calendar, last, step * periods.months())? < maturity {
        call.spend(1)?;
        step += 1;
    }
    let anchor = shift(periods.calendar, last, step * periods.months())?;
    Ok(OddLast {
        coupon: 100.0 * rate / periods.frequency,
        redemption,
        frequency: periods.frequency,
        odd: periods.between(call, anchor, (last, maturity), First::Whole)?,
        passed: periods.between(call, anchor, (last, settlement), First::Whole)?,
        left: periods.between(call, anchor, (settlement, maturity), First::Whole)?,
    })
}

fn last_price(call: &Call<'_>) -> Outcome {
    let bond = odd_last(call)?;
    let rate = call.number(4);
    let paid = bond.redemption + bond.odd * bond.coupon;
    Ok((paid / (1.0 + bond.left * rate / bond.frequency) - bond.passed * bond.coupon).into())
}

fn last_yield(call: &Call<'_>) -> Outcome {
    let bond = odd_last(call)?;
    let price = call.number(4);
    if price <= 0.0 {
        return Err(CellError::Num);
    }
    let cost = price + bond.passed * bond.coupon;
    let gain = (bond.redemption + bond.odd * bond.coupon - cost) / cost;
    Ok((gain * bond.frequency / bond.left).into())
}
