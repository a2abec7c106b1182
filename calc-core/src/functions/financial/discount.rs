//! Papers that pay at the end only: at a discount, with interest at maturity, and treasury bills.

use super::super::date::periods::{average_year, year_fraction};
use super::super::prelude::*;
use super::coupons::{Basis, read_day};

const DISCOUNTED: &[Parameter] = &[
    required("settlement", Kind::AddInNumber),
    required("maturity", Kind::AddInNumber),
    required("price_or_rate", Kind::AddInNumber),
    required("redemption", Kind::AddInNumber),
    optional("basis", Kind::AddInNumber),
];
const AT_MATURITY: &[Parameter] = &[
    required("settlement", Kind::AddInNumber),
    required("maturity", Kind::AddInNumber),
    required("issue", Kind::AddInNumber),
    required("rate", Kind::AddInNumber),
    required("yield_or_price", Kind::AddInNumber),
    optional("basis", Kind::AddInNumber),
];
const BILL: &[Parameter] = &[
    required("settlement", Kind::AddInNumber),
    required("maturity", Kind::AddInNumber),
    required("discount_or_price", Kind::AddInNumber),
];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "DISC",
        DISCOUNTED,
        |c| of_two(c, |price, paid, years| (paid - price) / paid / years),
        "The discount rate of a paper.",
    ),
    row(
        "INTRATE",
        DISCOUNTED,
        |c| of_two(c, |paid, back, years| (back - paid) / paid / years),
        "The interest rate of a paper that was paid in full.",
    ),
    row(
        "YIELDDISC",
        DISCOUNTED,
        |c| of_two(c, |price, back, years| (back / price - 1.0) / years),
        "The yearly yield of a discounted paper.",
    ),
    row(
        "PRICEDISC",
        DISCOUNTED,
        |c| of_two(c, |rate, back, years| back - rate * back * years),
        "The price of a discounted paper.",
    ),
    row("RECEIVED", DISCOUNTED, received, "What is paid back at maturity."),
    row("PRICEMAT", AT_MATURITY, price_at_maturity, "The price of a paper that pays interest at maturity."),
    row("YIELDMAT", AT_MATURITY, yield_at_maturity, "The yield of a paper that pays interest at maturity."),
    row("TBILLPRICE", BILL, bill_price, "The price of a treasury bill.")
        .differs(&[differs("Any discount that leaves a price.", "A discount of 1 and more is `#NUM!`.")]),
    row("TBILLYIELD", BILL, bill_yield, "The yield of a treasury bill."),
    row("TBILLEQ", BILL, bill_equivalent, "The yield of a bond that a treasury bill comes to.")
        .differs(&[differs("Any discount that leaves a price.", "A discount of 1 and more is `#NUM!`.")]),
    row(
        "ACCRINTM",
        &[
            required("issue", Kind::AddInNumber),
            required("settlement", Kind::AddInNumber),
            required("rate", Kind::AddInNumber),
            optional("par", Kind::AddInNumber),
            optional("basis", Kind::AddInNumber),
        ],
        accrued_at_maturity,
        "The interest of a paper that pays it at maturity.",
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

/// The years between two days by the basis in an argument.
fn years(call: &Call<'_>, first: i64, last: i64, basis: usize) -> Result<f64, CellError> {
    Basis::read(call, basis)?;
    year_fraction(first, last, call.integer_or(basis, 0), call.context.calendar()).ok_or(CellError::Num)
}

/// Settlement and maturity in order.
fn term(call: &Call<'_>) -> Result<(i64, i64), CellError> {
    let (settlement, maturity) = (read_day(call, 0)?, read_day(call, 1)?);
    if settlement >= maturity { Err(CellError::Num) } else { Ok((settlement, maturity)) }
}

fn of_two(call: &Call<'_>, of: fn(f64, f64, f64) -> f64) -> Outcome {
    let (settlement, maturity) = term(call)?;
    let (first, second) = (call.number(2), call.number(3));
    if first <= 0.0 || second <= 0.0 {
        return Err(CellError::Num);
    }
    Ok(of(first, second, years(call, settlement, maturity, 4)?).into())
}

fn received(call: &Call<'_>) -> Outcome {
    let (settlement, maturity) = term(call)?;
    let (paid, rate) = (call.number(2), call.number(3));
    if paid <= 0.0 || rate <= 0.0 {
        return Err(CellError::Num);
    }
    let left = 1.0 - rate * years(call, settlement, maturity, 4)?;
    if left <= 0.0 { Err(CellError::Num) } else { Ok((paid / left).into()) }
}

/// Years from issue to maturity, from issue to settlement, and from settlement to maturity. In Excel the last are what the others
/// leave, and years of actual days are as long as those between issue and settlement are on average.
fn spans(call: &Call<'_>) -> Result<(f64, f64, f64), CellError> {
    let (settlement, maturity) = term(call)?;
    let issue = read_day(call, 2)?;
    if issue > settlement {
        return Err(CellError::Num);
    }
    if call.context.dialect == Dialect::Sheets {
        let span = |from, to| years(call, from, to, 5);
        return Ok((span(issue, maturity)?, span(issue, settlement)?, span(settlement, maturity)?));
    }
    let basis = Basis::read(call, 5)?;
    let calendar = call.context.calendar();
    let year = match basis {
        Basis::Actual => average_year(calendar, issue, settlement).ok_or(CellError::Num)?,
        other => other.year(),
    };
    let all = basis.days(calendar, issue, maturity)? / year;
    let before = basis.days(calendar, issue, settlement)? / year;
    Ok((all, before, all - before))
}

fn price_at_maturity(call: &Call<'_>) -> Outcome {
    let (all, before, after) = spans(call)?;
    let (rate, yields) = (call.number(3), call.number(4));
    if rate < 0.0 || yields < 0.0 {
        return Err(CellError::Num);
    }
    Ok(((100.0 + all * rate * 100.0) / (1.0 + after * yields) - before * rate * 100.0).into())
}

fn yield_at_maturity(call: &Call<'_>) -> Outcome {
    let (all, before, after) = spans(call)?;
    let (rate, price) = (call.number(3), call.number(4));
    if rate < 0.0 || price <= 0.0 {
        return Err(CellError::Num);
    }
    let growth = (1.0 + all * rate) / (price / 100.0 + before * rate);
    Ok(((growth - 1.0) / after).into())
}

/// The days of a bill, which has at most a year to run.
fn bill_days(call: &Call<'_>) -> Result<f64, CellError> {
    let (settlement, maturity) = term(call)?;
    let latest = call.context.calendar().add_months(settlement, 12).ok_or(CellError::Num)?;
    if maturity > latest || call.number(2) <= 0.0 { Err(CellError::Num) } else { Ok((maturity - settlement) as f64) }
}

/// A discount below 1, which Sheets asks for.
fn discount(call: &Call<'_>) -> Result<f64, CellError> {
    let discount = call.number(2);
    if call.context.dialect == Dialect::Sheets && discount >= 1.0 { Err(CellError::Num) } else { Ok(discount) }
}

fn bill_price(call: &Call<'_>) -> Outcome {
    let price = 100.0 * (1.0 - discount(call)? * bill_days(call)? / 360.0);
    if price < 0.0 { Err(CellError::Num) } else { Ok(price.into()) }
}

fn bill_yield(call: &Call<'_>) -> Outcome {
    let (days, price) = (bill_days(call)?, call.number(2));
    Ok(((100.0 - price) / price * 360.0 / days).into())
}

/// From half a year on, the yield of a bond that pays interest once in between.
fn bill_equivalent(call: &Call<'_>) -> Outcome {
    let (days, discount) = (bill_days(call)?, discount(call)?);
    let left = 360.0 - discount * days;
    if left <= 0.0 {
        return Err(CellError::Num);
    }
    if days <= 182.0 {
        return Ok((365.0 * discount / left).into());
    }
    let year = if days == 366.0 { 366.0 } else { 365.0 };
    let (part, price) = (days / year, left / 360.0);
    let root = (part * part - (2.0 * part - 1.0) * (1.0 - 1.0 / price)).sqrt();
    Ok(((2.0 * root - 2.0 * part) / (2.0 * part - 1.0)).into())
}

fn accrued_at_maturity(call: &Call<'_>) -> Outcome {
    let (issue, settlement) = (read_day(call, 0)?, read_day(call, 1)?);
    let (rate, par) = (call.number(2), call.number_or(3, 1000.0));
    if issue >= settlement || rate <= 0.0 || par <= 0.0 {
        return Err(CellError::Num);
    }
    Ok((par * rate * years(call, issue, settlement, 4)?).into())
}
