//! ARRAYTOTEXT: a block as one text.

use super::super::coerce::push_text;
use super::super::prelude::*;
use super::units::bounded;
use crate::value::MAX_TEXT;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "ARRAYTOTEXT",
    Category::Text,
    &[required("block", Kind::Range), optional("format", Kind::Integer)],
    array_to_text,
    "The elements of a block as one text, or as an array constant.",
)];

fn array_to_text(call: &Call<'_>) -> Outcome {
    let strict = match call.integer_or(1, 0) {
        0 => false,
        1 => true,
        _ => return Err(CellError::Value),
    };
    let block = call.matrix(0);
    // A blank alone has no form in which it could be typed again.
    if strict && block.len() == 1 && block.value(0, 0).is_blank() && call.context.dialect == Dialect::Excel {
        return Err(CellError::Value);
    }
    let mut text = String::new();
    if strict {
        text.push('{');
    }
    for row in 0..block.rows() {
        for column in 0..block.columns() {
            call.spend(1)?;
            match (row, column) {
                (0, 0) => {}
                (_, 0) if strict => text.push(';'),
                _ => text.push_str(if strict { "," } else { ", " }),
            }
            match block.value(row, column) {
                Value::Error(error) => text.push_str(error.name()),
                Value::Text(inner) if strict => {
                    text.push('"');
                    text.push_str(&inner.replace('"', "\"\""));
                    text.push('"');
                }
                value => push_text(&mut text, value)?,
            }
            if text.len() > MAX_TEXT * 4 {
                return Err(CellError::Value);
            }
        }
    }
    if strict {
        text.push('}');
    }
    bounded(text)
}
