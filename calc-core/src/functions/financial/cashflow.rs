//! Series of payments: what they are worth and what they yield.

use super::super::aggregate::{each_number, numbers_of};
use super::super::prelude::*;
use super::root::find_root;
use crate::number::pow;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "NPV",
        &[required("rate", Kind::Number), required("payment", Kind::Range)],
        npv,
        "What payments at the end of each period are worth now.",
    )
    .repeats(1),
    row(
        "IRR",
        &[required("payments", Kind::Range), optional("guess", Kind::Number)],
        irr,
        "The rate at which payments are worth nothing now.",
    ),
    row(
        "XNPV",
        &[required("rate", Kind::Number), required("payments", Kind::Array), required("dates", Kind::Array)],
        xnpv,
        "What payments at dates are worth at the first.",
    ),
    row(
        "XIRR",
        &[required("payments", Kind::Array), required("dates", Kind::Array), optional("guess", Kind::Number)],
        xirr,
        "The yearly rate at which payments at dates are worth nothing.",
    ),
    row(
        "MIRR",
        &[
            required("payments", Kind::Range),
            required("finance_rate", Kind::Number),
            required("reinvest_rate", Kind::Number),
        ],
        mirr,
        "The rate of payments with interest on what is paid and on what is earned.",
    ),
    row(
        "FVSCHEDULE",
        &[required("principal", Kind::Number), required("rates", Kind::Array)],
        fv_schedule,
        "What a sum becomes at one rate after the other.",
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

fn npv(call: &Call<'_>) -> Outcome {
    let rate = call.number(0);
    if rate == -1.0 {
        return Err(CellError::Div0);
    }
    let (mut sum, mut factor) = (0.0, 1.0);
    each_number(call, 1, |payment| {
        factor *= 1.0 + rate;
        sum += payment / factor;
    })?;
    Ok(sum.into())
}

/// The value of payments at the start, the first paid then.
fn value(payments: &[f64], rate: f64) -> f64 {
    // Horner's rule from the last payment back.
    payments.iter().rev().fold(0.0, |sum, payment| sum / (1.0 + rate) + payment)
}

/// Without a payment in and one out there is no rate.
fn both_ways(payments: impl Iterator<Item = f64> + Clone) -> Result<(), CellError> {
    let (mut into, mut out) = (payments.clone(), payments);
    if into.any(|payment| payment > 0.0) && out.any(|payment| payment < 0.0) { Ok(()) } else { Err(CellError::Num) }
}

fn irr(call: &Call<'_>) -> Outcome {
    let payments = numbers_of(call, 0)?;
    both_ways(payments.iter().copied())?;
    call.spend(payments.len() as u64 * 100)?;
    find_root(|rate| value(&payments, rate), call.number_or(1, 0.1), -1.0).map(Operand::from).ok_or(CellError::Num)
}

/// Payments with the years from the first date to theirs.
fn dated(call: &Call<'_>, payments: usize, dates: usize) -> Result<Vec<(f64, f64)>, CellError> {
    let (payments, dates) = (numbers_of(call, payments)?, numbers_of(call, dates)?);
    let first = dates.first().ok_or(CellError::Num)?.trunc();
    if payments.len() != dates.len() {
        return Err(CellError::Num);
    }
    let calendar = call.context.calendar();
    if dates.iter().any(|date| date.trunc() < first || !calendar.contains(*date)) {
        return Err(CellError::Num);
    }
    Ok(payments.into_iter().zip(dates.into_iter().map(|date| (date.trunc() - first) / 365.0)).collect())
}

fn value_at(payments: &[(f64, f64)], rate: f64) -> f64 {
    payments.iter().fold(0.0, |sum, (payment, years)| sum + payment / pow(1.0 + rate, *years))
}

fn xnpv(call: &Call<'_>) -> Outcome {
    let rate = call.number(0);
    if rate <= -1.0 {
        return Err(CellError::Num);
    }
    Ok(value_at(&dated(call, 1, 2)?, rate).into())
}

fn xirr(call: &Call<'_>) -> Outcome {
    let payments = dated(call, 0, 1)?;
    both_ways(payments.iter().map(|(payment, _)| *payment))?;
    call.spend(payments.len() as u64 * 100)?;
    let guess = call.number_or(2, 0.1);
    find_root(|rate| value_at(&payments, rate), guess, -1.0).map(Operand::from).ok_or(CellError::Num)
}

fn mirr(call: &Call<'_>) -> Outcome {
    let payments = numbers_of(call, 0)?;
    let (finance, reinvest) = (call.number(1), call.number(2));
    let periods = payments.len() as f64 - 1.0;
    let earned: Vec<f64> = payments.iter().map(|payment| payment.max(0.0)).collect();
    let paid: Vec<f64> = payments.iter().map(|payment| payment.min(0.0)).collect();
    let (earned, paid) = (value(&earned, reinvest), value(&paid, finance));
    if paid == 0.0 || periods < 1.0 {
        return Err(CellError::Div0);
    }
    let ratio = 0.0 - earned * pow(1.0 + reinvest, periods) / paid;
    Ok((pow(ratio, 1.0 / periods) - 1.0).into())
}

fn fv_schedule(call: &Call<'_>) -> Outcome {
    let mut value = call.number(0);
    for rate in call.matrix(1).values() {
        call.spend(1)?;
        match rate {
            Value::Number(rate) => value *= 1.0 + rate,
            Value::Blank => {}
            Value::Error(error) => return Err(*error),
            _ => return Err(CellError::Value),
        }
    }
    Ok(value.into())
}
