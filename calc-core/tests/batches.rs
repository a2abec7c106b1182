//! Scenarios of a batch are answered as each would be by itself over a fresh session, to the byte: on the sample and the real workbook.

#[path = "support/chance.rs"]
mod chance;
#[path = "support/shared_files.rs"]
mod shared_files;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use calc_core::calculation::{Batch, BatchLimits, Calculator, Request};
use calc_core::compile::compile;
use calc_core::eval::Clock;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::{Input, PortType, PortsFile};
use calc_core::residual::residual;
use chance::Chance;
use serde_json::{Map, Value as Json, json};
use shared_files::shared;

const LIMITS: BatchLimits = BatchLimits { scenarios: 10_000, outputs: 10_000_000 };

/// The model of a workbook with its ports.
fn model(workbook: &Path, ports: &Path) -> Model {
    let workbook = read_xlsx(&std::fs::read(workbook).unwrap(), &ImportOptions::default()).unwrap().workbook;
    let file = PortsFile::parse(&std::fs::read(ports).unwrap()).unwrap();
    compile(&workbook, file.resolve(&workbook).0).model
}

impl Chance {
    /// A value that an input takes; seldom one that is the same every time.
    fn value(&mut self, input: &Input) -> Json {
        if !input.choices.is_empty() {
            return input.choices[self.below(input.choices.len())].to_json();
        }
        match input.port.kind {
            PortType::Number => {
                let (min, max) = (input.min.unwrap_or(0.0), input.max.unwrap_or(1_000.0));
                let steps = [2, 7, 100_000][self.below(3)];
                json!(min + (max - min).min(1_000.0) * self.below(steps) as f64 / steps as f64)
            }
            PortType::Boolean => json!(self.below(2) == 0),
            _ => input.default.to_json(),
        }
    }

    /// Inputs of some of the first `of` ports.
    fn inputs(&mut self, model: &Model, of: usize, count: usize) -> Map<String, Json> {
        let ports = model.ports().inputs();
        let inputs = (0..count).map(|_| {
            let input = &ports[self.below(of.min(ports.len())) * ports.len() / of.min(ports.len())];
            let value = if self.below(12) == 0 { input.default.to_json() } else { self.value(input) };
            (input.port.name.clone(), value)
        });
        inputs.collect()
    }
}

/// Random batches of random scenarios, each held against a calculation of its own.
fn hold_to_single_answers(model: Model, batches: usize, scenarios: usize, seed: u64) {
    let whole = Arc::new(model);
    let reached = Arc::new(residual(&whole).0);
    let mut chance = Chance(seed);
    // One calculator for all batches: each gives back what it set.
    let mut together = Calculator::new(reached.clone(), Clock::default());
    for batch in 0..batches {
        let of = [3, 12, usize::MAX][chance.below(3)];
        let most = [1, 5, 40][chance.below(3)];
        let shared = chance.inputs(&whole, of, most);
        let scenarios: Vec<Map<String, Json>> = (0..scenarios)
            .map(|_| {
                let count = chance.below(most + 1);
                chance.inputs(&whole, of, count)
            })
            .collect();
        let mut json = json!({"inputs": shared, "scenarios": scenarios});
        let names: Vec<&str> = whole.ports().outputs().iter().map(|output| output.port.name.as_str()).collect();
        let few: Vec<&str> = names.iter().copied().step_by(1 + chance.below(names.len())).collect();
        if chance.below(2) == 0 {
            json["outputs"] = json!(few);
        }
        let read = Batch::read(&json, &reached, LIMITS).unwrap();
        let answers = read.answers(&mut together);
        assert_eq!(answers.len(), scenarios.len());
        for (at, (scenario, answer)) in scenarios.iter().zip(answers).enumerate() {
            let mut inputs = shared.clone();
            inputs.extend(scenario.clone());
            let mut alone = json!({ "inputs": inputs });
            if let Some(outputs) = json.get("outputs") {
                alone["outputs"] = outputs.clone();
            }
            let request = Request::read(&alone, &reached).unwrap();
            let expected = Calculator::new(reached.clone(), Clock::default()).answer(&request).unwrap().to_json();
            let (answer, expected) =
                (String::from_utf8(answer.unwrap()).unwrap(), String::from_utf8(expected).unwrap());
            assert!(answer == expected, "scenario {at} of batch {batch}: {json}\n{answer}\n{expected}");
        }
    }
}

#[test]
fn the_sample_is_answered_as_by_single_requests() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../sample");
    let model = model(&root.join("house-painting.xlsx"), &root.join("house-painting.ports.json"));
    hold_to_single_answers(model, 12, 30, 0x5eed_2026_0001);
}

#[test]
fn the_real_workbook_is_answered_as_by_single_requests() {
    let Some(workbook) = shared("workbooks/painting-estimator.xlsx") else { return };
    let model = model(&workbook, &workbook.with_extension("model.json"));
    hold_to_single_answers(model, 9, 12, 0x5eed_2026_0002);
}

/// A scenario that sets nothing is the workbook's own content.
#[test]
fn without_settings_it_is_the_answer_to_the_defaults() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../sample");
    let model = Arc::new(model(&root.join("house-painting.xlsx"), &root.join("house-painting.ports.json")));
    let mut calculator = Calculator::new(model.clone(), Clock::default());
    let batch = Batch::read(&json!({"scenarios": [{}, {"coats": 3}, {}]}), &model, LIMITS).unwrap();
    let answers: Vec<Vec<u8>> = batch.answers(&mut calculator).into_iter().map(Result::unwrap).collect();
    let defaults = calculator.answer(&Request::of_defaults(&model)).unwrap().to_json();
    assert_eq!((&answers[0], &answers[2]), (&defaults, &defaults));
    assert_ne!(answers[1], defaults);
}
