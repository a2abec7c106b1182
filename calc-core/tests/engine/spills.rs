//! Arrays that spill: they grow, shrink, find no room, give way and come back.

use calc_core::dialect::Dialect::{Excel, Sheets};

use super::build::{at, expect, session, set};

#[test]
fn a_spill_follows_its_size() {
    let mut session = session(
        Excel,
        &[("A1", "=SUM(C1:C9)"), ("B1", "3"), ("C1", "=SEQUENCE(B1)"), ("D1", "=C3"), ("E1", "=COUNT(C:C)")],
    );
    expect(&session, &[("A1", "6"), ("C3", "3"), ("C4", ""), ("D1", "3"), ("E1", "3")]);
    set(&mut session, "B1", "5");
    expect(&session, &[("A1", "15"), ("C5", "5"), ("D1", "3"), ("E1", "5")]);
    set(&mut session, "B1", "2");
    expect(&session, &[("A1", "3"), ("C3", ""), ("D1", "0"), ("E1", "2")]);
    set(&mut session, "B1", "1");
    expect(&session, &[("A1", "1"), ("C1", "1"), ("C2", "")]);
    set(&mut session, "B1", "0");
    expect(&session, &[("C1", "#CALC!"), ("A1", "#CALC!"), ("E1", "0")]);
    set(&mut session, "B1", "4");
    expect(&session, &[("A1", "10"), ("E1", "4")]);
}

#[test]
fn a_value_in_its_way_blocks_a_spill_until_it_is_cleared() {
    for (dialect, blocked) in [(Excel, "#SPILL!"), (Sheets, "#REF!")] {
        let mut session = session(dialect, &[("A1", "=SEQUENCE(3)"), ("B1", "=SUM(A2:A3)")]);
        expect(&session, &[("B1", "5")]);
        set(&mut session, "A2", "10");
        expect(&session, &[("A1", blocked), ("A2", "10"), ("A3", ""), ("B1", "10")]);
        set(&mut session, "A2", "");
        expect(&session, &[("A1", "1"), ("A2", "2"), ("A3", "3"), ("B1", "5")]);
        set(&mut session, "A3", "x");
        session.reset(at("A3"));
        session.recalculate().unwrap();
        expect(&session, &[("A1", "1"), ("A3", "3")]);
    }
}

#[test]
fn a_formula_in_its_way_blocks_a_spill_even_if_it_shows_nothing() {
    let session = session(Sheets, &[("A1", "=SEQUENCE(3)"), ("A3", "!Z1")]);
    expect(&session, &[("A1", "#REF!"), ("A2", ""), ("A3", "")]);
}

#[test]
fn a_cleared_formula_is_in_no_spills_way() {
    let mut session = session(
        Sheets,
        &[("A1", "=SEQUENCE(3)"), ("A3", "!Z1"), ("B1", "!A3"), ("B2", "!SUM(A1:A9)"), ("B3", "!B1+1"), ("Z1", "7")],
    );
    expect(&session, &[("A1", "#REF!"), ("A3", "7"), ("B1", "7"), ("B2", "#REF!"), ("B3", "8")]);
    set(&mut session, "A3", "");
    expect(&session, &[("A1", "1"), ("A2", "2"), ("A3", "3"), ("B1", "3"), ("B2", "6"), ("B3", "4")]);
    set(&mut session, "A3", "x");
    expect(&session, &[("A1", "#REF!"), ("A2", ""), ("A3", "x"), ("B1", "x"), ("B3", "#VALUE!")]);
    set(&mut session, "A3", "");
    session.reset(at("A3"));
    session.recalculate().unwrap();
    expect(&session, &[("A1", "#REF!"), ("A2", ""), ("A3", "7"), ("B1", "7"), ("B3", "8")]);
}

#[test]
fn of_two_spills_the_earlier_formula_has_the_cells() {
    let mut session =
        session(Excel, &[("A2", "=SEQUENCE(1,3)"), ("B1", "=SEQUENCE(D9)"), ("D9", "1"), ("F1", "=SUM(A2:C2)")]);
    expect(&session, &[("A2", "1"), ("C2", "3"), ("F1", "6"), ("B1", "1")]);
    set(&mut session, "D9", "2");
    expect(&session, &[("B1", "1"), ("B2", "2"), ("A2", "#SPILL!"), ("C2", "")]);
    set(&mut session, "D9", "1");
    expect(&session, &[("B1", "1"), ("B2", "2"), ("A2", "1"), ("C2", "3"), ("F1", "6")]);
}

#[test]
fn overtyping_an_anchor_takes_its_spill_back() {
    let mut session = session(Excel, &[("A1", "=SEQUENCE(3)"), ("B1", "=SUM(A1:A3)")]);
    set(&mut session, "A1", "9");
    expect(&session, &[("A2", ""), ("B1", "9")]);
    session.reset(at("A1"));
    session.recalculate().unwrap();
    expect(&session, &[("A3", "3"), ("B1", "6")]);
}

#[test]
fn spills_feed_spills() {
    let mut session =
        session(Excel, &[("A1", "2"), ("B1", "=SEQUENCE(A1)"), ("C1", "=B1:B3*10"), ("E1", "=SUM(C1:C3)")]);
    expect(&session, &[("C1", "10"), ("C2", "20"), ("C3", "0"), ("E1", "30")]);
    set(&mut session, "A1", "3");
    expect(&session, &[("C3", "30"), ("E1", "60")]);
}

#[test]
fn blank_elements_are_zero_in_excel_and_blank_in_sheets() {
    let cells = [("A1", "x"), ("A3", "z"), ("C1", "=A1:A3")];
    expect(&session(Excel, &cells), &[("C1", "x"), ("C2", "0"), ("C3", "z")]);
    expect(&session(Sheets, &cells), &[("C1", "x"), ("C2", ""), ("C3", "z")]);
}
