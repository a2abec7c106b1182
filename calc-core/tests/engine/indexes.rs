//! What is answered from an index equals what a walk over the cells finds, to the bit, under random edits.
//!
//! A workbook with many searches of the same columns indexes them; one with a single formula, calculated once, never does. So each
//! formula of the first is held against a workbook of its own, after every edit.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::build::{expect, set};
use calc_core::compile::compile;
use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, SheetId};
use calc_core::value::{CellError, Value};
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Workbook};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Rows of the table, enough to be worth an index.
const ROWS: u32 = 40;

/// The table stands in A to C, keys in D; formulas stand from F on.
const KEY: u32 = 3;
const FIRST: u32 = 5;

/// What is asked of the table; `@` is the key of the row, `#` its number.
const FORMULAS: [&str; 42] = [
    "VLOOKUP(@,$A$1:$C$40,2,FALSE)",
    "VLOOKUP(@,$A:$C,3,FALSE)",
    "VLOOKUP(@,$A$5:$B$33,2,FALSE)",
    "VLOOKUP(@,$A$1:$C$40,2)",
    "MATCH(@,$A$1:$A$40,0)",
    "MATCH(@,$A:$A,0)",
    "MATCH(@,$A$3:$A$39,1)",
    "MATCH(@,$A$3:$A$39,-1)",
    "LOOKUP(@,$A$1:$A$40,$B$1:$B$40)",
    "XLOOKUP(@,$A$1:$A$40,$B$1:$B$40,\"none\")",
    "XLOOKUP(@,$A$1:$A$40,$B$1:$B$40,\"none\",0,-1)",
    "XLOOKUP(@,$A$1:$A$40,$B$1:$B$40,\"none\",-1)",
    "XLOOKUP(@,$A$1:$A$40,$B$1:$B$40,\"none\",1,-1)",
    "XLOOKUP(@,$A$1:$A$40,$B$1:$B$40,\"none\",2)",
    "XMATCH(@,$A:$A,0,-1)",
    "XMATCH(@,$A$1:$A$40,0,2)",
    "SUMIF($A$1:$A$40,@,$B$1:$B$40)",
    "SUMIF($A:$A,@,$B:$B)",
    "SUMIF($A$1:$A#,@,$B$1:$B#)",
    "SUMIF($A$1:$A$40,@)",
    "SUMIF($A$2:$A$40,@,$B$1:$B$39)",
    "SUMIF($A$2:$A$40,@,$B$1)",
    "SUMIF($A$1:$A#,IF(TRUE,@,1),$B$2:$B$3)",
    "LOOKUP(@,$A$1:$A$40,$B$1:$B$9)",
    "COUNTIF($A$1:$A$40,@)",
    "COUNTIF($A$1:$A#,@)",
    "COUNTIF($A#:$A$40,@)",
    "COUNTIF($A:$A,@&\"\")",
    "COUNTIF($A$1:$A$40,\"<>\"&@)",
    "AVERAGEIF($A$1:$A$40,@,$B$1:$B$40)",
    "SUMIFS($B$1:$B$40,$A$1:$A$40,@,$C$1:$C$40,$C$2)",
    "SUMIFS($B$1:$B$40,$A$1:$A$40,@,$C$1:$C$40,\">1\")",
    "COUNTIFS($A$1:$A$40,@,$C$2:$C$41,$C#)",
    "MAXIFS($B$1:$B$40,$A$1:$A$40,@)",
    "AVERAGEIFS($B$1:$B$40,$A$1:$A$40,@,$B$1:$B$40,\"<>x\")",
    "SUM($B$1:$B#)",
    "SUM($B$1:$C#,@)",
    "AVERAGE($B$1:$B#)",
    "INDEX($B$1:$B$40,MATCH(@,$A$1:$A$40,0))",
    "SUM(XLOOKUP(@,$A$1:$A$40,$B$1:$C$40,0))",
    "IFERROR(VLOOKUP(@,$A$1:$C$40,2,FALSE)*VLOOKUP(@,$A$2:$C$40,3,FALSE),VLOOKUP($C#,$A:$B,2,0))",
    "VLOOKUP(@,$A$1:$C$40,2,FALSE)&COUNTA($A$1:$C$40)",
];

