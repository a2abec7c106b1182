//! Database functions: aggregates over the records of a table that satisfy a block of conditions.

use super::aggregate::spend_used;
use super::criteria::{Criterion, Words};
use super::prelude::*;
use super::statistical::spread::{Of, variance};
use crate::value::Matrix;

const PARAMETERS: &[Parameter] =
    &[required("database", Kind::Range), required("field", Kind::Scalar), required("conditions", Kind::Range)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("DSUM", |c| of_numbers(c, |n| Ok(n.iter().fold(0.0, |sum, x| sum + x))), "The sum of a field."),
    row("DCOUNT", |c| count(c, Counted::Numbers), "How many numbers a field has."),
    row("DCOUNTA", |c| count(c, Counted::Values), "How many values a field has."),
    row("DAVERAGE", |c| of_numbers(c, average), "The average of a field."),
    row(
        "DMAX",
        |c| of_numbers(c, |n| Ok(n.iter().copied().reduce(f64::max).unwrap_or(0.0))),
        "The largest number of a field.",
    ),
    row(
        "DMIN",
        |c| of_numbers(c, |n| Ok(n.iter().copied().reduce(f64::min).unwrap_or(0.0))),
        "The smallest number of a field.",
    ),
    row("DPRODUCT", |c| of_numbers(c, product), "The product of a field."),
    row(
        "DSTDEV",
        |c| of_numbers(c, |n| variance(n, Of::Sample).map(f64::sqrt)),
        "The standard deviation of a sample in a field.",
    ),
    row(
        "DSTDEVP",
        |c| of_numbers(c, |n| variance(n, Of::Population).map(f64::sqrt)),
        "The standard deviation of a field.",
    ),
    row("DVAR", |c| of_numbers(c, |n| variance(n, Of::Sample)), "The variance of a sample in a field."),
    row("DVARP", |c| of_numbers(c, |n| variance(n, Of::Population)), "The variance of a field."),
    row("DGET", dget, "The only value of a field; #VALUE! if there is none, #NUM! if there are several."),
];

const fn row(name: &'static str, kernel: fn(&Call<'_>) -> Outcome, summary: &'static str) -> FunctionSpec {
    FunctionSpec::new(name, Category::Database, PARAMETERS, kernel, summary)
}

fn average(numbers: &[f64]) -> Result<f64, CellError> {
    if numbers.is_empty() {
        return Err(CellError::Div0);
    }
    Ok(numbers.iter().fold(0.0, |sum, x| sum + x) / numbers.len() as f64)
}

fn product(numbers: &[f64]) -> Result<f64, CellError> {
    Ok(if numbers.is_empty() { 0.0 } else { numbers.iter().product() })
}

/// The column whose label, in the first row of a table, is a text.
fn column_of(table: &Matrix<'_>, label: &str, call: &Call<'_>) -> Option<u32> {
    (0..table.columns()).find(|column| {
        let text = super::coerce::to_text(table.value(0, *column), call.context).unwrap_or_default();
        super::compare::equal_texts(text.trim(), label.trim())
    })
}

/// The column of the field: by its label or its position; `None` if the argument is blank.
fn field(call: &Call<'_>, table: &Matrix<'_>) -> Result<Option<u32>, CellError> {
    match call.value(1) {
        Value::Blank => Ok(None),
        Value::Text(label) => column_of(table, label, call).map(Some).ok_or(CellError::Value),
        value => {
            let position = super::coerce::to_number(value, call.context)?.trunc();
            let inside = position >= 1.0 && position <= f64::from(table.columns());
            if inside { Ok(Some(position as u32 - 1)) } else { Err(CellError::Value) }
        }
    }
}

/// Rows of conditions, one of which has to hold; in each row all have to.
type Conditions = Vec<Vec<(u32, Criterion)>>;

