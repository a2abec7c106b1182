//! `GET /api/health`: whether the Worker can price, and with which model.

use calc_core::calculation::Calculator;
use serde_json::json;

use crate::cache::freshness;
use crate::http::Response;
use crate::problem::Problem;

/// 200 with the model's hash, now that the model is loaded.
pub fn read(calculator: &Calculator) -> Result<Response, Problem> {
    let hash = calculator.model().hash();
    let mut body = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "model": hash }).to_string();
    body.push('\n');
    Ok(Response::json(body.into_bytes()).with("Cache-Control", freshness::NEVER))
}
