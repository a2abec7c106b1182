//! The positive model: what is no number, no choice, no date, no name and no path of the sample is refused before anything is calculated,
//! whatever it says; and nothing that the ports accept is refused.

use std::collections::BTreeMap;

use calc_core::calendar::Calendar;
use calc_core::model::ports::MAX_TEXT;
use edge_worker::http::Response;
use serde_json::{Map, Value as Json, json};

use crate::corpus::shared;
use crate::numbers::Numbers;
use crate::sample::{self, TEXTS, Takes};
use crate::server::Server;

const CALCULATIONS: &str = "/api/v1/calculations";

/// The payloads of the attack corpora, by their ids.
fn attacks() -> Option<Vec<(String, String)>> {
    let folder = shared("corpora/waf")?;
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let mut attacks = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let case: Json = serde_json::from_str(line).unwrap();
            let (Some("attack"), Some(payload)) = (case["expect"].as_str(), case["payload"].as_str()) else { continue };
            let pad = case["pad"].as_object().map_or_else(String::new, |pad| {
                pad["char"].as_str().unwrap().repeat(pad["times"].as_u64().unwrap() as usize)
            });
            attacks.push((case["id"].as_str().unwrap().to_owned(), format!("{pad}{payload}")));
        }
    }
    Some(attacks)
}

/// A text with everything escaped that is no letter or digit.
fn escaped(text: &str) -> String {
    let byte =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(byte).collect()
}

/// Whether an answer repeats a text that could not stand there by chance.
fn repeats(response: &Response, payload: &str) -> bool {
    let is_telling = payload.len() >= 8 && payload.bytes().any(|byte| b"<>'\"();|&$%{}/\\=".contains(&byte));
    let body = String::from_utf8_lossy(&response.body);
    let in_json = serde_json::to_string(payload).unwrap();
    is_telling && (body.contains(payload) || body.contains(in_json.trim_matches('"')))
}

#[test]
fn no_attack_passes_for_a_number_a_choice_a_date_a_name_or_a_path() {
    let Some(attacks) = attacks() else { return };
    let model = sample::model();
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let name_of = |wanted: Takes| {
        let input = model.ports().inputs().iter().find(|input| sample::takes(input, calendar) == wanted);
        input.unwrap().port.name.clone()
    };
    let typed = [Takes::Number, Takes::Choice, Takes::Date, Takes::Boolean].map(|takes| (takes, name_of(takes)));
    let server = Server::of(sample::bytes());
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut valid, mut passed, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for (id, payload) in &attacks {
        let mut requests: Vec<(&str, bool, Response)> = Vec::new();
        for (takes, name) in &typed {
            let is_valid = |json: &Json| model.ports().input(name).unwrap().accept(json, calendar).is_ok();
            let slot = match takes {
                Takes::Number => "a number",
                Takes::Choice => "a choice",
                Takes::Date => "a date",
                _ => "true or false",
            };
            let body = json!({ "inputs": { name: payload } }).to_string();
            requests.push((slot, is_valid(&json!(payload)), server.post(CALCULATIONS, &body)));
            // A query has no types: what reads as a number is one.
            let literal: Option<Json> = serde_json::from_str(payload).ok();
            let is_valid = payload.is_empty() || is_valid(&json!(payload)) || literal.as_ref().is_some_and(is_valid);
            let target = format!("{CALCULATIONS}?{name}={}", escaped(payload));
            requests.push(("a value of the query", is_valid, server.read(&target)));
        }
        let is_name = model.ports().input(payload).is_some();
        let body = json!({ "inputs": { payload: 1 } }).to_string();
        requests.push(("an input's name", is_name, server.post(CALCULATIONS, &body)));
        let body = json!({ "outputs": [payload] }).to_string();
        requests.push(("an output's name", model.ports().output(payload).is_some(), server.post(CALCULATIONS, &body)));
        let body = json!({ "cells": { payload: 1 }, "outputs": [] }).to_string();
        let is_cell = payload.contains('!') && model.cell(payload).is_some();
        requests.push(("a cell", is_cell, server.post(CALCULATIONS, &body)));
        let target = format!("{CALCULATIONS}?{}=1", escaped(payload));
        requests.push(("a name of the query", is_name || payload.is_empty(), server.read(&target)));
        requests.push(("a path", payload.is_empty(), server.read(&format!("/{}", escaped(payload)))));
        requests.push(("a path as it is", payload.is_empty(), server.send_path("GET", &format!("/api/v1/{payload}"))));
        for (slot, is_valid, response) in requests {
            if is_valid {
                valid.push(format!("{id} is {slot}: {payload:?}"));
            } else if (400..500).contains(&response.status) && !has_calculated(&response) {
                *refused.entry(slot).or_default() += 1;
            } else {
                passed.push(format!("{id} as {slot}: {} {payload:?}", response.status));
            }
            if repeats(&response, payload) {
                repeated.push(format!("{id} as {slot}: {}", String::from_utf8_lossy(&response.body)));
            }
        }
    }
    println!("left out, since they are valid there:\n  {}", valid.join("\n  "));
    let refusals: usize = refused.values().sum();
    println!("refused by slot: {refused:?}");
    println!(
        "figures {}",
        json!({
            "corpus": "waf, closed slots", "attacks": attacks.len(), "refused": refusals, "passed": passed.len(),
            "valid_values_left_out": valid.len(),
        })
    );
    assert!(passed.is_empty(), "{} pass:\n{}", passed.len(), passed.join("\n"));
    assert!(repeated.is_empty(), "{} are repeated:\n{}", repeated.len(), repeated[..repeated.len().min(20)].join("\n"));
}

