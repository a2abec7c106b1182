//! SPLIT: a text cut at its delimiters.

use crate::functions::args::{Call, Outcome};
use crate::functions::coerce;
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, optional, required};
use crate::value::{Array, CellError, Value};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "SPLIT",
    Category::Google,
    &[
        required("text", Kind::Range),
        required("delimiter", Kind::Text),
        optional("split_by_each", Kind::Bool),
        optional("remove_empty_text", Kind::Bool),
    ],
    split,
    "The parts of a text between its delimiters, in a row; each character of the delimiter cuts unless said otherwise.",
)
.flags(Flags::SPILLS)];

/// A part that reads as a number is that number, as if it had been typed. Several texts make a row each, shorter ones filled
/// up with blanks.
fn split(call: &Call<'_>) -> Outcome {
    let block = call.matrix(0);
    let cutter =
        Cutter { delimiter: call.text(1), by_each: call.bool_or(2, true), keeps_empty: !call.bool_or(3, true) };
    if cutter.delimiter.is_empty() {
        return Err(CellError::Value);
    }
    if block.len() == 1 {
        let row = cells(call, &cutter, block.value(0, 0))?;
        return Array::row(row).map(Into::into).ok_or(CellError::Value);
    }
    let (used_rows, used_columns) = block.used();
    call.spend(u64::from(used_rows) * u64::from(used_columns))?;
    let mut rows = Vec::new();
    for value in block.values() {
        rows.push(match cells(call, &cutter, value) {
            Ok(row) => row,
            Err(CellError::Limit) => return Err(CellError::Limit),
            Err(error) => vec![error.into()],
        });
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    call.spend(rows.len() as u64 * width as u64)?;
    let count = rows.len() as u32;
    for row in &mut rows {
        row.resize(width, Value::Blank);
    }
    let values = rows.into_iter().flatten().collect();
    Array::new(count, width as u32, values).map(Into::into).ok_or(CellError::Value)
}

/// Where a text is cut.
struct Cutter<'a> {
    delimiter: &'a str,
    by_each: bool,
    keeps_empty: bool,
}

/// The parts of one text; `#VALUE!` if nothing is left.
fn cells(call: &Call<'_>, cutter: &Cutter<'_>, value: &Value) -> Result<Vec<Value>, CellError> {
    let text = coerce::to_text(value, call.context)?;
    call.spend(text.len() as u64 + 1)?;
    let parts: Vec<&str> = if cutter.by_each {
        text.split(|c| cutter.delimiter.contains(c)).collect()
    } else {
        text.split(cutter.delimiter).collect()
    };
    let kept = parts.into_iter().filter(|part| cutter.keeps_empty || !part.is_empty());
    let cells: Vec<Value> = kept
        .map(|part| match coerce::parse_number(part, call.context) {
            Some(number) => Value::Number(number),
            None => Value::text(part),
        })
        .collect();
    if cells.is_empty() || text.is_empty() { Err(CellError::Value) } else { Ok(cells) }
}
