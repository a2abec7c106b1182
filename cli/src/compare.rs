//! Whether a computed value is the expected one.

use calc_core::value::Value;

/// Numbers may differ by this, relative to the larger, and at least this much absolutely.
const TOLERANCE: f64 = 1e-9;

/// Whether two values agree: numbers within the tolerance, texts and booleans exactly, errors by kind; blank and `""` are equal.
pub fn agree(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Number(a), Value::Number(b)) => (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1.0),
        (a, b) if is_empty(a) => is_empty(b),
        (a, b) => a == b,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Blank => true,
        Value::Text(text) => text.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_and_empty_text_agree_and_nothing_else_does_with_them() {
        assert!(agree(&Value::Blank, &Value::text("")));
        assert!(agree(&Value::text(""), &Value::Blank));
        assert!(!agree(&Value::Blank, &Value::Number(0.0)));
        assert!(!agree(&Value::Number(0.0), &Value::Blank));
        assert!(!agree(&Value::Number(1.0), &Value::Bool(true)));
    }

    #[test]
    fn numbers_agree_to_nine_digits() {
        assert!(agree(&Value::Number(1234.567), &Value::Number(1_234.567_000_001)));
        assert!(!agree(&Value::Number(1234.567), &Value::Number(1_234.567_01)));
    }
}
