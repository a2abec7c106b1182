//! LINEST, TREND, LOGEST and GROWTH: lines and curves through points in any number of dimensions.

use super::super::prelude::*;
use super::least_squares::{Fit, fit};
use crate::value::{Array, Matrix};

const ESTIMATE: &[Parameter] = &[
    required("known_y", Kind::Array),
    optional("known_x", Kind::Array),
    optional("constant", Kind::Bool),
    optional("statistics", Kind::Bool),
];
const PREDICT: &[Parameter] = &[
    required("known_y", Kind::Array),
    optional("known_x", Kind::Array),
    optional("new_x", Kind::Array),
    optional("constant", Kind::Bool),
];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "LINEST",
        ESTIMATE,
        |c| estimate(c, Curve::Line),
        "The factors of the straight line through points, last dimension first, and the constant.",
    ),
    row(
        "LOGEST",
        ESTIMATE,
        |c| estimate(c, Curve::Exponential),
        "The bases of the exponential curve through points, and the constant.",
    ),
    row("TREND", PREDICT, |c| predict(c, Curve::Line), "The values on the straight line through points."),
    row("GROWTH", PREDICT, |c| predict(c, Curve::Exponential), "The values on the exponential curve through points."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, parameters, kernel, summary).flags(Flags::SPILLS)
}

#[derive(Clone, Copy, PartialEq)]
enum Curve {
    Line,
    /// A line through the logarithms.
    Exponential,
}

/// Which way observations follow each other.
#[derive(Clone, Copy, PartialEq)]
enum Observations {
    /// One below the other; a dimension is a column.
    Down,
    /// Side by side; a dimension is a row.
    Across,
    /// In any shape; there is one dimension.
    Anyhow,
}

/// The numbers of a block as one list; anything but numbers is `#VALUE!`, in Excel an error too.
fn flat(call: &Call<'_>, block: &Matrix<'_>) -> Result<Vec<f64>, CellError> {
    let mut numbers = Vec::new();
    for row in 0..block.rows() {
        for column in 0..block.columns() {
            numbers.push(number(call, block.value(row, column))?);
        }
    }
    Ok(numbers)
}

fn number(call: &Call<'_>, value: &Value) -> Result<f64, CellError> {
    match value {
        Value::Number(number) => Ok(*number),
        Value::Error(error) if call.context.dialect == Dialect::Sheets => Err(*error),
        _ => Err(CellError::Value),
    }
}

/// The dimensions of a block of x.
fn dimensions(call: &Call<'_>, block: &Matrix<'_>, observations: Observations) -> Result<Vec<Vec<f64>>, CellError> {
    let (rows, columns) = (block.rows(), block.columns());
    let number = |row, column| number(call, block.value(row, column));
    match observations {
        Observations::Anyhow => Ok(vec![flat(call, block)?]),
        Observations::Down => (0..columns).map(|column| (0..rows).map(|row| number(row, column)).collect()).collect(),
        Observations::Across => (0..rows).map(|row| (0..columns).map(|column| number(row, column)).collect()).collect(),
    }
}

struct Points {
    y: Vec<f64>,
    x: Vec<Vec<f64>>,
    observations: Observations,
}

/// Whether an argument is one value that can be no number of a series: an error, which is returned, or anything else but a number.
fn refuse_scalar(call: &Call<'_>, index: usize) -> Result<(), CellError> {
    match call.arguments.get(index) {
        Some(Operand::Value(Value::Error(error))) => Err(*error),
        Some(Operand::Value(Value::Text(_) | Value::Bool(_))) => Err(CellError::Value),
        _ => Ok(()),
    }
}

/// Reads the known points. Without x they are numbered from 1. What is no series at all is refused before the sizes are compared, the
/// sizes before the values.
fn points(call: &Call<'_>, curve: Curve) -> Result<Points, CellError> {
    refuse_scalar(call, 0)?;
    refuse_scalar(call, 1)?;
    let known = call.matrix(0);
    call.spend(known.len())?;
    let block = call.has(1).then(|| call.matrix(1));
    let observations = match &block {
        None => Observations::Anyhow,
        Some(block) if (block.rows(), block.columns()) == (known.rows(), known.columns()) => Observations::Anyhow,
        Some(block) if known.columns() == 1 && block.rows() == known.rows() => Observations::Down,
        Some(block) if known.rows() == 1 && block.columns() == known.columns() => Observations::Across,
        Some(_) => return Err(CellError::Ref),
    };
    let mut y = flat(call, &known)?;
    if curve == Curve::Exponential {
        for value in &mut y {
            if *value <= 0.0 {
                return Err(CellError::Num);
            }
            *value = libm::log(*value);
        }
    }
    let Some(block) = block else {
        let x = vec![(1..=y.len()).map(|position| position as f64).collect()];
        return Ok(Points { y, x, observations });
    };
    // Orthogonalizing costs the square of the number of dimensions for each point.
    call.spend(block.len().saturating_mul(u64::from(block.rows().min(block.columns()))))?;
    Ok(Points { y, x: dimensions(call, &block, observations)?, observations })
}

struct Line {
    fit: Fit,
    /// The factors of the dimensions.
    slopes: Vec<f64>,
    constant: f64,
    /// The averages that were taken off each dimension.
    centres: Vec<f64>,
}

