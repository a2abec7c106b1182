//! Series of payments: what they are worth and what they yield.

use super::super::aggregate::{each_number, each_value, numbers_of, spend_used};
use super::super::coerce;
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
    )
    .differs(&[differs("Payments all of one sign are `#NUM!`.", "They are `#VALUE!`.")]),
    row(
        "XNPV",
        &[required("rate", Kind::AddInNumber), required("payments", Kind::Array), required("dates", Kind::Array)],
        xnpv,
        "What payments at dates are worth at the first.",
    )
    .differs(&[differs(
        "A rate of 0 and below is `#NUM!`; texts are passed over.",
        "Any rate above -1; a text or blank is `#VALUE!`, blocks of two forms `#NUM!`.",
    )]),
    row(
        "XIRR",
        &[required("payments", Kind::Array), required("dates", Kind::Array), optional("guess", Kind::AddInNumber)],
        xirr,
        "The yearly rate at which payments at dates are worth nothing.",
    )
    .differs(&[differs(
        "The rate is found by halving a bracket, to eight digits.",
        "It is found by Newton's steps; blanks after the last payment are payments of 0.",
    )]),
    row(
        "MIRR",
        &[
            required("payments", Kind::Range),
            required("finance_rate", Kind::Number),
            required("reinvest_rate", Kind::Number),
        ],
        mirr,
        "The rate of payments with interest on what is paid and on what is earned.",
    )
    .differs(&[differs("Without income it is -1.", "Without income it is `#DIV/0!`.")]),
    row(
        "FVSCHEDULE",
        &[required("principal", Kind::AddInNumber), required("rates", Kind::Array)],
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
    let direct = matches!(call.arguments.first(), Some(Operand::Value(Value::Text(_) | Value::Bool(_))));
    let guess = call.number_or(1, 0.1);
    let is_sheets = call.context.dialect == Dialect::Sheets;
    if direct || guess <= -1.0 {
        return Err(if is_sheets && !direct { CellError::Num } else { CellError::Value });
    }
    let constants = matches!(call.arguments.first(), Some(Operand::Array(_))) && !is_sheets;
    // Among constants Excel takes an error as it takes a text.
    let payments = numbers_of(call, 0).map_err(|error| if constants { CellError::Value } else { error })?;
    let one_way = if is_sheets && !payments.is_empty() { CellError::Value } else { CellError::Num };
    both_ways(payments.iter().copied()).map_err(|_| one_way)?;
    call.spend(payments.len() as u64 * 100)?;
    find_root(|rate| value(&payments, rate), guess, -1.0).map(Operand::from).ok_or(CellError::Num)
}

/// The numbers of a block: texts count by what they read as, blanks as 0; a logical is `#VALUE!`.
fn strict(call: &Call<'_>, index: usize) -> Result<Vec<f64>, CellError> {
    let mut numbers = Vec::new();
    for block in call.matrices(index) {
        spend_used(call, &block)?;
        for row in 0..block.rows().min(block.used().0.max(1)) {
            for column in 0..block.columns() {
                match block.value(row, column) {
                    Value::Bool(_) => return Err(CellError::Value),
                    value => numbers.push(coerce::to_number(value, call.context)?),
                }
            }
        }
    }
    Ok(numbers)
}

