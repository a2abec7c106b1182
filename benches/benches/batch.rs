//! Many scenarios in one batch against one after another.
//!
//! One after another is measured in two ways: as requests through the Worker's core, each parsed, checked, calculated and answered, and as
//! calculations of their own, each over a fresh session. Both and the batch take turns in one process. It ends with an error when a batch
//! is less than five times as fast as a fresh calculation each.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use benches::house::House;
use benches::requests::{Desk, scenarios, some_outputs};
use calc_core::calculation::{Batch, BatchBudget, BatchLimits, Calculator, Request};
use calc_core::eval::Clock;
use calc_core::model::Model;
use calc_core::residual::residual;
use serde_json::{Value as Json, json};

/// How much faster a batch has to be than a fresh calculation each.
const TARGET: f64 = 5.0;
/// Scenarios of a batch.
const SCENARIOS: usize = 10_000;
/// Of them so many are calculated afresh, since each takes milliseconds.
const FRESH: usize = 300;

fn main() -> ExitCode {
    // `cargo test --benches` runs this program too, to see that it works; a few are enough for that.
    let (count, fresh) =
        if std::env::args().any(|argument| argument == "--bench") { (SCENARIOS, FRESH) } else { (4, 2) };
    let house = House::find();
    let whole = house.model();
    let model = Arc::new(residual(&whole).0);
    let desk = Desk::over(&whole);
    println!(
        "{count} scenarios of the {}, per scenario; a batch has to be {TARGET} times as fast as fresh",
        house.name
    );
    println!("{:44} {:>10} {:>10} {:>10} {:>8} {:>8}", "", "batch", "requests", "fresh", "ratio", "ratio");
    let few = some_outputs(&whole, 5);
    let mut met = true;
    for inputs in [1, 5, 40, usize::MAX] {
        for (outputs, names) in [("all", None), ("five", Some(&few))] {
            let scenarios = scenarios(&model, inputs, count);
            let batch = time(|| answer_batch(&model, &scenarios, names));
            let requests = time(|| scenarios.iter().for_each(|inputs| drop(desk.ask(&body(inputs, names)))));
            let afresh =
                time(|| scenarios.iter().take(fresh).for_each(|inputs| drop(answer_afresh(&model, inputs, names))));
            let [batch, requests] = [batch, requests].map(|time| time / count as u32);
            let afresh = afresh / fresh as u32;
            let [of_requests, of_fresh] = [requests, afresh].map(|time| time.as_secs_f64() / batch.as_secs_f64());
            let varying = if inputs == usize::MAX { "all".to_owned() } else { inputs.to_string() };
            let name = format!("{varying} inputs vary, {outputs} outputs");
            println!("{name:44} {batch:>10.1?} {requests:>10.1?} {afresh:>10.1?} {of_requests:>8.1} {of_fresh:>8.1}");
            met &= of_fresh >= TARGET || fresh < FRESH;
        }
    }
    if met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn time(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn body(inputs: &Json, outputs: Option<&Vec<String>>) -> Vec<u8> {
    let body = match outputs {
        Some(outputs) => json!({ "inputs": inputs, "outputs": outputs }),
        None => json!({ "inputs": inputs }),
    };
    body.to_string().into_bytes()
}

fn answer_batch(model: &Arc<Model>, scenarios: &[Json], outputs: Option<&Vec<String>>) {
    let limits = BatchLimits { scenarios: usize::MAX, outputs: usize::MAX };
    let mut body = json!({ "scenarios": scenarios });
    if let (Some(outputs), Json::Object(members)) = (outputs, &mut body) {
        members.insert("outputs".to_owned(), json!(outputs));
    }
    let batch = Batch::read(&body, model, limits).expect("the scenarios are right");
    let mut calculator = Calculator::new(model.clone(), Clock::default());
    let budget = BatchBudget { steps: u64::MAX, bytes: usize::MAX };
    let answer = batch.answer(&mut calculator, budget).expect("it fits the budget");
    std::hint::black_box(answer);
}

fn answer_afresh(model: &Arc<Model>, inputs: &Json, outputs: Option<&Vec<String>>) -> Vec<u8> {
    let request: Json = serde_json::from_slice(&body(inputs, outputs)).expect("it is JSON");
    let request = Request::read(&request, model).expect("the scenario is right");
    Calculator::new(model.clone(), Clock::default()).answer(&request).expect("it fits the budget").to_json()
}
