//! Small workbooks under edits: incremental equals full equals decoded, to the bit.
//!
//! An input is text: the dialect (`E` or `S`), a line a cell (`A1=SUM(B1:B3)`, `A1!…` for a formula that does not spill, `A1:text` for a
//! constant), then, each on a line that begins with `>`, the edits (`>A1:3`, `>A1` to take one back).
//!
//! Left out is a loop through a spill, as in the property tests of the engine: which of its cells say so may hang on what was there before.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::model::program::Landing;
use calc_core::reference::{CellRef, SheetId, parse_a1};
use calc_core::value::{CellError, Value};
use calc_core::workbook::{Cell, Content, DefinedName, Formula, FormulaKind, Sheet, Workbook};

use crate::evaluate::check;
use crate::grid::typed;
use crate::seeds::formulas;
use crate::spent::within;

/// Steps that one recalculation may take.
const BUDGET: u64 = 50_000;
/// Cells and edits beyond these are left out.
const MOST_CELLS: usize = 12;
const MOST_EDITS: usize = 6;
/// Rows and columns beyond these are left out: cells far apart meet in no formula.
const MOST_ROWS: u32 = 12;
const MOST_COLUMNS: u32 = 8;

struct Input {
    workbook: Workbook,
    edits: Vec<(CellRef, Option<Value>)>,
}

/// Compiles, recalculates, edits, and compares with a new session after each edit.
pub fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Some(Input { workbook, edits }) = read(&text) else { return };
    // Compiling has a budget of its own, larger than is asked for here.
    let model = Arc::new(compile(&workbook, Ports::default()).model);
    let steps = BUDGET * (2 + 3 * edits.len() as u64);
    within(steps, || edit(model, edits));
}

fn read(text: &str) -> Option<Input> {
    let mut lines = text.lines();
    let dialect = match lines.next()? {
        "E" => Dialect::Excel,
        "S" => Dialect::Sheets,
        _ => return None,
    };
    let mut cells = BTreeMap::new();
    let mut edits = Vec::new();
    for line in lines {
        if let Some(edit) = line.strip_prefix('>') {
            if edits.len() < MOST_EDITS {
                edits.push(match edit.split_once(':') {
                    Some((cell, text)) => (place(cell)?, Some(typed(text))),
                    None => (place(edit)?, None),
                });
            }
            continue;
        }
        let at = line.find(['=', '!', ':'])?;
        let (name, content) = line.split_at_checked(at)?;
        let CellRef { row, column, .. } = place(name)?;
        let (mark, text) = content.split_at_checked(1)?;
        let formula = |kind| Content::Formula(Formula { text: text.into(), origin: (row, column), kind });
        let content = match (mark, dialect) {
            ("=", _) => formula(FormulaKind::Dynamic),
            ("!", Dialect::Excel) => formula(FormulaKind::Plain),
            ("!", Dialect::Sheets) => formula(FormulaKind::Google),
            _ => Content::Constant(typed(text)),
        };
        cells.insert((row, column), Cell { row, column, content, cached: Value::Blank, format: None });
    }
    let cells = cells.into_values().take(MOST_CELLS).collect();
    let sheet = Sheet { name: "S".to_owned(), cells, ..Sheet::default() };
    let formula = "S!B1*2".to_owned();
    let names = vec![DefinedName { name: "Doubled".to_owned(), scope: None, formula, hidden: false }];
    Some(Input { workbook: Workbook { sheets: vec![sheet], names, dialect, ..Workbook::default() }, edits })
}

fn place(text: &str) -> Option<CellRef> {
    let (row, column) = parse_a1(text).filter(|(row, column)| *row < MOST_ROWS && *column < MOST_COLUMNS)?;
    Some(CellRef { sheet: SheetId(0), row, column })
}

