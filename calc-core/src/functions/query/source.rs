//! The data of a query: which rows are headers, what type each column has, what it is called.
//!
//! The documentation leaves the guess of header rows open. What is written here is what the cached results of a real workbook show: the
//! headers end with the first row by which every numeric column of the whole range, selected or not, has shown a number. A column is
//! numeric if most of its values are numbers, those of a heading at its top left out. `docs/decisions/0002-query-headers.md` says what speaks against it.

use std::cell::OnceCell;
use std::ops::ControlFlow;

use super::super::args::Call;
use crate::number;
use crate::reference::MAX_ROWS;
use crate::value::{BLANK, CellError, Matrix, Value};

/// The data of a query.
pub(super) struct Source<'a> {
    matrix: Matrix<'a>,
    header_rows: u32,
    rows: u32,
    /// The types of the columns that were asked for.
    kinds: Vec<OnceCell<ColumnKind>>,
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

impl<'a> Source<'a> {
    /// Reads the first argument of a call, of which a query will read so many columns.
    pub(super) fn new(call: &Call<'a>, headers: Headers, columns: usize) -> Result<Source<'a>, CellError> {
        let matrix = call.matrix(0);
        if let Matrix::One(Value::Error(error)) = matrix {
            return Err(*error);
        }
        let mut rows = matrix.rows();
        let used_rows = matrix.used().0;
        if let Matrix::Area(area) = matrix
            && area.range().bottom == MAX_ROWS - 1
        {
            // A sheet ends at some row below its last value, which is not stored: one blank row stands for the rest.
            rows = rows.min(used_rows + 1);
        }
        call.spend(u64::from(used_rows) * columns as u64 + u64::from(matrix.columns()))?;
        let header_rows = match headers {
            Headers::Given(count) => count.min(rows),
            Headers::Guessed => guess_header_rows(&matrix, call)?,
        };
        let kinds = vec![OnceCell::new(); matrix.columns() as usize];
        Ok(Source { matrix, header_rows, rows: rows - header_rows, kinds })
    }

    /// The number of rows below the headers.
    pub(super) fn rows(&self) -> u32 {
        self.rows
    }

    /// The number of columns.
    pub(super) fn columns(&self) -> usize {
        self.kinds.len()
    }

    /// The type of a column: that of most of its values.
    pub(super) fn kind(&self, column: usize) -> ColumnKind {
        let majority = || majority(&self.matrix, column as u32, self.header_rows);
        self.kinds.get(column).map_or(ColumnKind::Text, |kind| *kind.get_or_init(majority))
    }

    /// The heading of a column: its header cells with a space between them, blank ones too.
    ///
    /// `Type` under a blank is ` Type`. Ways to join texts by QUERY rest on that: they need TRIM for the spaces of blank cells.
    pub(super) fn label(&self, column: usize) -> String {
        let cells: Vec<String> = (0..self.header_rows).map(|row| show(self.matrix.value(row, column as u32))).collect();
        cells.join(" ")
    }

    /// A column below the headers.
    pub(super) fn column(&self, column: usize) -> Column<'a> {
        let index = column as u32;
        let mut column =
            Column { cells: Cells::Any(self.matrix, index), kind: self.kind(column), first: self.header_rows };
        if let Matrix::Area(area) = self.matrix {
            let mut stored = area.column(index);
            let first = stored.next().unwrap_or((0, &[]));
            if stored.next().is_none() {
                column.cells = Cells::Stretch(first.0, first.1);
            }
        }
        column
    }

    /// The value in a row below the headers: of the column's type, or blank, which is null.
    pub(super) fn value(&self, row: u32, column: usize) -> Value {
        self.column(column).value(row)
    }
}

/// One column of the data, whose type is known.
#[derive(Clone, Copy)]
pub(super) struct Column<'a> {
    cells: Cells<'a>,
    kind: ColumnKind,
    /// The row below the headers.
    first: u32,
}

