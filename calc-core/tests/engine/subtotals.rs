//! What SUBTOTAL and AGGREGATE leave out: other subtotals, and rows that are not shown.

use calc_core::compile::compile;
use calc_core::dialect::Dialect::Excel;
use calc_core::eval::Session;
use calc_core::model::ports::Ports;
use calc_core::workbook::Hiding;

use super::build::{expect, session, session_of, set, workbook};

/// A2 to A6 are 1, 2, 4, 8, 16; row 3 is hidden by hand, row 5 by a filter.
fn with_hidden_rows(formulas: &[(&str, &str)]) -> Session {
    let numbers = [("A2", "1"), ("A3", "2"), ("A4", "4"), ("A5", "8"), ("A6", "16")];
    let mut workbook = workbook(Excel, &[&numbers, formulas].concat());
    workbook.sheets[0].hidden_rows = vec![(2, Hiding::ByHand), (4, Hiding::Filter)];
    session_of(compile(&workbook, Ports::default()).model.into())
}

#[test]
fn rows_of_a_filter_never_count_and_rows_hidden_by_hand_only_below_100() {
    // Microsoft, SUBTOTAL: 1 to 11 include rows hidden by hand, 101 to 111 exclude them; filtered rows are always excluded.
    expect(
        &with_hidden_rows(&[
            ("C1", "=SUBTOTAL(9,A2:A6)"),
            ("C2", "=SUBTOTAL(109,A2:A6)"),
            ("C3", "=SUBTOTAL(102,A2:A6)"),
        ]),
        &[("C1", "23"), ("C2", "21"), ("C3", "3")],
    );
}

#[test]
fn options_of_aggregate_say_what_is_left_out() {
    // Microsoft, AGGREGATE: 4 ignores nothing, 5 hidden rows, 6 errors, 7 both.
    let session = with_hidden_rows(&[
        ("A7", "#N/A"),
        ("C1", "=AGGREGATE(9,6,A2:A7)"),
        ("C2", "=AGGREGATE(9,7,A2:A7)"),
        ("C3", "=AGGREGATE(9,5,A2:A6)"),
        ("C4", "=AGGREGATE(9,4,A2:A7)"),
    ]);
    expect(&session, &[("C1", "31"), ("C2", "21"), ("C3", "21"), ("C4", "#N/A")]);
}

#[test]
fn a_subtotal_does_not_count_subtotals() {
    let cells = [
        ("A1", "1"),
        ("A2", "2"),
        ("A3", "=SUBTOTAL(9,A1:A2)"),
        ("A4", "=10+AGGREGATE(9,0,A1:A2)"),
        ("A5", "=SUM(A1:A2)"),
        ("B1", "=SUBTOTAL(9,A1:A5)"),
        ("B2", "=AGGREGATE(9,0,A1:A5)"),
        ("B3", "=AGGREGATE(9,4,A1:A5)"),
    ];
    let mut session = session(Excel, &cells);
    expect(&session, &[("B1", "6"), ("B2", "6"), ("B3", "22")]);
    // A number typed over a subtotal is a number.
    set(&mut session, "A3", "100");
    expect(&session, &[("B1", "106")]);
}

#[test]
fn the_size_of_a_block_does_not_depend_on_its_cells() {
    expect(
        &session(Excel, &[("B2", "=ROWS(A1:C9)+COLUMNS(A1:C9)"), ("B3", "=ROWS(A1:A3*2)")]),
        &[("B2", "12"), ("B3", "3")],
    );
}
