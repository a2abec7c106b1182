//! The JSON form of a value: the same in ports files, requests, answers and test cases.
//!
//! A number is a number, text a string, a logical value a boolean, blank `null` and an error `{"error":"#N/A"}`.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::{CellError, Value};

/// Whole numbers up to here are written without a fraction: past 2^53 not every one is a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes a value as JSON, always with the same characters: whole numbers without `.0`, others in the fewest digits that
/// read back as the same double, and no `-0`.
///
/// ```
/// use calc_core::value::{AsJson, Value};
/// let text = |value| serde_json::to_string(&AsJson(&value)).unwrap();
/// assert_eq!(text(Value::Number(-0.0)), "0");
/// assert_eq!(text(Value::Number(0.1 + 0.2)), "0.30000000000000004");
/// assert_eq!(text(Value::Error(calc_core::value::CellError::Na)), r##"{"error":"#N/A"}"##);
/// ```
pub struct AsJson<'a>(pub &'a Value);

impl Serialize for AsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Blank => serializer.serialize_unit(),
            Value::Number(number) if number.fract() == 0.0 && number.abs() < EXACT => {
                serializer.serialize_i64(*number as i64)
            }
            Value::Number(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Bool(logical) => serializer.serialize_bool(*logical),
            Value::Error(error) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("error", error.name())?;
                map.end()
            }
        }
    }
}

impl Value {
    /// The value that a JSON value stands for; `None` if it stands for none (an array, an object that is no error).
    ///
    /// ```
    /// use calc_core::value::{CellError, Value};
    /// assert_eq!(Value::from_json(&serde_json::json!({"error": "#REF!"})), Some(Value::Error(CellError::Ref)));
    /// assert_eq!(Value::from_json(&serde_json::json!([1])), None);
    /// ```
    pub fn from_json(json: &Json) -> Option<Value> {
        match json {
            Json::Null => Some(Value::Blank),
            Json::Bool(logical) => Some(Value::Bool(*logical)),
            Json::Number(number) => number.as_f64().map(Value::from),
            Json::String(text) => Some(Value::text(text)),
            Json::Object(members) if members.len() == 1 => {
                members.get("error")?.as_str().and_then(CellError::from_name).map(Value::Error)
            }
            Json::Array(_) | Json::Object(_) => None,
        }
    }

    /// The JSON value that stands for it.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Blank => Json::Null,
            Value::Number(number) if number.fract() == 0.0 && number.abs() < EXACT => Json::from(*number as i64),
            Value::Number(number) => Json::from(*number),
            Value::Text(text) => Json::from(text.as_str()),
            Value::Bool(logical) => Json::from(*logical),
            Value::Error(error) => serde_json::json!({ "error": error.name() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_as_itself() {
        let values = [
            Value::Blank,
            Value::Number(1.0),
            Value::Number(-2.5e-9),
            Value::Number(1e300),
            Value::text("a \"b\""),
            Value::Bool(true),
            Value::Error(CellError::Div0),
        ];
        for value in values {
            let written = serde_json::to_string(&AsJson(&value)).unwrap();
            let read: Json = serde_json::from_str(&written).unwrap();
            assert_eq!(Value::from_json(&read), Some(value.clone()), "{written}");
            assert_eq!(read, value.to_json());
        }
    }
}
