//! Products, common divisors and multiples.

use super::super::aggregate::{add_in_numbers, each_number_of};
use super::super::prelude::*;

const NUMBERS: &[Parameter] = &[required("number", Kind::Range)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("PRODUCT", product, "The product of all numbers; 0 if there is none."),
    row("GCD", |c| fold(c, 0.0, greatest_divisor), "The greatest number that divides all."),
    row("LCM", |c| fold(c, 1.0, least_multiple), "The least number that all divide."),
];

const fn row(name: &'static str, kernel: fn(&Call<'_>) -> Outcome, summary: &'static str) -> FunctionSpec {
    FunctionSpec::new(name, Category::Math, NUMBERS, kernel, summary).repeats(1)
}

fn product(call: &Call<'_>) -> Outcome {
    let mut product = 1.0;
    let mut count = 0u64;
    // A missing argument or a blank is 0 to a sum, but does not make a product 0.
    for index in (0..call.len()).filter(|index| call.has(*index)) {
        if call.value(index).is_blank() && matches!(call.arguments.get(index), Some(Operand::Value(_))) {
            continue;
        }
        each_number_of(call, index, |number| {
            product *= number;
            count += 1;
        })?;
    }
    Ok(if count == 0 { 0.0.into() } else { product.into() })
}

/// From here on whole numbers have gaps.
const MOST: f64 = 9_007_199_254_740_992.0;

fn fold(call: &Call<'_>, start: f64, join: fn(f64, f64) -> f64) -> Outcome {
    let mut result = start;
    let numbers = add_in_numbers(call, 0)?;
    let in_range = (0..call.len()).any(|index| call.matrix(index).len() > 1);
    if numbers.is_empty() {
        return if in_range { Ok(0.0.into()) } else { Err(CellError::Value) };
    }
    for number in numbers {
        if !(0.0..MOST).contains(&number) {
            return Err(CellError::Num);
        }
        result = join(result, number.trunc());
    }
    if result < MOST { Ok(result.into()) } else { Err(CellError::Num) }
}

fn greatest_divisor(a: f64, b: f64) -> f64 {
    let (mut a, mut b) = (a, b);
    while b != 0.0 {
        (a, b) = (b, a % b);
    }
    a
}

fn least_multiple(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a / greatest_divisor(a, b) * b }
}
