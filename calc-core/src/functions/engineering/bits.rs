//! Whole numbers bit by bit.

use super::super::prelude::*;

const TWO: &[Parameter] = &[required("left", Kind::Number), required("right", Kind::Number)];
const SHIFT: &[Parameter] = &[required("number", Kind::Number), required("bits", Kind::Number)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("BITAND", TWO, |c| join(c, |a, b| a & b), "The bits that both numbers have."),
    row("BITOR", TWO, |c| join(c, |a, b| a | b), "The bits that either number has."),
    row("BITXOR", TWO, |c| join(c, |a, b| a ^ b), "The bits that one number has and the other has not."),
    row("BITLSHIFT", SHIFT, |c| shift(c, 1), "The bits moved up."),
    row("BITRSHIFT", SHIFT, |c| shift(c, -1), "The bits moved down."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Engineering, parameters, kernel, summary)
}

/// Numbers have at most 48 bits.
const LIMIT: f64 = 281_474_976_710_656.0;
/// A shift by more bits is `#NUM!`, either way.
const MOST_SHIFT: f64 = 53.0;

fn bits(call: &Call<'_>, index: usize) -> Result<u64, CellError> {
    let number = call.number(index);
    if number.fract() != 0.0 || !(0.0..LIMIT).contains(&number) { Err(CellError::Num) } else { Ok(number as u64) }
}

fn join(call: &Call<'_>, of: fn(u64, u64) -> u64) -> Outcome {
    Ok((of(bits(call, 0)?, bits(call, 1)?) as f64).into())
}

fn shift(call: &Call<'_>, direction: i32) -> Outcome {
    let number = bits(call, 0)?;
    let by = call.number(1).trunc();
    if by.abs() > MOST_SHIFT {
        return Err(CellError::Num);
    }
    let by = by as i32 * direction;
    let shifted = if by >= 0 { u128::from(number) << by } else { u128::from(number) >> -by };
    let shifted = shifted as f64;
    if shifted < LIMIT { Ok(shifted.into()) } else { Err(CellError::Num) }
}
