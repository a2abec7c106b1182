//! Sums and products.

use super::super::aggregate::each_number;
use super::super::args::{Call, Outcome};
use super::super::table::Kind::Range;
use super::super::table::{Category, FunctionSpec, required};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] =
    &[FunctionSpec::new("SUM", Category::Math, &[required("value", Range)], sum, "The sum of all numbers.").repeats(1)];

fn sum(call: &Call<'_>) -> Outcome {
    let mut total = 0.0;
    each_number(call, 0, |number| total += number)?;
    Ok(total.into())
}
