//! Recalculation in the right order, no more than needed, and at a cost that grows with the work.

use calc_core::dialect::Dialect::{Excel, Sheets};

use super::build::{at, compiled, expect, session, set};

#[test]
fn formulas_run_after_what_they_read_wherever_that_stands() {
    let session = session(Excel, &[("A1", "=A2+1"), ("A2", "=A3+1"), ("A3", "=B9*2"), ("B9", "4")]);
    expect(&session, &[("A1", "10"), ("A2", "9"), ("A3", "8")]);
}

#[test]
fn an_edit_runs_only_what_depends_on_it_and_stops_where_nothing_changed() {
    let mut session = session(
        Excel,
        &[("A1", "1"), ("B1", "=A1>0"), ("C1", "=IF(B1,5,6)"), ("D1", "=C1+1"), ("E1", "=A1+1"), ("F1", "=9+9")],
    );
    let before = session.recalculated();
    set(&mut session, "A1", "2");
    expect(&session, &[("B1", "TRUE"), ("D1", "6"), ("E1", "3")]);
    assert_eq!(session.recalculated() - before, 2, "B1 and E1; B1 stays TRUE, so C1 and D1 do not run");
}

#[test]
fn a_value_stands_in_place_of_a_formula_until_it_is_taken_back() {
    let mut session = session(Excel, &[("A1", "1"), ("B1", "=A1+1"), ("C1", "=B1*10")]);
    set(&mut session, "B1", "7");
    expect(&session, &[("C1", "70")]);
    set(&mut session, "A1", "5");
    expect(&session, &[("B1", "7"), ("C1", "70")]);
    session.reset(at("B1"));
    session.recalculate().unwrap();
    expect(&session, &[("B1", "6"), ("C1", "60")]);
    session.reset_all();
    session.recalculate().unwrap();
    expect(&session, &[("A1", "1"), ("C1", "20")]);
}

#[test]
fn a_cell_that_nothing_stood_in_reaches_the_ranges_around_it() {
    let mut session =
        session(Excel, &[("A1", "1"), ("B1", "=SUM(A1:A9)"), ("C1", "=SUM(A:A)"), ("D1", "=SUM(1:1)-B1")]);
    // D1 reads its own row: a loop.
    expect(&session, &[("B1", "1"), ("C1", "1"), ("D1", "#CIRC!")]);
    set(&mut session, "A5", "10");
    set(&mut session, "A999999", "100");
    expect(&session, &[("B1", "11"), ("C1", "111")]);
}

#[test]
fn a_blank_cell_yields_zero_in_excel_and_stays_blank_in_sheets() {
    let cells = [("A1", "!Z9"), ("B1", "!ISBLANK(A1)"), ("C1", "!A1+1")];
    expect(&session(Excel, &cells), &[("A1", "0"), ("B1", "FALSE"), ("C1", "1")]);
    expect(&session(Sheets, &cells), &[("A1", ""), ("B1", "TRUE"), ("C1", "1")]);
}

#[test]
fn running_sums_share_their_parts() {
    let graph_size = |rows: usize| {
        let names: Vec<(String, String)> = (1..=rows)
            .flat_map(|row| [(format!("A{row}"), "=1+1".to_string()), (format!("B{row}"), format!("=SUM(A$1:A{row})"))])
            .collect();
        let cells: Vec<(&str, &str)> = names.iter().map(|(cell, text)| (cell.as_str(), text.as_str())).collect();
        let model = compiled(Excel, &cells).model;
        let graph = model.graph();
        (0..graph.len() as u32).map(|position| graph.successors(position).len()).sum::<usize>()
    };
    let (small, large) = (graph_size(500), graph_size(1_000));
    assert!(large < small * 5 / 2, "{small} edges for 500 sums, {large} for 1,000");
}

#[test]
fn a_long_chain_needs_no_stack() {
    const LENGTH: usize = 200_000;
    let names: Vec<(String, String)> =
        (2..=LENGTH).map(|row| (format!("A{row}"), format!("=A{}+1", row - 1))).collect();
    let mut cells: Vec<(&str, &str)> = names.iter().map(|(cell, text)| (cell.as_str(), text.as_str())).collect();
    cells.push(("A1", "1"));
    let mut session = session(Excel, &cells);
    expect(&session, &[("A200000", "200000")]);
    set(&mut session, "A1", "2");
    expect(&session, &[("A200000", "200001")]);
}

#[test]
fn cell_reads_what_it_asks_a_formula_for_and_nothing_else() {
    let cells = [
        ("A1", "=CELL(\"type\",B1)&CELL(C2,B1)"),
        ("A2", "=CELL(\"col\",A2)"),
        ("B1", "=C1&\"x\""),
        ("C1", "y"),
        ("C2", "contents"),
    ];
    let mut session = session(Excel, &cells);
    // A cell may ask for its own column: that is no loop.
    expect(&session, &[("A1", "lyx"), ("A2", "1")]);
    set(&mut session, "C1", "z");
    expect(&session, &[("A1", "lzx")]);
}
