//! The function TEXT.

use super::Format;
use crate::calendar::Calendar;
use crate::number::parse_number;
use crate::value::{CellError, Value};

/// What `TEXT(value, code)` is. A text that reads as a number is formatted as that number; a blank is 0.
///
/// ```
/// use calc_core::calendar::Calendar;
/// use calc_core::dialect::{DateSystem, Dialect};
/// use calc_core::format::text;
/// use calc_core::value::{CellError, Value};
/// let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
/// let text = |value: Value, code| text(&value, code, calendar, 2024);
/// assert_eq!(text(1234.567.into(), "$#,##0.00").as_deref(), Ok("$1,234.57"));
/// assert_eq!(text(0.0.into(), "$#").as_deref(), Ok("$"));
/// assert_eq!(text("Emerald".into(), "").as_deref(), Ok("Emerald"));
/// assert_eq!(text((-1.0).into(), "h:mm"), Err(CellError::Value));
/// ```
pub fn text(value: &Value, code: &str, calendar: Calendar, today_year: i32) -> Result<String, CellError> {
    let number = match value {
        Value::Error(error) => return Err(*error),
        Value::Blank => Some(0.0),
        Value::Text(text) => parse_number(text, calendar, today_year),
        Value::Number(_) | Value::Bool(_) => None,
    };
    let format = Format::parse(code).ok_or(CellError::Value)?;
    let rendered = match number {
        Some(number) => format.render(&Value::Number(number), calendar),
        None => format.render(value, calendar),
    };
    rendered.map(|rendered| rendered.text).ok_or(CellError::Value)
}
