//! The operators: arithmetic, comparison, `&`, and the three that join references.
//!
//! Each has a path for two single values without any allocation but a text's; everything else is spread over blocks.
//! Excel's snap to zero is not here: it belongs to the last `+` or `-` of a formula only, so the compiler knows where it
//! goes, computes with [`binary`], and hands operands and result to [`crate::number::snap`] where all three are numbers.

use std::cmp::Ordering;

use super::args::{Context, Operand};
use super::coerce;
use super::compare::order;
use super::invoke::{spread_size, spread_value};
use crate::dialect::Dialect;
use crate::number;
use crate::reference::RangeRef;
use crate::syntax::ast::{BinaryOperator, UnaryOperator};
use crate::value::{Array, CellError, MAX_TEXT, Matrix, Value, utf16_len};

/// Applies an operator to two operands. Blocks are spread as in a function call; the left operand's error comes first.
pub fn binary(operator: BinaryOperator, left: &Operand, right: &Operand, context: &Context<'_>) -> Operand {
    if let (Operand::Value(Value::Number(a)), Operand::Value(Value::Number(b))) = (left, right) {
        return Operand::Value(numbers(operator, *a, *b, context));
    }
    if matches!(operator, BinaryOperator::Union | BinaryOperator::Intersection | BinaryOperator::Range) {
        return join(operator, left, right);
    }
    let (Some(left), Some(right)) = (block(left, context), block(right, context)) else {
        return CellError::Value.into();
    };
    if left.len() == 1 && right.len() == 1 {
        return Operand::Value(values(operator, left.value(0, 0), right.value(0, 0), context));
    }
    let (rows, columns) = match spread_size([left, right].into_iter(), context) {
        Ok(size) => size,
        Err(error) => return error.into(),
    };
    let result = Array::from_fn(rows, columns, |row, column| {
        values(operator, spread_value(&left, row, column), spread_value(&right, row, column), context)
    });
    result.map_or(Operand::from(CellError::Calc), Operand::from)
}

/// Applies `-`, `+` or `%`. `@` and `#` need the sheet and are the engine's: here they change nothing.
pub fn unary(operator: UnaryOperator, operand: &Operand, context: &Context<'_>) -> Operand {
    let apply = |value: &Value| -> Value {
        let number = match value {
            Value::Number(number) => *number,
            other => match coerce::to_number(other, context) {
                Ok(number) => number,
                Err(error) => return error.into(),
            },
        };
        match operator {
            // `0 - x` and not `-x`: there is no negative zero in a spreadsheet.
            UnaryOperator::Minus => Value::Number(0.0 - number),
            _ => (number / 100.0).into(),
        }
    };
    match operator {
        UnaryOperator::Plus | UnaryOperator::Intersect | UnaryOperator::Spill => operand.clone(),
        UnaryOperator::Minus | UnaryOperator::Percent => {
            let Some(block) = block(operand, context) else { return CellError::Value.into() };
            if block.len() == 1 {
                return Operand::Value(apply(block.value(0, 0)));
            }
            let (rows, columns) = match spread_size(std::iter::once(block), context) {
                Ok(size) => size,
                Err(error) => return error.into(),
            };
            Array::from_fn(rows, columns, |row, column| apply(block.value(row, column)))
                .map_or(Operand::from(CellError::Calc), Operand::from)
        }
    }
}

/// The operand as a block; `None` for several areas, which no value operator takes.
fn block<'a>(operand: &'a Operand, context: &Context<'a>) -> Option<Matrix<'a>> {
    match operand {
        Operand::Missing => Some(Matrix::One(&crate::value::BLANK)),
        Operand::Value(value) => Some(Matrix::One(value)),
        Operand::Array(array) => Some(Matrix::Array(array)),
        Operand::Range(range) => Some(Matrix::Area(context.grid.area(*range))),
        Operand::Union(_) => None,
    }
}

/// Applies an operator to two values.
pub fn values(operator: BinaryOperator, left: &Value, right: &Value, context: &Context<'_>) -> Value {
    if let (Value::Number(a), Value::Number(b)) = (left, right) {
        return numbers(operator, *a, *b, context);
    }
    match try_values(operator, left, right, context) {
        Ok(value) => value,
        Err(error) => error.into(),
    }
}

