//! Parts of a text, and its length.

use super::super::prelude::*;
use super::units::{count, slice};
use crate::value::utf16_len;

const END: &[Parameter] = &[required("text", Kind::Text), optional("count", Kind::Integer)];
const MIDDLE: &[Parameter] =
    &[required("text", Kind::Text), required("start", Kind::Integer), required("count", Kind::Integer)];

/// The rows. The forms that count bytes count units: only in the old double-byte languages do the two differ.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("LEFT", END, left, "The first characters.").aliases(&["LEFTB"]),
    row("RIGHT", END, right, "The last characters.").aliases(&["RIGHTB"]),
    row("MID", MIDDLE, mid, "So many characters from a position on.")
        .differs(&[differs("A negative count is `#VALUE!`.", "It is `#NUM!`.")])
        .aliases(&["MIDB"]),
    row(
        "LEN",
        &[required("text", Kind::Text)],
        |c| Ok((utf16_len(c.text(0)) as f64).into()),
        "How many characters there are.",
    )
    .aliases(&["LENB"]),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Text, parameters, kernel, summary)
}

fn left(call: &Call<'_>) -> Outcome {
    Ok(slice(call.text(0), 0, count(call.number_default(1, 1.0))?).into())
}

fn right(call: &Call<'_>) -> Outcome {
    let (text, count) = (call.text(0), count(call.number_default(1, 1.0))?);
    let length = utf16_len(text);
    Ok(slice(text, length.saturating_sub(count), length).into())
}

fn mid(call: &Call<'_>) -> Outcome {
    if call.context.dialect == Dialect::Sheets && call.number(2) < 0.0 {
        return Err(CellError::Num);
    }
    if call.number(1) < 1.0 {
        return Err(CellError::Value);
    }
    let (start, count) = (count(call.number(1))? - 1, count(call.number(2))?);
    Ok(slice(call.text(0), start, start + count).into())
}
