//! Loans and savings with equal payments.
//!
//! All follow from one equation, in which money paid out is negative:
//! `pv (1 + r)^n + pmt (1 + r t) ((1 + r)^n - 1) / r + fv = 0`, where `t` is 1 if payments fall due at the start of a period.

use std::cell::Cell;

use super::super::prelude::*;
use super::root::{find_root, newton};
use crate::number::pow;

const LOAN: &[Parameter] = &[
    required("rate", Kind::Number),
    required("periods", Kind::Number),
    required("present_value", Kind::Number),
    optional("future_value", Kind::Number),
    optional("due_at_start", Kind::Number),
];
const PART: &[Parameter] = &[
    required("rate", Kind::Number),
    required("period", Kind::Number),
    required("periods", Kind::Number),
    required("present_value", Kind::Number),
    optional("future_value", Kind::Number),
    optional("due_at_start", Kind::Number),
];
const SAVING: &[Parameter] = &[
    required("rate", Kind::Number),
    required("periods", Kind::Number),
    required("payment", Kind::Number),
    optional("other_value", Kind::Number),
    optional("due_at_start", Kind::Number),
];
const CUMULATIVE: &[Parameter] = &[
    required("rate", Kind::AddInNumber),
    required("periods", Kind::AddInNumber),
    required("present_value", Kind::AddInNumber),
    required("first", Kind::AddInNumber),
    required("last", Kind::AddInNumber),
    optional("due_at_start", Kind::AddInNumber),
];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("PMT", LOAN, pmt, "The payment of each period."),
    row("IPMT", PART, |c| parts(c, |interest, _| interest), "The interest in the payment of one period."),
    row("PPMT", PART, |c| parts(c, |_, principal| principal), "The repayment in the payment of one period."),
    row("PV", SAVING, pv, "What future payments are worth now."),
    row("FV", SAVING, fv, "What payments will be worth in the end."),
    row(
        "NPER",
        &[
            required("rate", Kind::Number),
            required("payment", Kind::Number),
            required("present_value", Kind::Number),
            optional("future_value", Kind::Number),
            optional("due_at_start", Kind::Number),
        ],
        nper,
        "How many periods payments have to go on.",
    ),
    row(
        "RATE",
        &[
            required("periods", Kind::Number),
            required("payment", Kind::Number),
            required("present_value", Kind::Number),
            optional("future_value", Kind::Number),
            optional("due_at_start", Kind::Number),
            optional("guess", Kind::Number),
        ],
        rate,
        "The interest rate of each period.",
    )
    .differs(&[differs("`#NUM!` where Newton's steps lead nowhere.", "The rate is sought on where the sign changes.")]),
    row("CUMIPMT", CUMULATIVE, |c| cumulative(c, |interest, _| interest), "The interest of several periods."),
    row("CUMPRINC", CUMULATIVE, |c| cumulative(c, |_, principal| principal), "The repayment of several periods."),
    row(
        "ISPMT",
        &[
            required("rate", Kind::Number),
            required("period", Kind::Number),
            required("periods", Kind::Number),
            required("present_value", Kind::Number),
        ],
        ispmt,
        "The interest of one period where the repayment stays the same.",
    ),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Financial, parameters, kernel, summary)
}

/// Whether payments fall due at the start of a period (1) or at its end (0).
fn due(call: &Call<'_>, index: usize) -> f64 {
    if call.number(index) != 0.0 { 1.0 } else { 0.0 }
}

/// `(1 + r)^n` and what one payment a period comes to in the end.
fn growth(rate: f64, periods: f64, due: f64) -> (f64, f64) {
    if rate == 0.0 {
        return (1.0, periods);
    }
    let factor = pow(1.0 + rate, periods);
    (factor, (1.0 + rate * due) * (factor - 1.0) / rate)
}

/// The payment of each period.
pub fn payment(rate: f64, periods: f64, present: f64, future: f64, due: f64) -> f64 {
    let (factor, payments) = growth(rate, periods, due);
    0.0 - (present * factor + future) / payments
}

/// What payments and a present value are worth in the end.
pub fn future_value(rate: f64, periods: f64, payment: f64, present: f64, due: f64) -> f64 {
    let (factor, payments) = growth(rate, periods, due);
    0.0 - (present * factor + payment * payments)
}

fn pmt(call: &Call<'_>) -> Outcome {
    let (rate, periods) = (call.number(0), call.number(1));
    if periods == 0.0 || rate <= -1.0 {
        return Err(CellError::Num);
    }
    Ok(payment(rate, periods, call.number(2), call.number(3), due(call, 4)).into())
}

fn pv(call: &Call<'_>) -> Outcome {
    let (factor, payments) = growth(call.number(0), call.number(1), due(call, 4));
    if factor == 0.0 {
        return Err(CellError::Div0);
    }
    Ok((0.0 - (call.number(2) * payments + call.number(3)) / factor).into())
}

