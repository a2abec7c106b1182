//! The text that stands beside a cell.

use crate::eval::Session;
use crate::reference::CellRef;
use crate::value::Value;

/// How far to the left and above a label is looked for.
const REACH: u32 = 12;

/// The nearest typed-in text to the left of a cell, or above it.
pub fn label(session: &Session, cell: CellRef) -> Option<String> {
    let text = |row: u32, column: u32| match session.model().constant(CellRef { row, column, ..cell }) {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_string()),
        _ => None,
    };
    let left = (1..=REACH.min(cell.column)).find_map(|back| text(cell.row, cell.column - back));
    left.or_else(|| (1..=REACH.min(cell.row)).find_map(|up| text(cell.row - up, cell.column)))
}