/// Reads the block of conditions. A blank condition always holds. What stands under a label that the table does not have, or under
/// none, is the value of a formula that says whether to take a record: in Excel it has to be true.
fn conditions(call: &Call<'_>, table: &Matrix<'_>) -> Result<Conditions, CellError> {
    let block = call.matrix(2);
    spend_used(call, &block)?;
    let (rows, columns) = block.used();
    if block.rows() < 2 {
        return Err(CellError::Value);
    }
    let mut all = Vec::new();
    'rows: for row in 1..block.rows().min(rows.max(2)) {
        let mut together = Vec::new();
        for column in 0..columns {
            let (label, condition) = (block.value(0, column), block.value(row, column));
            if condition.is_blank() {
                continue;
            }
            let label = super::coerce::to_text(label, call.context)?;
            if let Some(place) = column_of(table, &label, call) {
                together.push((place, Criterion::with(condition, call.context, Words::Begin)));
            } else if call.context.dialect == Dialect::Excel && !is_true(condition) {
                continue 'rows;
            }
        }
        all.push(together);
    }
    // Rows below the last condition are blank and let every record through.
    if block.rows() > rows.max(2) {
        all.push(Vec::new());
    }
    Ok(all)
}

/// Whether a formula in place of a condition takes a record.
fn is_true(condition: &Value) -> bool {
    match condition {
        Value::Bool(logical) => *logical,
        Value::Number(number) => *number != 0.0,
        _ => false,
    }
}

/// Runs over the values of the field in the records that satisfy the conditions; without a field over blanks.
fn each(call: &Call<'_>, mut visit: impl FnMut(&Value) -> Result<(), CellError>) -> Result<(), CellError> {
    let table = call.matrix(0);
    if let Some(error) = call.value(0).error().or(call.value(2).error()) {
        return Err(error);
    }
    // Left out, there is none; a blank cell in its place names none.
    if call.has(1) && call.value(1).is_blank() && call.context.dialect == Dialect::Excel {
        return Err(CellError::Value);
    }
    let field = field(call, &table)?;
    let conditions = conditions(call, &table)?;
    let (rows, _) = table.used();
    if table.rows() < 2 {
        return Err(CellError::Value);
    }
    let cost: usize = conditions.iter().map(|row| row.len() + 1).sum();
    call.spend(u64::from(rows) * cost as u64)?;
    for row in 1..rows {
        let holds = conditions.iter().any(|together| {
            together.iter().all(|(column, condition)| condition.holds(table.value(row, *column), call.context))
        });
        if holds {
            visit(field.map_or(&crate::value::BLANK, |column| table.value(row, column)))?;
        }
    }
    Ok(())
}

fn of_numbers(call: &Call<'_>, of: fn(&[f64]) -> Result<f64, CellError>) -> Outcome {
    if !call.has(1) {
        return Err(CellError::Value);
    }
    let mut numbers = Vec::new();
    each(call, |value| {
        match value {
            Value::Number(number) => numbers.push(*number),
            Value::Error(error) => return Err(*error),
            _ => {}
        }
        Ok(())
    })?;
    Ok(of(&numbers)?.into())
}

/// What DCOUNT and DCOUNTA count.
#[derive(Clone, Copy, PartialEq)]
enum Counted {
    Numbers,
    Values,
}

/// Without a field the records themselves are counted.
fn count(call: &Call<'_>, counted: Counted) -> Outcome {
    let records = call.value(1).is_blank();
    let mut count = 0u64;
    each(call, |value| {
        let counts = match counted {
            _ if records => true,
            Counted::Numbers => matches!(value, Value::Number(_)),
            Counted::Values => !value.is_blank(),
        };
        count += u64::from(counts);
        Ok(())
    })?;
    Ok((count as f64).into())
}

fn dget(call: &Call<'_>) -> Outcome {
    let mut found: Option<Value> = None;
    each(call, |value| {
        if value.is_blank() {
            return Ok(());
        }
        if found.is_some() {
            return Err(CellError::Num);
        }
        found = Some(value.clone());
        Ok(())
    })?;
    found.map(Operand::from).ok_or(CellError::Value)
}