/// Values that are alike in one way and not in another.
fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => (0..4_i32).prop_map(|number| Value::Number(number.into())),
        1 => prop::sample::select(vec![
            Value::Blank,
            Value::Number(0.1 + 0.2),
            Value::Number(0.3),
            Value::Number(-0.0),
            Value::Number(1e15 / 3.0),
            Value::Number(46_000.0),
            Value::text("1"),
            Value::text("$2"),
            Value::text("12/9/2025"),
            Value::text("0.30000000000000001"),
            Value::text("Oak"),
            Value::text("OAK"),
            Value::text("oak trim"),
            Value::text("o?k"),
            Value::text("*k"),
            Value::text(">1"),
            Value::text("=oak"),
            Value::text("=1"),
            Value::text("Straße"),
            Value::text("STRASSE"),
            Value::text("\u{212A}"),
            Value::text("k"),
            Value::text(""),
            Value::Bool(true),
            Value::Bool(false),
            Value::text("TRUE"),
            Value::Error(CellError::Na),
            Value::Error(CellError::Div0),
        ]),
    ]
}

/// A third of the tables have sorted keys, so that searches by halves find something.
fn any_table() -> impl Strategy<Value = Vec<(CellRef, Value)>> {
    let values = prop::collection::vec(any_value(), (ROWS * 4) as usize);
    (values, prop::bool::weighted(0.3)).prop_map(|(values, sorted)| {
        let cells = (0..ROWS).flat_map(|row| (0..4).map(move |column| cell(row, column)));
        let own = |(at, value): (CellRef, Value)| match at.column {
            0 if sorted => (at, Value::Number(f64::from(at.row / 10))),
            _ => (at, value),
        };
        cells.zip(values).map(own).collect()
    })
}

fn any_edits() -> impl Strategy<Value = Vec<(CellRef, Value)>> {
    let at = (0..ROWS + 2, 0..4_u32).prop_map(|(row, column)| cell(row, column));
    prop::collection::vec((at, any_value()), 1..8)
}

fn cell(row: u32, column: u32) -> CellRef {
    CellRef { sheet: SheetId(0), row, column }
}

/// The formulas with a number each: the place in which it stands. Every one of them stands three times, for other keys.
fn formulas() -> Vec<(CellRef, String)> {
    let texts = FORMULAS.iter().zip(FIRST..);
    let rows = [2, 17, 38];
    let all = texts.flat_map(|(text, column)| {
        rows.map(|row: u32| {
            let row_number = (row + 1).to_string();
            (cell(row, column), text.replace('@', &format!("$D${row_number}")).replace('#', &row_number))
        })
    });
    all.collect()
}

fn model(dialect: Dialect, table: &[(CellRef, Value)], formulas: &[(CellRef, String)], derived: bool) -> Arc<Model> {
    let formula = |at: &CellRef, text: &str| {
        let formula = Formula { text: text.into(), origin: (at.row, at.column), kind: FormulaKind::Plain };
        Cell { row: at.row, column: at.column, content: Content::Formula(formula), cached: Value::Blank, format: None }
    };
    // Values as formulas over a sheet behind: then the columns that are indexed change while formulas run.
    let constant = |(at, value): &(CellRef, Value)| {
        let content = Content::Constant(value.clone());
        Cell { row: at.row, column: at.column, content, cached: Value::Blank, format: None }
    };
    let behind: Vec<Cell> = table.iter().map(constant).collect();
    let mut front: Vec<Cell> = match derived {
        true => table
            .iter()
            .filter(|(at, value)| at.column != KEY && !value.is_blank())
            .map(|(at, _)| formula(at, &format!("Behind!{}", calc_core::reference::a1(at.row, at.column))))
            .collect(),
        false => behind.clone(),
    };
    if derived {
        front.extend(behind.iter().filter(|cell| cell.column == KEY).cloned());
    }
    front.extend(formulas.iter().map(|(at, text)| formula(at, text)));
    let sheet = |name: &str, cells| calc_core::workbook::Sheet { name: name.to_string(), cells, ..Default::default() };
    let sheets = vec![sheet("S", front), sheet("Behind", behind)];
    Arc::new(compile(&Workbook { sheets, dialect, ..Workbook::default() }, Ports::default()).model)
}

