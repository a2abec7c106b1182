//! How much of real work the caches answer: people who edit estimates, and the load test of the customer's document.
//!
//! The sessions are made up, and their shares with them: they were chosen with the bound in view, and docs/caching.md shows how the ratio
//! falls with other shares. The bound guards the keys against getting worse; it does not foretell anybody's ratio. What is measured is what
//! the Worker says of each request, beside what a cache that compares bodies byte by byte would have had.
//!
//! No published figures were found on how often people undo, reload or share what they edit in such a form. The nearest is how often people
//! return to a page of the Web that they have seen: 58 % of an individual's pages are revisits, mostly of pages just visited (Tauscher and
//! Greenberg, Patterns of Revisitation in World Wide Web Navigation, 1996), 81 % in a later study (Cockburn and McKenzie, What Do Web Users
//! Do?, 2000). A second mix takes each state of an estimate as such a page, by the lower of the two; a cache by meaning has to answer at
//! least the revisits, and what it answers beyond them is what people have in common.

use std::collections::{BTreeMap, BTreeSet};

use calc_core::calendar::Calendar;
use calc_core::model::Model;
use calc_core::model::ports::{Allowed, Input};
use serde_json::{Map, Value as Json, json};

use crate::numbers::Numbers;
use crate::sample;
use crate::server::Server;

const CALCULATIONS: &str = "/api/v1/calculations";

/// Estimators, each on a device of their own, over one price list.
const SESSIONS: usize = 400;
/// Requests of a session, the first included.
const STEPS: usize = 40;

/// What is typed or chosen: input to value.
type State = BTreeMap<String, Json>;

/// The few values that people give an input: its choices, yes and no, and round steps around what the workbook holds.
fn usual_values(input: &Input, calendar: Calendar) -> Vec<Json> {
    let held = match &input.default {
        calc_core::value::Value::Number(number) => *number,
        _ => 1.0,
    };
    let mut values = Vec::new();
    for allowed in input.allowed(calendar) {
        match allowed {
            Allowed::Choices(choices) => values.extend(choices.iter().map(calc_core::value::Value::to_json)),
            Allowed::Boolean => values.extend([json!(true), json!(false)]),
            Allowed::Number { min, max } => {
                let step = if held.abs() >= 20.0 { 5.0 } else { 1.0 };
                let near = [held - step, held + step, held + 2.0 * step];
                values.extend(near.into_iter().filter(|value| (min..=max).contains(value)).map(|value| json!(value)));
            }
            _ => {}
        }
    }
    values
}

/// One of the ways in which a page, a script or a link writes the same request.
fn body(state: &State, model: &Model, numbers: &mut Numbers) -> String {
    let mut members: Vec<(String, Json)> = state.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    if numbers.below(5) == 0 {
        // A script that says what the workbook holds anyway.
        let said: Vec<&Input> = model.ports().inputs().iter().filter(|input| !input.computed).collect();
        let input = said[numbers.below(said.len())];
        if !state.contains_key(&input.port.name) && input.default.error().is_none() && !input.default.is_blank() {
            members.push((input.port.name.clone(), input.default.to_json()));
        }
    }
    if numbers.below(3) == 0 {
        members.reverse();
    }
    let inputs: Map<String, Json> = members.into_iter().collect();
    let request = json!({ "inputs": inputs });
    if numbers.below(4) == 0 { serde_json::to_string_pretty(&request).unwrap() } else { request.to_string() }
}

/// How people go on from what they have.
#[derive(Clone, Copy, PartialEq)]
enum Mix {
    /// Edits, undos, reloads and links, in shares that were chosen.
    Chosen,
    /// Edits, and returns to own states in the share in which people return to pages.
    Revisits,
}

/// The share of visits that are revisits, in percent.
const REVISITS: usize = 58;
/// The states just visited, the present one included, that a revisit may be of.
const JUST_VISITED: usize = 6;

