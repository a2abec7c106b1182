//! The reading of Japanese text.

use super::super::prelude::*;

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "PHONETIC",
    Category::Text,
    &[required("reference", Kind::Range)],
    phonetic,
    "The reading that the first cell's text was entered by; the text itself where it has none.",
)
.falls_short("Readings that a workbook's cells carry are not kept: the text stands for them.")];

fn phonetic(call: &Call<'_>) -> Outcome {
    if let Some(Operand::Union(_)) = call.arguments.first() {
        return Err(CellError::Na);
    }
    match call.matrix(0).value(0, 0) {
        Value::Error(error) => Err(*error),
        text @ Value::Text(_) => Ok(text.clone().into()),
        _ => Ok("".into()),
    }
}
