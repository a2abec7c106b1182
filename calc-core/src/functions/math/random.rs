//! Random numbers, out of the stream of the formula's cell.

use super::super::prelude::*;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "RAND",
        Category::Math,
        &[],
        |c| Ok(c.context.draws.draw().into()),
        "A random number from 0 to below 1.",
    )
    .flags(Flags::VOLATILE),
    FunctionSpec::new(
        "RANDBETWEEN",
        Category::Math,
        &[required("lowest", Kind::AddInNumber), required("highest", Kind::AddInNumber)],
        rand_between,
        "A random whole number between two numbers, both possible.",
    )
    .flags(Flags::VOLATILE),
];

fn rand_between(call: &Call<'_>) -> Outcome {
    let (lowest, highest) = (call.number(0).ceil(), call.number(1).floor());
    if lowest > highest {
        return Err(CellError::Num);
    }
    let drawn = lowest + (call.context.draws.draw() * (highest - lowest + 1.0)).floor();
    Ok(drawn.min(highest).into())
}
