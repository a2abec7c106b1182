//! What is wrong with a formula is told with cell and span, and everything else computes.

use calc_core::dialect::Dialect::{Excel, Sheets};

use super::build::{compiled, expect, session, session_of};

/// The diagnostics of a workbook, each as code, place and the marked stretch of the formula.
fn told(cells: &[(&str, &str)]) -> Vec<(String, String, String)> {
    compiled(Excel, cells)
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let marked = diagnostic
                .source
                .as_ref()
                .map_or("", |(formula, span)| formula.get(span.start as usize..span.end as usize).unwrap_or(""));
            (diagnostic.code.to_string(), diagnostic.place.clone(), marked.to_string())
        })
        .collect()
}

fn one(code: &str, place: &str, marked: &str) -> Vec<(String, String, String)> {
    vec![(code.to_string(), place.to_string(), marked.to_string())]
}

#[test]
fn each_fault_has_its_code_place_and_span() {
    assert_eq!(told(&[("B2", "=1+FLOR(2)")]), one("PB2101", "S!B2", "FLOR(2)"));
    assert_eq!(told(&[("B2", "=1+Price")]), one("PB2201", "S!B2", "Price"));
    assert_eq!(told(&[("B2", "=Other!A1*2")]), one("PB2204", "S!B2", "Other!A1"));
    assert_eq!(told(&[("B2", "=[1]Book!A1*2")]), one("PB2205", "S!B2", "[1]Book!A1"));
    assert_eq!(told(&[("B2", "=T[Cost]")]), one("PB2206", "S!B2", "T[Cost]"));
    assert_eq!(told(&[("B2", "=IF(A1)+1")]), one("PB2102", "S!B2", "IF(A1)"));
}

#[test]
fn a_loop_is_told_once_with_one_way_round() {
    assert_eq!(told(&[("B2", "=1+B2")]), one("PB2105", "S!B2", "B2"));
    assert_eq!(told(&[("B2", "=SUM(A1:A9)"), ("A7", "=B3*2"), ("B3", "=B2")]), one("PB2105", "S!B2", "A1:A9"));
    assert_eq!(told(&[("A1", "=IF(C1,B1,1)"), ("B1", "=A1+1")]), one("PB2105", "S!A1", "B1"));
    let two = [("A1", "=A2"), ("A2", "=A1"), ("A3", "=A2"), ("C1", "=SUM(C1:C3)"), ("C2", "=C1"), ("C3", "=C1+A1")];
    let places: Vec<String> =
        told(&two).into_iter().map(|(code, place, marked)| format!("{code} {place} {marked}")).collect();
    assert_eq!(places, ["PB2105 S!A1 A2", "PB2105 S!C1 C1:C3"]);
    assert_eq!(told(&[("A1", "=A2"), ("A2", "=SUM(A3:A9)"), ("A3", "=B1")]), []);
}

#[test]
fn a_long_loop_names_its_first_cells() {
    let formulas: Vec<(String, String)> =
        (1..=20).map(|row| (format!("A{row}"), format!("=A{}", row % 20 + 1))).collect();
    let cells: Vec<(&str, &str)> = formulas.iter().map(|(cell, formula)| (cell.as_str(), formula.as_str())).collect();
    let diagnostics = compiled(Excel, &cells).diagnostics;
    let expected = "the formula depends on itself, by way of `S!A2`, `S!A3`, `S!A4`, `S!A5`, `S!A6`, 14 more";
    assert_eq!(diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>(), [expected]);
}

#[test]
fn a_misspelt_function_is_told_with_what_was_meant() {
    let diagnostics = compiled(Excel, &[("A1", "=VLOKUP(1,B1:C2,2)")]).diagnostics;
    let shown = diagnostics[0].to_string();
    assert!(shown.contains("unknown function `VLOKUP`") && shown.contains("`VLOOKUP`"), "{shown}");
}

#[test]
fn ten_thousand_parentheses_are_a_diagnostic_and_the_rest_computes() {
    let deep = format!("={}1{}", "(".repeat(10_000), ")".repeat(10_000));
    let compiled = compiled(Excel, &[("A1", &deep), ("A2", "=2+2")]);
    assert_eq!(compiled.diagnostics[0].place, "S!A1");
    assert!(compiled.diagnostics[0].to_string().contains("nest"), "{}", compiled.diagnostics[0]);
    expect(&session_of(compiled.model.into()), &[("A1", "#NAME?"), ("A2", "4")]);
}

#[test]
fn a_fault_computes_to_the_error_that_a_spreadsheet_shows() {
    let cells = [
        ("A1", "=NOSUCH(1)"),
        ("A2", "=NoSuchName"),
        ("A3", "=Other!A1"),
        ("A4", "=SUM(1,"),
        ("A5", "=ABS()"),
        ("A6", "=1+1"),
        ("A7", "=IFERROR(A1,\"caught\")"),
    ];
    let same = [("A1", "#NAME?"), ("A2", "#NAME?"), ("A3", "#REF!"), ("A6", "2"), ("A7", "caught")];
    let excel = session(Excel, &cells);
    expect(&excel, &same);
    expect(&excel, &[("A4", "#NAME?"), ("A5", "#VALUE!")]);
    let sheets = session(Sheets, &cells);
    expect(&sheets, &same);
    expect(&sheets, &[("A4", "#ERROR!"), ("A5", "#N/A")]);
}

#[test]
fn a_name_may_stand_for_others_but_not_for_itself() {
    use calc_core::compile::compile;
    use calc_core::model::ports::Ports;
    use calc_core::workbook::DefinedName;
    let mut workbook =
        super::build::workbook(Excel, &[("A1", "3"), ("B1", "=Twice+1"), ("B2", "=Loop"), ("B3", "=Gone")]);
    let name = |name: &str, formula: &str| DefinedName {
        name: name.to_string(),
        scope: None,
        formula: formula.to_string(),
        hidden: false,
    };
    workbook.names = vec![
        name("Base", "S!$A$1"),
        name("Twice", "Base*2"),
        name("Loop", "Other"),
        name("Other", "LOOP+1"),
        name("Gone", "#REF!"),
    ];
    let compiled = compile(&workbook, Ports::default());
    let codes: Vec<String> = compiled.diagnostics.iter().map(|d| format!("{} {}", d.code, d.place)).collect();
    assert_eq!(codes, ["PB2202 S!B2"]);
    expect(&session_of(compiled.model.into()), &[("B1", "7"), ("B2", "#CIRC!"), ("B3", "#REF!")]);
}

#[test]
fn a_budget_that_runs_out_is_an_error_and_not_the_end() {
    let mut session = session(Excel, &[("A1", "1"), ("B1", "=SUM(SEQUENCE(1000)*A1)")]);
    expect(&session, &[("B1", "500500")]);
    session.limit(100);
    session.set(super::build::at("A1"), 2.0.into()).unwrap();
    let error = session.recalculate().unwrap_err();
    assert!(error.is_limit(), "{error}");
    session.limit(1_000_000);
    session.recalculate().unwrap();
    expect(&session, &[("B1", "1001000")]);
}
