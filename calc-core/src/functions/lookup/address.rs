//! References written as text, and read from it.

use super::super::compare::equal_texts;
use super::super::prelude::*;
use crate::reference::{
    CellRef, MAX_COLUMNS, MAX_ROWS, RangeRef, SheetId, column_name, parse_a1, parse_column, quote_sheet, split_sheet,
};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "ADDRESS",
        Category::Lookup,
        &[
            required("row", Kind::Integer),
            required("column", Kind::Integer),
            optional("absolute", Kind::Integer),
            optional("a1", Kind::Bool),
            optional("sheet", Kind::Text),
        ],
        address,
        "A reference to a cell, as text.",
    )
    .differs(&[differs("An empty name of a sheet leaves `!`.", "It leaves `''!`.")]),
    FunctionSpec::new(
        "INDIRECT",
        Category::Lookup,
        &[required("text", Kind::Text), optional("a1", Kind::Bool)],
        indirect,
        "The cells that a text refers to.",
    )
    .flags(Flags::VOLATILE.with(Flags::RETURNS_REFERENCE).with(Flags::DYNAMIC_PRECEDENTS)),
];

fn address(call: &Call<'_>) -> Outcome {
    let (row, column) = (call.number(0), call.number(1));
    if !(1.0..=f64::from(MAX_ROWS)).contains(&row) || !(1.0..=f64::from(MAX_COLUMNS)).contains(&column) {
        return Err(CellError::Value);
    }
    let (absolute_row, absolute_column) = match call.integer_or(2, 1) {
        1 => (true, true),
        2 => (true, false),
        3 => (false, true),
        4 => (false, false),
        _ => return Err(CellError::Value),
    };
    let (row, column) = (row as u32, column as u32);
    let cell = if call.bool_or(3, true) {
        let sign = |absolute: bool| if absolute { "$" } else { "" };
        format!("{}{}{}{row}", sign(absolute_column), column_name(column - 1), sign(absolute_row))
    } else {
        let axis = |letter: char, index: u32, absolute: bool| {
            if absolute { format!("{letter}{index}") } else { format!("{letter}[{index}]") }
        };
        format!("{}{}", axis('R', row, absolute_row), axis('C', column, absolute_column))
    };
    Ok(match call.len() {
        5.. if call.text(4).is_empty() && call.context.dialect == Dialect::Excel => format!("!{cell}").into(),
        5.. if call.text(4).is_empty() => format!("''!{cell}").into(),
        5.. => format!("{}!{cell}", quote_sheet(call.text(4))).into(),
        _ => cell.into(),
    })
}

fn indirect(call: &Call<'_>) -> Outcome {
    let text = call.text(0).trim();
    let place = call.context.place;
    let (sheet, cells) = match split_sheet(text) {
        Some((name, cells)) => {
            let names = call.context.sheet_names;
            let index = names.iter().position(|known| equal_texts(known, &name)).ok_or(CellError::Ref)?;
            (SheetId(index as u16), cells)
        }
        None => (place.sheet, text),
    };
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    let place = CellRef { sheet, ..place };
    let bounds = if call.bool_default(1, true) { a1_bounds(first, last) } else { r1c1_bounds(first, last, place) };
    let (top, left, bottom, right) = bounds.ok_or(CellError::Ref)?;
    Ok(Operand::Range(RangeRef {
        sheet,
        top: top.min(bottom),
        left: left.min(right),
        bottom: top.max(bottom),
        right: left.max(right),
    }))
}

/// First row, first column, last row, last column.
type Bounds = (u32, u32, u32, u32);

/// Two cells, two columns, two rows, or a cell and a column or row that it is open to.
fn a1_bounds(first: &str, last: &str) -> Option<Bounds> {
    let column = |text: &str| parse_column(text.strip_prefix('$').unwrap_or(text));
    let row = |text: &str| {
        let digits = text.strip_prefix('$').unwrap_or(text);
        let row: u32 = digits.parse().ok()?;
        (digits.bytes().all(|b| b.is_ascii_digit()) && (1..=MAX_ROWS).contains(&row)).then(|| row - 1)
    };
    match (parse_a1(first), parse_a1(last)) {
        (Some((top, left)), Some((bottom, right))) => Some((top, left, bottom, right)),
        (Some((top, left)), None) => match (column(last), row(last)) {
            (Some(right), _) => Some((top, left, MAX_ROWS - 1, right)),
            (_, Some(bottom)) => Some((top, left, bottom, MAX_COLUMNS - 1)),
            _ => None,
        },
        (None, Some(_)) => None,
        (None, None) => match (column(first), column(last), row(first), row(last)) {
            // One letter alone is a name, not a column.
            (Some(left), Some(right), ..) if !std::ptr::eq(first, last) => Some((0, left, MAX_ROWS - 1, right)),
            (_, _, Some(top), Some(bottom)) if !std::ptr::eq(first, last) => Some((top, 0, bottom, MAX_COLUMNS - 1)),
            _ => None,
        },
    }
}

fn r1c1_bounds(first: &str, last: &str, place: CellRef) -> Option<Bounds> {
    let ((top, left), (bottom, right)) = (r1c1(first, place)?, r1c1(last, place)?);
    Some((top.unwrap_or(0), left.unwrap_or(0), bottom.unwrap_or(MAX_ROWS - 1), right.unwrap_or(MAX_COLUMNS - 1)))
}

/// A row, a column, or both, from 0.
type Axes = (Option<u32>, Option<u32>);

/// `R1C1`, `R[-1]C`, `R2`, `C[3]`: what stands in brackets, or nothing, counts from the formula's own cell.
fn r1c1(text: &str, place: CellRef) -> Option<Axes> {
    let text = text.to_ascii_uppercase();
    let (row, column) = match text.strip_prefix('R') {
        Some(rest) => match rest.split_once('C') {
            Some((row, column)) => (Some(row), Some(column)),
            None => (Some(rest), None),
        },
        None => (None, Some(text.strip_prefix('C')?)),
    };
    let axis = |text: &str, own: u32, limit: u32| -> Option<u32> {
        let index = if text.is_empty() {
            i64::from(own)
        } else if let Some(offset) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
            i64::from(own) + offset.parse::<i32>().map(i64::from).ok()?
        } else {
            i64::from(text.parse::<u32>().ok()?) - 1
        };
        (0..i64::from(limit)).contains(&index).then_some(index as u32)
    };
    let row = match row {
        Some(row) => Some(axis(row, place.row, MAX_ROWS)?),
        None => None,
    };
    let column = match column {
        Some(column) => Some(axis(column, place.column, MAX_COLUMNS)?),
        None => None,
    };
    Some((row, column))
}
