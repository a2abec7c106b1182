//! Texts one after the other.

use super::super::prelude::*;
use super::units::bounded;
use crate::value::MAX_TEXT;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "CONCATENATE",
    Category::Text,
    &[required("text", Kind::Text)],
    concatenate,
    "The texts one after the other.",
)
.steps(5)
.repeats(1)];

fn concatenate(call: &Call<'_>) -> Outcome {
    let mut text = String::new();
    for index in 0..call.len() {
        text.push_str(call.text(index));
        if text.len() > MAX_TEXT * 4 {
            return Err(CellError::Value);
        }
    }
    bounded(text)
}
