//! TEXTSPLIT: a text cut into rows and columns.

use super::super::prelude::*;
use super::super::wildcard::lower;
use super::between::{delimiters, occurrences};
use crate::value::Array;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "TEXTSPLIT",
    Category::Text,
    &[
        required("text", Kind::Text),
        optional("column_delimiter", Kind::Range),
        optional("row_delimiter", Kind::Range),
        optional("ignore_empty", Kind::Bool),
        optional("ignore_case", Kind::Integer),
        optional("pad_with", Kind::Any),
    ],
    text_split,
    "The parts of a text between delimiters, in columns and rows.",
)
.flags(Flags::SPILLS)];

/// Whether parts of no length count.
#[derive(Clone, Copy, PartialEq)]
enum Empty {
    Keep,
    Skip,
}

/// The parts of `text` between delimiters, which are sought in `folded`, the same text with case taken out where it does not count.
fn parts(text: &[char], folded: &[char], delimiters: &[Vec<char>], empty: Empty) -> Vec<(Vec<char>, Vec<char>)> {
    let mut all = Vec::new();
    let mut from = 0;
    let ends = occurrences(folded, delimiters).into_iter().chain([(text.len(), text.len())]);
    for (start, end) in ends {
        if start > from || empty == Empty::Keep {
            let cut = |letters: &[char]| letters.get(from..start).unwrap_or_default().to_vec();
            all.push((cut(text), cut(folded)));
        }
        from = end;
    }
    all
}

fn text_split(call: &Call<'_>) -> Outcome {
    let ignore_case = match call.integer_or(4, 0) {
        0 => false,
        1 => true,
        _ => return Err(CellError::Value),
    };
    let fold = |text: &str| -> Vec<char> { if ignore_case { lower(text) } else { text.chars().collect() } };
    let read = |index: usize| -> Result<Vec<Vec<char>>, CellError> {
        if !call.has(index) {
            return Ok(Vec::new());
        }
        let all: Vec<Vec<char>> = delimiters(call, index)?.iter().map(|text| fold(text)).collect();
        if all.iter().any(Vec::is_empty) { Err(CellError::Value) } else { Ok(all) }
    };
    let (columns, rows) = (read(1)?, read(2)?);
    if columns.is_empty() && rows.is_empty() {
        return Err(CellError::Value);
    }
    let text: Vec<char> = call.text(0).chars().collect();
    call.spend(text.len() as u64 * (columns.len() + rows.len()) as u64)?;
    let empty = if call.bool_or(3, false) { Empty::Skip } else { Empty::Keep };
    let table: Vec<Vec<String>> = parts(&text, &fold(call.text(0)), &rows, empty)
        .into_iter()
        .map(|(line, folded)| {
            let cells = parts(&line, &folded, &columns, empty);
            cells.into_iter().map(|(cell, _)| cell.into_iter().collect()).collect()
        })
        .collect();
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return Err(CellError::Calc);
    }
    let padding = if call.has(5) { call.value(5).clone() } else { CellError::Na.into() };
    call.spend(table.len() as u64 * width as u64)?;
    Array::from_fn(table.len() as u32, width as u32, |row, column| {
        let cell = table.get(row as usize).and_then(|line| line.get(column as usize));
        cell.map_or_else(|| padding.clone(), |text| text.as_str().into())
    })
    .map(Operand::from)
    .ok_or(CellError::Calc)
}
