//! FIND and SEARCH.

use super::super::prelude::*;
use super::super::wildcard::{Pattern, lower};
use super::units::{character_at, unit_of};
use crate::value::utf16_len;

const PLACE: &[Parameter] =
    &[required("sought", Kind::Text), required("text", Kind::Text), optional("start", Kind::Integer)];

/// The rows. The forms that count bytes count units.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new("FIND", Category::Text, PLACE, find, "Where a text first stands in another, case included.")
        .aliases(&["FINDB"]),
    FunctionSpec::new(
        "SEARCH",
        Category::Text,
        PLACE,
        search,
        "Where a text or a pattern with wildcards first stands in another, without regard to case.",
    )
    .aliases(&["SEARCHB"]),
];

/// The unit, from 0, to start at: from the first to one past the last.
fn start(call: &Call<'_>, text: &str) -> Result<usize, CellError> {
    let start = call.number_default(2, 1.0);
    if start < 1.0 || start > utf16_len(text) as f64 + 1.0 { Err(CellError::Value) } else { Ok(start as usize - 1) }
}

fn find(call: &Call<'_>) -> Outcome {
    let (sought, text) = (call.text(0), call.text(1));
    let start = start(call, text)?;
    if text.is_ascii() {
        let found = text.get(start..).and_then(|rest| rest.find(sought)).ok_or(CellError::Value)?;
        return Ok(((start + found + 1) as f64).into());
    }
    let from = text
        .char_indices()
        .scan(0, |units, (at, letter)| {
            let here = (*units, at);
            *units += letter.len_utf16();
            Some(here)
        })
        .find(|(units, _)| *units >= start)
        .map_or(text.len(), |(_, at)| at);
    let found = text.get(from..).and_then(|rest| rest.find(sought)).ok_or(CellError::Value)?;
    let before = text.get(..from + found).unwrap_or_default();
    Ok(((utf16_len(before) + 1) as f64).into())
}

fn search(call: &Call<'_>) -> Outcome {
    let (sought, text) = (call.text(0), call.text(1));
    let start = start(call, text)?;
    call.spend(text.len() as u64)?;
    let letters = lower(text);
    let from = character_at(&letters, start);
    let found = Pattern::new(sought).find(&letters, from).ok_or(CellError::Value)?;
    Ok(((unit_of(&letters, found) + 1) as f64).into())
}
