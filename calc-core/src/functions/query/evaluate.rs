//! Evaluating an expression for one row or one group.

use std::cmp::Ordering;

use super::expression::{Aggregate, Arithmetic, Comparison, Expression, Step};
use super::scalar::call_scalar;
use super::source::{Source, show};
use crate::functions::args::Context;
use crate::functions::google::regex;
use crate::number;
use crate::value::{CellError, Value};

/// Where the steps of an expression find their values.
pub(super) enum Scope<'s> {
    /// A row of the data.
    Row { source: &'s Source<'s>, row: u32 },
    /// A group: its keys, and its aggregates in the order of `wanted`.
    Group { keys: &'s [Value], wanted: &'s [(Aggregate, usize)], aggregates: &'s [Value] },
}

/// Evaluates expressions with one stack, which is kept for the next.
pub(super) struct Evaluator<'c> {
    context: &'c Context<'c>,
    stack: Vec<Value>,
}

impl<'c> Evaluator<'c> {
    /// An evaluator with an empty stack.
    pub(super) fn new(context: &'c Context<'c>) -> Evaluator<'c> {
        Evaluator { context, stack: Vec::new() }
    }

    /// The value of an expression; `#VALUE!` where an operand has a type that its operator does not take.
    pub(super) fn value(&mut self, expression: &Expression, scope: &Scope<'_>) -> Result<Value, CellError> {
        if let [Step::Column(column)] = expression.steps.as_slice()
            && let Scope::Row { source, row } = scope
        {
            return Ok(source.value(*row, *column));
        }
        self.stack.clear();
        for step in &expression.steps {
            let value = match step {
                Step::Literal(value) => value.clone(),
                Step::Column(_) | Step::Key(_) | Step::Aggregate(..) => look_up(step, scope)?,
                Step::Call(scalar, count) => {
                    let second = if *count > 1 { self.pop()? } else { Value::Blank };
                    let first = if *count > 0 { self.pop()? } else { Value::Blank };
                    call_scalar(*scalar, &first, &second, self.context)?
                }
                Step::Arithmetic(operator) => {
                    let (right, left) = (self.pop()?, self.pop()?);
                    calculate(*operator, &left, &right)?
                }
                Step::Compare(comparison) => {
                    let (right, left) = (self.pop()?, self.pop()?);
                    Value::Bool(self.compare(*comparison, &left, &right)?)
                }
                Step::IsNull => Value::Bool(self.pop()?.is_blank()),
                Step::Not => Value::Bool(!truth(&self.pop()?)?),
                Step::And => {
                    let (right, left) = (self.pop()?, self.pop()?);
                    Value::Bool(truth(&left)? && truth(&right)?)
                }
                Step::Or => {
                    let (right, left) = (self.pop()?, self.pop()?);
                    Value::Bool(truth(&left)? || truth(&right)?)
                }
            };
            self.stack.push(value);
        }
        self.pop()
    }

    /// Whether a row meets a condition.
    pub(super) fn holds(&mut self, condition: &Expression, scope: &Scope<'_>) -> Result<bool, CellError> {
        truth(&self.value(condition, scope)?)
    }

    /// The parser leaves every operator its operands, so the stack is never empty here.
    fn pop(&mut self) -> Result<Value, CellError> {
        self.stack.pop().ok_or(CellError::Value)
    }

    /// Nothing compares with null, and no value with one of another type, except that `''` in a condition means null:
    /// `A <> ''` is how sheets ask for the cells that show something.
    fn compare(&self, comparison: Comparison, left: &Value, right: &Value) -> Result<bool, CellError> {
        let ordering = match (left, right) {
            (Value::Number(a), Value::Number(b)) => number::cmp15(*a, *b),
            (Value::Text(a), Value::Text(b)) => a.as_str().cmp(b.as_str()),
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Blank, Value::Text(text)) | (Value::Text(text), Value::Blank) if text.is_empty() => Ordering::Equal,
            (Value::Blank, _) | (_, Value::Blank) => return Ok(false),
            _ => return self.compare_texts(comparison, &show(left), &show(right)),
        };
        match comparison {
            Comparison::Equal => Ok(ordering == Ordering::Equal),
            Comparison::NotEqual => Ok(ordering != Ordering::Equal),
            Comparison::Less => Ok(ordering == Ordering::Less),
            Comparison::LessOrEqual => Ok(ordering != Ordering::Greater),
            Comparison::Greater => Ok(ordering == Ordering::Greater),
            Comparison::GreaterOrEqual => Ok(ordering != Ordering::Less),
            _ => self.compare_texts(comparison, &show(left), &show(right)),
        }
    }

    /// The comparisons of text, to which a number counts as it is shown; case counts.
    fn compare_texts(&self, comparison: Comparison, text: &str, pattern: &str) -> Result<bool, CellError> {
        match comparison {
            Comparison::Contains => Ok(text.contains(pattern)),
            Comparison::StartsWith => Ok(text.starts_with(pattern)),
            Comparison::EndsWith => Ok(text.ends_with(pattern)),
            Comparison::Matches => regex::matches_whole(text, pattern, self.context.budget),
            Comparison::Like => {
                self.context.budget.spend(text.len() as u64)?;
                Ok(is_like(text, pattern))
            }
            _ => Ok(false),
        }
    }
}

