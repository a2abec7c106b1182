//! Determinant and inverse of a matrix.

use super::super::prelude::*;
use crate::value::Array;

const MATRIX: &[Parameter] = &[required("matrix", Kind::Array)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new("MDETERM", Category::Math, MATRIX, determinant, "The determinant of a square matrix."),
    FunctionSpec::new("MINVERSE", Category::Math, MATRIX, inverse, "The inverse of a square matrix.")
        .flags(Flags::SPILLS),
];

/// The numbers of a square block by rows; anything else is `#VALUE!`.
fn square(call: &Call<'_>) -> Result<Vec<Vec<f64>>, CellError> {
    let block = call.matrix(0);
    let size = block.rows();
    if size != block.columns() {
        return Err(CellError::Value);
    }
    // Elimination costs the cube of the size.
    call.spend(u64::from(size).saturating_pow(3))?;
    let mut rows = Vec::with_capacity(size as usize);
    for row in 0..size {
        let mut numbers = Vec::with_capacity(size as usize);
        for column in 0..size {
            match block.value(row, column) {
                Value::Number(number) => numbers.push(*number),
                Value::Error(error) => return Err(*error),
                _ => return Err(CellError::Value),
            }
        }
        rows.push(numbers);
    }
    Ok(rows)
}

/// Gauss with the largest pivot of each column, on `rows` whose first columns are the square; returns the determinant.
fn eliminate(rows: &mut [Vec<f64>]) -> f64 {
    let size = rows.len();
    let entry = |rows: &[Vec<f64>], row: usize, column: usize| -> f64 {
        rows.get(row).and_then(|r| r.get(column)).copied().unwrap_or(0.0)
    };
    let mut determinant = 1.0;
    for step in 0..size {
        let best = (step..size)
            .max_by(|a, b| entry(rows, *a, step).abs().total_cmp(&entry(rows, *b, step).abs()))
            .unwrap_or(step);
        let pivot = entry(rows, best, step);
        if pivot == 0.0 {
            return 0.0;
        }
        if best != step {
            rows.swap(best, step);
            determinant = -determinant;
        }
        determinant *= pivot;
        let pivot_row = rows.get(step).cloned().unwrap_or_default();
        for (index, row) in rows.iter_mut().enumerate() {
            let factor = row.get(step).copied().unwrap_or(0.0) / pivot;
            if index == step || factor == 0.0 {
                continue;
            }
            for (value, pivot_value) in row.iter_mut().zip(&pivot_row).skip(step) {
                *value -= factor * pivot_value;
            }
        }
    }
    determinant
}

fn determinant(call: &Call<'_>) -> Outcome {
    Ok(eliminate(&mut square(call)?).into())
}

fn inverse(call: &Call<'_>) -> Outcome {
    let mut rows = square(call)?;
    let size = rows.len();
    for (index, row) in rows.iter_mut().enumerate() {
        row.extend((0..size).map(|column| if column == index { 1.0 } else { 0.0 }));
    }
    if eliminate(&mut rows) == 0.0 {
        return Err(CellError::Num);
    }
    let values = rows.iter().enumerate().flat_map(|(index, row)| {
        let pivot = row.get(index).copied().unwrap_or(1.0);
        row.iter().skip(size).map(move |value| Value::from(value / pivot))
    });
    Array::new(size as u32, size as u32, values.collect()).map(Operand::from).ok_or(CellError::Value)
}
