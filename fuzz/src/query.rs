//! The query language over a table: as a range, whose columns are letters, and as an array, whose columns are numbered.

use std::path::Path;
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, SheetId};
use calc_core::syntax::ast::Node;
use calc_core::syntax::parse;
use calc_core::value::Value;
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};

use crate::evaluate::check;
use crate::grid::typed;
use crate::seeds::lines_of_tests;
use crate::spent::within;

/// Steps that a query may take.
const BUDGET: u64 = 50_000;

/// The table: texts, numbers, dates, logical values, each with one that does not fit.
const TABLE: [[&str; 6]; 9] = [
    ["name", "dept", "salary", "hired", "senior", "share"],
    ["John", "Eng", "1000", "38430", "TRUE", "0.5"],
    ["Dave", "Eng", "500", "38826.75", "FALSE", "-1e300"],
    ["Sally", "", "600", "38635", "FALSE", "0"],
    ["Ben", "Sales", "400", "x", "TRUE", "1e300"],
    ["d'Or", "Sales", "-350", "38238", "", "0.30000000000000004"],
    ["Mike%_", "Marketing", "", "-5", "FALSE", "#N/A"],
    ["é𝄞", "Eng", "500", "2958465", "TRUE", "1e-9"],
    ["", "Eng", "7", "2958466", "1", "3"],
];

/// Where the text of the query and the number of its header rows stand.
const TEXT: CellRef = CellRef { sheet: SheetId(0), row: 0, column: 7 };
const HEADERS: CellRef = CellRef { sheet: SheetId(0), row: 1, column: 7 };

fn model(formula: &str) -> Arc<Model> {
    let cell = |row: usize, column: usize, content| {
        let (row, column) = (row as u32, column as u32);
        Cell { row, column, content, cached: Value::Blank, format: None }
    };
    let mut cells = Vec::new();
    for (row, texts) in TABLE.iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            cells.push(cell(row, column, Content::Constant(typed(text))));
        }
    }
    let formula = Formula { text: formula.into(), origin: (20, 0), kind: FormulaKind::Dynamic };
    cells.push(cell(20, 0, Content::Formula(formula)));
    let sheets = vec![Sheet { name: "S".to_owned(), cells, ..Sheet::default() }];
    let workbook = Workbook { sheets, dialect: Dialect::Sheets, ..Workbook::default() };
    Arc::new(compile(&workbook, Ports::default()).model)
}

thread_local! {
    static RANGE: Arc<Model> = model("QUERY(A1:F9,H1,H2)");
    static ARRAY: Arc<Model> = model("QUERY({A1:F9},H1,H2)");
}

/// Runs the query behind the first byte, which chooses the header rows and whether the table is a range or an array.
pub fn run(input: &[u8]) {
    let Some((choice, text)) = input.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let model = if choice & 1 == 0 { RANGE.with(Arc::clone) } else { ARRAY.with(Arc::clone) };
    let headers = f64::from((choice >> 1) % 5) - 1.0;
    let calculate = || {
        let mut session = Session::new(model.clone(), Clock::default());
        session.limit(BUDGET);
        for (cell, value) in [(TEXT, Value::text(&text)), (HEADERS, Value::Number(headers))] {
            session.set(cell, value).unwrap_or_else(|error| panic!("{error}"));
        }
        session.recalculate().ok().map(|()| session.formula_values())
    };
    let first = within(BUDGET, calculate);
    let second = calculate();
    let (Some(first), Some(second)) = (&first, &second) else {
        assert!(first.is_none() && second.is_none(), "once within the budget, once not");
        return;
    };
    first.values().for_each(check);
    assert_eq!(first.len(), second.len());
    for (cell, value) in first {
        assert!(
            second.get(cell).is_some_and(|other| other.same(value)),
            "{cell:?}: {value:?}, then {:?}",
            second.get(cell)
        );
    }
}

/// The queries of the tests.
pub fn seeds(_: Option<&Path>) -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for formula in lines_of_tests("formula").iter().filter(|formula| formula.contains("QUERY(")) {
        for node in parse(formula, Dialect::Sheets.into()).ast.nodes {
            if let Node::Text(text) = node {
                seeds.push(format!("{}{text}", seeds.len() % 10).into_bytes());
            }
        }
    }
    seeds
}

/// What queries are made of.
pub fn words() -> Vec<String> {
    let words = "select |where |group by |pivot |order by | asc| desc|skipping |limit |offset |label |format |options no_values|no_format| and | or |not |\
                 is null|is not null|contains |starts with |ends with |matches |like |sum(|avg(|count(|max(|min(|year(|month(|day(|hour(|minute(|\
                 second(|millisecond(|quarter(|dayOfWeek(|now()|dateDiff(|toDate(|upper(|lower(|date '2005-01-01'|datetime '2005-01-01 12:00:00'|\
                 timeofday '12:30:00'|true|false|Col1|Col6|A, B|`|*|<>|!=|<=|'%a_'|1e308|-1|0.5";
    words.split('|').map(str::to_owned).collect()
}
