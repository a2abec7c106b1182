//! The work behind cells, counted by hand: steps of the program and cells that are read.

use calc_core::dialect::Dialect;
use calc_core::model::work::{Ahead, Work};

use crate::build::{at, compiled};

/// A table of cells, the cells asked for, and the steps and cells read behind them.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str], u64);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("a constant", &[("A1", "1")], &["A1"], 0),
    ("a cell that is not there", &[("A1", "1")], &["Z99"], 0),
    // `A1`, `2`, `*`.
    ("a product", &[("A1", "1"), ("B1", "!A1*2")], &["B1"], 3 + 1),
    ("a chain", &[("A1", "1"), ("B1", "!A1*2"), ("C1", "!B1*2")], &["C1"], 2 * (3 + 1)),
    ("half of a chain", &[("A1", "1"), ("B1", "!A1*2"), ("C1", "!B1*2")], &["B1"], 3 + 1),
    ("what is shared counts once", &[("A1", "1"), ("B1", "!A1*2"), ("C1", "!B1*2"), ("D1", "!B1*3")], &["C1", "D1"], 3 * (3 + 1)),
    // A range and a call.
    ("a range", &[("A1", "1"), ("A2", "2"), ("A3", "3"), ("B1", "!SUM(A1:A3)")], &["B1"], 2 + 3),
    ("formulas in a range", &[("A1", "1"), ("A2", "!A1*2"), ("A3", "3"), ("B1", "!SUM(A1:A3)")], &["B1"], 2 + 3 + 3 + 1),
    ("a column as far as the sheet is filled", &[("A1", "1"), ("A9", "2"), ("B1", "!SUM(A:A)")], &["B1"], 2 + 9),
    ("a column beside what is filled", &[("A1", "1"), ("B1", "!SUM(Z:Z)")], &["B1"], 2),
];

#[test]
fn steps_and_cells_are_counted() {
    for (name, cells, asked, expected) in CASES {
        let model = compiled(Dialect::Excel, cells).model;
        let work = Work::of(&model);
        assert_eq!(work.behind(&model, asked.iter().map(|cell| at(cell)), u64::MAX), *expected, "{name}");
    }
}

#[test]
fn all_that_may_spill_counts_since_it_may_fill_any_cell() {
    let model = compiled(Dialect::Excel, &[("A1", "1"), ("A2", "2"), ("C1", "=A1:A2"), ("F1", "!B9*2")]).model;
    let work = Work::of(&model);
    let spill = work.behind(&model, [at("C1")], u64::MAX);
    assert_eq!(work.behind(&model, [at("C2")], u64::MAX), spill);
    assert_eq!(work.behind(&model, [at("F1")], u64::MAX), spill + 3 + 1);
    assert_eq!(work.total(), spill + 3 + 1);
}

#[test]
fn looking_ends_at_what_is_enough() {
    let cells: Vec<(String, String)> = (1..=1000).map(|row| (format!("A{row}"), format!("!A{}*2", row + 1))).collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|(cell, text)| (cell.as_str(), text.as_str())).collect();
    let model = compiled(Dialect::Excel, &cells).model;
    let work = Work::of(&model);
    assert_eq!(work.behind(&model, [at("A1")], u64::MAX), 4000);
    assert_eq!(work.behind(&model, [at("A1")], 101), 104);
}

#[test]
fn between_what_is_set_and_what_is_read_counts_what_hangs_on_both() {
    let cells = [("A1", "1"), ("A2", "2"), ("B1", "!A1*2"), ("B2", "!A2*2"), ("C1", "!B1+B2"), ("D1", "!B1*3")];
    let model = compiled(Dialect::Excel, &cells).model;
    let work = Work::of(&model);
    let between = |set: &[&str], read: &str| work.between(&model, set.iter().map(|cell| at(cell)), [at(read)]);
    // `B1` and `C1`, not `B2` and not `D1`: three steps each, one cell and two.
    assert_eq!(between(&["A1"], "C1"), 3 + 1 + 3 + 2);
    assert_eq!(between(&["A1", "A2"], "C1"), 2 * (3 + 1) + 3 + 2);
    assert_eq!(between(&["A2"], "D1"), 0);
    assert_eq!(between(&[], "C1"), 0);
    // A value in place of a formula is not calculated; what reads it is.
    assert_eq!(between(&["B1"], "C1"), 3 + 2);
    assert_eq!(between(&["Z9"], "C1"), 0);

    let mut ahead = Ahead::new(&work, 4);
    assert_eq!(ahead.of_cell(&model, at("A1")), 3 + 1 + 3 + 2 + 3 + 1);
    assert_eq!(ahead.of_cell(&model, at("A2")), 3 + 1, "one more position may be looked at");
    assert_eq!(ahead.of_cell(&model, at("A1")), 0);
}

#[test]
fn where_an_array_may_be_reached_all_that_is_read_counts() {
    let model = compiled(Dialect::Excel, &[("A1", "1"), ("A2", "2"), ("C1", "=A1:A2"), ("F1", "!B9*2")]).model;
    let work = Work::of(&model);
    let behind = work.behind(&model, [at("F1")], u64::MAX);
    assert_eq!(work.between(&model, [at("A1")], [at("F1")]), behind);
    assert_eq!(work.between(&model, [at("Z1")], [at("F1")]), 0);
}
