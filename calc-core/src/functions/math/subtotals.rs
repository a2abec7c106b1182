//! SUBTOTAL and AGGREGATE: one of several aggregates, by number.

use super::super::aggregate::{each_value, spend_used};
use super::super::prelude::*;
use super::super::statistical::{order, spread};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "SUBTOTAL",
        Category::Math,
        &[required("function", Kind::Integer), required("range", Kind::Range)],
        subtotal,
        "An aggregate by its number, 1 to 11, of ranges.",
    )
    .repeats(1),
    FunctionSpec::new(
        "AGGREGATE",
        Category::Math,
        &[required("function", Kind::Integer), required("options", Kind::Integer), required("range", Kind::Array)],
        aggregate,
        "An aggregate by its number, 1 to 19, of ranges, with errors left out if the options say so.",
    )
    .repeats(1),
];

/// Whether errors among the values count.
#[derive(Clone, Copy, PartialEq)]
enum Errors {
    /// The first one is the result.
    Stop,
    /// They are left out.
    Skip,
    /// They are values like others, though no numbers.
    Count,
}

/// The numbers of the arguments from `first` on, and how many values are not blank.
fn gather(call: &Call<'_>, first: usize, last: usize, errors: Errors) -> Result<(Vec<f64>, usize), CellError> {
    let (mut numbers, mut filled) = (Vec::new(), 0);
    for index in first..last {
        for block in call.matrices(index) {
            spend_used(call, &block)?;
            each_value(&block, |value| {
                match value {
                    Value::Number(number) => numbers.push(*number),
                    Value::Error(error) if errors == Errors::Stop => return Err(*error),
                    Value::Error(_) if errors == Errors::Skip => return Ok(()),
                    Value::Blank => return Ok(()),
                    _ => {}
                }
                filled += 1;
                Ok(())
            })?;
        }
    }
    Ok((numbers, filled))
}

/// The aggregates that both functions have.
fn apply(function: i64, numbers: &[f64], filled: usize) -> Outcome {
    let total = || numbers.iter().fold(0.0, |sum, number| sum + number);
    Ok(match function {
        1 if numbers.is_empty() => return Err(CellError::Div0),
        1 => (total() / numbers.len() as f64).into(),
        2 => (numbers.len() as f64).into(),
        3 => (filled as f64).into(),
        4 => numbers.iter().copied().reduce(f64::max).unwrap_or(0.0).into(),
        5 => numbers.iter().copied().reduce(f64::min).unwrap_or(0.0).into(),
        6 if numbers.is_empty() => 0.0.into(),
        6 => numbers.iter().product::<f64>().into(),
        7 => spread::variance(numbers, spread::Of::Sample)?.sqrt().into(),
        8 => spread::variance(numbers, spread::Of::Population)?.sqrt().into(),
        9 => total().into(),
        10 => spread::variance(numbers, spread::Of::Sample)?.into(),
        11 => spread::variance(numbers, spread::Of::Population)?.into(),
        _ => return Err(CellError::Value),
    })
}

fn subtotal(call: &Call<'_>) -> Outcome {
    let function = call.integer(0);
    // 101 to 111 leave hidden rows out of account; which rows are hidden is not kept.
    let function = if (101..=111).contains(&function) { function - 100 } else { function };
    let errors = if matches!(function, 2 | 3) { Errors::Count } else { Errors::Stop };
    let (numbers, filled) = gather(call, 1, call.len(), errors)?;
    apply(function, &numbers, filled)
}

fn aggregate(call: &Call<'_>) -> Outcome {
    let (function, options) = (call.integer(0), call.integer(1));
    if !(0..=7).contains(&options) {
        return Err(CellError::Value);
    }
    let errors = match (options, function) {
        (2 | 3 | 6 | 7, _) => Errors::Skip,
        (_, 2 | 3) => Errors::Count,
        _ => Errors::Stop,
    };
    if function < 14 {
        let (mut numbers, filled) = gather(call, 2, call.len(), errors)?;
        return match function {
            12 => order::median(&mut numbers).map(Operand::from),
            13 => order::mode(&numbers).map(Operand::from),
            _ => apply(function, &numbers, filled),
        };
    }
    let (mut numbers, _) = gather(call, 2, 3, errors)?;
    let (place, _) = gather(call, 3, call.len(), Errors::Stop)?;
    let place = place.first().copied().ok_or(CellError::Value)?;
    numbers.sort_by(f64::total_cmp);
    let result = match function {
        14 => order::from_end(&numbers, numbers.len() as f64 - place.ceil()),
        15 => order::from_end(&numbers, place.ceil() - 1.0),
        16 => order::percentile_inclusive(&numbers, place),
        17 => order::percentile_inclusive(&numbers, place.trunc() / 4.0),
        18 => order::percentile_exclusive(&numbers, place),
        19 => order::percentile_exclusive(&numbers, place.trunc() / 4.0),
        _ => Err(CellError::Value),
    };
    result.map(Operand::from)
}
