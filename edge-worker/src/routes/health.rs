//! `GET /api/health`: whether the Worker can price, with which model, and how much memory it has taken.

use calc_core::calculation::Calculator;
use serde_json::{Value as Json, json};

use crate::cache::freshness;
use crate::http::Response;
use crate::problem::Problem;

/// 200 with the model's hash, now that the model is loaded. `memory` is in bytes: an isolate may have 128 MiB, and what it has taken it
/// never gives back.
pub fn read(calculator: &Calculator, memory: Option<u64>) -> Result<Response, Problem> {
    let mut health = json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "model": calculator.model().hash(),
    });
    if let (Some(memory), Json::Object(members)) = (memory, &mut health) {
        members.insert("memory".to_owned(), memory.into());
    }
    let mut body = health.to_string();
    body.push('\n');
    Ok(Response::json(body.into_bytes()).with("Cache-Control", freshness::NEVER))
}
