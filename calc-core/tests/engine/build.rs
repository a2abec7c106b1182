//! Small workbooks from a table of cells.

use std::sync::Arc;

use calc_core::compile::{Compiled, compile};
use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, SheetId, parse_a1};
use calc_core::value::{CellError, Text, Value};
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};

/// A cell of the first sheet.
pub fn at(a1: &str) -> CellRef {
    let (row, column) = parse_a1(a1).unwrap();
    CellRef { sheet: SheetId(0), row, column }
}

/// A number, logical, error or text as typed.
pub fn typed(text: &str) -> Value {
    if let Ok(number) = text.parse::<f64>() {
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

/// A workbook of one sheet `S`; texts that begin with `=` are formulas that spill, with `!` plain ones.
pub fn workbook(dialect: Dialect, cells: &[(&str, &str)]) -> Workbook {
    let cells = cells.iter().map(|(address, text)| {
        let (row, column) = parse_a1(address).unwrap();
        let formula =
            |text: &str, kind| Content::Formula(Formula { text: Text::from(text), origin: (row, column), kind });
        let content = match (text.strip_prefix('='), text.strip_prefix('!')) {
            (Some(text), _) => formula(text, FormulaKind::Dynamic),
            (_, Some(text)) => formula(text, FormulaKind::Plain),
            _ => Content::Constant(typed(text)),
        };
        Cell { row, column, content, cached: Value::Blank, format: None }
    });
    let sheet = Sheet { name: "S".to_string(), cells: cells.collect(), ..Sheet::default() };
    Workbook { sheets: vec![sheet], dialect, ..Workbook::default() }
}

/// Compiles without ports.
pub fn compiled(dialect: Dialect, cells: &[(&str, &str)]) -> Compiled {
    compile(&workbook(dialect, cells), Ports::default())
}

/// A calculated session.
pub fn session(dialect: Dialect, cells: &[(&str, &str)]) -> Session {
    session_of(Arc::new(compiled(dialect, cells).model))
}

/// A calculated session of a model.
pub fn session_of(model: Arc<Model>) -> Session {
    let mut session = Session::new(model, Clock::default());
    session.recalculate().unwrap();
    session
}

/// What a cell shows, as typed.
pub fn shown(session: &Session, a1: &str) -> String {
    match session.value(at(a1)) {
        Value::Blank => String::new(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Bool(true) => "TRUE".to_string(),
        Value::Bool(false) => "FALSE".to_string(),
        Value::Error(error) => error.to_string(),
    }
}

/// Sets a cell as typed and recalculates.
pub fn set(session: &mut Session, a1: &str, text: &str) {
    session.set(at(a1), typed(text)).unwrap();
    session.recalculate().unwrap();
}

/// Asserts what cells show.
#[track_caller]
pub fn expect(session: &Session, cells: &[(&str, &str)]) {
    for (a1, text) in cells {
        assert_eq!(&shown(session, a1), text, "cell {a1}");
    }
}
