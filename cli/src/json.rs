//! Values of cells as JSON and back: numbers, texts, booleans, null for blank, `{"error":"#N/A"}`.

use calc_core::value::{Array, CellError, Value};
use serde_json::{Value as Json, json};

/// A value as JSON. Whole numbers are written without a fraction.
pub fn from_value(value: &Value) -> Json {
    match value {
        Value::Blank => Json::Null,
        Value::Number(number) => from_number(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Bool(logical) => Json::from(*logical),
        Value::Error(error) => json!({ "error": error.name() }),
    }
}

/// A number as JSON: 3, not 3.0, up to 2^53.
pub fn from_number(number: f64) -> Json {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= EXACT && (number != 0.0 || number.is_sign_positive()) {
        Json::from(number as i64)
    } else {
        Json::from(number)
    }
}

/// A block as JSON: one value, or rows.
pub fn from_array(array: &Array) -> Json {
    if array.values().len() == 1 {
        return from_value(array.value(0, 0));
    }
    array.values().chunks(array.columns() as usize).map(|row| row.iter().map(from_value).collect::<Json>()).collect()
}

/// Reads a value; `None` for arrays, other objects and unknown errors.
pub fn to_value(json: &Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Blank),
        Json::Bool(logical) => Some(Value::Bool(*logical)),
        Json::Number(number) => number.as_f64().map(Value::from),
        Json::String(text) => Some(Value::text(text)),
        Json::Object(members) => {
            let name = members.get("error")?.as_str()?;
            CellError::from_name(name).map(Value::Error)
        }
        Json::Array(_) => None,
    }
}