/// Fits a line; with a constant, the averages are taken off first, which keeps the columns apart.
fn line(points: &Points, constant: bool) -> Line {
    let average = |values: &[f64]| values.iter().fold(0.0, |sum, value| sum + value) / values.len() as f64;
    let centre = |values: &[f64]| if constant { average(values) } else { 0.0 };
    let shift = |values: &[f64], by: f64| -> Vec<f64> { values.iter().map(|value| value - by).collect() };
    let centres: Vec<f64> = points.x.iter().map(|column| centre(column)).collect();
    let middle = centre(&points.y);
    let columns: Vec<Vec<f64>> = points.x.iter().zip(&centres).map(|(column, by)| shift(column, *by)).collect();
    let fit = fit(&columns, &shift(&points.y, middle));
    let slopes = fit.factors.clone();
    let base = slopes.iter().zip(&centres).fold(middle, |sum, (slope, centre)| sum - slope * centre);
    Line { fit, slopes, constant: if constant { base } else { 0.0 }, centres }
}

fn estimate(call: &Call<'_>, curve: Curve) -> Outcome {
    let points = points(call, curve)?;
    let constant = call.bool_or(2, true);
    let line = line(&points, constant);
    let back = |value: f64| if curve == Curve::Exponential { libm::exp(value) } else { value };
    let width = line.slopes.len() + 1;
    let mut values: Vec<Value> = line.slopes.iter().rev().map(|slope| back(*slope).into()).collect();
    values.push(back(line.constant).into());
    if !call.bool_or(3, false) {
        return Array::row(values).map(Operand::from).ok_or(CellError::Value);
    }
    let count = points.y.len() as f64;
    let freedom = count - line.fit.used as f64 - if constant { 1.0 } else { 0.0 };
    let middle = if constant { points.y.iter().fold(0.0, |sum, y| sum + y) / count } else { 0.0 };
    let all = points.y.iter().fold(0.0, |sum, y| sum + (y - middle) * (y - middle));
    let rest = line.fit.rest;
    let explained = all - rest;
    let variance = if freedom > 0.0 { rest / freedom } else { 0.0 };
    values.extend(line.fit.spread.iter().rev().map(|spread| Value::from((variance * spread).sqrt())));
    values.push(if constant {
        (variance * constant_spread(&line, &points)).sqrt().into()
    } else {
        CellError::Na.into()
    });
    let fraction = |above: f64, below: f64| if below == 0.0 { CellError::Num.into() } else { (above / below).into() };
    let statistics: [[Value; 2]; 3] = [
        [if all == 0.0 { 1.0.into() } else { (explained / all).into() }, variance.sqrt().into()],
        [fraction(explained / line.fit.used.max(1) as f64, variance), freedom.into()],
        [explained.into(), rest.into()],
    ];
    for pair in statistics {
        values.extend(pair);
        values.extend((2..width).map(|_| Value::from(CellError::Na)));
    }
    Array::new(5, width as u32, values).map(Operand::from).ok_or(CellError::Value)
}

/// The spread of the constant: that of the average, and that of the factors at the averages of the dimensions.
fn constant_spread(line: &Line, points: &Points) -> f64 {
    // The constant is the prediction at 0, which lies `centres` away from the middle of the points.
    let columns: Vec<Vec<f64>> = points
        .x
        .iter()
        .zip(&line.centres)
        .map(|(column, centre)| column.iter().map(|value| value - centre).collect())
        .collect();
    let count = points.y.len();
    // The weights with which the observations enter the prediction at the centres' distance: the row of least length that
    // gives each column its centre.
    let mut weights = vec![0.0; count];
    let mut unit: Vec<Vec<f64>> = Vec::new();
    let mut wanted: Vec<f64> = Vec::new();
    for (column, centre) in columns.iter().zip(&line.centres) {
        let mut rest = column.clone();
        let mut target = *centre;
        for (direction, known) in unit.iter().zip(&wanted) {
            let share = rest.iter().zip(direction).fold(0.0, |sum, (a, b)| sum + a * b);
            rest.iter_mut().zip(direction).for_each(|(value, part)| *value -= share * part);
            target -= share * known;
        }
        let length = rest.iter().fold(0.0, |sum, value| sum + value * value).sqrt();
        let before = column.iter().fold(0.0, |sum, value| sum + value * value).sqrt();
        if length <= before * 1e-12 {
            continue;
        }
        rest.iter_mut().for_each(|value| *value /= length);
        target /= length;
        weights.iter_mut().zip(&rest).for_each(|(weight, part)| *weight += target * part);
        unit.push(rest);
        wanted.push(target);
    }
    1.0 / count as f64 + weights.iter().fold(0.0, |sum, weight| sum + weight * weight)
}

fn predict(call: &Call<'_>, curve: Curve) -> Outcome {
    refuse_scalar(call, 2)?;
    let points = points(call, curve)?;
    let line = line(&points, call.bool_or(3, true));
    let new = if call.has(2) { Some(call.matrix(2)) } else { call.has(1).then(|| call.matrix(1)) };
    let known = call.matrix(0);
    let (x, rows, columns) = match new {
        None => (points.x.clone(), known.rows(), known.columns()),
        Some(block) => {
            call.spend(block.len())?;
            let x = dimensions(call, &block, points.observations)?;
            if x.len() != line.slopes.len() {
                return Err(CellError::Ref);
            }
            let (rows, columns) = match points.observations {
                Observations::Anyhow => (block.rows(), block.columns()),
                Observations::Down => (block.rows(), 1),
                Observations::Across => (1, block.columns()),
            };
            (x, rows, columns)
        }
    };
    let count = rows as usize * columns as usize;
    let values = (0..count).map(|position| {
        let value = x
            .iter()
            .zip(&line.slopes)
            .fold(line.constant, |sum, (column, slope)| sum + slope * column.get(position).copied().unwrap_or(0.0));
        Value::from(if curve == Curve::Exponential { libm::exp(value) } else { value })
    });
    Array::new(rows, columns, values.collect()).map(Operand::from).ok_or(CellError::Value)
}
