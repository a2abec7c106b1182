//! One formula, the cells that it reads, and what it has to be.

use calc_core::dialect::Dialect;
use calc_core::formula::{Mode, Question, evaluate};
use calc_core::value::{Array, CellError, Value};
use calc_core::workbook::Content;
use serde_json::Value as Json;

/// The answer to a question in JSON's words; `None` if the formula cannot be read.
pub fn answer(formula: &str, cells: &Json, at: Option<&str>, mode: Mode, dialect: Dialect) -> Option<Array> {
    let mut question = Question::new(formula);
    question.dialect = dialect;
    question.mode = mode;
    for (address, content) in cells.as_object().into_iter().flatten() {
        match content {
            Json::String(text) if text.starts_with('=') && text.len() > 1 => question.typed(address, text).ok()?,
            other => question.cell(address, Content::Constant(value(other))).ok()?,
        }
    }
    if let Some(at) = at {
        question.at(at).ok()?;
    }
    evaluate(&question).ok()
}

/// A constant from its JSON.
pub fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Blank,
        Json::Bool(logical) => (*logical).into(),
        Json::Number(number) => number.as_f64().unwrap_or_default().into(),
        Json::String(text) => text.as_str().into(),
        Json::Object(_) => json["error"].as_str().and_then(CellError::from_name).unwrap_or(CellError::Value).into(),
        Json::Array(_) => panic!("an array is no cell content: {json}"),
    }
}

/// How closely an answer has to match.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// Relative, the same figure as absolute floor.
    pub tolerance: f64,
    /// Only the displayed text is known: `"1"` and 1 are alike.
    pub loose: bool,
}

impl Measure {
    /// Whether a block is what was expected. A single expectation means the first element.
    pub fn agrees(self, expect: &Json, got: &Array) -> bool {
        let inside = |row, column| (row < got.rows() && column < got.columns()).then(|| got.value(row, column));
        self.holds(expect, got, inside)
    }

    /// Whether a block, entered as an array formula over cells as many as were expected, shows in them what was expected: a single
    /// row or column stands in all of them, and beyond the block is `#N/A`.
    pub fn agrees_in_area(self, expect: &Json, got: &Array) -> bool {
        static BEYOND: Value = Value::Error(CellError::Na);
        self.holds(expect, got, |row, column| {
            let row = if got.rows() == 1 { 0 } else { row };
            let column = if got.columns() == 1 { 0 } else { column };
            let inside = row < got.rows() && column < got.columns();
            Some(if inside { got.value(row, column) } else { &BEYOND })
        })
    }

    fn holds<'a>(self, expect: &Json, got: &'a Array, at: impl Fn(u32, u32) -> Option<&'a Value>) -> bool {
        let Some(rows) = expect.as_array() else { return self.same(expect, got.value(0, 0)) };
        rows.iter().enumerate().all(|(row, cells)| {
            cells.as_array().into_iter().flatten().enumerate().all(|(column, cell)| {
                cell.is_null() || at(row as u32, column as u32).is_some_and(|value| self.same(cell, value))
            })
        })
    }

    fn same(self, expect: &Json, got: &Value) -> bool {
        match (expect, got) {
            (Json::Object(_), Value::Error(error)) => expect["error"] == "*" || expect["error"] == error.name(),
            (Json::Bool(a), Value::Bool(b)) => a == b,
            (Json::Number(a), Value::Number(b)) => self.near(a.as_f64().unwrap_or(f64::NAN), *b),
            (Json::Number(a), Value::Blank) => self.near(a.as_f64().unwrap_or(f64::NAN), 0.0),
            (Json::String(a), Value::Text(b)) => a == b.as_str() || self.complex(a, b),
            (Json::String(a), Value::Blank) => a.is_empty(),
            (Json::String(a), Value::Number(b)) if self.loose => a.parse().is_ok_and(|a| self.near(a, *b)),
            (Json::String(a), Value::Bool(b)) if self.loose => a.eq_ignore_ascii_case(&b.to_string()),
            (Json::Number(a), Value::Text(b)) if self.loose => {
                b.parse().is_ok_and(|b| self.near(a.as_f64().unwrap_or(f64::NAN), b))
            }
            (Json::Bool(a), Value::Text(b)) if self.loose => b.eq_ignore_ascii_case(&a.to_string()),
            _ => false,
        }
    }

    fn near(self, a: f64, b: f64) -> bool {
        (a - b).abs() <= self.tolerance * a.abs().max(b.abs()).max(1.0)
    }

    /// Complex numbers compare by their parts, since the last digits of each differ between engines.
    fn complex(self, a: &str, b: &str) -> bool {
        let (Some(a), Some(b)) = (complex_parts(a), complex_parts(b)) else { return false };
        a.2 == b.2 && self.near(a.0, b.0) && self.near(a.1, b.1)
    }
}

fn complex_parts(text: &str) -> Option<(f64, f64, char)> {
    let suffix = text.chars().next_back().filter(|letter| matches!(letter, 'i' | 'j'))?;
    let body = &text[..text.len() - 1];
    let split = (1..body.len())
        .rev()
        .find(|at| matches!(body.as_bytes()[*at], b'+' | b'-') && !matches!(body.as_bytes()[at - 1], b'e' | b'E'));
    let (re, im) = body.split_at(split.unwrap_or(0));
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        digits => digits.parse().ok()?,
    };
    Some((if re.is_empty() { 0.0 } else { re.parse().ok()? }, im, suffix))
}

/// Beyond it a number is huge: whole numbers are no longer told apart soon after.
const HUGE: f64 = 1e10;

/// Whether a case goes to an edge of what a function takes: blank, `""`, an error, an array, a huge or a negative number.
pub fn is_edge(formula: &str, cells: &Json, expect: &Json) -> bool {
    let is_edge_cell = |cell: &Json| match cell {
        Json::Null | Json::Object(_) => true,
        Json::Number(number) => number.as_f64().is_some_and(|number| !(0.0..=HUGE).contains(&number)),
        Json::String(text) => text.is_empty(),
        _ => false,
    };
    let squeezed: String = formula.chars().filter(|character| *character != ' ').collect();
    let marks = ["{", ",,", ",)", "(,", "(-", ",-", "(\"", ",\"", "#", "E+"];
    expect["error"].is_string()
        || expect.is_array()
        || marks.iter().any(|mark| squeezed.contains(mark))
        || cells.as_object().is_some_and(|cells| cells.values().any(is_edge_cell))
}
