//! What a cell holds, and how many of them are held together.
//!
//! A [`Value`] is one cell's content: 16 bytes, cheap to clone. An [`Array`] is a block of values that a formula made.
//! A [`Grid`] stores all cells of a workbook by column, and an [`Area`] is a window on it.
//! [`Matrix`] lets a function read any of the three without knowing which it got.

mod array;
mod error;
mod grid;
mod json;
mod matrix;

pub use array::Array;
pub use error::CellError;
pub use grid::{Area, Column, Grid, SheetGrid};
pub use json::AsJson;
pub use matrix::Matrix;

/// Immutable shared text, one pointer wide.
pub type Text = arcstr::ArcStr;

/// The longest text that a cell holds, in UTF-16 units.
pub const MAX_TEXT: usize = 32_767;

/// The length of a text as spreadsheets count it: in UTF-16 units.
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// The content of one cell, or one element of an array.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// A cell that holds nothing: 0 in arithmetic, `""` in text, `FALSE` in logic.
    #[default]
    Blank,
    /// A finite IEEE 754 double; dates are serial numbers.
    Number(f64),
    /// Text, at most 32,767 UTF-16 units.
    Text(Text),
    /// A logical value.
    Bool(bool),
    /// An error value, such as `#N/A`.
    Error(CellError),
}

/// The one blank value, to hand out references to.
pub static BLANK: Value = Value::Blank;

impl Value {
    /// A text value.
    pub fn text(text: impl AsRef<str>) -> Value {
        Value::Text(Text::from(text.as_ref()))
    }

    /// The error, if this is one.
    pub fn error(&self) -> Option<CellError> {
        if let Value::Error(error) = self { Some(*error) } else { None }
    }

    /// Whether the cell holds nothing; `""` is text, not blank.
    pub fn is_blank(&self) -> bool {
        matches!(self, Value::Blank)
    }

    /// Whether two values are the same to the bit, which is what stops a recalculation: NaN equals itself, 0 is not -0.
    pub fn same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Number(a), Value::Number(b)) => a.to_bits() == b.to_bits(),
            (a, b) => a == b,
        }
    }
}

impl From<f64> for Value {
    /// NaN and infinities become `#NUM!`: none leaves a kernel.
    fn from(number: f64) -> Value {
        if number.is_finite() { Value::Number(number) } else { Value::Error(CellError::Num) }
    }
}

impl From<bool> for Value {
    fn from(logical: bool) -> Value {
        Value::Bool(logical)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::text(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text.into())
    }
}

impl From<CellError> for Value {
    fn from(error: CellError) -> Value {
        Value::Error(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_two_words() {
        assert!(size_of::<Value>() <= 16);
    }

    #[test]
    fn no_nan_and_no_infinity_becomes_a_number() {
        assert_eq!(Value::from(f64::NAN), Value::Error(CellError::Num));
        assert_eq!(Value::from(f64::INFINITY), Value::Error(CellError::Num));
    }
}
