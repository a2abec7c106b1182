//! The order of values: numbers before texts before logicals, texts without regard to case.

use std::cmp::Ordering;

use crate::number;
use crate::value::Value;

/// The order of two values as the comparison operators see it: numbers at 15 significant digits, a blank as what it is held against.
///
/// Errors have to be dealt with before; among themselves they order as declared, after all else.
pub fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => number::cmp15(*a, *b),
        (Value::Text(a), Value::Text(b)) => order_texts(a, b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Error(a), Value::Error(b)) => a.cmp(b),
        (Value::Blank, Value::Blank) => Ordering::Equal,
        (Value::Blank, Value::Number(b)) => number::cmp15(0.0, *b),
        (Value::Number(a), Value::Blank) => number::cmp15(*a, 0.0),
        (Value::Blank, Value::Text(b)) => "".cmp(b.as_str()),
        (Value::Text(a), Value::Blank) => a.as_str().cmp(""),
        (Value::Blank, Value::Bool(b)) => false.cmp(b),
        (Value::Bool(a), Value::Blank) => a.cmp(&false),
        _ => rank(left).cmp(&rank(right)),
    }
}

/// The order of types.
pub fn rank(value: &Value) -> u8 {
    match value {
        Value::Blank => 0,
        Value::Number(_) => 1,
        Value::Text(_) => 2,
        Value::Bool(_) => 3,
        Value::Error(_) => 4,
    }
}

/// The order of two texts without regard to case.
///
/// Letter by letter in lower case, so that the signs between upper and lower case in ASCII (`_`) come before letters.
pub fn order_texts(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        let left = left.bytes().map(|b| b.to_ascii_lowercase());
        return left.cmp(right.bytes().map(|b| b.to_ascii_lowercase()));
    }
    let left = left.chars().flat_map(char::to_lowercase);
    left.cmp(right.chars().flat_map(char::to_lowercase))
}

/// Whether two texts are the same without regard to case.
#[inline]
pub fn equal_texts(left: &str, right: &str) -> bool {
    // Most texts that differ do so in their first letter, and an ASCII letter in lower case is one ASCII letter.
    if let (Some(a), Some(b)) = (left.as_bytes().first(), right.as_bytes().first())
        && a.is_ascii()
        && b.is_ascii()
        && !a.eq_ignore_ascii_case(b)
    {
        return false;
    }
    left.eq_ignore_ascii_case(right)
        || (!(left.is_ascii() && right.is_ascii()) && order_texts(left, right) == Ordering::Equal)
}

/// Whether two values are the same to a lookup or a SWITCH: of one type, numbers to the bit but for -0, texts without regard to case.
pub fn matches(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Text(a), Value::Text(b)) => equal_texts(a, b),
        (Value::Bool(a), Value::Bool(b)) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_order_before_contents() {
        let ascending: [Value; 5] = [5.0.into(), "".into(), "a".into(), false.into(), true.into()];
        for pair in ascending.windows(2) {
            assert_eq!(order(&pair[0], &pair[1]), Ordering::Less, "{pair:?}");
        }
    }

    #[test]
    fn a_blank_is_what_it_is_held_against() {
        for other in [Value::Blank, 0.0.into(), "".into(), false.into()] {
            assert_eq!(order(&Value::Blank, &other), Ordering::Equal);
            assert_eq!(order(&other, &Value::Blank), Ordering::Equal);
        }
        assert_eq!(order(&0.0.into(), &"".into()), Ordering::Less);
    }

    #[test]
    fn case_does_not_count() {
        assert_eq!(order(&"Straße".into(), &"STRAßE".into()), Ordering::Equal);
        assert_eq!(order_texts("_", "A"), Ordering::Less);
        assert!(!equal_texts("a", "b"));
        // The sign for kelvin has an ASCII letter as its lower case; which side it is on makes no difference.
        assert!(equal_texts("\u{212A}", "k") && equal_texts("k", "\u{212A}"));
        assert!(equal_texts("a\u{212A}", "AK") && !equal_texts("b\u{212A}", "AK") && !equal_texts("", "a"));
    }
}
