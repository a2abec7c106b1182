//! SUBTOTAL and AGGREGATE: one of several aggregates, by number.

use super::super::aggregate::{each_value, spend_used};
use super::super::prelude::*;
use super::super::statistical::{order, spread};
use crate::reference::CellRef;
use crate::value::Matrix;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "SUBTOTAL",
        Category::Math,
        &[required("function", Kind::Integer), required("range", Kind::Range)],
        subtotal,
        "An aggregate by its number, 1 to 11, of ranges, without other subtotals, and from 101 on without hidden rows.",
    )
    .repeats(1)
    .flags(Flags::SUBTOTAL),
    FunctionSpec::new(
        "AGGREGATE",
        Category::Math,
        &[required("function", Kind::Integer), required("options", Kind::Integer), required("range", Kind::Array)],
        aggregate,
        "An aggregate by its number, 1 to 19, of ranges, without errors, hidden rows or other subtotals as the options say.",
    )
    .repeats(1)
    .flags(Flags::SUBTOTAL),
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

/// Which rows of ranges are left out.
#[derive(Clone, Copy, PartialEq)]
enum Rows {
    /// None.
    All,
    /// Those that a filter leaves out.
    Unfiltered,
    /// All that are not shown.
    Shown,
}

/// What of the arguments counts.
#[derive(Clone, Copy)]
struct Scope {
    errors: Errors,
    rows: Rows,
    /// Whether cells whose formulas are themselves subtotals count.
    subtotals: bool,
}

/// What is given alone counts as it is.
const ALL: Scope = Scope { errors: Errors::Stop, rows: Rows::All, subtotals: true };

/// The numbers of the arguments from `first` on, and how many values are not blank.
fn gather(call: &Call<'_>, first: usize, last: usize, scope: Scope) -> Result<(Vec<f64>, usize), CellError> {
    let (mut numbers, mut filled) = (Vec::new(), 0);
    let mut take = |value: &Value| {
        match value {
            Value::Number(number) => numbers.push(*number),
            Value::Error(error) if scope.errors == Errors::Stop => return Err(*error),
            Value::Error(_) if scope.errors == Errors::Skip => return Ok(()),
            Value::Blank => return Ok(()),
            _ => {}
        }
        filled += 1;
        Ok(())
    };
    let formulas = call.context.formulas;
    for block in (first..last).flat_map(|index| call.matrices(index)) {
        spend_used(call, &block)?;
        let Matrix::Area(area) = &block else {
            each_value(&block, &mut take)?;
            continue;
        };
        let range = area.range();
        let (rows, columns) = area.used();
        for row in 0..rows {
            let is_left_out = match scope.rows {
                Rows::All => false,
                Rows::Unfiltered => formulas.is_filtered(range.sheet, range.top + row),
                Rows::Shown => formulas.is_hidden(range.sheet, range.top + row),
            };
            if is_left_out {
                continue;
            }
            for column in 0..columns {
                let value = area.value(row, column);
                let cell = CellRef { sheet: range.sheet, row: range.top + row, column: range.left + column };
                if !value.is_blank() && (scope.subtotals || !formulas.is_subtotal(cell)) {
                    take(value)?;
                }
            }
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
    // 101 to 111 leave out rows hidden by hand as well; those that a filter hides never count.
    let (function, rows) =
        if (101..=111).contains(&function) { (function - 100, Rows::Shown) } else { (function, Rows::Unfiltered) };
    let errors = if matches!(function, 2 | 3) { Errors::Count } else { Errors::Stop };
    let (numbers, filled) = gather(call, 1, call.len(), Scope { errors, rows, subtotals: false })?;
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
    let rows = if matches!(options, 1 | 3 | 5 | 7) { Rows::Shown } else { Rows::All };
    let scope = Scope { errors, rows, subtotals: options >= 4 };
    if function < 14 {
        let (mut numbers, filled) = gather(call, 2, call.len(), scope)?;
        return match function {
            12 => order::median(&mut numbers).map(Operand::from),
            13 => order::mode(&numbers).map(Operand::from),
            _ => apply(function, &numbers, filled),
        };
    }
    let (mut numbers, _) = gather(call, 2, 3, scope)?;
    let (place, _) = gather(call, 3, call.len(), ALL)?;
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