fn fresh(model: &Arc<Model>, set: &BTreeMap<CellRef, Value>) -> Session {
    let mut session = Session::new(model.clone(), Clock::default());
    for (cell, value) in set {
        session.set(*cell, value.clone()).unwrap();
    }
    session.recalculate().unwrap();
    session
}

fn same(left: &Value, right: &Value) -> bool {
    left.same(right)
}

/// How many workbooks are tried, unless `PROPTEST_CASES` says otherwise.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48)
}

/// A workbook of one table of 40 rows, keys ascending in A, their tenfold in B, and a formula in D1.
fn sorted_table(formula: &str) -> Session {
    let cells: Vec<(String, String)> = (1..=40)
        .flat_map(|row| [(format!("A{row}"), row.to_string()), (format!("B{row}"), (row * 10).to_string())])
        .chain([("D1".to_string(), formula.to_string())])
        .collect();
    let cells: Vec<(&str, &str)> = cells.iter().map(|(at, text)| (at.as_str(), text.as_str())).collect();
    super::build::session(Dialect::Excel, &cells)
}

#[test]
fn a_sorted_search_runs_again_for_keys_and_for_what_it_found_and_for_nothing_else() {
    let mut session = sorted_table("!VLOOKUP(5.5,$A$1:$C$40,2)");
    expect(&session, &[("D1", "50")]);
    let runs = session.recalculated();
    set(&mut session, "B6", "1");
    set(&mut session, "C5", "1");
    assert_eq!(session.recalculated(), runs);
    set(&mut session, "B5", "7");
    expect(&session, &[("D1", "7")]);
    set(&mut session, "A6", "5.2");
    expect(&session, &[("D1", "1")]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), rng_seed: RngSeed::Fixed(20_261_126), ..ProptestConfig::default() })]

    #[test]
    fn an_index_answers_as_a_walk(
        table in any_table(),
        edits in any_edits(),
        derived in any::<bool>(),
        dialect in prop_oneof![Just(Dialect::Excel), Just(Dialect::Sheets)],
    ) {
        let formulas = formulas();
        let together = model(dialect, &table, &formulas, derived);
        let alone: Vec<Arc<Model>> =
            formulas.iter().map(|one| model(dialect, &table, std::slice::from_ref(one), derived)).collect();
        let mut live = fresh(&together, &BTreeMap::new());
        let is_unknown = |value: &Value| *value == Value::Error(CellError::Name);
        prop_assert!(!live.formula_values().values().any(is_unknown), "a formula is misspelt");
        // Once more, so that what was walked over the first time is indexed.
        live.recalculate_fully().unwrap();
        let mut set = BTreeMap::new();
        let steps = std::iter::once(None).chain(edits.into_iter().map(Some));
        for step in steps {
            if let Some((at, value)) = step {
                // Of derived tables the cell behind is edited; the keys are no formulas.
                let at = CellRef { sheet: SheetId(u16::from(derived && at.column != KEY)), ..at };
                live.set(at, value.clone()).unwrap();
                live.recalculate().unwrap();
                set.insert(at, value);
            }
            for ((at, text), model) in formulas.iter().zip(&alone) {
                let walked = fresh(model, &set);
                prop_assert!(
                    same(live.value(*at), walked.value(*at)),
                    "{} after {:?}: {:?} from the index, {:?} from a walk",
                    text,
                    set,
                    live.value(*at),
                    walked.value(*at)
                );
            }
        }
        let settled = live.formula_values();
        live.recalculate_fully().unwrap();
        prop_assert_eq!(&settled, &live.formula_values());
        prop_assert_eq!(&settled, &fresh(&together, &set).formula_values());
    }
}
