//! Rounding to decimals, to multiples, and to whole, even and odd numbers.

use super::super::prelude::*;
use crate::number::{Digits, round_down, round_half_away, round_up};

const DECIMALS: &[Parameter] = &[required("number", Kind::Number), optional("decimals", Kind::Integer)];
const MULTIPLE: &[Parameter] = &[required("number", Kind::Number), optional("multiple", Kind::Number)];
const MODE: &[Parameter] =
    &[required("number", Kind::Number), optional("multiple", Kind::Number), optional("mode", Kind::Number)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("ROUND", DECIMALS, |c| decimals(c, round_half_away), "The number to so many decimals, halves away from zero."),
    row("ROUNDUP", DECIMALS, |c| decimals(c, round_up), "The number to so many decimals, away from zero."),
    row("ROUNDDOWN", DECIMALS, |c| decimals(c, round_down), "The number to so many decimals, towards zero."),
    row("TRUNC", DECIMALS, |c| decimals(c, round_down), "The number cut off after so many decimals."),
    row("INT", NUMBER, |c| Ok(c.number(0).floor().into()), "The next whole number below."),
    row("CEILING", MULTIPLE, ceiling, "The next multiple away from zero, or above for a positive multiple."),
    row("FLOOR", MULTIPLE, floor, "The next multiple towards zero, or below for a positive multiple.").differs(&[
        differs(
            "A multiple of 0 is `#DIV/0!`, one of the other sign `#NUM!`.",
            "They are 0 and `#VALUE!`; a missing multiple is 1.",
        ),
    ]),
    row("CEILING.MATH", MODE, ceiling_math, "The next multiple above; below zero away from it if the mode says so."),
    row("FLOOR.MATH", MODE, floor_math, "The next multiple below; below zero towards it if the mode says so."),
    row("CEILING.PRECISE", MULTIPLE, ceiling_precise, "The next multiple above.")
        .aliases(&["ISO.CEILING", "ECMA.CEILING"]),
    row("FLOOR.PRECISE", MULTIPLE, floor_precise, "The next multiple below."),
    row(
        "MROUND",
        &[required("number", Kind::AddInNumber), required("multiple", Kind::AddInNumber)],
        mround,
        "The nearest multiple.",
    ),
    row("EVEN", NUMBER, |c| away(c.number(0), 0.0), "The next even number away from zero."),
    row("ODD", NUMBER, |c| away(c.number(0), 1.0), "The next odd number away from zero."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Math, parameters, kernel, summary)
}

/// Beyond so many decimals either way nothing changes any more.
const MOST_DECIMALS: f64 = 400.0;

fn decimals(call: &Call<'_>, round: fn(f64, i32) -> f64) -> Outcome {
    let decimals = call.number(1).clamp(-MOST_DECIMALS, MOST_DECIMALS) as i32;
    Ok(round(call.number(0), decimals).into())
}

/// Which whole number a quotient becomes.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Up,
    Down,
    /// Halves away from zero.
    Nearest,
}

/// Powers of ten that a number of 15 digits may be taken times and still be counted in whole units.
const MOST_SHIFT: i32 = 22;

/// How many multiples make the number, both as decimals of 15 digits: 1.1 is 11 times 0.1, though the doubles' quotient is a little more.
///
/// Where the doubles divide without a rest that is their count: 2 is 15 times 2/15, whose decimal is cut.
fn quotient(number: f64, multiple: f64, way: Way) -> f64 {
    let divided = number / multiple;
    if divided.is_finite() && divided == divided.trunc() {
        return divided;
    }
    let (above, below) = (Digits::of(number), Digits::of(multiple));
    let negative = (number < 0.0) != (multiple < 0.0);
    let shift = above.exponent - below.exponent;
    if shift > MOST_SHIFT {
        // Far beyond the digits of a double.
        return divided;
    }
    let shift = shift.max(-MOST_SHIFT - 1);
    let power = 10_i128.pow(shift.unsigned_abs());
    let (above, below) = (i128::from(above.units), i128::from(below.units));
    let (above, below) = if shift >= 0 { (above * power, below) } else { (above, below * power) };
    let (whole, rest) = match below {
        0 => return 0.0,
        below => (above / below, above % below),
    };
    let more = match way {
        Way::Up => rest > 0 && !negative,
        Way::Down => rest > 0 && negative,
        Way::Nearest => rest * 2 >= below,
    };
    let count = whole as f64 + f64::from(more);
    if negative { -count } else { count }
}

fn ceiling(call: &Call<'_>) -> Outcome {
    let (number, multiple) = (call.number(0), call.number_default(1, 1.0));
    if multiple == 0.0 || number == 0.0 {
        return Ok(0.0.into());
    }
    if number > 0.0 && multiple < 0.0 {
        return Err(CellError::Num);
    }
    Ok((quotient(number, multiple, Way::Up) * multiple).into())
}

fn floor(call: &Call<'_>) -> Outcome {
    let is_sheets = call.context.dialect == Dialect::Sheets;
    let multiple = if is_sheets { call.number_or(1, 1.0) } else { call.number_default(1, 1.0) };
    let number = call.number(0);
    if number == 0.0 {
        return Ok(0.0.into());
    }
    if multiple == 0.0 {
        return if is_sheets { Ok(0.0.into()) } else { Err(CellError::Div0) };
    }
    if number > 0.0 && multiple < 0.0 {
        return Err(if is_sheets { CellError::Value } else { CellError::Num });
    }
    Ok((quotient(number, multiple, Way::Down) * multiple).into())
}

/// The number to a multiple without its sign; 0 if either is.
fn precise(call: &Call<'_>, way: Way) -> Outcome {
    let multiple = call.number_or(1, 1.0).abs();
    Ok((if multiple == 0.0 { 0.0 } else { quotient(call.number(0), multiple, way) * multiple + 0.0 }).into())
}

fn ceiling_precise(call: &Call<'_>) -> Outcome {
    precise(call, Way::Up)
}

fn floor_precise(call: &Call<'_>) -> Outcome {
    precise(call, Way::Down)
}

fn ceiling_math(call: &Call<'_>) -> Outcome {
    if call.number(0) < 0.0 && call.number(2) != 0.0 { floor_precise(call) } else { ceiling_precise(call) }
}

fn floor_math(call: &Call<'_>) -> Outcome {
    if call.number(0) < 0.0 && call.number(2) != 0.0 { ceiling_precise(call) } else { floor_precise(call) }
}

fn mround(call: &Call<'_>) -> Outcome {
    let (number, multiple) = (call.number(0), call.number(1));
    if multiple == 0.0 || number == 0.0 {
        return Ok(0.0.into());
    }
    if (number < 0.0) != (multiple < 0.0) {
        return Err(CellError::Num);
    }
    Ok((quotient(number, multiple, Way::Nearest) * multiple).into())
}

/// The next number away from zero that leaves `rest` when it is halved.
fn away(number: f64, rest: f64) -> Outcome {
    let halves = ((number.abs() - rest) / 2.0).ceil().max(0.0);
    let size = halves * 2.0 + rest;
    Ok(if number < 0.0 { (-size + 0.0).into() } else { size.into() })
}
