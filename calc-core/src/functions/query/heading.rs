//! What stands over a column of the result.

use super::expression::{Expression, Step};
use super::source::{Source, show};
use crate::value::Value;

/// The heading of an expression: a column's own, `sum Price` for an aggregate, `product(PriceQuantity)` for `B*C`.
///
/// Names of arguments stand without a separator, and a literal looks like a call, as in Google's results.
pub(super) fn heading(expression: &Expression, source: &Source<'_>) -> String {
    let mut stack: Vec<String> = Vec::new();
    for step in &expression.steps {
        let text = match step {
            Step::Column(column) => source.label(*column),
            Step::Aggregate(aggregate, column) => format!("{} {}", aggregate.name(), source.label(*column)),
            Step::Literal(value) => format!("{}()", literal(value)),
            Step::Call(scalar, count) => wrap(scalar.name(), &mut stack, *count),
            Step::Arithmetic(operator) => wrap(operator.name(), &mut stack, 2),
            // Conditions are not selected, keys are not headed: no heading is asked of them.
            Step::Key(_) | Step::Compare(_) | Step::IsNull | Step::Not | Step::And | Step::Or => String::new(),
        };
        stack.push(text);
    }
    stack.pop().unwrap_or_default()
}

/// A number as a Java double is written, which is where the heading comes from: `2.0`.
fn literal(value: &Value) -> String {
    match value {
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e7 => format!("{number:.1}"),
        value => show(value),
    }
}

fn wrap(name: &str, stack: &mut Vec<String>, count: usize) -> String {
    let arguments = stack.split_off(stack.len().saturating_sub(count));
    format!("{name}({})", arguments.concat())
}