fn edit(model: Arc<Model>, edits: Vec<(CellRef, Option<Value>)>) {
    let bytes = model.encode();
    let decoded = Arc::new(Model::decode(&bytes).unwrap_or_else(|error| panic!("{error}")));
    assert!(decoded.encode() == bytes, "a decoded model is encoded to other bytes");
    let shapes = || (0..model.formulas().len() as u32).filter_map(|formula| model.shape_of(formula));
    let may_spill = shapes().any(|shape| shape.landing != Landing::Single);
    let searches = shapes().any(|shape| shape.dynamic);
    let set = BTreeMap::new();
    // A budget that runs out says so; what was not reached is another matter.
    let Some(mut live) = fresh(&model, &set) else { return };
    let Some(other) = fresh(&decoded, &set) else { panic!("the decoded model takes more steps") };
    assert_same(&live, &other, "decoded");
    let mut set = set;
    for (cell, value) in edits {
        match value {
            Some(value) => {
                set.insert(cell, value.clone());
                live.set(cell, value).unwrap_or_else(|error| panic!("{error}"));
            }
            None => {
                set.remove(&cell);
                live.reset(cell);
            }
        }
        let Ok(()) = live.recalculate() else { return };
        let Some(fresh) = fresh(&model, &set) else { return };
        if may_spill && (has_loop(&live) || has_loop(&fresh)) {
            return;
        }
        if may_spill && searches && !is_same(&live, &fresh) {
            let settled = live.clone();
            let Ok(()) = live.recalculate() else { return };
            assert_same(&live, &settled, "at rest");
            return;
        }
        assert_same(&live, &fresh, "incremental and full");
        live.formula_values().values().for_each(check);
    }
}

fn fresh(model: &Arc<Model>, set: &BTreeMap<CellRef, Value>) -> Option<Session> {
    let mut session = Session::new(model.clone(), Clock::default());
    session.limit(BUDGET);
    for (cell, value) in set {
        session.set(*cell, value.clone()).unwrap_or_else(|error| panic!("{error}"));
    }
    session.recalculate().ok().map(|()| session)
}

fn has_loop(session: &Session) -> bool {
    session.formula_values().values().any(|value| *value == Value::Error(CellError::Circular))
}

fn is_same(one: &Session, other: &Session) -> bool {
    let (one, other) = (one.formula_values(), other.formula_values());
    one.len() == other.len() && one.iter().all(|(cell, value)| other.get(cell).is_some_and(|other| other.same(value)))
}

fn assert_same(one: &Session, other: &Session, what: &str) {
    if !is_same(one, other) {
        let sorted = |session: &Session| session.formula_values().into_iter().collect::<BTreeMap<_, _>>();
        panic!("{what}: {:?}\nand {:?}", sorted(one), sorted(other));
    }
}

/// Formulas of the tests and of the corpora by threes, over constants, with two edits.
pub fn seeds(shared: Option<&Path>) -> Vec<Vec<u8>> {
    let formulas = formulas(shared);
    let mut seeds: Vec<Vec<u8>> = LOOPS.iter().map(|text| text.as_bytes().to_vec()).collect();
    for (at, three) in formulas.chunks(3).enumerate() {
        let mut text = String::from(if at % 2 == 0 { "E\n" } else { "S\n" });
        text.push_str("A1:1\nA2:2\nA3:x\nB2:3\n");
        for (place, formula) in ["B1", "C1", "A4"].iter().zip(three) {
            let formula = formula.trim_start_matches('=').replace(['\n', '\r'], " ");
            let mark = if at % 3 == 0 { '!' } else { '=' };
            text.push_str(&format!("{place}{mark}{formula}\n"));
        }
        text.push_str(">A1:2\n>B2:0\n>A1\n");
        seeds.push(text.into_bytes());
    }
    seeds
}

/// What the corpora have not: spills that meet, loops, formulas that find what they read when they run.
const LOOPS: &[&str] = &[
    "E\nA1:2\nB1=SEQUENCE(A1)\nC1=SUM(B1#)\nD1=B2+1\n>A1:3\n>B3:1\n>B3\n",
    "E\nA1:2\nB1=SEQUENCE(A1,2)\nC2=SEQUENCE(3)\n>A1:1\n>A1:3\n",
    "E\nA1!B1+1\nB1!IF(A2>1,A1,5)\nA2:1\n>A2:2\n>A2:0\n",
    "E\nA1:1\nA2!OFFSET(A1,A1,1)\nB2:3\nB3!A2*2\nC1!INDIRECT(\"A\"&A1)\n>A1:2\n>B2:9\n",
    "S\nA1:1\nA2:2\nA3:2\nB1=UNIQUE(A:A)\nC1!COUNTIF(A1:A9,2)+SUMIF(A1:A9,\">1\",B1:B9)\nD1!VLOOKUP(2,A1:B9,2,FALSE)\n>A1:2\n>A5:2\n",
    "E\nA1:3\nB1!Doubled+1\nC1=FILTER(A1:A3,A1:A3>1,0)\nD1=C1:C3*2\nE1!RAND()*A1\n>A2:5\n",
];
