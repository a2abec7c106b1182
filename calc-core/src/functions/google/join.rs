//! JOIN, TEXTJOIN and CONCAT: many values in one text.

use crate::dialect::Dialect;
use crate::functions::args::{Call, Operand, Outcome};
use crate::functions::table::{Category, FunctionSpec, Kind, differs, required};
use crate::functions::{array, coerce, operators};
use crate::syntax::ast::BinaryOperator;
use crate::value::{CellError, MAX_TEXT, Text, Value, utf16_len};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "JOIN",
        Category::Google,
        &[required("delimiter", Kind::Text), required("value_or_array", Kind::Range)],
        join,
        "The values of rows or columns in one text, blanks included, with a delimiter between them.",
    )
    .repeats(1),
    FunctionSpec::new(
        "TEXTJOIN",
        Category::Text,
        &[required("delimiter", Kind::Range), required("ignore_empty", Kind::Bool), required("text", Kind::Range)],
        text_join,
        "The values of all arguments in one text, with delimiters between them.",
    )
    .repeats(1),
    FunctionSpec::new(
        "CONCAT",
        Category::Text,
        &[required("text", Kind::Range)],
        concat,
        "The values of all arguments in one text; in Sheets those of exactly two.",
    )
    .differs(&[differs("Any number of texts and blocks.", "Two values, as `&` joins them.")])
    .repeats(1),
];

/// What is done with values that are blank or `""`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Empty {
    Kept,
    LeftOut,
}

fn join(call: &Call<'_>) -> Outcome {
    let is_line = |index| {
        let block = call.matrix(index);
        block.rows() == 1 || block.columns() == 1
    };
    if !(1..call.len()).all(is_line) {
        return Err(CellError::Value);
    }
    joined(call, 1, &[Text::from(call.text(0))], Empty::Kept)
}

fn text_join(call: &Call<'_>) -> Outcome {
    let block = call.matrix(0);
    let delimiters = block.values().map(|value| coerce::to_text(value, call.context));
    let delimiters: Vec<Text> = delimiters.collect::<Result<_, _>>()?;
    joined(call, 2, &delimiters, if call.bool_or(1, false) { Empty::LeftOut } else { Empty::Kept })
}

fn concat(call: &Call<'_>) -> Outcome {
    match (call.context.dialect, call.arguments) {
        (Dialect::Excel, _) => joined(call, 0, &[], Empty::Kept),
        (Dialect::Sheets, [left, right]) => Ok(operators::binary(BinaryOperator::Concat, left, right, call.context)),
        (Dialect::Sheets, _) => Err(CellError::Na),
    }
}

/// The values of the arguments from `first` on with delimiters between them, which take turns if there are several.
fn joined(call: &Call<'_>, first: usize, delimiters: &[Text], empty: Empty) -> Outcome {
    let mut result = String::new();
    let mut turns = delimiters.iter().cycle();
    let mut is_first = true;
    for argument in first..call.len() {
        for block in call.matrices(argument) {
            let (rows, columns) = array::extent(&block);
            call.spend(u64::from(rows) * u64::from(columns))?;
            for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
                let value = block.value(row, column);
                let is_empty = value.is_blank() || matches!(value, Value::Text(text) if text.is_empty());
                if is_empty && empty == Empty::LeftOut {
                    continue;
                }
                if !is_first && let Some(delimiter) = turns.next() {
                    result.push_str(delimiter);
                }
                is_first = false;
                coerce::push_text(&mut result, value)?;
                if result.len() > MAX_TEXT && utf16_len(&result) > MAX_TEXT {
                    return Err(CellError::Value);
                }
            }
        }
    }
    Ok(Operand::Value(result.into()))
}
