//! A question in the query of an address: `?coats=3&paint_grade=Premium&outputs=total,days`, as a link or a form makes it.
//!
//! It stands for the same JSON as a body: inputs by their names, and `inputs`, `cells` and `outputs` as members of the request, the first two
//! as JSON. Since it comes to the same request, its order and its escapes make no difference to the answer or to how that is kept.
//! An unknown name is refused: what means nothing to a calculation would only make many addresses of one answer.

use std::borrow::Cow;
use std::collections::BTreeMap;

use calc_core::calculation::{Form, json};
use calc_core::calendar::Calendar;
use calc_core::model::Model;
use calc_core::model::ports::{Input, PortType};
use serde_json::{Map, Value as Json};

use crate::http::Head;
use crate::problem::{MALFORMED_QUERY, Problem, UNKNOWN_PARAMETER};

/// A question as it was asked.
#[derive(Debug)]
pub enum Question {
    /// In a body.
    Body(Json),
    /// In the query of the address: values by name.
    Query(BTreeMap<String, String>),
}

/// The parameters of a query, decoded; none of them twice.
pub fn read(head: &Head) -> Result<Question, Problem> {
    let mut parameters = BTreeMap::new();
    for parameter in head.query.as_deref().unwrap_or("").split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if parameters.insert(decode(name)?, decode(value)?).is_some() {
            return Err(Problem::new(&UNKNOWN_PARAMETER, "found a parameter twice, expected each once"));
        }
    }
    Ok(Question::Query(parameters))
}

impl Question {
    /// How it names cells: which of its two forms it is, whatever else is wrong with it.
    pub fn form(&self) -> Form {
        let names_cells = match self {
            Question::Body(json) => json.get("cells").is_some() && json.get("inputs").is_none(),
            Question::Query(parameters) => parameters.contains_key("cells"),
        };
        if names_cells { Form::Cells } else { Form::Ports }
    }

    /// The JSON that the question stands for.
    pub fn json(&self, model: &Model) -> Result<Cow<'_, Json>, Problem> {
        let parameters = match self {
            Question::Body(json) => return Ok(Cow::Borrowed(json)),
            Question::Query(parameters) => parameters,
        };
        let calendar = Calendar::new(model.date_system(), model.dialect());
        let mut request = Map::new();
        let mut inputs = Map::new();
        for (name, value) in parameters {
            match (name.as_str(), model.ports().input(name)) {
                ("inputs" | "cells", _) => _ = request.insert(name.clone(), parsed(name, value)?),
                ("outputs", _) => _ = request.insert(name.clone(), names(value)?),
                (_, Some(input)) => _ = inputs.insert(name.clone(), typed(value, input, calendar)),
                (_, None) => {
                    let detail = "found a parameter that is no input of the model, expected inputs by their names, `inputs`, `cells` or `outputs`";
                    return Err(Problem::new(&UNKNOWN_PARAMETER, detail));
                }
            }
        }
        if !inputs.is_empty() {
            merge(&mut request, inputs)?;
        }
        Ok(Cow::Owned(Json::Object(request)))
    }
}

/// Puts inputs by name beside those of `inputs`.
fn merge(request: &mut Map<String, Json>, inputs: Map<String, Json>) -> Result<(), Problem> {
    let Some(Json::Object(said)) = request.get_mut("inputs") else {
        // What is no object is told as wrong when the request is read.
        request.entry("inputs").or_insert(Json::Object(inputs));
        return Ok(());
    };
    for (name, value) in inputs {
        if said.insert(name, value).is_some() {
            let detail = "found an input both by its name and in `inputs`, expected it once";
            return Err(Problem::new(&UNKNOWN_PARAMETER, detail));
        }
    }
    Ok(())
}

/// `total,days`, or an array as JSON for names with a comma in them.
fn names(value: &str) -> Result<Json, Problem> {
    if value.starts_with('[') {
        return parsed("outputs", value);
    }
    Ok(value.split(',').map(Json::from).collect())
}

/// A parameter that is JSON. What is wrong with it lies in the address, not in a body.
fn parsed(name: &str, value: &str) -> Result<Json, Problem> {
    json::parse(value.as_bytes()).map_err(|_| {
        Problem::new(&MALFORMED_QUERY, format!("the parameter `{name}` is no JSON, expected it as a body has it"))
    })
}

/// A value as the input takes it: a number where it reads as one and the input takes numbers; nothing is a blank.
fn typed(value: &str, input: &Input, calendar: Calendar) -> Json {
    if value.is_empty() {
        return Json::Null;
    }
    let text = Json::from(value);
    let literal = json::parse(value.as_bytes()).ok().filter(|json| json.is_number() || json.is_boolean());
    // White space around a number is JSON, but not what a person means by a number.
    let literal = literal.filter(|_| value.trim() == value);
    let candidates = match input.port.kind {
        PortType::Text => [Some(text), literal],
        _ => [literal, Some(text)],
    };
    let mut candidates = candidates.into_iter().flatten();
    let first = candidates.next().unwrap_or_default();
    if input.accept(&first, calendar).is_ok() {
        return first;
    }
    candidates.next().filter(|other| input.accept(other, calendar).is_ok()).unwrap_or(first)
}

/// A part of a query as forms write it: `+` is a space, `%41` a byte of UTF-8.
fn decode(part: &str) -> Result<String, Problem> {
    let malformed = || {
        Problem::new(
            &MALFORMED_QUERY,
            "found an escape that is no byte of UTF-8, expected `%` and two hexadecimal digits",
        )
    };
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits =
                    [rest.next(), rest.next()].map(|digit| digit.and_then(|digit| char::from(digit).to_digit(16)));
                let [Some(high), Some(low)] = digits else { return Err(malformed()) };
                (high * 16 + low) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}
