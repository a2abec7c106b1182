//! What is folded, what is dropped and what has to stay, one rule at a time.

use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use calc_core::model::ports::PortsFile;
use calc_core::reference::{CellRef, SheetId, a1, parse_a1};
use calc_core::residual::residual;
use calc_core::value::{CellError, Value};
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};
use serde_json::json;

/// The cell of the one sheet with that address.
pub fn at(address: &str) -> CellRef {
    let (row, column) = parse_a1(address).unwrap();
    CellRef { sheet: SheetId(0), row, column }
}

/// What a text stands for: a formula that spills after `=`, a plain one after `!`, else a constant.
fn content(text: &str, origin: (u32, u32)) -> Content {
    let formula = |text: &str, kind| Content::Formula(Formula { text: text.into(), origin, kind });
    match (text.strip_prefix('='), text.strip_prefix('!')) {
        (Some(text), _) => formula(text, FormulaKind::Dynamic),
        (_, Some(text)) => formula(text, FormulaKind::Plain),
        _ => Content::Constant(typed(text)),
    }
}

/// A number, logical, error or text as typed.
pub fn typed(text: &str) -> Value {
    match (text.parse::<f64>(), text, CellError::from_name(text)) {
        (Ok(number), ..) => Value::Number(number),
        (_, "", _) => Value::Blank,
        (_, "TRUE", _) => Value::Bool(true),
        (_, _, Some(error)) => Value::Error(error),
        _ => Value::text(text),
    }
}

/// The model of a sheet `S` with inputs and outputs that are called by their cells.
pub fn whole(dialect: Dialect, cells: &[(&str, &str)], inputs: &[&str], outputs: &[&str]) -> Model {
    let cells = cells.iter().map(|(address, text)| {
        let (row, column) = parse_a1(address).unwrap();
        Cell { row, column, content: content(text, (row, column)), cached: Value::Blank, format: None }
    });
    let sheet = Sheet { name: "S".to_string(), cells: cells.collect(), ..Sheet::default() };
    let workbook = Workbook { sheets: vec![sheet], dialect, ..Workbook::default() };
    let ports = |cells: &[&str]| -> Vec<_> {
        cells.iter().map(|cell| json!({"name": cell, "cell": format!("S!{cell}"), "type": "any"})).collect()
    };
    let json = json!({"inputs": ports(inputs), "outputs": ports(outputs)});
    let file = PortsFile::parse(json.to_string().as_bytes()).unwrap();
    let (ports, _) = file.resolve(&workbook);
    assert_eq!((ports.inputs().len(), ports.outputs().len()), (inputs.len(), outputs.len()));
    compile(&workbook, ports).model
}

/// The cells whose formulas are left.
fn left(model: &Model) -> Vec<String> {
    let (left, _) = residual(model);
    left.formulas().iter().map(|formula| a1(formula.cell.row, formula.cell.column).to_string()).collect()
}

fn of(cells: &[(&str, &str)], inputs: &[&str], outputs: &[&str]) -> Vec<String> {
    left(&whole(Dialect::Excel, cells, inputs, outputs))
}

/// What cells show after inputs are set, in the whole model and in its residual.
#[track_caller]
fn assert_same(model: &Model, edits: &[(&str, &str)], outputs: &[&str]) -> Vec<Value> {
    let show = |model: Model| {
        let mut session = Session::new(Arc::new(model), Clock { now: 46_000.0, seed: 0 });
        session.recalculate().unwrap();
        for (cell, text) in edits {
            session.set(at(cell), typed(text)).unwrap();
            session.recalculate().unwrap();
        }
        outputs.iter().map(|cell| session.value(at(cell)).clone()).collect::<Vec<_>>()
    };
    let (expected, found) = (show(model.clone()), show(residual(model).0));
    assert_eq!(found, expected, "after {edits:?}");
    found
}

#[test]
fn what_no_input_reaches_is_folded_and_what_no_output_needs_is_dropped() {
    let cells =
        [("A1", "2"), ("B1", "!A1*3"), ("A2", "5"), ("C1", "!A2+B1"), ("C2", "!A2+1"), ("C3", "!B1+1"), ("C4", "!1/0")];
    assert_eq!(of(&cells, &["A2"], &["C1", "C3", "C4"]), ["C1"]);
    let model = whole(Dialect::Excel, &cells, &["A2"], &["C1", "C3", "C4"]);
    let shown = assert_same(&model, &[("A2", "10")], &["C1", "C3", "C4"]);
    assert_eq!(shown, [Value::Number(16.0), Value::Number(7.0), Value::Error(CellError::Div0)]);
}

