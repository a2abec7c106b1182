//! Workbooks of one kind of formula in any size, to see how cost grows: made in memory, without a file.
//!
//! Each cell has a text of its own, as in a file without shared formulas. Nothing is left to chance: keys are strided, so that a
//! table is unsorted and two runs are the same.

use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, SheetId};
use calc_core::value::{Text, Value};
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};

/// A kind of workbook.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    /// What it is called in reports.
    pub name: &'static str,
    /// The sheet's cells for so many formulas.
    cells: fn(u32, &mut Vec<Cell>),
    /// Where the edit is made, of so many formulas, and what is put there.
    edit: fn(u32) -> (CellRef, f64),
}

/// Rows of a table for so many formulas that search it: a tenth.
fn table_rows(formulas: u32) -> u32 {
    (formulas / 10).max(10)
}

/// The key in a row of an unsorted table: each number below the number of rows once, as the stride is prime to any power of ten.
fn unsorted(row: u32, rows: u32) -> f64 {
    f64::from((u64::from(row) * 7_919 % u64::from(rows)) as u32)
}

/// All series.
pub const SERIES: &[Series] = &[
    Series { name: "chain", cells: chain, edit: |formulas| (cell(formulas / 2, 0), 77.0) },
    Series { name: "running sums", cells: running_sums, edit: |formulas| (cell(formulas / 2, 0), 77.0) },
    Series {
        name: "running sums of formulas",
        cells: sums_of_formulas,
        edit: |formulas| (cell(formulas / 4, 2), 77.0),
    },
    Series { name: "running counts", cells: running_counts, edit: |formulas| (cell(formulas / 2, 0), 7.0) },
    Series {
        name: "VLOOKUP unsorted",
        cells: |n, cells| table(n, unsorted, "VLOOKUP(D#,$A$1:$B$@,2,FALSE)", cells),
        edit: middle_price,
    },
    Series { name: "VLOOKUP of texts", cells: texts, edit: middle_price },
    Series {
        name: "VLOOKUP sorted",
        cells: |n, cells| table(n, |row, _| row.into(), "VLOOKUP(D#,$A$1:$B$@,2)", cells),
        edit: middle_price,
    },
    Series {
        name: "XLOOKUP",
        cells: |n, cells| table(n, unsorted, "XLOOKUP(D#,$A$1:$A$@,$B$1:$B$@)", cells),
        edit: middle_price,
    },
    Series { name: "MATCH", cells: |n, cells| table(n, unsorted, "MATCH(D#,$A$1:$A$@,0)", cells), edit: middle_key },
    Series {
        name: "INDEX and MATCH",
        cells: |n, cells| table(n, unsorted, "INDEX($B$1:$B$@,MATCH(D#,$A$1:$A$@,0))", cells),
        edit: middle_price,
    },
    Series {
        name: "SUMIFS",
        cells: |n, cells| table(n, groups, "SUMIFS($B$1:$B$@,$A$1:$A$@,D#)", cells),
        edit: middle_price,
    },
    Series { name: "COUNTIFS", cells: |n, cells| table(n, groups, "COUNTIFS($A$1:$A$@,D#)", cells), edit: middle_key },
    Series {
        name: "SUMIFS of two",
        cells: |n, cells| table(n, groups, "SUMIFS($B$1:$B$@,$A$1:$A$@,D#,$C$1:$C$@,\"x\")", cells),
        edit: middle_price,
    },
    Series {
        name: "SUMIFS above",
        cells: |n, cells| table(n, groups, "SUMIFS($B$1:$B$@,$A$1:$A$@,\">\"&D#)", cells),
        edit: middle_price,
    },
    Series {
        name: "whole columns",
        cells: |n, cells| table(n, unsorted, "VLOOKUP(D#,A:B,2,FALSE)+SUMIF(A:A,D#,B:B)", cells),
        edit: middle_price,
    },
    Series {
        name: "used parts",
        cells: |n, cells| table(n, unsorted, "VLOOKUP(D#,$A$1:$B$@,2,FALSE)+SUMIF($A$1:$A$@,D#,$B$1:$B$@)", cells),
        edit: middle_price,
    },
];

impl Series {
    /// The series of that name.
    pub fn find(name: &str) -> Option<&'static Series> {
        SERIES.iter().find(|series| series.name == name)
    }

    /// A workbook of so many formulas.
    pub fn workbook(&self, formulas: u32) -> Workbook {
        let mut cells = Vec::new();
        (self.cells)(formulas, &mut cells);
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let sheet = Sheet { name: "Series".to_owned(), cells, ..Sheet::default() };
        Workbook { sheets: vec![sheet], ..Workbook::default() }
    }

    /// Its model.
    pub fn model(&self, formulas: u32) -> Model {
        compile(&self.workbook(formulas), Ports::default()).model
    }

    /// A calculated session of it.
    ///
    /// # Panics
    /// If it does not fit the budget.
    pub fn session(&self, formulas: u32) -> Session {
        let mut session = Session::new(Arc::new(self.model(formulas)), Clock::default());
        session.limit(u64::MAX);
        session.recalculate().expect("the series fits the budget");
        session
    }

    /// The cell that is edited, in the middle of what matters, and the number that is put there.
    pub fn edit(&self, formulas: u32) -> (CellRef, f64) {
        (self.edit)(formulas)
    }
}

