//! Random numbers: drawn from the seed that the host hands in, the cell and a count, so the same recalculation draws the same.

use super::super::args::Context;
use super::super::prelude::*;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "RAND",
        Category::Math,
        &[],
        |c| Ok(draw(c.context, 0).into()),
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

/// A number from 0 to below 1 for the formula's cell; `count` tells the draws of one cell apart.
pub fn draw(context: &Context<'_>, count: u64) -> f64 {
    let place = context.place;
    let cell = (u64::from(place.sheet.0) << 40) ^ (u64::from(place.row) << 16) ^ u64::from(place.column);
    let mixed = mix(mix(mix(context.seed) ^ cell) ^ count);
    (mixed >> 11) as f64 / (1u64 << 53) as f64
}

/// The finishing step of SplitMix64: every bit of the result depends on every bit of the seed.
fn mix(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

fn rand_between(call: &Call<'_>) -> Outcome {
    let (lowest, highest) = (call.number(0).ceil(), call.number(1).floor());
    if lowest > highest {
        return Err(CellError::Num);
    }
    let drawn = lowest + (draw(call.context, 0) * (highest - lowest + 1.0)).floor();
    Ok(drawn.min(highest).into())
}
