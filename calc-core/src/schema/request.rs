//! The schema of a request with inputs by name.

use serde_json::{Map, Value as Json, json};

use crate::calendar::Calendar;
use crate::model::Model;
use crate::model::ports::{Allowed, Input, MAX_TEXT, Output, PLAIN_TEXT_PATTERN, Port, date_patterns};
use crate::value::Value;

/// The JSON Schema of `{"inputs":{…},"outputs":[…]}` for a model.
///
/// Beside what a validator needs it says what a form needs: `title`, `default`, and under `x-` the cell, unit and group of
/// each input. `$defs/outputs` describes the outputs in the same way.
pub fn request_schema(model: &Model) -> Json {
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let ports = model.ports();
    let inputs: Map<String, Json> =
        ports.inputs().iter().map(|input| (input.port.name.clone(), input_schema(input, calendar))).collect();
    let outputs: Map<String, Json> =
        ports.outputs().iter().map(|output| (output.port.name.clone(), output_schema(output))).collect();
    let mut names = json!({ "type": "array", "uniqueItems": true });
    // An enumeration must not be empty: a model without outputs allows an empty array only.
    if outputs.is_empty() {
        insert(&mut names, "maxItems", json!(0));
    } else {
        insert(&mut names, "items", json!({ "enum": outputs.keys().collect::<Vec<_>>() }));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:paintbox:model:{}", model.hash()),
        "title": "Inputs of a calculation",
        "type": "object",
        "properties": {
            "inputs": { "type": "object", "properties": inputs, "additionalProperties": false },
            "outputs": names
        },
        "additionalProperties": false,
        "x-model": model.hash(),
        "$defs": { "outputs": { "type": "object", "properties": outputs } }
    })
}

fn insert(schema: &mut Json, member: &str, value: Json) {
    if let Json::Object(members) = schema {
        members.insert(member.to_owned(), value);
    }
}

fn input_schema(input: &Input, calendar: Calendar) -> Json {
    let mut schema = Map::new();
    schema.insert("title".to_owned(), json!(input.port.label));
    let mut alternatives: Vec<Json> = vec![json!({ "type": "null" })];
    alternatives.extend(input.allowed(calendar).iter().map(alternative));
    schema.insert("anyOf".to_owned(), Json::Array(alternatives));
    if input.default.error().is_none() {
        schema.insert("default".to_owned(), input.default.to_json());
    }
    describe_port(&mut schema, &input.port);
    if input.computed {
        schema.insert("x-computed".to_owned(), json!(true));
    }
    Json::Object(schema)
}

fn output_schema(output: &Output) -> Json {
    let mut schema = Map::new();
    schema.insert("title".to_owned(), json!(output.port.label));
    describe_port(&mut schema, &output.port);
    Json::Object(schema)
}

fn describe_port(schema: &mut Map<String, Json>, port: &Port) {
    schema.insert("x-type".to_owned(), json!(port.kind.name()));
    schema.insert("x-cell".to_owned(), json!(port.place));
    if let Some(unit) = &port.unit {
        schema.insert("x-unit".to_owned(), json!(unit));
    }
    if let Some(group) = &port.group {
        schema.insert("x-group".to_owned(), json!(group));
    }
    if port.core {
        schema.insert("x-core".to_owned(), json!(true));
    }
}

fn alternative(allowed: &Allowed<'_>) -> Json {
    match allowed {
        Allowed::Choices(choices) => json!({ "enum": choices.iter().map(Value::to_json).collect::<Vec<_>>() }),
        Allowed::Default(default) => json!({ "const": default.to_json() }),
        Allowed::Number { min, max } => {
            json!({ "type": "number", "minimum": Value::from(*min).to_json(), "maximum": Value::from(*max).to_json() })
        }
        Allowed::Text => json!({ "type": "string", "maxLength": MAX_TEXT, "pattern": PLAIN_TEXT_PATTERN }),
        Allowed::Boolean => json!({ "type": "boolean" }),
        Allowed::Date(bounds) => {
            let patterns = date_patterns(&bounds.first, &bounds.last).map(|pattern| json!({ "pattern": pattern }));
            json!({ "type": "string", "format": "date", "allOf": patterns })
        }
    }
}