fn cell(row: u32, column: u32) -> CellRef {
    CellRef { sheet: SheetId(0), row, column }
}

fn middle_price(formulas: u32) -> (CellRef, f64) {
    (cell(table_rows(formulas) / 2 - 1, 1), 77.0)
}

fn middle_key(formulas: u32) -> (CellRef, f64) {
    (cell(table_rows(formulas) / 2 - 1, 0), 7.0)
}

fn put(row: u32, column: u32, content: Content, cells: &mut Vec<Cell>) {
    cells.push(Cell { row, column, content, cached: Value::Blank, format: None });
}

fn number(row: u32, column: u32, number: f64, cells: &mut Vec<Cell>) {
    put(row, column, Content::Constant(number.into()), cells);
}

fn formula(row: u32, column: u32, text: &str, cells: &mut Vec<Cell>) {
    let formula = Formula { text: Text::from(text), origin: (row, column), kind: FormulaKind::Plain };
    put(row, column, Content::Formula(formula), cells);
}

/// Each cell from the one above; halved, so that no size overflows.
fn chain(formulas: u32, cells: &mut Vec<Cell>) {
    number(0, 0, 1.0, cells);
    (1..=formulas).for_each(|row| formula(row, 0, &format!("A{row}*0.5+1"), cells));
}

fn running_sums(formulas: u32, cells: &mut Vec<Cell>) {
    for row in 0..formulas {
        number(row, 0, f64::from(row % 1_000) + 0.1, cells);
        formula(row, 1, &format!("SUM(A$1:A{})", row + 1), cells);
    }
}

/// Half of the formulas are summed up by the other half.
fn sums_of_formulas(formulas: u32, cells: &mut Vec<Cell>) {
    for row in 0..formulas / 2 {
        number(row, 2, f64::from(row % 1_000) + 0.1, cells);
        formula(row, 0, &format!("C{}*2", row + 1), cells);
        formula(row, 1, &format!("SUM(A$1:A{})", row + 1), cells);
    }
}

fn running_counts(formulas: u32, cells: &mut Vec<Cell>) {
    for row in 0..formulas {
        number(row, 0, f64::from(row * 7 % 100), cells);
        formula(row, 1, &format!("COUNTIF(A$1:A{0},A{0})", row + 1), cells);
    }
}

fn groups(row: u32, _: u32) -> f64 {
    f64::from(row * 7 % 100)
}

/// A table in A and B with a third column of texts, keys in D, and formulas in E, in which `#` is the row and `@` the last row of the table.
fn table(formulas: u32, key: fn(u32, u32) -> f64, text: &str, cells: &mut Vec<Cell>) {
    let rows = table_rows(formulas);
    for row in 0..rows {
        number(row, 0, key(row, rows), cells);
        number(row, 1, f64::from(row) + 0.25, cells);
        put(row, 2, Content::Constant(Value::text(if row % 3 == 0 { "x" } else { "y" })), cells);
    }
    let text = text.replace('@', &rows.to_string());
    for row in 0..formulas {
        number(row, 3, key((u64::from(row) * 31 % u64::from(rows)) as u32, rows), cells);
        formula(row, 4, &text.replace('#', &(row + 1).to_string()), cells);
    }
}

fn texts(formulas: u32, cells: &mut Vec<Cell>) {
    table(formulas, unsorted, "VLOOKUP(D#,$A$1:$B$@,2,FALSE)", cells);
    for cell in cells.iter_mut().filter(|cell| cell.column == 0 || cell.column == 3) {
        if let Content::Constant(Value::Number(number)) = cell.content {
            cell.content = Content::Constant(Value::text(format!("Item {number}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a series says must be right before it is worth a measurement: checked by hand, a row each.
    #[test]
    fn the_first_formulas_come_to_what_they_say() {
        let value = |name: &str, row: u32, column: u32| {
            let session = Series::find(name).expect("the series is there").session(200);
            session.value(cell(row, column)).clone()
        };
        assert_eq!(value("chain", 2, 0), Value::Number(1.75));
        assert_eq!(value("running sums", 2, 1), Value::Number(0.1 + 1.1 + 2.1));
        assert_eq!(value("running sums of formulas", 1, 1), Value::Number(0.2 + 2.2));
        // 20 rows; the key of row 31 % 20 = 11 is in row 11.
        assert_eq!(value("VLOOKUP unsorted", 1, 4), Value::Number(11.25));
        assert_eq!(value("VLOOKUP of texts", 1, 4), Value::Number(11.25));
        assert_eq!(value("VLOOKUP sorted", 1, 4), Value::Number(11.25));
        assert_eq!(value("XLOOKUP", 1, 4), Value::Number(11.25));
        assert_eq!(value("MATCH", 1, 4), Value::Number(12.0));
        assert_eq!(value("INDEX and MATCH", 1, 4), Value::Number(11.25));
        // Rows repeat their key after 100 rows, the 20 of the table do not.
        assert_eq!(value("SUMIFS", 1, 4), Value::Number(11.25));
        assert_eq!(value("COUNTIFS", 1, 4), Value::Number(1.0));
        assert_eq!(value("running counts", 150, 1), Value::Number(2.0));
        assert_eq!(value("whole columns", 1, 4), value("used parts", 1, 4));
    }
}
