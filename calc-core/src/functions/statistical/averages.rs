//! Means and extremes.

use super::super::aggregate::{each_number, each_number_a, leading_total, numbers};
use super::super::indexes::totals::Total;
use super::super::prelude::*;

const VALUES: &[Parameter] = &[required("value", Kind::Range)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("AVERAGE", mean_of_numbers, "The average of all numbers."),
    row("AVERAGEA", average_a, "The average of all values: text counts as 0."),
    row("MAX", |c| extreme(c, plain, f64::max), "The largest number; 0 if there is none."),
    row("MIN", |c| extreme(c, plain, f64::min), "The smallest number; 0 if there is none."),
    row("MAXA", |c| extreme(c, with_texts, f64::max), "The largest value: text counts as 0."),
    row("MINA", |c| extreme(c, with_texts, f64::min), "The smallest value: text counts as 0."),
    row("GEOMEAN", |c| mean(c, libm::log, libm::exp), "The geometric mean of positive numbers."),
    row("HARMEAN", |c| mean(c, |x| 1.0 / x, |x| 1.0 / x), "The harmonic mean of positive numbers."),
];

const fn row(name: &'static str, kernel: fn(&Call<'_>) -> Outcome, summary: &'static str) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, VALUES, kernel, summary).repeats(1)
}

/// A way to run over the numbers of a call's arguments from one on.
type Each = fn(&Call<'_>, usize, &mut dyn FnMut(f64)) -> Result<(), CellError>;

fn plain(call: &Call<'_>, first: usize, visit: &mut dyn FnMut(f64)) -> Result<(), CellError> {
    each_number(call, first, visit)
}

fn with_texts(call: &Call<'_>, first: usize, visit: &mut dyn FnMut(f64)) -> Result<(), CellError> {
    each_number_a(call, first, visit)
}

fn mean_of_numbers(call: &Call<'_>) -> Outcome {
    let (mut total, rest) = leading_total(call)?;
    each_number(call, rest, |number| {
        total.sum += number;
        total.count += 1;
    })?;
    average(total)
}

fn average_a(call: &Call<'_>) -> Outcome {
    let mut total = Total::default();
    each_number_a(call, 0, |number| {
        total.sum += number;
        total.count += 1;
    })?;
    average(total)
}

fn average(total: Total) -> Outcome {
    if total.count == 0 { Err(CellError::Div0) } else { Ok((total.sum / total.count as f64).into()) }
}

fn extreme(call: &Call<'_>, each: Each, join: fn(f64, f64) -> f64) -> Outcome {
    let mut best: Option<f64> = None;
    each(call, 0, &mut |number| best = Some(best.map_or(number, |best| join(best, number))))?;
    Ok(best.unwrap_or(0.0).into())
}

/// The mean of the numbers seen through a function.
fn mean(call: &Call<'_>, through: fn(f64) -> f64, back: fn(f64) -> f64) -> Outcome {
    let numbers = numbers(call, 0)?;
    if numbers.is_empty() || numbers.iter().any(|number| *number <= 0.0) {
        return Err(CellError::Num);
    }
    let sum = numbers.iter().fold(0.0, |sum, number| sum + through(*number));
    Ok(back(sum / numbers.len() as f64).into())
}
