//! Parts of a text before and after a delimiter.

use super::super::coerce::to_text;
use super::super::prelude::*;
use super::super::wildcard::lower;
use crate::value::Text;

const PARAMETERS: &[Parameter] = &[
    required("text", Kind::Text),
    required("delimiter", Kind::Range),
    optional("instance", Kind::Number),
    optional("ignore_case", Kind::Integer),
    optional("match_end", Kind::Integer),
    optional("if_not_found", Kind::Any),
];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "TEXTBEFORE",
        Category::Text,
        PARAMETERS,
        |c| cut(c, Side::Before),
        "What stands before an occurrence of a delimiter.",
    ),
    FunctionSpec::new(
        "TEXTAFTER",
        Category::Text,
        PARAMETERS,
        |c| cut(c, Side::After),
        "What stands after an occurrence of a delimiter.",
    ),
];

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    After,
}

/// All delimiters of an argument, as text.
pub fn delimiters(call: &Call<'_>, index: usize) -> Result<Vec<Text>, CellError> {
    call.spend(call.matrix(index).len())?;
    call.matrix(index).values().map(|value| to_text(value, call.context)).collect()
}

/// Where any of the delimiters stands in a text, from left to right without overlap; at one place the longest counts.
pub fn occurrences(text: &[char], delimiters: &[Vec<char>]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let longest = delimiters.iter().filter(|d| !d.is_empty() && rest.starts_with(d)).map(Vec::len).max();
        match longest {
            Some(length) => {
                found.push((at, at + length));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

fn cut(call: &Call<'_>, side: Side) -> Outcome {
    let letters: Vec<char> = call.text(0).chars().collect();
    let ignore_case = match call.integer_or(3, 0) {
        0 => false,
        1 => true,
        _ => return Err(CellError::Value),
    };
    let match_end = match call.integer_or(4, 0) {
        0 => false,
        1 => true,
        _ => return Err(CellError::Value),
    };
    let instance = call.number_or(2, 1.0).floor() as i64;
    if instance == 0 {
        return Err(CellError::Value);
    }
    let not_found =
        || if call.has(5) { Ok(Value::Text(to_text(call.value(5), call.context)?).into()) } else { Err(CellError::Na) };
    let fold = |text: &str| if ignore_case { lower(text) } else { text.chars().collect() };
    let delimiters: Vec<Vec<char>> = delimiters(call, 1)?.iter().map(|text| fold(text)).collect();
    call.spend(letters.len() as u64 * delimiters.len() as u64)?;
    if delimiters.iter().any(Vec::is_empty) {
        // Nothing stands everywhere: first at the start, or last at the end.
        let whole = (side == Side::After) == (instance > 0);
        return Ok(if whole { call.text(0).into() } else { "".into() });
    }
    let mut found = occurrences(&fold(call.text(0)), &delimiters);
    if match_end {
        if instance > 0 {
            found.push((letters.len(), letters.len()));
        } else {
            found.insert(0, (0, 0));
        }
    }
    let count = instance.unsigned_abs() as usize;
    let shortest = delimiters.iter().map(Vec::len).min().unwrap_or(0);
    if count > letters.len().max(1) || (ignore_case && shortest > letters.len()) {
        return Err(CellError::Value);
    }
    let place = if instance > 0 { count - 1 } else { found.len().wrapping_sub(count) };
    let Some((start, end)) = found.get(place) else { return not_found() };
    let part = match side {
        Side::Before => letters.get(..*start),
        Side::After => letters.get(*end..),
    };
    Ok(part.unwrap_or_default().iter().collect::<String>().into())
}
