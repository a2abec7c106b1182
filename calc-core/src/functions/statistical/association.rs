//! How two series go together beyond a straight line: by rank, and as yes and no.

use super::super::aggregate::pairs;
use super::super::prelude::*;
use super::regression::no_points;

const TWO: &[Parameter] = &[required("y", Kind::Array), required("x", Kind::Array)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "SPEARMAN",
        Category::Statistical,
        TWO,
        spearman,
        "The correlation of the ranks of two series, from -1 to 1.",
    ),
    FunctionSpec::new(
        "MATTHEWS",
        Category::Statistical,
        TWO,
        matthews,
        "How well one series of yes and no predicts another, from -1 to 1.",
    ),
];

/// The rank of each number, from 1; equal numbers share the average of their ranks.
fn ranks(numbers: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = numbers.iter().copied().zip(0..).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![0.0; numbers.len()];
    let mut before = 0;
    for group in order.chunk_by(|a, b| a.0 == b.0) {
        let rank = before as f64 + (group.len() as f64 + 1.0) / 2.0;
        for (_, index) in group {
            if let Some(slot) = ranks.get_mut(*index) {
                *slot = rank;
            }
        }
        before += group.len();
    }
    ranks
}

fn spearman(call: &Call<'_>) -> Outcome {
    let points = pairs(call, 0, 1, CellError::Na)?;
    if points.is_empty() {
        return Err(no_points(call));
    }
    let (y, x): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
    let (y, x) = (ranks(&y), ranks(&x));
    let middle = (y.len() as f64 + 1.0) / 2.0;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (y, x) in y.iter().zip(&x) {
        xx += (x - middle) * (x - middle);
        xy += (x - middle) * (y - middle);
        yy += (y - middle) * (y - middle);
    }
    let scale = (xx * yy).sqrt();
    if scale == 0.0 { Err(CellError::Div0) } else { Ok((xy / scale).into()) }
}

/// The coefficient of Matthews (1975): the correlation of two binary series. Numbers count as yes if they are not 0, texts as no.
fn matthews(call: &Call<'_>) -> Outcome {
    let (y, x) = (call.matrix(0), call.matrix(1));
    if y.len() != x.len() {
        return Err(CellError::Na);
    }
    call.spend(y.len())?;
    let is_yes = |value: &Value| match value {
        Value::Bool(logical) => Ok(*logical),
        Value::Number(number) => Ok(*number != 0.0),
        Value::Error(error) => Err(*error),
        Value::Text(_) | Value::Blank => Ok(false),
    };
    // Both yes, both no, only the first, only the second.
    let (mut both, mut neither, mut first, mut second) = (0.0, 0.0, 0.0, 0.0);
    for (y, x) in y.values().zip(x.values()) {
        match (is_yes(y)?, is_yes(x)?) {
            (true, true) => both += 1.0,
            (false, false) => neither += 1.0,
            (true, false) => first += 1.0,
            (false, true) => second += 1.0,
        }
    }
    let (all_y, all_x): (f64, f64) = (both + first, both + second);
    let scale = (all_y * all_x * (neither + first) * (neither + second)).sqrt();
    if scale == 0.0 { Err(CellError::Div0) } else { Ok(((both * neither - first * second) / scale).into()) }
}
