//! Operators over single values.

use calc_core::functions::args::Context;
use calc_core::functions::compare::equal_texts;
use calc_core::functions::{coerce, operators};
use calc_core::syntax::ast::BinaryOperator;
use calc_core::value::Value;

/// Applies an operator; which one is known when this is compiled.
#[inline]
pub fn binary(operator: BinaryOperator, left: &Value, right: &Value, context: &Context<'_>) -> Value {
    match (operator, left, right) {
        (BinaryOperator::Add, Value::Number(left), Value::Number(right)) => Value::from(left + right),
        (BinaryOperator::Subtract, Value::Number(left), Value::Number(right)) => Value::from(left - right),
        (BinaryOperator::Multiply, Value::Number(left), Value::Number(right)) => Value::from(left * right),
        (BinaryOperator::Divide, Value::Number(left), Value::Number(right)) if *right != 0.0 => {
            Value::from(left / right)
        }
        (BinaryOperator::Equal, Value::Text(left), Value::Text(right)) => Value::Bool(equal_texts(left, right)),
        (BinaryOperator::NotEqual, Value::Text(left), Value::Text(right)) => Value::Bool(!equal_texts(left, right)),
        _ => operators::values(operator, left, right, context),
    }
}

/// `-x`.
#[inline]
pub fn negate(value: &Value, context: &Context<'_>) -> Value {
    match coerce::to_number(value, context) {
        Ok(number) => Value::Number(0.0 - number),
        Err(error) => Value::Error(error),
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
