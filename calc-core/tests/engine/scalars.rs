//! Formulas over single values take quicker ways than the machine: what they come to is the same, to the bit.

use std::sync::Arc;

use calc_core::dialect::Dialect;
use calc_core::eval::{Freshness, Session};
use calc_core::graph::FormulaIndex;
use calc_core::model::program::Landing;
use calc_core::reference::RangeRef;
use calc_core::value::Value;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::build::{compiled, session_of};

/// Looks on and sees nothing: a formula that is looked on runs on the machine from its start.
struct Onlooker;

impl Freshness for Onlooker {
    fn stale(&self, _: RangeRef) -> Option<FormulaIndex> {
        None
    }
}

/// What each cell is filled with: every kind of value, and values that are easily taken for one another.
const CONSTANTS: [&str; 16] = [
    "0",
    "1",
    "-2.5",
    "0.1",
    "1e308",
    "!0.1+0.2-0.3",
    "x",
    "X",
    "$882",
    "7%",
    "!\"\"",
    "TRUE",
    "FALSE",
    "#DIV/0!",
    "!NA()",
    "",
];

fn any_operand() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0..16_u32).prop_map(|row| format!("A{}", row + 1)),
        1 => (0..16_u32).prop_map(|row| format!("$A${}", row + 1)),
        1 => prop_oneof![Just("2"), Just("0"), Just("\"x\""), Just("\"\""), Just("TRUE"), Just("1E+308")].prop_map(String::from),
        1 => prop_oneof![Just("A1:A9"), Just("A:A"), Just("{1,2}"), Just("A1:A1"), Just("A2:C2")].prop_map(String::from),
    ]
}

/// Formulas of operators, branches, guards and calls, several deep.
fn any_formula() -> impl Strategy<Value = String> {
    let operators = prop::sample::select(vec!["+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="]);
    any_operand().prop_recursive(4, 24, 3, move |inner| {
        let one = inner.clone();
        let two = (inner.clone(), inner.clone());
        let three = (inner.clone(), inner.clone(), inner.clone());
        prop_oneof![
            4 => (one.clone(), operators.clone(), inner.clone()).prop_map(|(a, operator, b)| format!("({a}{operator}{b})")),
            1 => one.clone().prop_map(|a| format!("(-{a})")),
            1 => one.clone().prop_map(|a| format!("({a}%)")),
            2 => three.clone().prop_map(|(a, b, c)| format!("IF({a},{b},{c})")),
            1 => two.clone().prop_map(|(a, b)| format!("IF({a},,{b})")),
            1 => one.clone().prop_map(|a| format!("IF({a},1)")),
            2 => two.clone().prop_map(|(a, b)| format!("IFERROR({a},{b})")),
            1 => two.clone().prop_map(|(a, b)| format!("IFNA({a},{b})")),
            1 => two.clone().prop_map(|(a, b)| format!("OR({a},{b})")),
            1 => two.clone().prop_map(|(a, b)| format!("CONCATENATE({a},\" \",{b})")),
            1 => two.clone().prop_map(|(a, b)| format!("FIND({a},{b})")),
            1 => one.clone().prop_map(|a| format!("ISBLANK({a})")),
            1 => one.clone().prop_map(|a| format!("ROUND({a},1)")),
            1 => one.clone().prop_map(|a| format!("VLOOKUP({a},A1:B16,2,FALSE)")),
            1 => two.clone().prop_map(|(a, b)| format!("INDEX(A1:A16,{a})+{b}")),
            1 => one.clone().prop_map(|a| format!("LET(v,{a},v&v)")),
            1 => two.prop_map(|(a, b)| format!("SUM({a},{b})")),
            1 => one.prop_map(|a| format!("SUM(1,2,3,4,5,6,7,8,9,10,11,12,13,{a})")),
        ]
    })
}

/// How many workbooks are tried, unless `PROPTEST_CASES` says otherwise.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_500)
}

fn same_as_machine(session: &Session) -> Result<(), TestCaseError> {
    let model = session.model();
    for (formula, at) in (0_u32..).zip(model.formulas()) {
        let Some(shape) = model.shape_of(formula) else { continue };
        if shape.landing != Landing::Single || session.is_overridden(at.cell) {
            continue;
        }
        let (quick, machine) = (session.value(at.cell), session.replay(formula, &Onlooker));
        prop_assert!(quick.same(&machine), "{:?}: {:?} is not {:?}", model.formula_text(formula), quick, machine);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), rng_seed: RngSeed::Fixed(20_261_125), ..ProptestConfig::default() })]

    #[test]
    fn quick_ways_come_to_what_the_machine_does(
        formulas in prop::collection::vec(any_formula(), 1..8),
        changed in 0..16_u32,
        to in prop::sample::select(vec![Value::Blank, 3.0.into(), "y".into(), true.into()]),
        dialect in prop_oneof![Just(Dialect::Excel), Just(Dialect::Sheets)],
    ) {
        let constants = CONSTANTS.iter().enumerate().map(|(row, text)| (format!("A{}", row + 1), (*text).to_string()));
        let beside = (1..=16).map(|row| (format!("B{row}"), format!("{row}")));
        let formulas = formulas.iter().enumerate().map(|(row, text)| (format!("D{}", row + 1), format!("!{text}")));
        let cells: Vec<(String, String)> = constants.chain(beside).chain(formulas).filter(|(_, text)| !text.is_empty()).collect();
        let cells: Vec<(&str, &str)> = cells.iter().map(|(cell, text)| (cell.as_str(), text.as_str())).collect();
        let mut session = session_of(Arc::new(compiled(dialect, &cells).model));
        same_as_machine(&session)?;
        session.set(super::build::at(&format!("A{}", changed + 1)), to).unwrap();
        session.recalculate().unwrap();
        same_as_machine(&session)?;
    }
}
