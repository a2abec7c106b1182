//! How aggregates read their arguments.
//!
//! A value given directly counts by what it reads as: `SUM("3",TRUE)` is 4 and `SUM("x")` an error. In a range or an array only
//! numbers count: texts, logicals and blanks there are passed over. Errors are errors in both.

use super::args::{Call, Operand};
use super::coerce;
use super::indexes::FEW_CELLS;
use super::indexes::totals::Total;
use crate::dialect::Dialect;
use crate::value::{CellError, Matrix, Value};

/// Runs over the values of a block, row by row, in one stretch where the block is a column of cells.
pub fn each_value<'a, E>(block: &Matrix<'a>, mut visit: impl FnMut(&'a Value) -> Result<(), E>) -> Result<(), E> {
    match block {
        Matrix::Area(area) if area.columns() == 1 => area.column(0).flat_map(|(_, values)| values).try_for_each(visit),
        Matrix::Array(array) => array.values().iter().try_for_each(visit),
        Matrix::One(value) => visit(value),
        Matrix::Area(_) => block.values().try_for_each(visit),
    }
}

/// Runs over the numbers that the arguments from `first` on hold, in order.
pub fn each_number(call: &Call<'_>, first: usize, mut visit: impl FnMut(f64)) -> Result<(), CellError> {
    for index in first..call.len() {
        each_number_of(call, index, &mut visit)?;
    }
    Ok(())
}

/// The sum of the first argument's numbers if it is a range whose sums are kept, and the argument to go on at; else nothing, from the
/// first.
pub fn leading_total(call: &Call<'_>) -> Result<(Total, usize), CellError> {
    let Some(Operand::Range(range)) = call.arguments.first() else { return Ok((Total::default(), 0)) };
    if u64::from(range.rows()) < FEW_CELLS {
        return Ok((Total::default(), 0));
    }
    let (rows, columns) = call.matrix(0).used();
    let cells = u64::from(rows) * u64::from(columns);
    if cells < FEW_CELLS {
        return Ok((Total::default(), 0));
    }
    match call.context.indexes.borrow_mut().sum(*range, cells, call.context) {
        Some(total) => Ok((total?, 1)),
        None => Ok((Total::default(), 0)),
    }
}

/// Runs over the numbers that one argument holds, in order.
pub fn each_number_of(call: &Call<'_>, index: usize, mut visit: impl FnMut(f64)) -> Result<(), CellError> {
    match call.arguments.get(index) {
        None => Ok(()),
        Some(Operand::Missing) => {
            visit(0.0);
            Ok(())
        }
        Some(Operand::Value(Value::Text(text))) => {
            // `""` is no number here, in Sheets neither, unlike in arithmetic.
            visit(coerce::parse_number(text, call.context).ok_or(CellError::Value)?);
            Ok(())
        }
        Some(Operand::Value(value)) => {
            visit(coerce::to_number(value, call.context)?);
            Ok(())
        }
        Some(_) => {
            for block in call.matrices(index) {
                spend_used(call, &block)?;
                each_value(&block, |value| match value {
                    Value::Number(number) => {
                        visit(*number);
                        Ok(())
                    }
                    Value::Error(error) => Err(*error),
                    _ => Ok(()),
                })?;
            }
            Ok(())
        }
    }
}

/// The numbers that the arguments from `first` on hold.
pub fn numbers(call: &Call<'_>, first: usize) -> Result<Vec<f64>, CellError> {
    let mut all = Vec::new();
    each_number(call, first, |number| all.push(number))?;
    Ok(all)
}

/// The numbers that one argument holds.
pub fn numbers_of(call: &Call<'_>, index: usize) -> Result<Vec<f64>, CellError> {
    let mut all = Vec::new();
    each_number_of(call, index, |number| all.push(number))?;
    Ok(all)
}

/// Runs over the numbers of the arguments as the functions whose names end in `A` read them: in ranges and arrays logicals
/// count as 1 and 0, and texts as 0.
pub fn each_number_a(call: &Call<'_>, first: usize, mut visit: impl FnMut(f64)) -> Result<(), CellError> {
    for index in first..call.len() {
        match call.arguments.get(index) {
            None | Some(Operand::Missing) => visit(0.0),
            Some(Operand::Value(value)) => visit(coerce::to_number(value, call.context)?),
            Some(_) => {
                for block in call.matrices(index) {
                    spend_used(call, &block)?;
                    each_value(&block, |value| {
                        match value {
                            Value::Number(number) => visit(*number),
                            Value::Bool(logical) => visit(f64::from(*logical)),
                            Value::Text(_) => visit(0.0),
                            Value::Blank => {}
                            Value::Error(error) => return Err(*error),
                        }
                        Ok(())
                    })?;
                }
            }
        }
    }
    Ok(())
}

