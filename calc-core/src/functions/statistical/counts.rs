//! How many there are.

use super::super::aggregate::{each_value, spend_used};
use super::super::coerce;
use super::super::prelude::*;

const VALUES: &[Parameter] = &[required("value", Kind::Range)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new("COUNT", Category::Statistical, VALUES, count, "How many numbers there are.").repeats(1),
    FunctionSpec::new("COUNTA", Category::Statistical, VALUES, count_a, "How many values are not blank.")
        .differs(&[differs("A missing argument counts.", "It does not.")])
        .repeats(1),
    FunctionSpec::new(
        "COUNTBLANK",
        Category::Statistical,
        VALUES,
        count_blank,
        "How many cells are blank or hold \"\".",
    )
    .repeats(1),
];

fn count(call: &Call<'_>) -> Outcome {
    let mut count = 0u64;
    for (index, argument) in call.arguments.iter().enumerate() {
        match argument {
            Operand::Missing => count += 1,
            Operand::Value(Value::Blank) => {}
            // `""` is no number here, in Sheets neither, unlike in arithmetic.
            Operand::Value(Value::Text(text)) => {
                count += u64::from(coerce::parse_number(text, call.context).is_some());
            }
            Operand::Value(value) => count += u64::from(coerce::to_number(value, call.context).is_ok()),
            _ => each(call, index, |value| count += u64::from(matches!(value, Value::Number(_))))?,
        }
    }
    Ok((count as f64).into())
}

fn count_a(call: &Call<'_>) -> Outcome {
    let mut count = 0u64;
    for (index, argument) in call.arguments.iter().enumerate() {
        match argument {
            Operand::Missing => count += u64::from(call.context.dialect == Dialect::Excel),
            _ => each(call, index, |value| count += u64::from(!value.is_blank()))?,
        }
    }
    Ok((count as f64).into())
}

fn count_blank(call: &Call<'_>) -> Outcome {
    let mut count = 0u64;
    for index in 0..call.len() {
        for block in call.matrices(index) {
            let mut filled = 0;
            spend_used(call, &block)?;
            each_value(&block, |value| {
                let blank = value.is_blank() || matches!(value, Value::Text(text) if text.is_empty());
                filled += u64::from(!blank);
                Ok::<(), CellError>(())
            })?;
            count += block.len() - filled;
        }
    }
    Ok((count as f64).into())
}

fn each(call: &Call<'_>, index: usize, mut visit: impl FnMut(&Value)) -> Result<(), CellError> {
    for block in call.matrices(index) {
        spend_used(call, &block)?;
        each_value(&block, |value| {
            visit(value);
            Ok::<(), CellError>(())
        })?;
    }
    Ok(())
}
