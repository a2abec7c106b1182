//! Tables: named blocks of a sheet that structured references point to.

use super::error::ImportError;
use super::limits::Limits;
use super::ranges::parse_range;
use super::sheet;
use super::text;
use super::xml::Xml;
use crate::reference::{MAX_COLUMNS, RangeRef, SheetId};
use crate::workbook::Table;

/// Reads a table part; `None` if it lacks a name, or its range is none.
pub(super) fn read(part: &str, sheet: SheetId, limits: &Limits) -> Result<Option<Table>, ImportError> {
    let mut xml = Xml::new(part, limits);
    let (tag, inside) = xml.root("table")?;
    // Formulas use the display name; `name` is what macros use.
    let name = tag.attribute("displayName")?.or(tag.attribute("name")?).unwrap_or_default().into_owned();
    let range = tag.attribute("ref")?.and_then(|text| parse_range(sheet, &text));
    let rows = |count: Option<&str>, usual| count.map_or(usual, |count| count != "0");
    let raw = |wanted| tag.attributes().find(|&(name, _)| name == wanted).map(|(_, raw)| raw);
    let header = rows(raw("headerRowCount"), true);
    let totals = rows(raw("totalsRowCount"), false);
    let mut columns = Vec::new();
    let mut filtered = None;
    while let Some(group) = xml.child(inside)? {
        if group.name() == "autoFilter" {
            filtered = sheet::filter(&mut xml, &group, sheet)?;
        }
        if group.name() != "tableColumns" {
            continue;
        }
        let members = xml.inside(&group);
        while let Some(column) = xml.child(members)? {
            if columns.len() >= MAX_COLUMNS as usize {
                return Err(ImportError::limit("columns in a table", MAX_COLUMNS.into()));
            }
            let name = column.attribute("name")?.unwrap_or_default();
            columns.push(text::unescape(&name).into_owned());
        }
    }
    let fits = |range: &RangeRef| columns.len() as u64 == u64::from(range.columns()) && !name.is_empty();
    Ok(range.filter(fits).map(|range| Table { name, range, columns, header, totals, filtered: filtered.is_some() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_its_display_name_and_columns() {
        let part = r#"<table id="1" name="x" displayName="Prices" ref="A1:B4" totalsRowCount="1"><autoFilter ref="A1:B3"/>
            <tableColumns count="2"><tableColumn id="1" name="Item"/><tableColumn id="2" name="per_x000a_ft"/></tableColumns>
            </table>"#;
        let table = read(part, SheetId(2), &Limits::default()).unwrap().unwrap();
        assert_eq!((table.name.as_str(), table.header, table.totals), ("Prices", true, true));
        assert_eq!(table.columns, ["Item", "per\nft"]);
        assert_eq!((table.range.sheet, table.range.bottom, table.range.right), (SheetId(2), 3, 1));
    }

    #[test]
    fn a_table_whose_columns_do_not_fit_its_range_is_none() {
        let part = r#"<table displayName="T" ref="A1:B4"><tableColumns><tableColumn name="a"/></tableColumns></table>"#;
        assert_eq!(read(part, SheetId(0), &Limits::default()).unwrap(), None);
    }
}
