//! One formula made to grow, nest, run without end or reach out, sent to be executed.

use calc_core::calculation::MAX_FORMULA;
use calc_core::compile::compile;
use calc_core::model::ports::Ports;
use calc_core::reference::a1;
use calc_core::value::{CellError, Value};
use calc_core::workbook::{Sheet, Workbook};
use cf_config::policy::MAX_BODY;
use serde_json::{Map, Value as Json, json};

use crate::client::Reply;
use crate::corpus::{built, cases_of, places};
use crate::outcome::Got;
use crate::runtime::Runtime;
use crate::table::Table;

/// The body of a case, or why it has none.
fn body(case: &Json) -> Result<String, &'static str> {
    if case.get("cell").is_some() {
        return Err("the formula of a request stands in no cell that it could read");
    }
    let formula = case.get("formula").and_then(Json::as_str).map_or_else(|| built(&case["build"]), str::to_owned);
    let mut context = Map::new();
    // A second sheet, which many of the cases name.
    context.insert("Sheet2!A1".to_owned(), Json::Null);
    for (range, content) in case.get("cells").and_then(Json::as_object).into_iter().flatten() {
        for (row, column) in places(range) {
            context.insert(a1(row, column).to_string(), Json::from(built(&content["build"])));
        }
    }
    let body = json!({ "formula": formula, "context": context }).to_string();
    let is_short = formula.chars().count() <= MAX_FORMULA;
    if body.len() > MAX_BODY && is_short { Err("its cells are more than a body may hold") } else { Ok(body) }
}

/// An answer in the words of the corpus.
pub fn got(reply: &Reply) -> Got {
    let body = reply.json();
    if reply.status == 200 {
        return of_json(first(&body["result"]));
    }
    let kind = body["type"].as_str().unwrap_or_default().rsplit(':').next().unwrap_or_default().to_owned();
    match (kind.as_str(), reply.status) {
        ("budget-exceeded", _) => Got::Error("resource".into()),
        ("invalid-request", _) | (_, 413) => Got::Error("refused-at-parse".into()),
        (other, status) => Got::Error(format!("{status} {other}")),
    }
}

/// The first element of a block.
fn first(mut json: &Json) -> &Json {
    while let Some(element) = json.as_array().and_then(|array| array.first()) {
        json = element;
    }
    json
}

/// A value as the answer writes it.
pub fn of_json(json: &Json) -> Got {
    match Value::from_json(json) {
        Some(Value::Error(CellError::Circular)) => Got::Error("circular".into()),
        Some(Value::Error(CellError::Limit)) => Got::Error("resource".into()),
        Some(Value::Error(error)) => Got::Error(error.name().into()),
        Some(value) => Got::Value(value),
        None => Got::Error(format!("no value: {json}")),
    }
}

#[test]
fn formulas_end_as_expected() {
    let Some(cases) = cases_of("formulas.jsonl") else { return };
    let workbook =
        Workbook { sheets: vec![Sheet { name: "Sheet1".into(), ..Sheet::default() }], ..Workbook::default() };
    let model = compile(&workbook, Ports::default()).model.encode();
    let Some(runtime) = Runtime::start("formulas", &[("formulas".to_owned(), model)]) else { return };
    // The first formula of all compiles what every formula needs: that belongs to a Worker's start.
    for at in 0..10 {
        let body = json!({ "formula": "=SUM(1,2)&\"x\"" }).to_string();
        let reply = runtime.post("formulas", "/api/v1/calculations/execute", &body, 1_000 + at);
        assert_eq!(reply.expect("the Worker is well").status, 200);
    }
    let mut table = Table::new("formulas");
    for (at, case) in cases.iter().enumerate() {
        let id = case["id"].as_str().expect("an id");
        let body = match body(case) {
            Ok(body) => body,
            Err(reason) => {
                println!("  left out: {id}: {reason}");
                continue;
            }
        };
        let (reply, took) = runtime.timed(|| runtime.post("formulas", "/api/v1/calculations/execute", &body, at));
        match reply {
            Some(reply) => table.hold(case, &got(&reply), took),
            // The refusal is on its way, but the runtime resets the connection of a body that nobody reads on.
            None if body.len() > MAX_BODY => table.hold(case, &Got::Error("refused-at-parse".into()), took),
            None => table.wrong(format!("{id}: no answer")),
        }
    }
    table.hold_memory("the Worker", runtime.memory("formulas").expect("the Worker is well afterwards"));
    table.finish();
}
