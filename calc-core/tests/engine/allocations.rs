//! A recalculation allocates nothing where results are numbers, logicals, errors or texts that stand somewhere already.

use calc_core::dialect::Dialect;
use calc_core::eval::Session;
use calc_core::value::Value;

use super::build::{at, session, shown};

/// Numbers in A, formulas beside them, and a small table that they search.
fn table() -> Session {
    let mut cells: Vec<(String, String)> = Vec::new();
    for row in 1..=40 {
        cells.push((format!("A{row}"), (row % 7).to_string()));
        cells.push((format!("B{row}"), format!("!A{row}*$H$1+1")));
        cells.push((format!("C{row}"), format!("!IF(B{row}>10,\"large\",IF(B{row}=1,,J$2))")));
        cells.push((format!("D{row}"), format!("!IFERROR(VLOOKUP(A{row},$I$1:$J$4,2,FALSE),\"none\")")));
        cells.push((format!("E{row}"), format!("!SUM(A$1:B{row})-SUM(B{row},2)")));
        cells.push((format!("F{row}"), format!("!OR(C{row}=\"large\",ISBLANK(C{row}),D{row}=D$1)")));
        cells.push((format!("G{row}"), format!("!ROUND(IF(F{row},E{row}/B{row},-E{row}%),2)")));
    }
    cells.push(("H1".to_string(), "2".to_string()));
    for (row, name) in (1..).zip(["zero", "one", "two", "three"]) {
        cells.push((format!("I{row}"), (row - 1).to_string()));
        cells.push((format!("J{row}"), name.to_string()));
    }
    let cells: Vec<(&str, &str)> = cells.iter().map(|(cell, text)| (cell.as_str(), text.as_str())).collect();
    session(Dialect::Sheets, &cells)
}

/// Edits that change numbers and texts in every column of formulas.
fn edit(session: &mut Session, round: u32) {
    let rate = f64::from(round % 5);
    session.set(at("H1"), rate.into()).unwrap();
    session.recalculate().unwrap();
    session.set(at("A3"), f64::from(round % 4).into()).unwrap();
    session.recalculate().unwrap();
}

#[test]
fn a_recalculation_over_numbers_and_known_texts_allocates_nothing() {
    let mut session = table();
    // Stacks and what is kept of searched columns grow in the first rounds.
    (0..60).for_each(|round| edit(&mut session, round));
    session.recalculate_fully().unwrap();
    let before = session.recalculated();
    let edits = allocation_counter::measure(|| (0..20).for_each(|round| edit(&mut session, round)));
    assert!(session.recalculated() - before > 20 * 40 * 5, "the edits reach what they should");
    assert_eq!(edits.count_total, 0, "{edits:?}");
    let full = allocation_counter::measure(|| session.recalculate_fully().unwrap());
    assert_eq!(full.count_total, 0, "{full:?}");
    assert_eq!(session.value(at("B3")), &Value::Number(13.0));
    assert_eq!((shown(&session, "C3"), shown(&session, "D3")), ("large".to_string(), "three".to_string()));
}