#[test]
fn an_input_over_a_formula_keeps_it_if_it_is_needed() {
    let cells = [("A1", "2"), ("B1", "!A1*3"), ("C1", "!B1+1")];
    assert_eq!(of(&cells, &["B1"], &["C1"]), ["B1", "C1"]);
    // If it is not, that there is a formula is still told.
    assert_eq!(of(&cells, &["B1"], &["A1"]), ["B1"]);
}

#[test]
fn what_hangs_on_time_or_chance_is_not_folded() {
    let cells = [
        ("A1", "5-7"),
        ("A2", "5-7-2024"),
        ("A3", "$12"),
        ("B1", "!A1+0"),
        ("B2", "!A2+0"),
        ("B3", "!A3+0"),
        ("B4", "!RAND()"),
        ("B5", "!TODAY()"),
        ("B6", "!TEXT(A1,\"0\")"),
        ("B7", "!TEXT(1.5,\"0.0\")"),
        ("B8", "!SUMIF(A1:A3,\">5\")"),
    ];
    let outputs = ["B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"];
    let kept = of(&cells, &[], &outputs);
    for cell in ["B1", "B4", "B5", "B6"] {
        assert!(kept.contains(&cell.to_string()), "{cell} of {kept:?}");
    }
    for cell in ["B2", "B3", "B7"] {
        assert!(!kept.contains(&cell.to_string()), "{cell} of {kept:?}");
    }
    assert_same(&whole(Dialect::Excel, &cells, &[], &outputs), &[], &["B1", "B2", "B3", "B5", "B6", "B7", "B8"]);
}

#[test]
fn what_a_dynamic_reference_may_reach_stays() {
    let cells =
        [("A1", "1"), ("B1", "7"), ("B2", "!B1*2"), ("B3", "!A1*2"), ("C1", "!INDIRECT(\"B\"&A1)"), ("D9", "here")];
    let model = whole(Dialect::Excel, &cells, &["A1"], &["C1"]);
    assert_eq!(left(&model), ["C1", "B3"]);
    for (row, expected) in [("1", Value::Number(7.0)), ("2", Value::Number(14.0)), ("3", Value::Number(6.0))] {
        assert_eq!(assert_same(&model, &[("A1", row)], &["C1"]), [expected]);
    }
}

#[test]
fn a_spill_that_grows_reaches_what_reads_its_cells_and_stops_at_what_stands_there() {
    let cells =
        [("A1", "1"), ("B1", "=SEQUENCE(A1)"), ("C1", "!SUM(B2:B9)"), ("B5", "!C9"), ("C9", ""), ("D1", "!1+1")];
    for dialect in [Dialect::Excel, Dialect::Sheets] {
        let model = whole(dialect, &cells, &["A1"], &["C1", "B1", "D1"]);
        for rows in ["1", "3", "4", "5", "9"] {
            assert_same(&model, &[("A1", rows)], &["C1", "B1", "D1"]);
        }
    }
}

#[test]
fn an_input_in_the_way_of_a_spill_that_none_reaches_blocks_it() {
    let cells = [("B1", "=SEQUENCE(4)"), ("C1", "!SUM(B1:B4)"), ("B3", "")];
    let model = whole(Dialect::Excel, &cells, &["B3"], &["C1", "B1"]);
    assert_same(&model, &[], &["C1", "B1"]);
    assert_same(&model, &[("B3", "x")], &["C1", "B1"]);
    assert_same(&model, &[("B3", "x"), ("B3", "")], &["C1", "B1"]);
}

#[test]
fn whoever_asks_whether_a_cell_is_a_formula_is_told_the_truth() {
    let cells = [
        ("A1", "2"),
        ("B1", "!1+1"),
        ("B2", "!SUBTOTAL(9,B1)"),
        ("C1", "!ISFORMULA(B1)"),
        ("C2", "!FORMULATEXT(B1)"),
        ("C3", "!SUBTOTAL(9,B1:B2)*A1"),
    ];
    let model = whole(Dialect::Excel, &cells, &["A1"], &["C1", "C2", "C3"]);
    let shown = assert_same(&model, &[("A1", "3")], &["C1", "C2", "C3"]);
    assert_eq!(shown, [Value::Bool(true), Value::text("=1+1"), Value::Number(6.0)]);
}
