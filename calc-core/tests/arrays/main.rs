//! Whole formulas over small tables: QUERY, array functions, and the text functions of Google Sheets.
//!
//! A case is data: a formula, the table that it reads from `A1` on, and the block that each dialect makes of it. Tables and blocks
//! are written a row a line with `|` between cells: `_` is blank, `'…'` a text with spaces or none, `#N/A` an error, `TRUE` a
//! logical, what reads as a number one, and all else text.

mod block;
mod properties;

use block::{Cases, answer, rows, same};
use calc_core::dialect::Dialect;

fn check(file: &str) {
    let cases: Cases = toml::from_str(file).unwrap();
    let mut failures = Vec::new();
    for case in &cases.case {
        assert!(!case.source.is_empty(), "{}: a value without a source is not a case", case.name);
        let table = cases.tables.get(&case.table).unwrap_or(&case.table);
        for (dialect, expected) in [(Dialect::Excel, &case.excel), (Dialect::Sheets, &case.sheets)] {
            let Some(expected) = expected else { continue };
            let found = answer(&case.formula, if table.is_empty() { "_" } else { table }, dialect);
            if !same(&found, &rows(expected)) {
                failures.push(format!(
                    "{} ({})\n  {}\n  expected {:?}\n  found    {found:?}",
                    case.name,
                    dialect.name(),
                    case.formula,
                    rows(expected)
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.case.len(), failures.join("\n"));
}

#[test]
fn query_headers_and_types() {
    check(include_str!("query_data.toml"));
}

#[test]
fn query_language() {
    check(include_str!("query_language.toml"));
}

#[test]
fn array_functions() {
    check(include_str!("array_functions.toml"));
}

#[test]
fn google_functions() {
    check(include_str!("google_functions.toml"));
}