/// Where the values of a column stand.
#[derive(Clone, Copy)]
enum Cells<'a> {
    /// From a row on, side by side, and nowhere else.
    Stretch(u32, &'a [Value]),
    /// In a column of a block.
    Any(Matrix<'a>, u32),
}

impl<'a> Column<'a> {
    #[inline]
    fn cell(&self, row: u32) -> &'a Value {
        let row = self.first + row;
        match self.cells {
            Cells::Stretch(first, values) => values.get(row.wrapping_sub(first) as usize).unwrap_or(&BLANK),
            Cells::Any(matrix, column) => matrix.value(row, column),
        }
    }

    /// The value in a row: of the column's type, or blank, which is null.
    ///
    /// In a column of texts, logicals and errors count by the text that they show.
    pub(super) fn value(&self, row: u32) -> Value {
        match (self.standing(row), self.cell(row)) {
            (Some(value), _) => value.clone(),
            (None, Value::Bool(logical)) => Value::text(if *logical { "TRUE" } else { "FALSE" }),
            (None, Value::Error(error)) => Value::text(error.name()),
            (None, _) => Value::Blank,
        }
    }

    /// The value in a row as it stands there; `None` if it is shown as something else.
    #[inline]
    pub(super) fn standing(&self, row: u32) -> Option<&'a Value> {
        match (self.kind, self.cell(row)) {
            (ColumnKind::Number, value @ Value::Number(_)) | (ColumnKind::Bool, value @ Value::Bool(_)) => Some(value),
            (ColumnKind::Text, value @ Value::Text(text)) if !text.is_empty() => Some(value),
            (ColumnKind::Text, Value::Bool(_) | Value::Error(_)) => None,
            _ => Some(&BLANK),
        }
    }

    /// Whether the value in a row is not null.
    pub(super) fn has(&self, row: u32) -> bool {
        match (self.kind, self.cell(row)) {
            (ColumnKind::Number, Value::Number(_)) | (ColumnKind::Bool, Value::Bool(_)) => true,
            (ColumnKind::Text, Value::Text(text)) => !text.is_empty(),
            (ColumnKind::Text, Value::Bool(_) | Value::Error(_)) => true,
            _ => false,
        }
    }

    /// The number in a row of a column of numbers.
    pub(super) fn number(&self, row: u32) -> Option<f64> {
        match (self.kind, self.cell(row)) {
            (ColumnKind::Number, Value::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

/// The type that most values of a column have, from a row on. Of as many texts as numbers, text.
fn majority(matrix: &Matrix<'_>, column: u32, from: u32) -> ColumnKind {
    let (mut numbers, mut texts, mut bools) = (0u32, 0u32, 0u32);
    each_value(matrix, column, from, |_, value| {
        match value {
            Value::Number(_) => numbers += 1,
            Value::Text(text) => texts += u32::from(!text.is_empty()),
            Value::Error(_) => texts += 1,
            Value::Bool(_) => bools += 1,
            Value::Blank => {}
        }
        ControlFlow::Continue(())
    });
    if numbers > texts && numbers >= bools {
        ColumnKind::Number
    } else if bools > texts && bools > numbers {
        ColumnKind::Bool
    } else {
        ColumnKind::Text
    }
}

/// Runs over the stored values of a column, with their rows, from a row on.
fn each_value(matrix: &Matrix<'_>, column: u32, from: u32, mut visit: impl FnMut(u32, &Value) -> ControlFlow<()>) {
    if let Matrix::Area(area) = matrix {
        for (first, values) in area.column_from(column, from) {
            for (row, value) in (first..).zip(values) {
                if visit(row, value).is_break() {
                    return;
                }
            }
        }
    } else {
        let _ = (from..matrix.rows()).try_for_each(|row| visit(row, matrix.value(row, column)));
    }
}

/// How many rows at the top are headers: those above the first row by which every numeric column has shown a number.
fn guess_header_rows(matrix: &Matrix<'_>, call: &Call<'_>) -> Result<u32, CellError> {
    let (used_rows, used_columns) = matrix.used();
    let mut most = 0;
    for column in 0..used_columns {
        let mut first = None;
        each_value(matrix, column, 0, |row, value| match value {
            Value::Number(_) => {
                first = Some(row);
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        });
        call.spend(u64::from(first.unwrap_or(used_rows)))?;
        let Some(first) = first.filter(|row| *row > most) else { continue };
        call.spend(u64::from(used_rows))?;
        let is_headed = match matrix.value(0, column) {
            Value::Text(text) => !text.is_empty(),
            Value::Error(_) => true,
            _ => false,
        };
        // What stands above the first number under a text at the top is heading, and does not count against the numbers.
        let data = if is_headed { first } else { 0 };
        if majority(matrix, column, data) == ColumnKind::Number {
            most = first;
        }
    }
    Ok(most)
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
