//! The Worker's answers are the native ones, to the byte.

use calc_core::calculation::{Calculator, Request};
use calc_core::calendar::Calendar;
use calc_core::model::Model;
use calc_core::model::ports::{Allowed, Input};
use calc_core::value::Value;
use serde_json::{Map, Value as Json, json};

use crate::servers::Server;

/// A small generator of numbers that are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// A value that the input accepts.
fn value_for(input: &Input, calendar: Calendar, numbers: &mut Numbers) -> Json {
    match input.allowed(calendar).first() {
        Some(Allowed::Choices(choices)) => choices[numbers.below(choices.len())].to_json(),
        Some(Allowed::Number { min, max }) => {
            let number = (numbers.below(4_000) as f64 / 8.0).clamp(*min, *max);
            Value::from(number).to_json()
        }
        Some(Allowed::Boolean) => json!(numbers.below(2) == 1),
        _ => json!(format!("note {}", numbers.below(100))),
    }
}

/// A request that sets some of the inputs, the first ones more often: they are the ones that a person fills in.
fn request(model: &Model, numbers: &mut Numbers) -> Json {
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let inputs = model.ports().inputs();
    let mut chosen = Map::new();
    for _ in 0..1 + numbers.below(40) {
        let reach = numbers.below(inputs.len()) + 1;
        let input = &inputs[numbers.below(reach)];
        chosen.insert(input.port.name.clone(), value_for(input, calendar, numbers));
    }
    json!({ "inputs": chosen })
}

fn compare(server: &Server, calculator: &mut Calculator, requests: usize) {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..requests {
        let body = request(calculator.model(), &mut numbers);
        let reply = server.post("/api/v1/calculations", &body.to_string());
        assert_eq!(reply.status, 200, "{body}: {}", reply.text());
        let request = Request::read(&body, calculator.model()).expect("an accepted request");
        let native = calculator.answer(&request).expect("an answer").to_json();
        assert_eq!(reply.text(), String::from_utf8_lossy(&native), "{body}");
    }
    println!("{requests} answers are the same to the byte");
}

#[test]
fn the_sample_is_priced_as_natively() {
    let Some(server) = Server::sample() else { return };
    compare(&server, &mut server.native(), 40);
}

#[test]
fn the_real_workbook_is_priced_as_natively() {
    let Some(server) = Server::real() else { return };
    compare(&server, &mut server.native(), 20);
}

#[test]
fn cells_are_answered_as_natively() {
    let Some(server) = Server::sample() else { return };
    let mut calculator = server.native();
    let output = calculator.model().ports().outputs().first().expect("an output").port.place.clone();
    let input = calculator.model().ports().input("coats").expect("coats").port.place.clone();
    let body = json!({ "cells": { input: 4 }, "outputs": [output] });
    let request = Request::read(&body, calculator.model()).expect("an accepted request");
    let native = calculator.answer(&request).expect("an answer").to_json();
    assert_eq!(server.post("/api/v1/calculations", &body.to_string()).text(), String::from_utf8_lossy(&native));
}
