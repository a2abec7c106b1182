//! Whole formulas over small tables: QUERY, array functions, and the text functions of Google Sheets.
//!
//! A case is data: a formula, the table that it reads from `A1` on, and the block that each dialect makes of it. Tables and blocks
//! are written a row a line with `|` between cells: `_` is blank, `'…'` a text with spaces or none, `#N/A` an error, `TRUE` a
//! logical, what reads as a number one, and all else text.

mod properties;

use calc_core::dialect::Dialect;
use calc_core::formula::{Question, evaluate};
use calc_core::reference::a1;
use calc_core::value::{CellError, Value};
use calc_core::workbook::Content;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    /// Tables that several cases read, by name.
    #[serde(default)]
    tables: std::collections::BTreeMap<String, String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    formula: String,
    /// A table, or the name of one.
    #[serde(default)]
    table: String,
    /// What Excel makes of it; nothing is said where it is missing.
    excel: Option<String>,
    /// What Sheets makes of it.
    sheets: Option<String>,
    source: String,
}

fn cell(text: &str) -> Value {
    match text {
        "_" => Value::Blank,
        "TRUE" => true.into(),
        "FALSE" => false.into(),
        _ if text.starts_with('\'') => text.trim_matches('\'').into(),
        _ => match (CellError::from_name(text), text.parse::<f64>()) {
            (Some(error), _) => error.into(),
            (_, Ok(number)) => number.into(),
            _ => text.into(),
        },
    }
}

fn rows(text: &str) -> Vec<Vec<Value>> {
    text.trim_matches('\n').lines().map(|line| line.split('|').map(|part| cell(part.trim())).collect()).collect()
}

fn answer(formula: &str, table: &str, dialect: Dialect) -> Vec<Vec<Value>> {
    let mut question = Question::new(formula);
    question.dialect = dialect;
    for (row, values) in (0..).zip(rows(table)) {
        for (column, value) in (0..).zip(values) {
            question.cell(&a1(row, column).to_string(), Content::Constant(value)).unwrap();
        }
    }
    match evaluate(&question) {
        Ok(block) => block.values().chunks(block.columns() as usize).map(<[Value]>::to_vec).collect(),
        Err(error) => vec![vec![error.to_string().into()]],
    }
}

/// Equal, numbers to 15 digits.
fn same(found: &[Vec<Value>], expected: &[Vec<Value>]) -> bool {
    let equal = |a: &Value, b: &Value| match (a, b) {
        (Value::Number(a), Value::Number(b)) => calc_core::number::eq15(*a, *b),
        (a, b) => a == b,
    };
    found.len() == expected.len()
        && found.iter().zip(expected).all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)))
}

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
