//! Structured references: parts of tables by name.

use super::{BindError, Binder, Home, fold};
use crate::model::program::{Bound, RelativeArea};
use crate::syntax::ast::{SheetPrefix, Structured, TableItem};
use crate::workbook::Table;

impl Binder<'_> {
    /// The cells of a table that a structured reference means.
    pub fn structured(&self, reference: &Structured, home: Home) -> Result<RelativeArea, BindError> {
        if let Some(SheetPrefix::External { book, .. }) = &reference.sheet {
            return Err(BindError::External(book.to_string()));
        }
        let table = match &reference.table {
            Some(name) => *self.tables.get(&fold(name)).ok_or_else(|| BindError::UnknownTable(name.to_string()))?,
            None => self
                .all_tables
                .iter()
                .find(|t| {
                    t.range.sheet == home.sheet
                        && (t.range.top..=t.range.bottom).contains(&home.row)
                        && (t.range.left..=t.range.right).contains(&home.column)
                })
                .ok_or(BindError::OutsideTable)?,
        };
        let (left, right) = match &reference.columns {
            None => (table.range.left, table.range.right),
            Some((first, last)) => {
                let (first, last) = (column(table, first)?, column(table, last)?);
                (first.min(last), first.max(last))
            }
        };
        let this_row = reference.items.contains(&TableItem::ThisRow);
        let (top, bottom) = if this_row {
            let (first, last) = data_rows(table);
            if home.sheet != table.range.sheet || !(first..=last).contains(&home.row) {
                return Err(BindError::OutsideTable);
            }
            (Bound::Relative(0), Bound::Relative(0))
        } else {
            let (top, bottom) = rows(table, &reference.items)?;
            (Bound::Absolute(top), Bound::Absolute(bottom))
        };
        Ok(RelativeArea {
            sheet: table.range.sheet,
            top,
            left: Bound::Absolute(left),
            bottom,
            right: Bound::Absolute(right),
        })
    }
}

fn column(table: &Table, name: &str) -> Result<u32, BindError> {
    let folded = fold(name);
    let found = table.columns.iter().position(|column| fold(column) == folded);
    found
        .map(|index| table.range.left + index as u32)
        .ok_or_else(|| BindError::UnknownColumn(table.name.clone(), name.to_string()))
}

/// The first and the last row between header and totals.
fn data_rows(table: &Table) -> (u32, u32) {
    let (top, bottom) = (table.range.top, table.range.bottom);
    (top + u32::from(table.header), bottom.saturating_sub(u32::from(table.totals)))
}

/// The rows from the first to the last of the parts asked for.
fn rows(table: &Table, items: &[TableItem]) -> Result<(u32, u32), BindError> {
    let (top, bottom) = (table.range.top, table.range.bottom);
    let data = data_rows(table);
    let items = if items.is_empty() { &[TableItem::Data][..] } else { items };
    let mut rows: Option<(u32, u32)> = None;
    for item in items {
        let (first, last) = match item {
            TableItem::All => (top, bottom),
            TableItem::Data => data,
            TableItem::Headers if table.header => (top, top),
            TableItem::Totals if table.totals => (bottom, bottom),
            TableItem::Headers => return Err(BindError::NoSuchPart("#Headers")),
            TableItem::Totals => return Err(BindError::NoSuchPart("#Totals")),
            TableItem::ThisRow => continue,
        };
        rows = Some(rows.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
    }
    Ok(rows.unwrap_or(data))
}
