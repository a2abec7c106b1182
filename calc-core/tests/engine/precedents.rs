//! Precedents that only the run finds: OFFSET, INDIRECT, ranges between computed corners.

use calc_core::dialect::Dialect::{Excel, Sheets};

use super::build::{expect, session, set};

#[test]
fn what_an_indirect_reads_may_be_recalculated_after_it_in_the_order_of_cells() {
    let mut session = session(
        Excel,
        &[("A1", "=INDIRECT(\"C3\")*2"), ("A3", "1"), ("B3", "=A3+1"), ("C3", "=B3+1"), ("A2", "=A1+1")],
    );
    expect(&session, &[("A1", "6"), ("A2", "7")]);
    set(&mut session, "A3", "10");
    expect(&session, &[("C3", "12"), ("A1", "24"), ("A2", "25")]);
}

#[test]
fn chains_of_computed_references_settle() {
    let cells: Vec<(String, String)> = (2..=300)
        .flat_map(|row| {
            [
                (format!("B{row}"), format!("=OFFSET(C{row},-1,0)+A$1")),
                // Read by way of OFFSET only.
                (format!("C{row}"), format!("=B{row}*1")),
            ]
        })
        .chain([("A1".to_string(), "1".to_string()), ("C1".to_string(), "0".to_string())])
        .collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|(cell, text)| (cell.as_str(), text.as_str())).collect();
    let mut session = session(Excel, &cells);
    expect(&session, &[("C300", "299")]);
    set(&mut session, "A1", "2");
    expect(&session, &[("C300", "598")]);
    set(&mut session, "C1", "5");
    expect(&session, &[("C300", "603")]);
}

#[test]
fn a_computed_reference_to_a_spill_follows_it() {
    // The anchor stands behind its reader, and no static reference leads from one to the other.
    let mut session =
        session(Excel, &[("A1", "=SUM(OFFSET(E1,0,0,9,1))"), ("B1", "=A1*10"), ("E1", "=SEQUENCE(F1)"), ("F1", "3")]);
    expect(&session, &[("A1", "6"), ("B1", "60")]);
    set(&mut session, "F1", "5");
    expect(&session, &[("A1", "15"), ("B1", "150")]);
    set(&mut session, "F1", "2");
    expect(&session, &[("A1", "3"), ("B1", "30")]);
}

#[test]
fn a_reference_that_is_only_looked_at_is_no_loop() {
    let session = session(
        Excel,
        &[
            ("A1", "5"),
            ("A2", "6"),
            // Sums end above their own row, whatever rows are put in.
            ("A3", "=SUM(A1:OFFSET(A3,-1,0))"),
            ("B1", "=ROW(B1)+COLUMN(B1)"),
            ("B2", "=ROWS(A1:B2)"),
            // The lines that ROW counts run through the formula's own cell.
            ("C2", "=SUM(ROW(INDIRECT(\"1:4\")))"),
            ("D1", "=OFFSET(D1,0,-3)"),
        ],
    );
    expect(&session, &[("A3", "11"), ("B1", "3"), ("C2", "10"), ("D1", "5")]);
}

#[test]
fn a_reference_to_itself_by_way_of_text_is_a_loop() {
    let session = session(Excel, &[("A1", "=INDIRECT(\"A1\")"), ("B1", "=SUM(OFFSET(A1,0,0,2,2))"), ("C1", "=1+1")]);
    expect(&session, &[("A1", "#CIRC!"), ("B1", "#CIRC!"), ("C1", "2")]);
}

#[test]
fn ranges_between_computed_corners_change_with_them() {
    let mut session = session(
        Excel,
        &[("A1", "1"), ("A2", "2"), ("A3", "3"), ("B1", "2"), ("C1", "=SUM(A1:INDEX(A1:A3,B1))"), ("D1", "=C1")],
    );
    expect(&session, &[("C1", "3"), ("D1", "3")]);
    set(&mut session, "B1", "3");
    expect(&session, &[("C1", "6"), ("D1", "6")]);
    set(&mut session, "A3", "10");
    expect(&session, &[("D1", "13")]);
}

#[test]
fn references_may_come_out_of_branches() {
    let cells = [
        ("A1", "1"),
        ("A2", "2"),
        ("A3", "3"),
        ("B1", "TRUE"),
        ("B2", "2"),
        ("C1", "=SUM(IF(B1,A1,A2):A3)"),
        ("C2", "=SUM(CHOOSE(B2,A1:A2,A2:A3))"),
        ("C3", "=SUM(A1:CHOOSE(B2,A1,A2))"),
        ("C4", "=SUM((A1,A3))"),
        ("C5", "=SUM(A1:A3 A2:B2)"),
        ("C6", "=AREAS((A1,A2:A3))"),
    ];
    let mut session = session(Excel, &cells);
    expect(&session, &[("C1", "6"), ("C2", "5"), ("C3", "3"), ("C4", "4"), ("C5", "2"), ("C6", "2")]);
    set(&mut session, "B1", "FALSE");
    set(&mut session, "B2", "1");
    expect(&session, &[("C1", "5"), ("C2", "3"), ("C3", "1")]);
}

#[test]
fn a_spill_is_read_as_far_as_it_goes() {
    let mut session = session(
        Excel,
        &[
            ("A1", "=SUM(E1#)"),
            ("B1", "=ROWS(E1#)"),
            ("C1", "=E1#*10"),
            ("E1", "=SEQUENCE(F1)"),
            ("F1", "3"),
            ("G1", "=SUM(F1#)"),
            ("G2", "=COUNTA(C1#)"),
        ],
    );
    expect(&session, &[("A1", "6"), ("B1", "3"), ("C3", "30"), ("C4", ""), ("G1", "#REF!"), ("G2", "3")]);
    set(&mut session, "F1", "4");
    expect(&session, &[("A1", "10"), ("B1", "4"), ("C4", "40"), ("G2", "4")]);
    set(&mut session, "F1", "1");
    expect(&session, &[("A1", "1"), ("B1", "1"), ("C1", "10"), ("C2", ""), ("G2", "1")]);
}

#[test]
fn an_array_as_long_as_its_own_spill_is_a_loop() {
    let session = session(Excel, &[("A1", "=SEQUENCE(B5)"), ("B5", "=COUNTA(A1#)"), ("C1", "=1+1")]);
    expect(&session, &[("A1", "#CIRC!"), ("B5", "#CIRC!"), ("C1", "2")]);
}

#[test]
fn how_far_a_column_reaches_does_not_depend_on_what_stood_in_it() {
    let mut session = session(Sheets, &[("A1", "b"), ("A2", "a"), ("C1", "=SORT(A:A)"), ("D1", "=COUNTA(C:C)")]);
    expect(&session, &[("C1", "a"), ("C2", "b"), ("C3", ""), ("D1", "2")]);
    set(&mut session, "A50", "c");
    expect(&session, &[("D1", "3")]);
    set(&mut session, "A50", "");
    expect(&session, &[("C2", "b"), ("D1", "2")]);
    set(&mut session, "C3", "x");
    expect(&session, &[("C1", "a"), ("C2", "b"), ("D1", "3")]);
}

#[test]
fn two_draws_of_one_formula_differ_and_stay_within_a_recalculation() {
    for dialect in [Excel, Sheets] {
        let session =
            session(dialect, &[("A1", "=RAND()-RAND()"), ("A2", "=RAND()=A3"), ("A3", "=RAND()"), ("B1", "=A3=A3")]);
        assert_ne!(super::build::shown(&session, "A1"), "0");
        expect(&session, &[("A2", "FALSE"), ("B1", "TRUE")]);
    }
}
