//! JSON as requests may have it.
//!
//! Stricter than JSON itself where two readers could see two requests: no member may be named twice, also not by way of an
//! escape (RFC 7493 asks for that), the text is UTF-8 without a byte order mark, and values nest at most [`MAX_DEPTH`] deep.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

/// How deep arrays and objects may nest. A request needs two levels.
pub const MAX_DEPTH: u32 = 32;

/// Why a text is not taken as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonFault {
    /// Not UTF-8.
    Encoding,
    /// Not JSON.
    Syntax,
    /// Nested too deep.
    Depth,
    /// A member named twice.
    Duplicate,
}

/// A text that is not taken as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// Why.
    pub fault: JsonFault,
    /// What was found, and where.
    pub detail: String,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

impl std::error::Error for JsonError {}

/// Reads one JSON value.
///
/// ```
/// use calc_core::calculation::json::{JsonFault, parse};
/// assert_eq!(parse(b"{\"a\":[1,2]}").unwrap()["a"][1], 2);
/// assert_eq!(parse(b"{\"a\":1,\"\\u0061\":2}").unwrap_err().fault, JsonFault::Duplicate);
/// ```
pub fn parse(bytes: &[u8]) -> Result<Json, JsonError> {
    let text = std::str::from_utf8(bytes).map_err(|error| JsonError {
        fault: JsonFault::Encoding,
        detail: format!("the body is not UTF-8: found an invalid byte at offset {}", error.valid_up_to()),
    })?;
    if text.starts_with('\u{feff}') {
        let detail = "the body is not JSON: found a byte order mark, expected `{`".to_string();
        return Err(JsonError { fault: JsonFault::Syntax, detail });
    }
    let fault = Cell::new(JsonFault::Syntax);
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Node { depth: 0, fault: &fault }.deserialize(&mut reader);
    value.and_then(|value| reader.end().map(|()| value)).map_err(|error| JsonError {
        fault: fault.get(),
        detail: match fault.get() {
            JsonFault::Syntax => format!("the body is not JSON: {error}"),
            _ => format!("the body is refused: {error}"),
        },
    })
}

/// One value at a depth. The reader underneath recurses, so the depth is bounded before it is entered.
#[derive(Clone, Copy)]
struct Node<'a> {
    depth: u32,
    fault: &'a Cell<JsonFault>,
}

impl<'a> Node<'a> {
    fn fail<E: serde::de::Error>(self, fault: JsonFault, message: impl fmt::Display) -> E {
        self.fault.set(fault);
        E::custom(message)
    }

    fn deeper<E: serde::de::Error>(self) -> Result<Node<'a>, E> {
        if self.depth == MAX_DEPTH {
            return Err(self.fail(JsonFault::Depth, format!("found a nesting depth over {MAX_DEPTH}")));
        }
        Ok(Node { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, logical: bool) -> Result<Json, E> {
        Ok(Json::Bool(logical))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::from(number))
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Json, E> {
        serde_json::Number::from_f64(number).map(Json::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let node = self.deeper()?;
        let mut array = Vec::new();
        while let Some(element) = elements.next_element_seed(node)? {
            array.push(element);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let node = self.deeper::<A::Error>()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if object.contains_key(&name) {
                // Not by its name, which could be anything; the reader underneath adds the line and column.
                return Err(self.fail(JsonFault::Duplicate, "found a duplicate: a member of an object named twice"));
            }
            let value = members.next_value_seed(node)?;
            object.insert(name, value);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &[u8]) -> JsonFault {
        parse(text).unwrap_err().fault
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        assert_eq!(fault(b"{\"a\":1,\"a\":1}"), JsonFault::Duplicate);
        assert_eq!(fault(b"[{\"b\":{\"a\":1,\"\\u0061\":1}}]"), JsonFault::Duplicate);
        assert_eq!(fault(b"\xef\xbb\xbf{}"), JsonFault::Syntax);
        assert_eq!(fault(b"{\"a\":\"\xff\"}"), JsonFault::Encoding);
        assert_eq!(fault(b"{\"a\":\"\xc0\xaf\"}"), JsonFault::Encoding);
        assert_eq!(fault(b"{\"a\":\"\\ud800\"}"), JsonFault::Syntax);
        assert_eq!(fault(b"{} {}"), JsonFault::Syntax);
        assert_eq!(fault(b"1e400"), JsonFault::Syntax);
        assert_eq!(fault(b""), JsonFault::Syntax);
    }

    #[test]
    fn the_depth_is_bounded_and_the_bound_is_reachable() {
        let nested = |depth: usize| [b"[".repeat(depth), b"]".repeat(depth)].concat();
        assert!(parse(&nested(MAX_DEPTH as usize)).is_ok());
        assert_eq!(fault(&nested(MAX_DEPTH as usize + 1)), JsonFault::Depth);
        assert_eq!(fault(&b"[".repeat(100_000)), JsonFault::Depth);
        assert_eq!(fault(&b"{\"a\":".repeat(100_000)), JsonFault::Depth);
    }

    #[test]
    fn members_keep_their_order() {
        assert_eq!(parse(b"{\"b\":1,\"a\":2}").unwrap().to_string(), "{\"b\":1,\"a\":2}");
    }
}
