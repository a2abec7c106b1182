//! Each rule of QUERY on the smallest table that shows it.
//!
//! The tables mirror in shape what a real workbook asks of QUERY and what Google cached for it; the clauses that it does not
//! use are held against the examples of the language's documentation.

use crate::dialect::Dialect;
use crate::functions::args::Operand;
use crate::functions::testing::{Bench, range};
use crate::value::{CellError, Value};

/// A value as a test writes it: `_` blank, `''` empty text, `'sum '` one with spaces, `#N/A` an error, a number or a word.
fn cell(text: &str) -> Value {
    match text {
        "_" => Value::Blank,
        _ if text.starts_with('\'') => text.trim_matches('\'').into(),
        "TRUE" => true.into(),
        "FALSE" => false.into(),
        _ => match (CellError::from_name(text), text.parse::<f64>()) {
            (Some(error), _) => error.into(),
            (_, Ok(number)) => number.into(),
            _ => text.into(),
        },
    }
}

/// Rows of cells, `|` between cells and a line for each row.
fn rows(text: &str) -> Vec<Vec<Value>> {
    text.lines().map(|line| line.split('|').map(|part| cell(part.trim())).collect()).collect()
}

fn bench(table: &str) -> (Bench, Operand) {
    let rows = rows(table);
    let mut bench = Bench::new(Dialect::Sheets);
    let mut last = String::new();
    for (row, values) in rows.iter().enumerate() {
        for (column, value) in values.iter().enumerate() {
            last = crate::reference::a1(row as u32, column as u32).to_string();
            bench.set(&last, value.clone());
        }
    }
    (bench, range(&format!("A1:{last}")))
}

/// The result of a query as rows of cells.
fn run_with(table: &str, query: &str, headers: Option<f64>) -> Result<Vec<Vec<Value>>, CellError> {
    let (bench, data) = bench(table);
    let mut arguments = vec![data, query.into()];
    arguments.extend(headers.map(Operand::from));
    match bench.call("QUERY", &arguments) {
        Operand::Array(result) => {
            Ok(result.values().chunks(result.columns() as usize).map(<[Value]>::to_vec).collect())
        }
        Operand::Value(Value::Error(error)) => Err(error),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check(table: &str, query: &str, headers: Option<f64>, expected: &str) {
    let found = run_with(table, query, headers);
    match CellError::from_name(expected.trim()) {
        Some(error) => assert_eq!(found, Err(error), "{query}"),
        None => assert_eq!(found, Ok(rows(expected)), "{query}"),
    }
}

#[test]
fn a_table_of_data_alone_has_no_headers() {
    check("Body|2\nTrim|0\nBody|3", "Select A, Sum(B) group by A", None, "''|'sum '\nBody|5\nTrim|0");
}

#[test]
fn blank_keys_and_empty_texts_are_one_group_that_stands_first() {
    let table = "Trim|0\n_|_\n''|_\nAccent|0.18";
    check(table, "select A, sum(B) group by A label sum(B) ''", None, "_|_\nAccent|0.18\nTrim|0");
    check("''|1\n_|2", "select A, sum(B) group by A", None, "''|'sum '\n_|3");
}