/// The requests of all sessions, in the order in which they come: all sessions go on side by side.
fn sessions(mix: Mix, model: &Model, numbers: &mut Numbers) -> Vec<String> {
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let core = model.ports().inputs().iter().filter(|input| input.port.core);
    let usual: Vec<(String, Vec<Json>)> = core
        .map(|input| (input.port.name.clone(), usual_values(input, calendar)))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let edit = |state: &mut State, numbers: &mut Numbers| {
        let (name, values) = &usual[numbers.below(usual.len())];
        state.insert(name.clone(), values[numbers.below(values.len())].clone());
    };
    // Estimates that were sent to customers as links.
    let links: Vec<State> = (0..12)
        .map(|_| {
            let mut state = State::new();
            (0..3).for_each(|_| edit(&mut state, numbers));
            state
        })
        .collect();
    let mut all: Vec<Vec<State>> = (0..SESSIONS)
        .map(|_| vec![if numbers.below(2) == 0 { State::new() } else { links[numbers.below(links.len())].clone() }])
        .collect();
    let mut requests: Vec<String> = all.iter().map(|history| body(&history[0], model, numbers)).collect();
    for _ in 1..STEPS {
        for history in &mut all {
            let now = history[history.len() - 1].clone();
            if mix == Mix::Revisits {
                let next = if numbers.below(100) < REVISITS {
                    history[history.len() - 1 - numbers.below(history.len().min(JUST_VISITED))].clone()
                } else {
                    let mut next = now;
                    edit(&mut next, numbers);
                    next
                };
                requests.push(body(&next, model, numbers));
                history.push(next);
                continue;
            }
            match numbers.below(100) {
                0..22 => {
                    let mut next = now;
                    edit(&mut next, numbers);
                    history.push(next);
                }
                22..47 => {
                    // Undo, as far back as the beginning.
                    if history.len() > 1 {
                        history.pop();
                    }
                }
                47..80 => {} // The page is loaded again, on this device or the customer's.
                _ => *history = vec![links[numbers.below(links.len())].clone()],
            }
            requests.push(body(&history[history.len() - 1], model, numbers));
        }
    }
    requests
}

/// The share of requests, in percent, that needed no calculation, and the share whose body came before; both are printed.
fn ratios(corpus: &str, requests: &[String]) -> (f64, f64) {
    let server = Server::of(sample::bytes());
    let mut seen = BTreeSet::new();
    let mut repeated = 0;
    for (at, body) in requests.iter().enumerate() {
        repeated += usize::from(!seen.insert(body));
        // Everyone is a client of their own, so that no quota is in the way.
        let client = format!("10.{}.{}.{}", at >> 16 & 255, at >> 8 & 255, at & 255);
        let headers = [("Content-Type", "application/json"), ("CF-Connecting-IP", client.as_str())];
        let response = server.send("POST", CALCULATIONS, &headers, body.as_bytes());
        assert_eq!(response.status, 200, "{body}: {}", String::from_utf8_lossy(&response.body));
    }
    let percent = |count: usize| 100.0 * count as f64 / requests.len() as f64;
    let (hits, by_body) = (percent(requests.len() - server.calculated()), percent(repeated));
    println!("{corpus}: {hits:.2} % of {} requests are hits, {by_body:.2} % by body", requests.len());
    println!(
        "figures {}",
        json!({"corpus": corpus, "requests": requests.len(), "hit_percent": hits, "by_body_percent": by_body})
    );
    (hits, by_body)
}

#[test]
fn most_of_what_people_ask_is_known() {
    let model = sample::model();
    let requests = sessions(Mix::Chosen, &model, &mut Numbers(0x51AB_77C3_0F42_19E5));
    let (hits, by_body) = ratios("editing sessions", &requests);
    assert!(hits >= 85.0, "{hits}");
    assert!(hits > by_body);
}

#[test]
fn what_people_return_to_is_known() {
    let model = sample::model();
    let requests = sessions(Mix::Revisits, &model, &mut Numbers(0x51AB_77C3_0F42_19E5));
    let (hits, by_body) = ratios("sessions with as many returns as to pages of the Web", &requests);
    assert!(hits >= REVISITS as f64 - 1.0, "{hits}");
    assert!(hits > by_body);
}

#[test]
fn the_load_test_of_the_customers_document_is_answered_from_memory() {
    let model = sample::model();
    let mut numbers = Numbers(0x0BAD_5EED_1234_5678);
    let states: Vec<State> = (1..=5).map(|coats| State::from([("coats".to_owned(), json!(coats))])).collect();
    let requests: Vec<String> =
        (0..10_000).map(|_| body(&states[numbers.below(states.len())], &model, &mut numbers)).collect();
    let (hits, _) = ratios("load mix", &requests);
    assert!(hits >= 99.0, "{hits}");
}
