//! Circular references: real ones are errors, those on paper compute, and an edit that makes or breaks one is noticed.

use calc_core::dialect::Dialect::Excel;

use super::build::{at, expect, session, set};

#[test]
fn a_loop_is_an_error_and_the_rest_computes() {
    let session = session(
        Excel,
        &[("A1", "=B1+1"), ("B1", "=A1+1"), ("C1", "=A1*2"), ("D1", "=5+1"), ("E1", "=E1"), ("F1", "=D1")],
    );
    expect(
        &session,
        &[("A1", "#CIRC!"), ("B1", "#CIRC!"), ("C1", "#CIRC!"), ("D1", "6"), ("E1", "#CIRC!"), ("F1", "6")],
    );
}

#[test]
fn a_loop_through_a_branch_that_is_not_taken_is_none() {
    let mut session = session(Excel, &[("A1", "=IF(C1,B1,1)"), ("B1", "=A1+1"), ("C1", "FALSE"), ("D1", "=B1")]);
    expect(&session, &[("A1", "1"), ("B1", "2"), ("D1", "2")]);
    set(&mut session, "C1", "TRUE");
    expect(&session, &[("A1", "#CIRC!"), ("B1", "#CIRC!"), ("D1", "#CIRC!")]);
    set(&mut session, "C1", "FALSE");
    expect(&session, &[("A1", "1"), ("B1", "2"), ("D1", "2")]);
}

#[test]
fn a_value_in_place_of_a_formula_breaks_a_loop() {
    // Formulas that may spill, and plain ones over numbers, which would come to rest if they were let run round and round.
    for sign in ["=", "!"] {
        let [a, b, c, d] =
            ["B1*0.5+1.5", "C1*0.5+1", "A1*0.5+2", "SUM(A1:C1)"].map(|formula| format!("{sign}{formula}"));
        let mut session = session(Excel, &[("A1", &a), ("B1", &b), ("C1", &c), ("D1", &d)]);
        expect(&session, &[("D1", "#CIRC!")]);
        set(&mut session, "B1", "1");
        expect(&session, &[("A1", "2"), ("C1", "3"), ("D1", "6")]);
        session.reset(at("B1"));
        session.recalculate().unwrap();
        expect(&session, &[("A1", "#CIRC!"), ("C1", "#CIRC!"), ("D1", "#CIRC!")]);
    }
}

#[test]
fn an_array_that_grows_with_its_own_size_is_a_loop() {
    let session = session(Excel, &[("A1", "=SEQUENCE(COUNT(A2:A60)+2)"), ("C1", "=7*1")]);
    expect(&session, &[("C1", "7")]);
}

#[test]
fn a_loop_that_showed_only_while_running_is_left_when_it_is_opened() {
    // By way of C1 the array in A4 feeds itself; without C1 it only reads what is on a loop.
    let cells =
        [("A1", "0"), ("A4", "!D4+1"), ("C1", "!OFFSET(A4,A1,A1)"), ("D4", "!IF(B1,E1,0)"), ("E1", "!IF(B1,D4,C1)")];
    let mut session = session(Excel, &cells);
    set(&mut session, "B1", "FALSE");
    expect(&session, &[("A4", "1"), ("E1", "1")]);
    let cells =
        [("A4", "!D4+1"), ("C1", "!INDIRECT(\"A4\")"), ("D4", "!E1"), ("E1", "!IF(B1,D4,C1)"), ("F1", "!ISERROR(A4)")];
    let mut session = super::build::session(Excel, &cells);
    expect(&session, &[("A4", "#CIRC!"), ("F1", "TRUE")]);
    set(&mut session, "C1", "3");
    expect(&session, &[("A4", "4"), ("E1", "3"), ("F1", "FALSE")]);
}
