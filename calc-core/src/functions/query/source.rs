//! The data of a query: which rows are headers, what type each column has, what it is called.
//!
//! The documentation leaves the guess of header rows open. What is written here is what cached results of real QUERY
//! formulas show: the headers end with the first row by which every numeric column of the whole range, selected or not,
//! has shown a number. All header cells of a column, blank ones too, are joined by a space.

use crate::number;
use crate::reference::MAX_ROWS;
use crate::value::{CellError, Matrix, Value};

use super::super::args::Call;

/// The data of a query.
pub(super) struct Source<'a> {
    matrix: Matrix<'a>,
    header_rows: u32,
    rows: u32,
    columns: Vec<SourceColumn>,
}

struct SourceColumn {
    kind: ColumnKind,
    label: String,
}

/// The type of a column. A value of another type in it is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Number,
    Text,
    Bool,
}

/// How many header rows the data has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Headers {
    /// So many.
    Given(u32),
    /// As many as it looks like.
    Guessed,
}

/// What a column holds, counted.
#[derive(Clone, Copy, Debug, Default)]
struct Profile {
    numbers: u32,
    texts: u32,
    bools: u32,
    first_number: Option<u32>,
    last_text: Option<u32>,
}

impl<'a> Source<'a> {
    /// Reads the first argument of a call.
    pub(super) fn new(call: &Call<'a>, headers: Headers) -> Result<Source<'a>, CellError> {
        let matrix = call.matrix(0);
        if let Matrix::One(Value::Error(error)) = matrix {
            return Err(*error);
        }
        let (used_rows, used_columns) = matrix.used();
        let mut rows = matrix.rows();
        if let Matrix::Area(area) = matrix
            && area.range().bottom == MAX_ROWS - 1
        {
            // A sheet ends at some row below its last value, which is not stored: one blank row stands for the rest.
            rows = rows.min(used_rows + 1);
        }
        call.spend(u64::from(used_rows) * u64::from(used_columns) + u64::from(matrix.columns()))?;
        let profiles: Vec<Profile> = (0..matrix.columns()).map(|column| profile(&matrix, column, 0, rows)).collect();
        let header_rows = match headers {
            Headers::Given(count) => count.min(rows),
            Headers::Guessed => guess_header_rows(&profiles),
        };
        let columns = (0..)
            .zip(&profiles)
            .map(|(column, whole)| {
                let below = if header_rows == 0 { *whole } else { profile(&matrix, column, header_rows, rows) };
                SourceColumn { kind: below.kind(), label: label(&matrix, column, header_rows) }
            })
            .collect();
        Ok(Source { matrix, header_rows, rows: rows - header_rows, columns })
    }

    /// The number of rows below the headers.
    pub(super) fn rows(&self) -> u32 {
        self.rows
    }

    /// The number of columns.
    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }

    /// The type of a column.
    pub(super) fn kind(&self, column: usize) -> ColumnKind {
        self.columns.get(column).map_or(ColumnKind::Text, |c| c.kind)
    }

    /// The heading of a column.
    pub(super) fn label(&self, column: usize) -> &str {
        self.columns.get(column).map_or("", |c| c.label.as_str())
    }

    /// The value in a row below the headers: of the column's type, or blank, which is null.
    ///
    /// In a column of texts, logicals and errors count by the text that they show.
    pub(super) fn value(&self, row: u32, column: usize) -> Value {
        let value = self.matrix.value(self.header_rows + row, column as u32);
        match (self.kind(column), value) {
            (ColumnKind::Number, Value::Number(_)) | (ColumnKind::Bool, Value::Bool(_)) => value.clone(),
            (ColumnKind::Text, Value::Text(text)) if !text.is_empty() => value.clone(),
            (ColumnKind::Text, Value::Bool(logical)) => Value::text(if *logical { "TRUE" } else { "FALSE" }),
            (ColumnKind::Text, Value::Error(error)) => Value::text(error.name()),
            _ => Value::Blank,
        }
    }
}

impl Profile {
    /// The type that most values have; of as many texts as numbers, text, unless all texts stand above all numbers, as a
    /// header over a single number does.
    fn kind(&self) -> ColumnKind {
        let headed = self.numbers == self.texts && self.last_text < self.first_number;
        if self.numbers > 0 && (self.numbers > self.texts || headed) && self.numbers >= self.bools {
            ColumnKind::Number
        } else if self.bools > self.texts && self.bools > self.numbers {
            ColumnKind::Bool
        } else {
            ColumnKind::Text
        }
    }
}

/// Counts what stands in the rows `from..to` of a column.
fn profile(matrix: &Matrix<'_>, column: u32, from: u32, to: u32) -> Profile {
    let mut profile = Profile::default();
    let mut count = |row: u32, value: &Value| match value {
        Value::Number(_) => {
            profile.numbers += 1;
            profile.first_number = profile.first_number.or(Some(row));
        }
        Value::Text(text) if text.is_empty() => {}
        Value::Text(_) | Value::Error(_) => {
            profile.texts += 1;
            profile.last_text = Some(row);
        }
        Value::Bool(_) => profile.bools += 1,
        Value::Blank => {}
    };
    if let Matrix::Area(area) = matrix {
        let (first, values) = area.column(column);
        let skipped = from.saturating_sub(first) as usize;
        for (row, value) in (first..to).zip(values).skip(skipped) {
            count(row, value);
        }
    } else {
        for row in from..to {
            count(row, matrix.value(row, column));
        }
    }
    profile
}

/// How many rows at the top are headers: those above the first row by which every numeric column has shown a number.
fn guess_header_rows(profiles: &[Profile]) -> u32 {
    profiles
        .iter()
        .filter(|profile| profile.kind() == ColumnKind::Number)
        .filter_map(|profile| profile.first_number)
        .max()
        .unwrap_or(0)
}

/// The header cells of a column, joined by a space; `""` if all are blank.
fn label(matrix: &Matrix<'_>, column: u32, header_rows: u32) -> String {
    let cells: Vec<String> = (0..header_rows).map(|row| show(matrix.value(row, column))).collect();
    if cells.iter().all(String::is_empty) { String::new() } else { cells.join(" ") }
}

/// A value as a heading shows it.
pub(super) fn show(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(number) => number::general(*number),
        Value::Text(text) => text.to_string(),
        Value::Bool(logical) => if *logical { "TRUE" } else { "FALSE" }.to_string(),
        Value::Error(error) => error.name().to_string(),
    }
}