fn fv(call: &Call<'_>) -> Outcome {
    if call.number(0) == -1.0 && call.number(1) < 0.0 {
        return Err(CellError::Div0);
    }
    Ok(future_value(call.number(0), call.number(1), call.number(2), call.number(3), due(call, 4)).into())
}

/// Interest and repayment in the payment of one period.
fn split(rate: f64, period: f64, periods: f64, present: f64, future: f64, due: f64) -> (f64, f64) {
    let payment = payment(rate, periods, present, future, due);
    let interest = if period == 1.0 {
        if due == 1.0 { 0.0 } else { 0.0 - present * rate }
    } else if due == 1.0 {
        (future_value(rate, period - 2.0, payment, present, due) - payment) * rate
    } else {
        future_value(rate, period - 1.0, payment, present, due) * rate
    };
    (interest, payment - interest)
}

fn parts(call: &Call<'_>, part: fn(f64, f64) -> f64) -> Outcome {
    let (period, periods) = (call.number(1), call.number(2));
    if period < 1.0 || period >= periods + 1.0 {
        return Err(CellError::Num);
    }
    let (interest, principal) = split(call.number(0), period, periods, call.number(3), call.number(4), due(call, 5));
    Ok(part(interest, principal).into())
}

fn nper(call: &Call<'_>) -> Outcome {
    let (rate, payment, present, future) = (call.number(0), call.number(1), call.number(2), call.number(3));
    if rate == 0.0 {
        return if payment == 0.0 { Err(CellError::Num) } else { Ok((0.0 - (present + future) / payment).into()) };
    }
    if rate <= -1.0 {
        return Err(CellError::Num);
    }
    let level = payment * (1.0 + rate * due(call, 4));
    let ratio = (level - future * rate) / (level + present * rate);
    if ratio > 0.0 { Ok((libm::log(ratio) / libm::log1p(rate)).into()) } else { Err(CellError::Num) }
}

fn rate(call: &Call<'_>) -> Outcome {
    let (periods, payment, present, future) = (call.number(0), call.number(1), call.number(2), call.number(3));
    let due = due(call, 4);
    if periods <= 0.0 {
        return Err(CellError::Num);
    }
    // The equation as it stands first: where Newton's steps on it lead below -1, Excel finds nothing. Discounted it leads on
    // where there are many periods.
    // Without a step left nothing is tried: what it takes is known only afterwards.
    call.spend(5)?;
    let tried = Cell::new(0);
    let rest = |rate: f64| {
        tried.set(tried.get() + 1);
        if rate.abs() > NEARLY_NONE {
            return 0.0 - future_value(rate, periods, payment, present, due) + future;
        }
        // Near 0 the payments' growth less 1 loses its digits.
        let grown = if rate == 0.0 { 0.0 } else { libm::expm1(periods * libm::log1p(rate)) };
        let payments = if rate == 0.0 { periods } else { (1.0 + rate * due) * grown / rate };
        present * (1.0 + grown) + payment * payments + future
    };
    let discounted = |rate: f64| rest(rate) / pow(1.0 + rate, periods);
    let guess = call.number_or(5, 0.1);
    let rate = newton(&rest, guess, f64::NEG_INFINITY, RATE_STEPS)
        .or_else(|| newton(&discounted, guess, f64::NEG_INFINITY, RATE_STEPS));
    // Sheets looks on where the steps lead nowhere.
    let rate = match rate {
        None if call.context.dialect == Dialect::Sheets => find_root(rest, guess, -1.0),
        rate => rate,
    };
    // Each takes as long as five steps, a power above all.
    call.spend(5 * tried.get())?;
    rate.filter(|rate| *rate > -1.0).map(Operand::from).ok_or(CellError::Num)
}

/// A rate that is nearly none.
const NEARLY_NONE: f64 = 1e-4;

/// RATE gives up after so many steps.
const RATE_STEPS: usize = 100;

/// The most periods that are summed one by one.
const MOST_PERIODS: f64 = 1_000_000.0;

fn cumulative(call: &Call<'_>, part: fn(f64, f64) -> f64) -> Outcome {
    let (rate, periods, present) = (call.number(0), call.number(1), call.number(2));
    let (first, last, due) = (call.number(3).ceil(), call.number(4).trunc(), call.number(5));
    let in_range = rate > 0.0 && periods > 0.0 && present > 0.0 && first >= 1.0 && first <= last && last <= periods;
    if !in_range || (due != 0.0 && due != 1.0) || last > MOST_PERIODS {
        return Err(CellError::Num);
    }
    call.spend((last - first) as u64 + 1)?;
    let mut total = 0.0;
    for period in first as u64..=last as u64 {
        let (interest, principal) = split(rate, period as f64, periods, present, 0.0, due);
        total += part(interest, principal);
    }
    Ok(total.into())
}

fn ispmt(call: &Call<'_>) -> Outcome {
    let (rate, period, periods, present) = (call.number(0), call.number(1), call.number(2), call.number(3));
    if periods == 0.0 {
        return Err(CellError::Div0);
    }
    Ok((present * rate * (period / periods - 1.0)).into())
}
