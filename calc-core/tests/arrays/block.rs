//! Cases whose values are blocks: what they say, and what we say to them.

use calc_core::dialect::Dialect;
use calc_core::formula::{Question, evaluate};
use calc_core::reference::a1;
use calc_core::value::{CellError, Value};
use calc_core::workbook::Content;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Cases {
    /// Tables that several cases read, by name.
    #[serde(default)]
    pub tables: std::collections::BTreeMap<String, String>,
    pub case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    pub formula: String,
    /// A table, or the name of one.
    #[serde(default)]
    pub table: String,
    /// What Excel makes of it; nothing is said where it is missing.
    pub excel: Option<String>,
    /// What Sheets makes of it.
    pub sheets: Option<String>,
    pub source: String,
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

/// The cells of a table in text.
pub fn rows(text: &str) -> Vec<Vec<Value>> {
    text.trim_matches('\n').lines().map(|line| line.split('|').map(|part| cell(part.trim())).collect()).collect()
}

/// What a formula over a table comes to; one text if it cannot be read.
pub fn answer(formula: &str, table: &str, dialect: Dialect) -> Vec<Vec<Value>> {
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
pub fn same(found: &[Vec<Value>], expected: &[Vec<Value>]) -> bool {
    let equal = |a: &Value, b: &Value| match (a, b) {
        (Value::Number(a), Value::Number(b)) => calc_core::number::eq15(*a, *b),
        (a, b) => a == b,
    };
    found.len() == expected.len()
        && found.iter().zip(expected).all(|(a, b)| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)))
}
