//! The real workbook, filled as an estimator fills it, against arithmetic done by hand: once in a session that has seen the other
//! estimates before, and once in a new one.

#[path = "support/shared_files.rs"]
mod shared_files;

use std::collections::BTreeMap;
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::value::{CellError, Value};
use serde::Deserialize;
use shared_files::shared;

#[derive(Deserialize)]
struct File {
    estimate: Vec<Estimate>,
}

#[derive(Deserialize)]
struct Estimate {
    name: String,
    set: BTreeMap<String, Typed>,
    #[serde(default)]
    clear: Vec<String>,
    expect: Vec<Expect>,
}

#[derive(Deserialize)]
struct Expect {
    cell: String,
    value: Typed,
    because: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Typed {
    Bool(bool),
    Number(f64),
    Text(String),
    Error { error: String },
}

impl Typed {
    fn value(&self) -> Value {
        match self {
            Typed::Bool(logical) => Value::Bool(*logical),
            Typed::Number(number) => Value::Number(*number),
            Typed::Text(text) => Value::text(text),
            Typed::Error { error } => Value::Error(CellError::from_name(error).unwrap()),
        }
    }

    /// Numbers at 1e-9; a blank and `""` look the same.
    fn is(&self, found: &Value) -> bool {
        match (self.value(), found) {
            (Value::Number(a), Value::Number(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
            (Value::Text(text), Value::Blank) => text.is_empty(),
            (value, found) => value == *found,
        }
    }
}

fn model() -> Option<Arc<Model>> {
    let bytes = std::fs::read(shared("workbooks/painting-estimator.xlsx")?).unwrap();
    let workbook = read_xlsx(&bytes, &ImportOptions::default()).unwrap().workbook;
    Some(Arc::new(compile(&workbook, Ports::default()).model))
}

fn fill(session: &mut Session, estimate: &Estimate) {
    let model = session.model().clone();
    let typed = estimate.set.iter().map(|(name, typed)| (name, typed.value()));
    for (name, value) in typed.chain(estimate.clear.iter().map(|name| (name, Value::Blank))) {
        session.set(model.cell(name).unwrap(), value).unwrap();
    }
    session.recalculate().unwrap();
}

fn differences(session: &Session, estimate: &Estimate) -> Vec<String> {
    let found = |expect: &Expect| session.value(session.model().cell(&expect.cell).unwrap()).clone();
    estimate
        .expect
        .iter()
        .filter(|expect| !expect.value.is(&found(expect)))
        .map(|expect| {
            let (expected, found) = (expect.value.value(), found(expect));
            format!("{}: {} is {found:?}, not {expected:?}: {}", estimate.name, expect.cell, expect.because)
        })
        .collect()
}

#[test]
fn filled_estimates_come_to_what_is_worked_out_by_hand() {
    let Some(model) = model() else { return };
    let file: File = toml::from_str(include_str!("data/estimates.toml")).unwrap();
    let mut live = Session::new(model.clone(), Clock::default());
    live.recalculate().unwrap();
    let mut wrong = Vec::new();
    for estimate in &file.estimate {
        fill(&mut live, estimate);
        wrong.extend(differences(&live, estimate));
        live.reset_all();
        let mut fresh = Session::new(model.clone(), Clock::default());
        fill(&mut fresh, estimate);
        wrong.extend(differences(&fresh, estimate));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    let values: usize = file.estimate.iter().map(|estimate| estimate.expect.len()).sum();
    println!("{} estimates, {values} values", file.estimate.len());
}
