//! Bonds that pay interest: price, yield, duration.

use super::super::prelude::*;
use super::coupons::Bond;
use super::root::find_root;
use crate::number::pow;

const PRICE: &[Parameter] = &[
    required("settlement", Kind::AddInNumber),
    required("maturity", Kind::AddInNumber),
    required("rate", Kind::AddInNumber),
    required("yield_or_price", Kind::AddInNumber),
    required("redemption", Kind::AddInNumber),
    required("frequency", Kind::AddInNumber),
    optional("basis", Kind::AddInNumber),
];
const DURATION: &[Parameter] = &[
    required("settlement", Kind::AddInNumber),
    required("maturity", Kind::AddInNumber),
    required("rate", Kind::AddInNumber),
    required("yield", Kind::AddInNumber),
    required("frequency", Kind::AddInNumber),
    optional("basis", Kind::AddInNumber),
];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("PRICE", PRICE, price, "The price of a bond, for 100 of its face value, that gives a yield.").steps(40),
    row("YIELD", PRICE, yield_of, "The yield of a bond at a price.").steps(40),
    row(
        "DURATION",
        DURATION,
        |c| Ok(duration(c)?.into()),
        "The average time until a bond's payments, weighted by what they are worth.",
    )
    .steps(40),
    row(
        "MDURATION",
        DURATION,
        modified_duration,
        "The duration over the growth of one period: how a price moves with the yield.",
    )
    .steps(40),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Financial, parameters, kernel, summary)
}

/// What the payments of a bond depend on beside its yield.
struct Payments {
    /// The interest of one period.
    coupon: f64,
    redemption: f64,
    frequency: f64,
    count: f64,
    /// The part of the first period that lies after settlement.
    first: f64,
    /// The interest that belongs to the seller.
    accrued: f64,
}

impl Payments {
    fn new(bond: &Bond, rate: f64, redemption: f64) -> Result<Payments, CellError> {
        let days = bond.days_in_period()?;
        let coupon = 100.0 * rate / bond.frequency;
        Ok(Payments {
            coupon,
            redemption,
            frequency: bond.frequency,
            count: bond.coupons()?,
            // What is left of the period, whatever the basis counts between the dates.
            first: (days - bond.days_before()?) / days,
            accrued: coupon * bond.days_before()? / days,
        })
    }

    /// The price at a yield: in the last period with simple interest, before it with compound interest.
    fn price(&self, rate: f64) -> f64 {
        let step = 1.0 + rate / self.frequency;
        if self.count == 1.0 {
            return (self.redemption + self.coupon) / (1.0 + self.first * rate / self.frequency) - self.accrued;
        }
        let first = pow(step, -self.first);
        // The geometric series of the coupons, discounted to the first of them.
        let whole = pow(step, 1.0 - self.count);
        let series = if rate == 0.0 { self.count } else { (1.0 - whole / step) / (1.0 - 1.0 / step) };
        first * (self.coupon * series + self.redemption * whole) - self.accrued
    }
}

fn price(call: &Call<'_>) -> Outcome {
    let bond = Bond::read(call, 5, 6)?;
    let (rate, yields, redemption) = (call.number(2), call.number(3), call.number(4));
    if rate < 0.0 || yields < 0.0 || redemption <= 0.0 {
        return Err(CellError::Num);
    }
    Ok(Payments::new(&bond, rate, redemption)?.price(yields).into())
}

fn yield_of(call: &Call<'_>) -> Outcome {
    let bond = Bond::read(call, 5, 6)?;
    let (rate, price, redemption) = (call.number(2), call.number(3), call.number(4));
    if rate < 0.0 || price <= 0.0 || redemption <= 0.0 {
        return Err(CellError::Num);
    }
    let payments = Payments::new(&bond, rate, redemption)?;
    if payments.count == 1.0 {
        let paid = price + payments.accrued;
        let gain = (redemption + payments.coupon - paid) / paid;
        return Ok((gain * payments.frequency / payments.first).into());
    }
    let guess = if rate > 0.0 { rate } else { 0.05 };
    find_root(|rate| payments.price(rate) - price, guess, -payments.frequency).map(Operand::from).ok_or(CellError::Num)
}

fn duration(call: &Call<'_>) -> Result<f64, CellError> {
    let bond = Bond::read(call, 4, 5)?;
    let (rate, yields) = (call.number(2), call.number(3));
    if rate < 0.0 || yields < 0.0 {
        return Err(CellError::Num);
    }
    let payments = Payments::new(&bond, rate, 100.0)?;
    call.spend(payments.count as u64)?;
    let step = 1.0 + yields / bond.frequency;
    let (mut weighted, mut total) = (0.0, 0.0);
    for period in 0..payments.count as u64 {
        let time = period as f64 + payments.first;
        let last = period as f64 == payments.count - 1.0;
        let payment = payments.coupon + if last { 100.0 } else { 0.0 };
        let worth = payment * pow(step, -time);
        weighted += time * worth;
        total += worth;
    }
    if total == 0.0 { Err(CellError::Div0) } else { Ok(weighted / total / bond.frequency) }
}

fn modified_duration(call: &Call<'_>) -> Outcome {
    let duration = duration(call)?;
    Ok((duration / (1.0 + call.number(3) / call.number(4).trunc())).into())
}
