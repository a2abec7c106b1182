//! `GET /api/v1/model`: what can be asked, as JSON Schema.

use calc_core::schema::request_schema;

use crate::desk::Desk;
use crate::http::Response;
use crate::platform::Platform;
use crate::problem::Problem;

/// The schema of a request to `/api/v1/calculations`.
pub async fn read<P: Platform>(desk: &Desk, platform: &P) -> Result<Response, Problem> {
    let mut body = desk.calculate(platform, |calculator| request_schema(calculator.model()).to_string()).await?;
    body.push('\n');
    let response = Response::new(200, "application/schema+json", body.into_bytes());
    Ok(response.with("Cache-Control", "no-cache"))
}
