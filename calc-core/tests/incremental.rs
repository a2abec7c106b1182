//! Incremental recalculation equals a full one, to the bit, after any sequence of edits: on the real workbook.

#[path = "support/chance.rs"]
mod chance;
#[path = "support/shared_files.rs"]
mod shared_files;

use std::collections::BTreeMap;
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::reference::CellRef;
use calc_core::value::{CellError, Value};
use chance::Chance;
use shared_files::shared;

impl Chance {
    fn value(&mut self) -> Value {
        match self.below(12) {
            0 => Value::Blank,
            1 => Value::text(""),
            2 => Value::text(["Yes", "No", "Body", "Trim", "Emerald", "Duration", "$882", "12", "x, y"][self.below(9)]),
            3 => Value::Bool(true),
            4 => Value::Bool(false),
            5 => Value::Number(0.0),
            6 => Value::Number(-(self.below(50) as f64)),
            7 => Value::Number(self.below(10_000) as f64 / 100.0),
            _ => Value::Number(self.below(40) as f64),
        }
    }
}

/// Cells worth editing: what formulas read, formulas themselves, and cells inside ranges and spills.
fn editable(model: &Model, session: &Session, chance: &mut Chance) -> Vec<CellRef> {
    let mut cells = Vec::new();
    for formula in model.formulas() {
        if chance.below(8) == 0 {
            cells.push(formula.cell);
        }
        let Some(shape) = model.program().shape(formula.shape) else { continue };
        for range in model.program().reads(shape).filter_map(|area| area.resolve(formula.cell)) {
            let row = range.top + chance.below(range.rows().min(600) as usize) as u32;
            let column = range.left + chance.below(range.columns().min(60) as usize) as u32;
            cells.push(CellRef { sheet: range.sheet, row, column });
        }
    }
    for (_, area) in session.spilled() {
        cells.push(CellRef { sheet: area.sheet, row: area.bottom, column: area.right });
        cells.push(CellRef { sheet: area.sheet, row: area.bottom + 1, column: area.left });
    }
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// What an estimator may put into each input: its choices, or values of its type.
fn plausible(model: &Model) -> Vec<(CellRef, Vec<Value>)> {
    let Some(path) = shared("workbooks/painting-estimator-wide.model.json") else { return Vec::new() };
    let ports: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let numbers = [0.0, 1.0, 2.0, 3.5, 8.0, 10.0, 14.5, 40.0, 250.0].map(Value::Number);
    let value = |json: &serde_json::Value| match json {
        serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap()),
        serde_json::Value::Bool(logical) => Value::Bool(*logical),
        other => Value::text(other.as_str().unwrap_or_default()),
    };
    let inputs = ports["inputs"].as_array().unwrap().iter().map(|port| {
        let mut values = match (port["choices"].as_array(), port["type"].as_str()) {
            (Some(choices), _) => choices.iter().map(value).collect(),
            (None, Some("number")) => numbers.to_vec(),
            (None, Some("boolean")) => vec![Value::Bool(true), Value::Bool(false)],
            _ => ["kitchen", "Bath 2", "Master bath", "5-7"].map(Value::text).to_vec(),
        };
        values.push(Value::Blank);
        (model.cell(port["cell"].as_str().unwrap()).unwrap(), values)
    });
    inputs.collect()
}

/// The cells in which two sessions differ.
fn differing(left: &Session, right: &Session) -> Vec<(String, Value, Value)> {
    let (a, b) = (left.formula_values(), right.formula_values());
    let mut cells: Vec<CellRef> = a.keys().chain(b.keys()).copied().collect();
    cells.sort_unstable();
    cells.dedup();
    let blank = Value::Blank;
    cells
        .into_iter()
        .filter_map(|cell| {
            let (x, y) = (a.get(&cell).unwrap_or(&blank), b.get(&cell).unwrap_or(&blank));
            (!x.same(y)).then(|| (left.model().cell_name(cell), x.clone(), y.clone()))
        })
        .collect()
}

#[test]
fn incremental_equals_full_after_any_edits_of_the_real_workbook() {
    let Some(path) = shared("workbooks/painting-estimator.xlsx") else { return };
    let bytes = std::fs::read(path).unwrap();
    let workbook = read_xlsx(&bytes, &ImportOptions::default()).unwrap().workbook;
    let model = Arc::new(compile(&workbook, Ports::default()).model);
    let mut live = Session::new(model.clone(), Clock::default());
    live.recalculate().unwrap();
    let mut chance = Chance(0x5eed_2026_1125);
    let cells = editable(&model, &live, &mut chance);
    let inputs = plausible(&model);
    let edits: usize = std::env::var("PAINTBOX_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(600);
    // From an estimate with a few edits to one filled throughout.
    let mut most_set = 150;
    let mut set: BTreeMap<CellRef, Value> = BTreeMap::new();
    for edit in 1..=edits {
        let cell = cells[chance.below(cells.len())];
        if chance.below(4) == 0 && !set.is_empty() {
            let back = *set.keys().nth(chance.below(set.len())).unwrap();
            set.remove(&back);
            live.reset(back);
        } else {
            let (cell, value) = match inputs.get(chance.below(inputs.len().max(1) * 2)) {
                Some((cell, values)) => (*cell, values[chance.below(values.len())].clone()),
                None => (cell, chance.value()),
            };
            set.insert(cell, value.clone());
            live.set(cell, value).unwrap();
        }
        if chance.below(3) > 0 {
            live.recalculate().unwrap();
        }
        if edit % 20 == 0 || edit == edits {
            live.recalculate().unwrap();
            let mut fresh = Session::new(model.clone(), Clock::default());
            for (cell, value) in &set {
                fresh.set(*cell, value.clone()).unwrap();
            }
            fresh.recalculate().unwrap();
            let is_loop = |(_, value): &(CellRef, Value)| *value == Value::Error(CellError::Circular);
            assert!(!live.formula_values().into_iter().any(|cell| is_loop(&cell)), "a loop after {edit} edits");
            let differences = differing(&live, &fresh);
            assert!(
                differences.is_empty(),
                "after {edit} edits {} cells differ (incremental, full), first {:?}",
                differences.len(),
                &differences[..differences.len().min(5)]
            );
        }
        if set.len() > most_set {
            most_set = 150 + chance.below(1_500);
            set.clear();
            live.reset_all();
        }
    }
    println!("{edits} edits of {} cells, compared every 20", cells.len());
}
