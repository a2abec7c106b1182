//! CELL and INFO: what a spreadsheet program knows of a cell, and of itself.
//!
//! Formats and protection of cells are not part of a model, so a cell is one of a new sheet there: General, locked, of the standard width.

use super::prelude::*;
use crate::reference::{CellRef, column_name, quote_sheet};
use crate::value::Array;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "CELL",
        Category::Information,
        &[required("info_type", Kind::Text), optional("reference", Kind::Asked)],
        cell,
        "The address, content or another property of the first cell of a reference.",
    )
    .falls_short("Only what the workbook's values and formulas say: no widths, colours or protection.")
    .flags(Flags::VOLATILE.with(Flags::SPILLS)),
    FunctionSpec::new(
        "INFO",
        Category::Information,
        &[required("type_text", Kind::Text)],
        info,
        "A property of the program that calculates.",
    )
    .flags(Flags::VOLATILE),
];

/// The width of a column of a new sheet, in characters.
const STANDARD_WIDTH: f64 = 8.0;

/// Whether a property is one of the cell's value: all others are known without reading it, also by the cell itself.
pub fn is_of_value(property: &str) -> bool {
    ["contents", "type"].iter().any(|name| name.eq_ignore_ascii_case(property))
}

/// Without a reference, it is the cell of the formula.
fn cell(call: &Call<'_>) -> Outcome {
    let context = call.context;
    let at = match call.reference(1) {
        Some(range) => range.first(),
        None => context.place,
    };
    // The formula's own value is not known while it is calculated.
    let value =
        if at == context.place { &crate::value::BLANK } else { context.grid.value(at.sheet, at.row, at.column) };
    let excel = context.dialect == Dialect::Excel;
    Ok(match call.text(0).to_ascii_lowercase().as_str() {
        "address" => address(call, at).into(),
        "col" => f64::from(at.column + 1).into(),
        "row" => f64::from(at.row + 1).into(),
        "contents" => match value {
            Value::Blank if excel => 0.0.into(),
            value => value.clone().into(),
        },
        "type" => match value {
            Value::Blank => "b",
            Value::Text(_) => "l",
            _ => "v",
        }
        .into(),
        // Whether negative numbers are shown in colour, and values in parentheses.
        "color" => 0.0.into(),
        "parentheses" if excel => 0.0.into(),
        // How a text is aligned: General aligns it to the left without saying so.
        "prefix" => "".into(),
        "protect" if excel => 1.0.into(),
        "format" if excel => "G".into(),
        // The name of a workbook that was never saved.
        "filename" if excel => "".into(),
        "width" if excel => {
            Array::row(vec![STANDARD_WIDTH.into(), true.into()]).map(Operand::from).ok_or(CellError::Value)?
        }
        "width" => STANDARD_WIDTH.into(),
        _ => return Err(CellError::Value),
    })
}

/// Absolute, and with its sheet if that is another than the formula's.
fn address(call: &Call<'_>, at: CellRef) -> String {
    let cell = format!("${}${}", column_name(at.column), at.row + 1);
    match call.context.sheet_names.get(at.sheet.index()) {
        Some(name) if at.sheet != call.context.place.sheet => format!("{}!{cell}", quote_sheet(name)),
        _ => cell,
    }
}

/// What the program is asked of the machine it runs on is not there; what Excel has not told since version 2010 is `#N/A` as well.
fn info(call: &Call<'_>) -> Outcome {
    Ok(match call.text(0).to_ascii_lowercase().as_str() {
        "numfile" => (call.context.sheet_names.len() as f64).into(),
        "origin" => "$A:$A$1".into(),
        "recalc" => "Automatic".into(),
        "release" => "16.0".into(),
        "system" => "pcdos".into(),
        "directory" | "osversion" | "memavail" | "memused" | "totmem" => return Err(CellError::Na),
        _ => return Err(CellError::Value),
    })
}
