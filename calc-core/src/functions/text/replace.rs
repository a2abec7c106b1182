//! SUBSTITUTE and REPLACE.

use super::super::prelude::*;
use super::units::{bounded, count, slice};
use crate::value::{MAX_TEXT, utf16_len};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "SUBSTITUTE",
        Category::Text,
        &[
            required("text", Kind::Text),
            required("old", Kind::Text),
            required("new", Kind::Text),
            optional("occurrence", Kind::Number),
        ],
        substitute,
        "The text with another put in place of one, everywhere or at one occurrence.",
    )
    .differs(&[differs("Occurrence 0 is `#VALUE!`.", "It means all of them.")]),
    FunctionSpec::new(
        "REPLACE",
        Category::Text,
        &[
            required("text", Kind::Text),
            required("start", Kind::Integer),
            required("count", Kind::Integer),
            required("new", Kind::Text),
        ],
        replace,
        "The text with so many characters from a position on replaced.",
    )
    .aliases(&["REPLACEB"]),
];

fn substitute(call: &Call<'_>) -> Outcome {
    let (text, old, new) = (call.text(0), call.text(1), call.text(2));
    // Sheets takes 0 for all of them.
    let is_all = call.context.dialect == Dialect::Sheets && call.number(3) == 0.0;
    let occurrence = if call.has(3) && !is_all { Some(call.number(3).trunc()) } else { None };
    if occurrence.is_some_and(|occurrence| occurrence < 1.0) {
        return Err(CellError::Value);
    }
    if old.is_empty() {
        return Ok(text.into());
    }
    let Some(occurrence) = occurrence else {
        let count = text.matches(old).count();
        if utf16_len(text) + count.saturating_mul(utf16_len(new)) > MAX_TEXT + count * utf16_len(old) {
            return Err(CellError::Value);
        }
        return Ok(text.replace(old, new).into());
    };
    let Some((at, _)) = text.match_indices(old).nth(occurrence.min(1e9) as usize - 1) else { return Ok(text.into()) };
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + old.len()..).unwrap_or_default();
    bounded([before, new, after].concat())
}

fn replace(call: &Call<'_>) -> Outcome {
    let text = call.text(0);
    if call.number(1) < 1.0 {
        return Err(CellError::Value);
    }
    let (start, count) = (count(call.number(1))? - 1, count(call.number(2))?);
    let mut result = slice(text, 0, start);
    result.push_str(call.text(3));
    result.push_str(&slice(text, start + count, usize::MAX));
    bounded(result)
}