/// Payments with the years from the first date to theirs.
fn dated(call: &Call<'_>, payments: Vec<f64>, dates: usize) -> Result<Vec<(f64, f64)>, CellError> {
    let dates = strict(call, dates)?;
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

/// Sheets wants payments and dates in blocks of one form, a number in each cell.
fn pairs(call: &Call<'_>, payments: usize, dates: usize) -> Result<(), CellError> {
    let (payments, dates) = (call.matrix(payments), call.matrix(dates));
    if (payments.rows(), payments.columns()) != (dates.rows(), dates.columns()) {
        return Err(CellError::Num);
    }
    for block in [payments, dates] {
        if block.used().0 < block.rows() {
            return Err(CellError::Value);
        }
        spend_used(call, &block)?;
        each_value(&block, |value| match value {
            Value::Number(_) => Ok(()),
            Value::Error(error) => Err(*error),
            _ => Err(CellError::Value),
        })?;
    }
    Ok(())
}

fn xnpv(call: &Call<'_>) -> Outcome {
    let payments = if call.context.dialect == Dialect::Sheets {
        pairs(call, 1, 2)?;
        dated(call, strict(call, 1)?, 2)?
    } else {
        dated(call, numbers_of(call, 1)?, 2)?
    };
    let rate = call.number(0);
    if rate <= -1.0 || (rate <= 0.0 && call.context.dialect == Dialect::Excel) {
        return Err(CellError::Num);
    }
    Ok(value_at(&payments, rate).into())
}

fn xirr(call: &Call<'_>) -> Outcome {
    let mut payments = strict(call, 0)?;
    let dates = strict(call, 1)?.len();
    // Blanks at the end are payments of 0 like those between.
    if call.context.dialect == Dialect::Sheets && (call.matrix(0).rows() as usize) >= dates {
        payments.resize(dates.max(payments.len()), 0.0);
    }
    let payments = dated(call, payments, 1)?;
    both_ways(payments.iter().map(|(payment, _)| *payment))?;
    call.spend(payments.len() as u64 * 200)?;
    let guess = call.number_or(2, 0.1);
    if guess <= -1.0 {
        return Err(CellError::Num);
    }
    let of = |rate: f64| value_at(&payments, rate);
    if call.context.dialect == Dialect::Sheets {
        return find_root(of, guess, -1.0).map(Operand::from).ok_or(CellError::Num);
    }
    halve(of, guess).map(Operand::from).ok_or(CellError::Num)
}

/// How often the guess is doubled or halved in search of a bracket.
const DOUBLINGS: i32 = 40;
/// In place of a guess of 0.
const LEAST_GUESS: f64 = 1e-5;

/// A zero as Excel's XIRR finds it. Its results give the method away: each is the guess times a whole number over a power of two, so
/// it halves a bracket whose ends are the guess doubled or halved (or -1 and the guess below 0) until it is narrow to eight digits.
fn halve(of: impl Fn(f64) -> f64, guess: f64) -> Option<f64> {
    let unit = if guess == 0.0 { LEAST_GUESS } else { guess.abs() };
    let scaled = |power: i32| unit * pow(2.0, f64::from(power));
    let up = (0..DOUBLINGS).map(|power| (scaled(power), scaled(power + 1)));
    let down = (0..DOUBLINGS).map(|power| (scaled(-power - 1), scaled(-power)));
    let near_zero = (0..DOUBLINGS).map(|power| (-scaled(-power), -scaled(-power - 1)));
    let brackets = up.chain(down).chain([(-1.0, -unit)]).chain(near_zero);
    // At -1 itself later payments are worth infinitely much; their sign is that at a rate just above.
    let sign_at = |rate: f64| of(rate.max(-1.0 + 1e-9));
    let (mut low, mut high) = brackets.filter(|(_, high)| *high > -1.0).find(|(low, high)| {
        let (a, b) = (sign_at(*low), sign_at(*high));
        a == 0.0 || b == 0.0 || (a.is_finite() && b.is_finite() && (a < 0.0) != (b < 0.0))
    })?;
    for end in [low, high] {
        if of(end) == 0.0 {
            return Some(end);
        }
    }
    let tolerance = 1e-8 * f64::max(1.0, high);
    let falling = of(high) < 0.0;
    loop {
        let middle = (low + high) / 2.0;
        let value = of(middle);
        if value == 0.0 || (high - low) / 2.0 <= tolerance {
            return Some(middle);
        }
        if (value < 0.0) == falling {
            high = middle;
        } else {
            low = middle;
        }
    }
}

fn mirr(call: &Call<'_>) -> Outcome {
    let payments = numbers_of(call, 0)?;
    let (finance, reinvest) = (call.number(1), call.number(2));
    let periods = payments.len() as f64 - 1.0;
    // Payments of 0 are left out, so that a rate of -100 % does no harm to those at the start.
    let worth = |rate: f64, counts: fn(f64) -> bool| {
        payments
            .iter()
            .enumerate()
            .filter(|(_, payment)| counts(**payment))
            .fold(0.0, |sum, (period, payment)| sum + payment / pow(1.0 + rate, period as f64))
    };
    let (earned, paid) = (worth(reinvest, |payment| payment > 0.0), worth(finance, |payment| payment < 0.0));
    let is_unearned = earned == 0.0 && call.context.dialect == Dialect::Sheets;
    if paid == 0.0 || periods < 1.0 || is_unearned {
        return Err(CellError::Div0);
    }
    let ratio = 0.0 - earned * pow(1.0 + reinvest, periods) / paid;
    Ok((pow(ratio, 1.0 / periods) - 1.0).into())
}

fn fv_schedule(call: &Call<'_>) -> Outcome {
    let mut value = call.number(0);
    let rates = call.matrix(1);
    spend_used(call, &rates)?;
    each_value(&rates, |rate| {
        match rate {
            Value::Number(rate) => value *= 1.0 + rate,
            Value::Blank => {}
            Value::Error(error) => return Err(*error),
            _ => return Err(CellError::Value),
        }
        Ok(())
    })?;
    Ok(value.into())
}
