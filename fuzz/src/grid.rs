//! Cells for formulas to read: a few of everything that functions treat differently.

use calc_core::formula::Question;
use calc_core::reference::a1;
use calc_core::value::{CellError, Value};
use calc_core::workbook::Content;

/// A constant as typed: a number, a logical value, an error, or a text.
pub fn typed(text: &str) -> Value {
    if let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return Value::Number(number);
    }
    match (text, CellError::from_name(text)) {
        ("", _) => Value::Blank,
        ("TRUE", _) => Value::Bool(true),
        ("FALSE", _) => Value::Bool(false),
        (_, Some(error)) => Value::Error(error),
        _ => Value::text(text),
    }
}

/// Rows 1 to 8 of the columns A to F.
const ROWS: [[&str; 6]; 8] = [
    ["1", "apple", "TRUE", "44000", "1e10", "name"],
    ["2", "b*r", "FALSE", "44031.5", "-0.5", "dept"],
    ["3", "2020-01-31", "", "45350", "0", "Eng"],
    ["-4.5", "12%", "#N/A", "60", "1e-9", "Eng"],
    ["0", ">2", "7", "61", "1e300", "Sales"],
    ["10", "é𝄞ß", "x", "2958465", "-3", "name"],
    ["0.1", "(a|b)+c", "#DIV/0!", "-1", "0.30000000000000004", ""],
    ["3", "3+4i", "", "0", "255", "select A"],
];

/// Puts the cells where a formula finds them, and one on a second sheet.
pub fn fill(question: &mut Question) {
    let mut put = |cell: &str, text: &str| {
        question.cell(cell, Content::Constant(typed(text))).unwrap_or_else(|error| panic!("{error}"));
    };
    for (row, texts) in ROWS.iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            put(&a1(row as u32, column as u32).to_string(), text);
        }
    }
    put("Sheet2!A1", "12");
}
