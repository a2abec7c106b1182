//! Bonds whose first or last interest period is longer or shorter than the others.
//!
//! An odd period is cut into quasi periods of the regular length, which count by their own days.

use super::super::prelude::*;
use super::coupons::{Basis, Bond, read_day, read_frequency, shift};
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

/// How periods of a bond are counted: by quasi periods, each of which begins on the day of the month on which the one before it did,
/// or on the last day that its month has. No page says so; values that Excel computed do.
struct Periods {
    calendar: Calendar,
    basis: Basis,
    frequency: f64,
}

/// What lies in an odd period, in quasi periods of their own lengths.
#[derive(Default)]
struct Parts {
    /// All of it.
    odd: f64,
    /// What has passed at settlement.
    passed: f64,
    /// What is left after settlement.
    left: f64,
}

impl Periods {
    fn read(call: &Call<'_>, frequency: usize) -> Result<Periods, CellError> {
        Ok(Periods {
            calendar: call.context.calendar(),
            basis: Basis::read(call, frequency + 1)?,
            frequency: read_frequency(call, frequency)?,
        })
    }

    fn months(&self) -> i64 {
        12 / self.frequency as i64
    }

    /// The days from one date to another, none if they are the other way round.
    fn days(&self, from: i64, to: i64) -> Result<f64, CellError> {
        Ok(self.basis.days(self.calendar, from, to)?.max(0.0))
    }

    /// The bond whose last payment is on a day.
    fn bond(&self, settlement: i64, maturity: i64) -> Bond {
        Bond { calendar: self.calendar, settlement, maturity, frequency: self.frequency, basis: self.basis }
    }

    fn shift(&self, from: i64, periods: i64) -> Result<i64, CellError> {
        self.calendar.add_months(from, periods * self.months()).ok_or(CellError::Num)
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
    let periods = Periods::read(call, 7)?;
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
    let parts = first_parts(call, &periods, (issue, settlement, first))?;
    Ok(OddFirst {
        coupon: 100.0 * rate / periods.frequency,
        redemption,
        frequency: periods.frequency,
        odd: parts.odd,
        passed: parts.passed,
        left: parts.left,
        regular,
    })
}

/// The parts of a first period from issue to the first interest date.
fn first_parts(call: &Call<'_>, periods: &Periods, days: (i64, i64, i64)) -> Result<Parts, CellError> {
    let (issue, settlement, first) = days;
    let bond = periods.bond(settlement, first);
    let length = bond.days_in_period()?;
    let all = periods.days(issue, first)?;
    if all < length {
        let (passed, left) = (periods.days(issue, settlement)?, periods.days(settlement, first)?);
        return Ok(Parts { odd: all / length, passed: passed / length, left: left / length });
    }
    let mut parts = Parts::default();
    let mut late = first;
    for count in (1..=periods.bond(issue, first).coupons()? as u64).rev() {
        call.spend(1)?;
        let early = periods.shift(late, -1)?;
        let quasi = if periods.basis == Basis::Actual { periods.days(early, late)? } else { length };
        parts.odd += if count > 1 { 1.0 } else { periods.days(issue, late)? / quasi };
        parts.passed += periods.days(issue.max(early), settlement.min(late))? / quasi;
        late = early;
    }
    let next = match periods.basis {
        Basis::Actual360 | Basis::Actual365 => periods.days(settlement, bond.next()?)?,
        _ => length - periods.basis.days(periods.calendar, bond.previous()?, settlement)?,
    };
    parts.left = whole_periods(call, periods, settlement, first)? + next / length;
    Ok(parts)
}

/// How many periods Excel counts between settlement and the first interest date, beside the one that settlement lies in. Where the
/// latter ends a month, it counts from the end of settlement's month, and one more if that is not settlement itself.
fn whole_periods(call: &Call<'_>, periods: &Periods, settlement: i64, first: i64) -> Result<f64, CellError> {
    let calendar = periods.calendar;
    let ends_month = |day: i64| calendar.end_of_month(day, 0) == Some(day);
    let date = calendar.date(first).ok_or(CellError::Num)?;
    let is_late = date.month != 2 && date.day > 28 && !ends_month(first);
    let by_ends = ends_month(if is_late { settlement } else { first });
    let shifted = |from: i64, months: i64| -> Result<i64, CellError> {
        let day = if by_ends { calendar.end_of_month(from, months) } else { calendar.add_months(from, months) };
        day.ok_or(CellError::Num)
    };
    let start = shifted(settlement, 0)?;
    let mut count = f64::from(settlement < start);
    let mut day = shifted(start, periods.months())?;
    while day < first {
        call.spend(1)?;
        day = shifted(day, periods.months())?;
        count += 1.0;
    }
    Ok(count)
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
    let periods = Periods::read(call, 6)?;
    let (rate, redemption) = (call.number(3), call.number(5));
    if maturity <= settlement || settlement <= last || rate < 0.0 || call.number(4) < 0.0 || redemption <= 0.0 {
        return Err(CellError::Num);
    }
    let parts = last_parts(call, &periods, (last, settlement, maturity))?;
    Ok(OddLast {
        coupon: 100.0 * rate / periods.frequency,
        redemption,
        frequency: periods.frequency,
        odd: parts.odd,
        passed: parts.passed,
        left: parts.left,
    })
}

/// The parts of a last period from the last interest date to maturity. Quasi periods run on from the former.
fn last_parts(call: &Call<'_>, periods: &Periods, days: (i64, i64, i64)) -> Result<Parts, CellError> {
    let (last, settlement, maturity) = days;
    let whole = |from, to| periods.basis.period_days(periods.calendar, from, to);
    let mut parts = Parts::default();
    let mut early = last;
    let count = periods.bond(last, maturity).coupons()? as u64;
    for position in 1..=count {
        call.spend(1)?;
        let late = periods.shift(early, 1)?;
        let quasi = whole(early, late)?;
        let counted = if position < count { quasi } else { whole(early, maturity)?.max(0.0) };
        parts.odd += counted / quasi;
        parts.passed += if late < settlement { counted } else { periods.days(early, settlement.max(early))? } / quasi;
        parts.left += periods.days(settlement.max(early), maturity.min(late))? / quasi;
        early = late;
    }
    Ok(parts)
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
