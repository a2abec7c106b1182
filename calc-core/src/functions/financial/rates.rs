//! Rates of interest, and prices in fractions.

use super::super::prelude::*;
use crate::number::pow;

const TWO: &[Parameter] = &[required("rate", Kind::AddInNumber), required("periods", Kind::AddInNumber)];
const THREE: &[Parameter] =
    &[required("first", Kind::Number), required("second", Kind::Number), required("third", Kind::Number)];
const PRICE: &[Parameter] = &[required("price", Kind::AddInNumber), required("fraction", Kind::AddInNumber)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "EFFECT",
        TWO,
        effect,
        "The yearly rate that a nominal rate comes to when interest is paid several times a year.",
    ),
    row("NOMINAL", TWO, nominal, "The nominal rate that comes to a yearly rate."),
    row("RRI", THREE, rri, "The rate at which a value grows to another in so many periods."),
    row("PDURATION", THREE, pduration, "How many periods a value takes to grow to another at a rate."),
    row("DOLLARDE", PRICE, dollar_de, "A price with a fraction after the point as a decimal number."),
    row("DOLLARFR", PRICE, dollar_fr, "A decimal price with a fraction after the point."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Financial, parameters, kernel, summary)
}

fn effect(call: &Call<'_>) -> Outcome {
    let (rate, periods) = (call.number(0), call.number(1).trunc());
    if rate <= 0.0 || periods < 1.0 {
        return Err(CellError::Num);
    }
    Ok((pow(1.0 + rate / periods, periods) - 1.0).into())
}

fn nominal(call: &Call<'_>) -> Outcome {
    let (rate, periods) = (call.number(0), call.number(1).trunc());
    if rate <= 0.0 || periods < 1.0 {
        return Err(CellError::Num);
    }
    Ok(((pow(1.0 + rate, 1.0 / periods) - 1.0) * periods).into())
}

fn rri(call: &Call<'_>) -> Outcome {
    let (periods, present, future) = (call.number(0), call.number(1), call.number(2));
    if periods <= 0.0 || present == 0.0 {
        return Err(CellError::Num);
    }
    Ok((pow(future / present, 1.0 / periods) - 1.0).into())
}

fn pduration(call: &Call<'_>) -> Outcome {
    let (rate, present, future) = (call.number(0), call.number(1), call.number(2));
    if rate <= 0.0 || present <= 0.0 || future <= 0.0 {
        return Err(CellError::Num);
    }
    Ok(((libm::log(future) - libm::log(present)) / libm::log1p(rate)).into())
}

/// The fraction's denominator and the power of ten that its numerator takes up after the point.
fn fraction(call: &Call<'_>) -> Result<(f64, f64), CellError> {
    let fraction = call.number(1).trunc();
    if fraction < 0.0 {
        return Err(CellError::Num);
    }
    if fraction < 1.0 {
        return Err(CellError::Div0);
    }
    Ok((fraction, pow(10.0, libm::log10(fraction).ceil())))
}

fn dollar_de(call: &Call<'_>) -> Outcome {
    let (fraction, scale) = fraction(call)?;
    let whole = call.number(0).trunc();
    Ok((whole + (call.number(0) - whole) * scale / fraction).into())
}

fn dollar_fr(call: &Call<'_>) -> Outcome {
    let (fraction, scale) = fraction(call)?;
    let whole = call.number(0).trunc();
    Ok((whole + (call.number(0) - whole) * fraction / scale).into())
}
