//! Operators over single values.

use calc_core::functions::args::Context;
use calc_core::functions::{coerce, operators};
use calc_core::syntax::ast::BinaryOperator;
use calc_core::value::{CellError, Value};

/// A number, or `#NUM!` if it is none.
#[inline]
pub fn number(number: f64) -> Value {
    if number.is_finite() { Value::Number(number) } else { Value::Error(CellError::Num) }
}

/// Applies an operator; which one is known when this is compiled.
#[inline]
pub fn binary(operator: BinaryOperator, left: &Value, right: &Value, context: &Context<'_>) -> Value {
    if let (Value::Number(left), Value::Number(right)) = (left, right) {
        match operator {
            BinaryOperator::Add => return number(left + right),
            BinaryOperator::Subtract => return number(left - right),
            BinaryOperator::Multiply => return number(left * right),
            BinaryOperator::Divide if *right != 0.0 => return number(left / right),
            BinaryOperator::Equal if left == right => return Value::Bool(true),
            BinaryOperator::NotEqual if left == right => return Value::Bool(false),
            _ => {}
        }
    }
    if let (Value::Text(left), Value::Text(right)) = (left, right) {
        match operator {
            BinaryOperator::Equal if left.is_ascii() && right.is_ascii() => {
                return Value::Bool(left.eq_ignore_ascii_case(right));
            }
            BinaryOperator::NotEqual if left.is_ascii() && right.is_ascii() => {
                return Value::Bool(!left.eq_ignore_ascii_case(right));
            }
            _ => {}
        }
    }
    operators::values(operator, left, right, context)
}

/// `-x`.
#[inline]
pub fn negate(value: &Value, context: &Context<'_>) -> Value {
    match coerce::to_number(value, context) {
        Ok(number) => Value::Number(0.0 - number),
        Err(error) => Value::Error(error),
    }
}

/// How a condition is decided.
#[inline]
pub fn decided(condition: &Value, context: &Context<'_>) -> Result<bool, CellError> {
    match condition {
        Value::Bool(holds) => Ok(*holds),
        Value::Number(number) => Ok(*number != 0.0),
        other => coerce::to_bool(other, context),
    }
}

/// The texts of some values, one after another.
pub fn concat(values: &[&Value]) -> Value {
    let mut text = String::new();
    for value in values {
        if let Err(error) = coerce::push_text(&mut text, value) {
            return Value::Error(error);
        }
    }
    text.into()
}