fn try_values(
    operator: BinaryOperator,
    left: &Value,
    right: &Value,
    context: &Context<'_>,
) -> Result<Value, CellError> {
    match operator {
        BinaryOperator::Concat => concat(left, right),
        BinaryOperator::Equal
        | BinaryOperator::NotEqual
        | BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual => {
            if let Some(error) = left.error().or(right.error()) {
                return Err(error);
            }
            Ok(Value::Bool(holds(operator, order(left, right))))
        }
        _ => {
            let left = coerce::to_number(left, context)?;
            let right = coerce::to_number(right, context)?;
            Ok(numbers(operator, left, right, context))
        }
    }
}

fn numbers(operator: BinaryOperator, left: f64, right: f64, context: &Context<'_>) -> Value {
    match operator {
        BinaryOperator::Add => (left + right).into(),
        BinaryOperator::Subtract => (left - right).into(),
        BinaryOperator::Multiply => (left * right).into(),
        BinaryOperator::Divide if right == 0.0 => CellError::Div0.into(),
        BinaryOperator::Divide => (left / right).into(),
        BinaryOperator::Power => power(left, right, context.dialect),
        BinaryOperator::Concat => {
            let mut text = number::general(left);
            number::write_general(&mut text, right);
            text.into()
        }
        BinaryOperator::Union | BinaryOperator::Intersection | BinaryOperator::Range => CellError::Value.into(),
        comparison => Value::Bool(holds(comparison, number::cmp15(left, right))),
    }
}

/// `base ^ exponent`: `0^0` is `#NUM!` in Excel and 1 in Sheets, `0^-1` is `#DIV/0!`, what is not real is `#NUM!`.
pub fn power(base: f64, exponent: f64, dialect: Dialect) -> Value {
    if base == 0.0 {
        return match exponent.partial_cmp(&0.0) {
            Some(Ordering::Greater) => 0.0.into(),
            Some(Ordering::Less) => CellError::Div0.into(),
            _ if dialect == Dialect::Sheets => 1.0.into(),
            _ => CellError::Num.into(),
        };
    }
    number::pow(base, exponent).into()
}

fn holds(operator: BinaryOperator, order: Ordering) -> bool {
    match operator {
        BinaryOperator::Equal => order.is_eq(),
        BinaryOperator::NotEqual => order.is_ne(),
        BinaryOperator::Less => order.is_lt(),
        BinaryOperator::LessOrEqual => order.is_le(),
        BinaryOperator::Greater => order.is_gt(),
        _ => order.is_ge(),
    }
}

fn concat(left: &Value, right: &Value) -> Result<Value, CellError> {
    let mut text = String::new();
    coerce::push_text(&mut text, left)?;
    coerce::push_text(&mut text, right)?;
    if text.len() > MAX_TEXT && utf16_len(&text) > MAX_TEXT { Err(CellError::Value) } else { Ok(text.into()) }
}

/// Joins two references: `:` is the smallest range around both, a space what both have, `,` both areas.
pub fn join(operator: BinaryOperator, left: &Operand, right: &Operand) -> Operand {
    match try_join(operator, left, right) {
        Ok(operand) => operand,
        Err(error) => error.into(),
    }
}

fn try_join(operator: BinaryOperator, left: &Operand, right: &Operand) -> Result<Operand, CellError> {
    let (left, right) = (areas(left)?, areas(right)?);
    let joined: Vec<RangeRef> = match operator {
        BinaryOperator::Range => vec![around(left, right).ok_or(CellError::Value)?],
        BinaryOperator::Intersection => {
            left.iter().flat_map(|a| right.iter().filter_map(|b| a.intersection(b))).collect()
        }
        _ => left.iter().chain(right).copied().collect(),
    };
    match joined.as_slice() {
        [] => Err(CellError::Null),
        [one] => Ok(Operand::Range(*one)),
        _ => Ok(Operand::Union(joined.into())),
    }
}

fn areas(operand: &Operand) -> Result<&[RangeRef], CellError> {
    match operand {
        Operand::Range(range) => Ok(std::slice::from_ref(range)),
        Operand::Union(areas) => Ok(areas),
        Operand::Value(Value::Error(error)) => Err(*error),
        Operand::Missing | Operand::Value(_) | Operand::Array(_) => Err(CellError::Value),
    }
}

/// The smallest range around all areas; `None` if they lie on different sheets.
fn around(left: &[RangeRef], right: &[RangeRef]) -> Option<RangeRef> {
    let first = *left.first()?;
    left.iter().chain(right).try_fold(first, |all, area| {
        (all.sheet == area.sheet).then_some(RangeRef {
            sheet: all.sheet,
            top: all.top.min(area.top),
            left: all.left.min(area.left),
            bottom: all.bottom.max(area.bottom),
            right: all.right.max(area.right),
        })
    })
}
