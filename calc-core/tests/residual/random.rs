//! Random small workbooks with random ports, under random inputs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use calc_core::model::program::Landing;
use calc_core::reference::{a1, column_name};
use calc_core::residual::residual;
use calc_core::value::{CellError, Value};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::rules::{at, typed, whole};

const ROWS: u32 = 6;
const COLUMNS: u32 = 5;

fn any_cell() -> impl Strategy<Value = String> {
    (0..ROWS, 0..COLUMNS).prop_map(|(row, column)| a1(row, column).to_string())
}

fn any_range() -> impl Strategy<Value = String> {
    (any_cell(), any_cell()).prop_map(|(from, to)| format!("{from}:{to}"))
}

fn any_constant() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0..4_i32).prop_map(|n| n.to_string()),
        1 => prop::sample::select(vec!["1.5", "x", "TRUE", "", "5-7", "2-29", "$3", "#N/A"]).prop_map(str::to_string),
    ]
}

fn any_formula() -> impl Strategy<Value = String> {
    let operand = prop_oneof![3 => any_cell(), 1 => (0..3_i32).prop_map(|n| n.to_string())];
    let plain = prop_oneof![
        (operand.clone(), operand.clone()).prop_map(|(a, b)| format!("={a}+{b}")),
        (operand.clone(), operand.clone()).prop_map(|(a, b)| format!("=IFERROR({a}/{b},\"none\")")),
        (any_cell(), any_cell(), any_cell()).prop_map(|(a, b, c)| format!("=IF({a}>1,{b},{c})")),
        any_range().prop_map(|range| format!("=SUM({range})")),
        any_range().prop_map(|range| format!("=COUNTA({range})")),
        (any_cell(), any_range()).prop_map(|(a, range)| format!("=VLOOKUP({a},{range},1,FALSE)")),
        (any_range(), any_cell(), any_cell()).prop_map(|(range, a, b)| format!("=SUMIF({range},{a},{b})")),
        (any_range(), any_cell()).prop_map(|(range, a)| format!("=COUNTIF({range},{a})")),
        (any_cell(), any_cell(), operand).prop_map(|(a, b, c)| format!("=LET(x,{a},y,x+{b},IF(y>{c},y,x))")),
        any_range().prop_map(|range| format!("=TEXTJOIN(\",\",TRUE,{range})")),
        any_range().prop_map(|range| format!("=SUBTOTAL(9,{range})")),
        any_cell().prop_map(|cell| format!("=ISFORMULA({cell})")),
    ];
    let spilling = prop_oneof![
        any_range().prop_map(|range| format!("={range}")),
        any_cell().prop_map(|cell| format!("=SEQUENCE({cell})")),
        (any_range(), any_cell()).prop_map(|(range, cell)| format!("=FILTER({range},{range}={cell},0)")),
        any_range().prop_map(|range| format!("=ISBLANK({range})")),
        any_range().prop_map(|range| format!("=TRANSPOSE({range})")),
        (any_range(), any_cell()).prop_map(|(range, cell)| format!("=SUM(IF({range}>1,{range},{cell}))")),
        (any_range(), any_cell()).prop_map(|(range, cell)| format!("=IF({cell}>1,{range},0)")),
        (any_range(), any_cell()).prop_map(|(range, cell)| format!("=IFERROR({range}/{cell},0)")),
        (any_range(), any_cell()).prop_map(|(range, cell)| format!("=MAP({range},LAMBDA(x,x+{cell}))")),
        (any_cell(), any_range(), any_cell()).prop_map(|(a, range, b)| format!("=CHOOSE({a},{range},{b},1)")),
        (0..COLUMNS).prop_map(|column| format!("=UNIQUE({0}:{0})", column_name(column))),
    ];
    let dynamic = prop_oneof![
        (any_cell(), any_cell(), any_cell()).prop_map(|(a, b, c)| format!("=OFFSET({a},{b},{c})")),
        (0..COLUMNS, any_cell()).prop_map(|(column, cell)| format!("=INDIRECT(\"{}\"&{cell})", column_name(column))),
        (any_range(), any_cell(), any_cell()).prop_map(|(range, a, b)| format!("=SUM({a}:INDEX({range},{b}))")),
        any_cell().prop_map(|cell| format!("=SUM({cell}#)")),
        any_cell().prop_map(|cell| format!("=RAND()*{cell}")),
    ];
    prop_oneof![8 => plain, 4 => spilling, 1 => dynamic]
}

fn any_workbook() -> impl Strategy<Value = BTreeMap<String, String>> {
    let content = prop_oneof![2 => any_constant(), 3 => any_formula()];
    // In half of them nothing spills.
    (prop::collection::btree_map(any_cell(), content, 3..16), any::<bool>()).prop_map(|(mut cells, plain)| {
        for text in cells.values_mut().filter(|text| plain && text.starts_with('=')) {
            text.replace_range(..1, "!");
        }
        cells
    })
}

fn some_cells(most: usize) -> impl Strategy<Value = BTreeSet<String>> {
    prop::collection::btree_set(any_cell(), 1..most)
}

/// How many workbooks are tried, unless `PROPTEST_CASES` says otherwise.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2_000)
}

fn session(model: Model, edits: &[(String, String)]) -> Session {
    let mut session = Session::new(Arc::new(model), Clock { now: 45_900.0, seed: 7 });
    for (cell, text) in edits {
        session.set(at(cell), typed(text)).unwrap();
    }
    session.recalculate().unwrap();
    session
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), rng_seed: RngSeed::Fixed(20_261_126), ..ProptestConfig::default() })]

    #[test]
    fn the_residual_gives_the_outputs_of_the_whole(
        cells in any_workbook(),
        inputs in some_cells(5),
        outputs in some_cells(6),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any_constant()), 0..8),
        dialect in prop_oneof![Just(Dialect::Excel), Just(Dialect::Sheets)],
    ) {
        let cells: Vec<(&str, &str)> = cells.iter().map(|(cell, text)| (cell.as_str(), text.as_str())).collect();
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let outputs: Vec<&str> = outputs.iter().map(String::as_str).collect();
        let model = whole(dialect, &cells, &inputs, &outputs);
        let may_spill = (0..model.formulas().len() as u32)
            .any(|formula| model.shape_of(formula).is_some_and(|shape| shape.landing != Landing::Single));
        let edits: Vec<(String, String)> =
            edits.into_iter().map(|(input, text)| (inputs[input.index(inputs.len())].to_string(), text)).collect();
        let left = Model::decode(&residual(&model).0.encode()).unwrap();
        let (whole, left) = (session(model, &edits), session(left, &edits));
        let is_loop = |value: &Value| *value == Value::Error(CellError::Circular);
        // Which cells of a loop through a spill say so hangs on what was there before.
        if may_spill && whole.formula_values().values().any(is_loop) {
            return Ok(());
        }
        for cell in outputs {
            prop_assert_eq!(left.value(at(cell)), whole.value(at(cell)), "{} after {:?}", cell, edits);
        }
    }
}
