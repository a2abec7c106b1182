//! The real workbook with both of its ports files, over many random inputs.

use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::{Input, PortType, PortsFile};
use calc_core::residual::residual;
use calc_core::value::Value;

use crate::chance::Chance;
use crate::shared_files::shared;

impl Chance {
    fn value(&mut self, input: &Input) -> Value {
        if self.below(10) == 0 {
            return Value::Blank;
        }
        if !input.choices.is_empty() {
            return input.choices[self.below(input.choices.len())].clone();
        }
        match input.port.kind {
            PortType::Boolean => Value::Bool(self.below(2) == 0),
            PortType::Number => Value::Number([0.0, 1.0, 2.0, 3.5, 8.0, 14.5, 40.0, 250.0, -3.0][self.below(9)]),
            PortType::Date => Value::Number(45_000.0 + self.below(2_000) as f64),
            PortType::Text => Value::text(["kitchen", "Bath 2", "5-7", "", "12", "x, y"][self.below(6)]),
            PortType::Any => [Value::Number(4.0), Value::text("Yes"), Value::Bool(true)][self.below(3)].clone(),
        }
    }
}

fn whole(ports: &str) -> Option<Model> {
    let bytes = std::fs::read(shared("workbooks/painting-estimator.xlsx")?).unwrap();
    let workbook = read_xlsx(&bytes, &ImportOptions::default()).unwrap().workbook;
    let file = PortsFile::parse(&std::fs::read(shared(ports)?).unwrap()).unwrap();
    let (ports, problems) = file.resolve(&workbook);
    assert!(problems.is_empty());
    Some(compile(&workbook, ports).model)
}

fn assert_same_outputs(whole: &Session, left: &Session, when: &str) {
    for output in whole.model().ports().outputs() {
        let cell = output.port.cell;
        let (expected, found) = (whole.value(cell), left.value(cell));
        assert!(expected.same(found), "{when}: {} is {found:?} and not {expected:?}", output.port.place);
        assert_eq!(whole.format(cell), left.format(cell), "{}", output.port.place);
    }
}

fn check(ports: &str) {
    let Some(whole) = whole(ports) else { return };
    let left = Model::decode(&residual(&whole).0.encode()).unwrap();
    assert!(left.formulas().len() * 4 < whole.formulas().len() * 3, "{} formulas are left", left.formulas().len());
    let (whole, left) = (Arc::new(whole), Arc::new(left));
    let rounds: usize = std::env::var("PAINTBOX_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let mut chance = Chance(0x7e51_dca1);
    // A session in spring of a leap year and one in the winter of another: what is folded hangs on neither.
    for (now, seed) in [(45_413.0, 1), (46_380.75, 2)] {
        let clock = Clock { now, seed };
        let (mut of_whole, mut of_left) = (Session::new(whole.clone(), clock), Session::new(left.clone(), clock));
        for round in 0..rounds {
            let inputs = whole.ports().inputs();
            for _ in 0..=chance.below(60) {
                let input = &inputs[chance.below(inputs.len())];
                let value = chance.value(input);
                for session in [&mut of_whole, &mut of_left] {
                    session.set(input.port.cell, value.clone()).unwrap();
                }
            }
            for session in [&mut of_whole, &mut of_left] {
                if round % 10 == 9 { session.recalculate_fully().unwrap() } else { session.recalculate().unwrap() }
            }
            assert_same_outputs(&of_whole, &of_left, &format!("round {round}"));
            if round % 40 == 39 {
                of_whole.reset_all();
                of_left.reset_all();
            }
        }
    }
}

#[test]
fn the_residual_of_the_real_workbook_gives_the_outputs_of_the_whole() {
    check("workbooks/painting-estimator.model.json");
}

#[test]
fn the_residual_for_the_widest_ports_does_too() {
    check("workbooks/painting-estimator-wide.model.json");
}
