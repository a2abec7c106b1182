//! `GET /api/v1/model`: what can be asked, as JSON Schema.

use calc_core::calculation::Calculator;
use calc_core::schema::request_schema;

use crate::cache::freshness;
use crate::digest::tag_of_bytes;
use crate::http::Response;
use crate::problem::Problem;

/// The schema of a request to `/api/v1/calculations`.
pub fn read(calculator: &Calculator) -> Result<Response, Problem> {
    let mut body = request_schema(calculator.model()).to_string();
    body.push('\n');
    let tag = tag_of_bytes(body.as_bytes());
    let response = Response::new(200, "application/schema+json", body.into_bytes());
    Ok(response.with("ETag", tag).with("Cache-Control", freshness::of_schema()))
}