fn look_up(step: &Step, scope: &Scope<'_>) -> Result<Value, CellError> {
    match (step, scope) {
        (Step::Column(column), Scope::Row { source, row }) => Ok(source.value(*row, *column)),
        (Step::Key(index), Scope::Group { keys, .. }) => keys.get(*index).cloned().ok_or(CellError::Value),
        (Step::Aggregate(aggregate, column), Scope::Group { wanted, aggregates, .. }) => {
            let index = wanted.iter().position(|w| *w == (*aggregate, *column)).ok_or(CellError::Value)?;
            aggregates.get(index).cloned().ok_or(CellError::Value)
        }
        _ => Err(CellError::Value),
    }
}

/// A logical where one is wanted; null is false.
fn truth(value: &Value) -> Result<bool, CellError> {
    match value {
        Value::Bool(logical) => Ok(*logical),
        Value::Blank => Ok(false),
        _ => Err(CellError::Value),
    }
}

/// Arithmetic with null is null, and so is division by zero.
fn calculate(operator: Arithmetic, left: &Value, right: &Value) -> Result<Value, CellError> {
    let (Value::Number(left), Value::Number(right)) = (left, right) else {
        let null = left.is_blank() || right.is_blank();
        return if null { Ok(Value::Blank) } else { Err(CellError::Value) };
    };
    let result = match operator {
        Arithmetic::Sum => left + right,
        Arithmetic::Difference => left - right,
        Arithmetic::Product => left * right,
        Arithmetic::Quotient => left / right,
        Arithmetic::Modulo => left % right,
    };
    Ok(if result.is_finite() { Value::Number(result) } else { Value::Blank })
}

/// Whether a whole text fits a pattern in which `%` is any run of characters and `_` any one.
///
/// Remembers only the last `%`: when the rest does not fit, that one takes a character more. Later ones make earlier ones
/// superfluous, so no other way has to be tried.
fn is_like(text: &str, pattern: &str) -> bool {
    let mut text = text.chars();
    let mut pattern = pattern.chars();
    let mut retry: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let mut next = pattern.clone();
        match (next.next(), text.clone().next()) {
            (Some('%'), _) => {
                retry = Some((next.clone(), text.clone()));
                pattern = next;
                continue;
            }
            (None, None) => return true,
            (Some(wanted), Some(found)) if wanted == '_' || wanted == found => {
                pattern = next;
                text.next();
                continue;
            }
            _ => {}
        }
        let Some((after, from)) = &mut retry else { return false };
        if from.next().is_none() {
            return false;
        }
        pattern = after.clone();
        text = from.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_fits_the_whole_text() {
        for (text, pattern, expected) in [
            ("interior", "in%", true),
            ("interior", "%ior", true),
            ("interior", "%te%", true),
            ("interior", "in_erior", true),
            ("interior", "in", false),
            ("", "%", true),
            ("", "_", false),
            ("aXbXc", "a%Xc", true),
            ("aaa", "%a%a%a%a%", false),
        ] {
            assert_eq!(is_like(text, pattern), expected, "{text} like {pattern}");
        }
    }
}
