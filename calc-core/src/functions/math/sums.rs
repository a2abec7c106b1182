//! Sums, also of products, squares and differences.

use super::super::aggregate::{each_number, each_number_of, leading_total, pairs};
use super::super::prelude::*;
use super::super::statistical::regression::no_points;

const VALUES: &[Parameter] = &[required("value", Kind::Range)];
const TWO: &[Parameter] = &[required("x", Kind::Array), required("y", Kind::Array)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("SUM", VALUES, sum, "The sum of all numbers.").repeats(1),
    row("SUMSQ", VALUES, sum_squares, "The sum of the squares of all numbers.").repeats(1),
    row(
        "SUMPRODUCT",
        &[required("factors", Kind::Array)],
        sum_product,
        "The sum of the products of the numbers at the same places.",
    )
    .repeats(1),
    row(
        "PERCENTOF",
        &[required("subset", Kind::Range), required("all", Kind::Range)],
        percent_of,
        "The part that the sum of some numbers is of the sum of all.",
    ),
    row("SUMX2MY2", TWO, |c| of_pairs(c, |x, y| x * x - y * y), "The sum of the differences of squares."),
    row("SUMX2PY2", TWO, |c| of_pairs(c, |x, y| x * x + y * y), "The sum of the sums of squares."),
    row("SUMXMY2", TWO, |c| of_pairs(c, |x, y| (x - y) * (x - y)), "The sum of the squares of differences."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Math, parameters, kernel, summary)
}

fn sum(call: &Call<'_>) -> Outcome {
    let (total, rest) = leading_total(call)?;
    let mut total = total.sum;
    each_number(call, rest, |number| total += number)?;
    Ok(total.into())
}

/// An error among the numbers is `#NUM!`, as observed in Excel.
fn percent_of(call: &Call<'_>) -> Outcome {
    let sum_of = |index: usize| {
        let mut total = 0.0;
        each_number_of(call, index, |number| total += number).map_err(|_| CellError::Num)?;
        Ok::<f64, CellError>(total)
    };
    let (part, all) = (sum_of(0)?, sum_of(1)?);
    if all == 0.0 { Err(CellError::Div0) } else { Ok((part / all).into()) }
}

fn sum_squares(call: &Call<'_>) -> Outcome {
    let mut total = 0.0;
    each_number(call, 0, |number| total += number * number)?;
    Ok(total.into())
}

/// What is no number counts as 0; blocks of different sizes are `#VALUE!`.
fn sum_product(call: &Call<'_>) -> Outcome {
    let blocks: Vec<_> = (0..call.len()).map(|index| call.matrix(index)).collect();
    let Some(first) = blocks.first() else { return Err(CellError::Value) };
    if blocks.iter().any(|block| (block.rows(), block.columns()) != (first.rows(), first.columns())) {
        return Err(CellError::Value);
    }
    let (rows, columns) = blocks.iter().fold((0, 0), |used, block| {
        let (rows, columns) = block.used();
        (used.0.max(rows), used.1.max(columns))
    });
    call.spend(u64::from(rows) * u64::from(columns) * blocks.len() as u64)?;
    let mut total = 0.0;
    for row in 0..rows {
        for column in 0..columns {
            let mut product = 1.0;
            for block in &blocks {
                match block.value(row, column) {
                    Value::Number(number) => product *= number,
                    Value::Error(error) => return Err(*error),
                    _ => product = 0.0,
                }
            }
            total += product;
        }
    }
    Ok(total.into())
}

fn of_pairs(call: &Call<'_>, term: fn(f64, f64) -> f64) -> Outcome {
    let pairs = pairs(call, 0, 1, CellError::Na)?;
    if pairs.is_empty() {
        return Err(no_points(call));
    }
    Ok(pairs.into_iter().fold(0.0, |sum, (x, y)| sum + term(x, y)).into())
}
