//! How far numbers lie apart: variance, standard deviation, skewness, kurtosis.

use super::super::aggregate::{each_number_a, numbers};
use super::super::prelude::*;

const VALUES: &[Parameter] = &[required("value", Kind::Range)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("VAR.S", |c| variance(&numbers(c, 0)?, Of::Sample).map(Operand::from), "The variance of a sample.")
        .aliases(&["VAR"]),
    row("VAR.P", |c| variance(&numbers(c, 0)?, Of::Population).map(Operand::from), "The variance of a population.")
        .aliases(&["VARP"]),
    row(
        "VARA",
        |c| variance(&numbers_a(c)?, Of::Sample).map(Operand::from),
        "The variance of a sample: text counts as 0.",
    ),
    row(
        "VARPA",
        |c| variance(&numbers_a(c)?, Of::Population).map(Operand::from),
        "The variance of a population: text counts as 0.",
    ),
    row("STDEV.S", |c| deviation(&numbers(c, 0)?, Of::Sample), "The standard deviation of a sample.")
        .aliases(&["STDEV"]),
    row("STDEV.P", |c| deviation(&numbers(c, 0)?, Of::Population), "The standard deviation of a population.")
        .aliases(&["STDEVP"]),
    row("STDEVA", |c| deviation(&numbers_a(c)?, Of::Sample), "The standard deviation of a sample: text counts as 0."),
    row(
        "STDEVPA",
        |c| deviation(&numbers_a(c)?, Of::Population),
        "The standard deviation of a population: text counts as 0.",
    ),
    row("DEVSQ", |c| non_empty(c, |n| moment(n, 2)), "The sum of the squares of the distances from the average."),
    row("AVEDEV", |c| non_empty(c, average_distance), "The average distance from the average."),
    row("SKEW", skew, "How lopsided a sample is."),
    row("SKEW.P", skew_p, "How lopsided a population is.").aliases(&["SKEWP"]),
    row("KURT", kurtosis, "How peaked a sample is."),
];

const fn row(name: &'static str, kernel: fn(&Call<'_>) -> Outcome, summary: &'static str) -> FunctionSpec {
    FunctionSpec::new(name, Category::Statistical, VALUES, kernel, summary).repeats(1)
}

/// What the numbers are.
#[derive(Clone, Copy, PartialEq)]
pub enum Of {
    /// Some of many: divided by one less than their count.
    Sample,
    /// All there are.
    Population,
}

fn numbers_a(call: &Call<'_>) -> Result<Vec<f64>, CellError> {
    let mut all = Vec::new();
    each_number_a(call, 0, |number| all.push(number))?;
    Ok(all)
}

/// The average.
pub fn average(numbers: &[f64]) -> f64 {
    numbers.iter().fold(0.0, |sum, number| sum + number) / numbers.len() as f64
}

/// The sum of the distances from the average to some power.
fn moment(numbers: &[f64], power: u32) -> f64 {
    let average = average(numbers);
    numbers.iter().fold(0.0, |sum, number| {
        let distance = number - average;
        sum + (0..power).fold(1.0, |product, _| product * distance)
    })
}

/// The variance; `#DIV/0!` without numbers, or for a sample of one.
pub fn variance(numbers: &[f64], of: Of) -> Result<f64, CellError> {
    let count = match of {
        Of::Sample => numbers.len().saturating_sub(1),
        Of::Population => numbers.len(),
    };
    if count == 0 { Err(CellError::Div0) } else { Ok(moment(numbers, 2) / count as f64) }
}

fn deviation(numbers: &[f64], of: Of) -> Outcome {
    Ok(variance(numbers, of)?.sqrt().into())
}

fn non_empty(call: &Call<'_>, of: fn(&[f64]) -> f64) -> Outcome {
    let numbers = numbers(call, 0)?;
    if !numbers.is_empty() {
        return Ok(of(&numbers).into());
    }
    Err(if call.context.dialect == Dialect::Sheets { CellError::Div0 } else { CellError::Num })
}

fn average_distance(numbers: &[f64]) -> f64 {
    let middle = average(numbers);
    numbers.iter().fold(0.0, |sum, number| sum + (number - middle).abs()) / numbers.len() as f64
}

fn skew(call: &Call<'_>) -> Outcome {
    let numbers = numbers(call, 0)?;
    let count = numbers.len() as f64;
    if count < 3.0 {
        return Err(CellError::Div0);
    }
    let deviation = variance(&numbers, Of::Sample)?.sqrt();
    if deviation == 0.0 {
        return Err(CellError::Div0);
    }
    let cubes = moment(&numbers, 3) / (deviation * deviation * deviation);
    Ok((count / ((count - 1.0) * (count - 2.0)) * cubes).into())
}

fn skew_p(call: &Call<'_>) -> Outcome {
    let numbers = numbers(call, 0)?;
    let count = numbers.len() as f64;
    let deviation = variance(&numbers, Of::Population)?.sqrt();
    if count < 3.0 || deviation == 0.0 {
        return Err(CellError::Div0);
    }
    Ok((moment(&numbers, 3) / count / (deviation * deviation * deviation)).into())
}

fn kurtosis(call: &Call<'_>) -> Outcome {
    let numbers = numbers(call, 0)?;
    let n = numbers.len() as f64;
    if n < 4.0 {
        return Err(CellError::Div0);
    }
    let variance = variance(&numbers, Of::Sample)?;
    if variance == 0.0 {
        return Err(CellError::Div0);
    }
    let fourths = moment(&numbers, 4) / (variance * variance);
    let scale = n * (n + 1.0) / ((n - 1.0) * (n - 2.0) * (n - 3.0));
    let normal = 3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    Ok((scale * fourths - normal).into())
}
