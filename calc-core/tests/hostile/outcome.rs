//! What came out of a case, in the words of the corpus.

use calc_core::error::Error;
use calc_core::value::{CellError, Value};
use serde_json::Value as Json;

/// A value, or an error by its name.
#[derive(Debug, PartialEq)]
pub enum Got {
    Value(Value),
    Error(String),
}

/// What came out.
pub fn got(outcome: Result<Value, Error>) -> Got {
    match outcome {
        Ok(Value::Error(CellError::Circular)) => Got::Error("circular".into()),
        Ok(Value::Error(CellError::Limit)) => Got::Error("resource".into()),
        Ok(Value::Error(error)) => Got::Error(error.name().into()),
        Ok(value) => Got::Value(value),
        Err(error) if error.is_limit() => Got::Error("resource".into()),
        Err(_) => Got::Error("refused-at-parse".into()),
    }
}

/// Whether a value is the expected one: exact, or of the kind that the words say.
fn is_expected(expected: &Json, got: &Value) -> bool {
    match (expected, got) {
        (Json::String(words), Value::Number(number)) => match words.as_str() {
            "a number" => true,
            "0.333..." => (number - 1.0 / 3.0).abs() < 1e-15,
            _ => false,
        },
        (Json::String(words), Value::Bool(_)) => words == "TRUE or FALSE",
        (Json::String(words), Value::Text(text)) => match words.as_str() {
            "text" => true,
            "text without a machine path" => !text.contains('/') && !text.contains('\\'),
            "unchanged text" => text.as_str() == "ab".repeat(5_000),
            "a x 2000" => text.as_str() == "a".repeat(2_000),
            "4000 quote signs" => text.as_str() == "\"".repeat(4_000),
            words => text.as_str() == words,
        },
        (Json::String(words), Value::Blank) => words.is_empty(),
        (Json::Number(expected), Value::Number(number)) => {
            let expected = expected.as_f64().unwrap();
            (expected - number).abs() <= 1e-12 * expected.abs()
        }
        (Json::Number(expected), Value::Blank) => expected.as_f64() == Some(0.0),
        (Json::Bool(expected), Value::Bool(logical)) => expected == logical,
        _ => false,
    }
}

/// Whether that is what the corpus expects.
pub fn holds(expect: &Json, got: &Got) -> bool {
    match got {
        Got::Value(value) => expect.get("value").is_some_and(|expected| is_expected(expected, value)),
        Got::Error(name) => expect
            .get("error")
            .and_then(Json::as_array)
            .is_some_and(|errors| errors.iter().any(|error| error.as_str() == Some(name))),
    }
}
