//! Whole requests, as the Worker's core answers them: from the body's bytes to the answer's bytes, without a network.
//!
//! Each asks for a calculation of its own (`no-cache`) and comes from an address of its own, so that neither a cache nor a quota is what
//! is measured.

use std::cell::Cell;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use calc_core::model::Model;
use calc_core::model::ports::{Input, PortType};
use calc_core::residual::residual;
use calc_core::value::Value;
use edge_worker::app::App;
use edge_worker::http::{Head, Headers};
use edge_worker::platform::memory::Memory;
use serde_json::{Map, json};

use crate::edits::edits;

/// The Worker's core over a model in memory.
pub struct Desk {
    app: App,
    platform: Memory,
    asked: Cell<u32>,
}

impl Desk {
    /// A core that has decoded the model and answered once.
    pub fn over(model: &Model) -> Self {
        let model = residual(model).0.encode();
        let platform = Memory { model: Some(model), ..Memory::default() };
        let desk = Self { app: App::default(), platform, asked: Cell::new(0) };
        desk.ask(br#"{"inputs":{}}"#);
        desk
    }

    /// Answers a request for a calculation.
    ///
    /// # Panics
    /// If it is refused.
    pub fn ask(&self, body: &[u8]) -> Vec<u8> {
        self.post("/api/v1/calculations", body)
    }

    /// Answers a request for the scenarios of a batch.
    ///
    /// # Panics
    /// If it is refused.
    pub fn ask_batch(&self, body: &[u8]) -> Vec<u8> {
        self.post("/api/v1/calculations/batch", body)
    }

    fn post(&self, path: &str, body: &[u8]) -> Vec<u8> {
        let asked = self.asked.replace(self.asked.get().wrapping_add(1));
        let address = Ipv4Addr::from(0x0A00_0000 | asked & 0x00FF_FFFF).to_string();
        let headers =
            [("content-type", "application/json"), ("cache-control", "no-cache"), ("cf-connecting-ip", &address)];
        let headers = Headers::from_iter(headers);
        let head = Head { method: "POST".to_owned(), path: path.to_owned(), headers, ..Head::default() };
        let response = pin!(self.app.respond(&head, body, &self.platform));
        let Poll::Ready(response) = response.poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("a platform in memory makes nobody wait");
        };
        assert_eq!(response.status, 200, "{}", String::from_utf8_lossy(&response.body));
        response.body
    }
}

/// Bodies that set `count` inputs each, going round all inputs of the model; every request asks for all outputs.
pub fn bodies(model: &Model, count: usize) -> Vec<Vec<u8>> {
    let edits = edits(model);
    let groups = edits.chunks(count).map(|group| {
        let inputs: Map<String, serde_json::Value> =
            group.iter().map(|edit| (edit.name.clone(), to_json(&edit.value))).collect();
        json!({ "inputs": inputs }).to_string().into_bytes()
    });
    groups.collect()
}

/// Some of the outputs of a model, at most so many, from the first to the last.
pub fn some_outputs(model: &Model, most: usize) -> Vec<String> {
    let outputs = model.ports().outputs();
    let step = outputs.len().div_ceil(most.max(1)).max(1);
    outputs.iter().step_by(step).map(|output| output.port.name.clone()).collect()
}

/// So many scenarios that each set `inputs` inputs, always the same ones, each time to others of the values that they take, in no order.
pub fn scenarios(model: &Model, inputs: usize, count: usize) -> Vec<serde_json::Value> {
    let ports: Vec<&Input> = model.ports().inputs().iter().filter(|input| varies(input)).collect();
    let step = (ports.len() / inputs.max(1)).max(1);
    let chosen: Vec<&Input> = ports.into_iter().step_by(step).take(inputs).collect();
    // Multiplied by an odd number and cut off, counted numbers are scattered.
    let scattered = |at: usize| ((at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize;
    let value = |input: &Input, at: usize| match input.choices.get(at % input.choices.len().max(1)) {
        Some(choice) => to_json(choice),
        None if input.port.kind == PortType::Boolean => json!(at.is_multiple_of(2)),
        None => {
            let (min, max) = (input.min.unwrap_or(0.0), input.max.unwrap_or(1_000.0));
            json!((min + 1.0 + (at % 3_989) as f64 / 4.0).min(max))
        }
    };
    let scenario = |scenario: usize| {
        let members = chosen.iter().enumerate();
        let set =
            members.map(|(at, input)| (input.port.name.clone(), value(input, scattered(scenario * chosen.len() + at))));
        serde_json::Value::Object(set.collect())
    };
    (0..count).map(scenario).collect()
}

fn varies(input: &Input) -> bool {
    match input.port.kind {
        PortType::Number | PortType::Boolean => true,
        _ => input.choices.len() > 1,
    }
}

fn to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Number(number) => json!(number),
        Value::Text(text) => json!(text.as_str()),
        Value::Bool(value) => json!(value),
        Value::Blank | Value::Error(_) => serde_json::Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::house::House;

    #[test]
    fn every_measured_request_is_one_that_the_worker_accepts() {
        let model = House::find().model();
        let desk = Desk::over(&model);
        for body in bodies(&model, 10) {
            desk.ask(&body);
        }
    }
}
