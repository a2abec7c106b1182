//! `GET /api/health`: whether the Worker can price, and with which model.

use serde_json::json;

use crate::desk::Desk;
use crate::http::Response;
use crate::platform::Platform;
use crate::problem::Problem;

/// 200 with the model's hash once the model is loaded; 503 while it cannot be.
pub async fn read<P: Platform>(desk: &Desk, platform: &P) -> Result<Response, Problem> {
    let hash = desk.calculate(platform, |calculator| calculator.model().hash().to_owned()).await?;
    let mut body = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "model": hash }).to_string();
    body.push('\n');
    Ok(Response::json(body.into_bytes()).with("Cache-Control", "no-store"))
}
