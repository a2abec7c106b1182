//! A few cells or series of cells that together ask for much, compiled to models: one Worker for each.

use calc_core::compile::compile;
use calc_core::model::ports::Ports;
use calc_core::workbook::Workbook;
use serde_json::{Value as Json, json};

use crate::client::Reply;
use crate::corpus::cases_of;
use crate::formulas::of_json;
use crate::outcome::Got;
use crate::runtime::Runtime;
use crate::table::Table;
use crate::workbook::{formula_in_a_cell, workbook};

/// The name of a Worker with an empty workbook.
const WARM: &str = "warm";

/// The workbooks of the corpus, with the formulas that have to stand in a cell of their own, and the cell that each is asked for.
fn books() -> Option<Vec<(Json, Workbook, String)>> {
    let of_cells = cases_of("workbooks.jsonl")?;
    let mut books: Vec<(Json, Workbook, String)> = Vec::new();
    for case in of_cells {
        let (workbook, ask) = (workbook(&case), case["ask"].as_str().expect("a cell").to_owned());
        books.push((case, workbook, ask));
    }
    for case in cases_of("formulas.jsonl")? {
        if let Some(cell) = case.get("cell").and_then(Json::as_str).map(str::to_owned) {
            books.push((case.clone(), formula_in_a_cell(&case), cell));
        }
    }
    Some(books)
}

fn got(reply: &Reply, cell: &str) -> Got {
    let body = reply.json();
    let answered = &body["outputs"][cell];
    let kind = body["type"].as_str().unwrap_or_default().rsplit(':').next().unwrap_or_default().to_owned();
    match (reply.status, kind.as_str()) {
        (200, _) if answered["error"].is_string() => of_json(&json!({ "error": answered["error"] })),
        (200, _) => of_json(&answered["value"]),
        (_, "budget-exceeded" | "model-too-large") => Got::Error("resource".into()),
        (status, other) => Got::Error(format!("{status} {other}")),
    }
}

#[test]
fn workbooks_end_as_expected() {
    let Some(books) = books() else { return };
    let named = |(case, workbook, _): &(Json, Workbook, String)| {
        let id = case["id"].as_str().expect("an id").to_owned();
        (id, compile(workbook, Ports::default()).model.encode())
    };
    // Compiling takes a while: only where there is a runtime.
    if std::env::var_os("PAINTBOX_WORKERD").is_none() {
        Runtime::start("workbooks", &[]);
        return;
    }
    let mut models: Vec<(String, Vec<u8>)> = books.iter().map(named).collect();
    models.push((WARM.to_owned(), compile(&Workbook::default(), Ports::default()).model.encode()));
    for (id, model) in models.iter().filter(|(_, model)| model.len() > 1 << 20) {
        println!("  {id}: a model of {:.1} MiB", model.len() as f64 / f64::from(1 << 20));
    }
    let Some(runtime) = Runtime::start("workbooks", &models) else { return };
    // The first calculation of all compiles what every workbook needs: that belongs to a Worker's start.
    let body = json!({ "cells": {}, "outputs": [] }).to_string();
    let reply = runtime.post(WARM, "/api/v1/calculations", &body, 1_000);
    assert_eq!(reply.expect("the Worker is well").status, 200);
    let mut table = Table::new("workbooks");
    for (at, (case, _, ask)) in books.iter().enumerate() {
        let id = case["id"].as_str().expect("an id");
        let cell = format!("Sheet1!{ask}");
        let body = json!({ "cells": {}, "outputs": [cell] }).to_string();
        let (reply, took) = runtime.timed(|| runtime.post(id, "/api/v1/calculations", &body, at));
        match reply {
            Some(reply) => table.hold(case, &got(&reply, &cell), took),
            None => table.wrong(format!("{id}: no answer")),
        }
        match runtime.memory(id) {
            Some(memory) => table.hold_memory(id, memory),
            None => table.wrong(format!("{id}: the Worker is not well afterwards")),
        }
    }
    table.finish();
}