/// Pays for a walk over the used part of a block.
pub fn spend_used(call: &Call<'_>, block: &Matrix<'_>) -> Result<(), CellError> {
    let (rows, columns) = block.used();
    call.spend(u64::from(rows) * u64::from(columns))
}

/// The pairs of numbers at the same places of two arguments; a pair without two numbers is passed over.
///
/// Arguments of different sizes are `different`; an error in either is the result.
pub fn pairs(call: &Call<'_>, first: usize, second: usize, different: CellError) -> Result<Vec<(f64, f64)>, CellError> {
    for index in [first, second] {
        not_lone(call, index)?;
    }
    let (left, right) = (call.matrix(first), call.matrix(second));
    if left.len() != right.len() {
        return Err(different);
    }
    let same_shape = left.rows() == right.rows();
    let (rows, columns) = if same_shape {
        let (left, right) = (left.used(), right.used());
        (left.0.max(right.0), left.1.max(right.1))
    } else {
        (left.rows(), left.columns())
    };
    call.spend(u64::from(rows) * u64::from(columns))?;
    let mut pairs = Vec::new();
    let mut null = false;
    for row in 0..rows {
        for column in 0..columns {
            let a = left.value(row, column);
            let b = if same_shape {
                right.value(row, column)
            } else {
                let place = u64::from(row) * u64::from(columns) + u64::from(column);
                let width = u64::from(right.columns());
                right.value((place / width) as u32, (place % width) as u32)
            };
            match (a, b) {
                // Excel's number for #NULL! is 0, and where it looks for errors in pairs of series, it goes on at that one.
                (Value::Error(CellError::Null), _) if call.context.dialect == Dialect::Excel => null = true,
                (Value::Error(error), _) | (_, Value::Error(error)) => return Err(*error),
                (Value::Number(a), Value::Number(b)) => pairs.push((*a, *b)),
                _ => {}
            }
        }
    }
    if null { Err(CellError::Null) } else { Ok(pairs) }
}

/// An array parameter that was given one value takes a number only: a text or a logical is `#VALUE!`, and so is in Excel what one
/// cell holds that is no number. In larger ranges and arrays such values are passed over.
pub fn not_lone(call: &Call<'_>, index: usize) -> Result<(), CellError> {
    let excel = call.context.dialect == Dialect::Excel;
    match call.arguments.get(index) {
        Some(Operand::Value(Value::Error(error))) => Err(*error),
        Some(Operand::Value(Value::Text(_) | Value::Bool(_))) => Err(CellError::Value),
        Some(Operand::Value(Value::Blank)) if excel => Err(CellError::Value),
        Some(Operand::Range(range)) if excel && range.is_cell() => match call.matrix(index).value(0, 0) {
            Value::Number(_) => Ok(()),
            Value::Error(error) => Err(*error),
            _ => Err(CellError::Value),
        },
        _ => Ok(()),
    }
}

/// The numbers that the arguments from `first` on hold, as the functions read them that were an add-in of Excel before 2007.
///
/// There texts in ranges count by what they read as, and a logical anywhere is `#VALUE!`; blanks are passed over. In Sheets it is
/// [`numbers`].
pub fn add_in_numbers(call: &Call<'_>, first: usize) -> Result<Vec<f64>, CellError> {
    if call.context.dialect == Dialect::Sheets {
        return numbers(call, first);
    }
    let mut all = Vec::new();
    for index in first..call.len() {
        if !call.has(index) {
            return Err(CellError::Na);
        }
        for block in call.matrices(index) {
            spend_used(call, &block)?;
            each_value(&block, |value| {
                match value {
                    Value::Bool(_) => return Err(CellError::Value),
                    Value::Blank => {}
                    value => all.push(coerce::to_number(value, call.context)?),
                }
                Ok(())
            })?;
        }
    }
    Ok(all)
}