/// Whether something was calculated before the answer.
fn has_calculated(response: &Response) -> bool {
    response.header("server-timing").unwrap().contains("calculate;")
}

/// Texts of people, with those of the honest corpus where it is there.
fn texts() -> Vec<String> {
    let mut texts: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    if let Some(path) = shared("corpora/waf/benign_estimate.jsonl") {
        let lines = std::fs::read_to_string(path).unwrap();
        let cases = lines.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
        let notes = cases.filter(|case| case["location"] == "body-json-string");
        texts.extend(notes.map(|case| case["payload"].as_str().unwrap().chars().take(MAX_TEXT).collect()));
    }
    texts
}

#[test]
fn no_valid_request_is_refused() {
    const REQUESTS: usize = 10_000;
    let model = sample::model();
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let (inputs, outputs) = (model.ports().inputs(), model.ports().outputs());
    let texts = texts();
    let mut numbers = Numbers(0x5DEE_CE66_D1CE_4E5B);
    let server = Server::of(sample::bytes());
    let mut refused = Vec::new();
    for at in 0..REQUESTS {
        let mut chosen = Map::new();
        for _ in 0..numbers.below(12) {
            let input = numbers.one_of(inputs);
            chosen.insert(input.port.name.clone(), sample::value_for(input, calendar, &texts, &mut numbers));
        }
        let mut request = json!({ "inputs": chosen });
        if numbers.below(2) == 0 {
            let wanted: std::collections::BTreeSet<&str> =
                (0..1 + numbers.below(4)).map(|_| numbers.one_of(outputs).port.name.as_str()).collect();
            request["outputs"] = json!(wanted);
        }
        // Each from an address of its own: how much one client may ask is another question.
        let address = format!("10.{}.{}.{}", at >> 16, at >> 8 & 255, at & 255);
        let headers = [("Content-Type", "application/json"), ("CF-Connecting-IP", &address)];
        let response = server.send("POST", CALCULATIONS, &headers, request.to_string().as_bytes());
        if response.status != 200 {
            refused.push(format!("{request}: {}", String::from_utf8_lossy(&response.body)));
        }
    }
    println!(
        "figures {}",
        json!({ "corpus": "generated valid requests", "requests": REQUESTS, "refused": refused.len() })
    );
    assert!(refused.is_empty(), "{} are refused:\n{}", refused.len(), refused[..refused.len().min(20)].join("\n"));
}
