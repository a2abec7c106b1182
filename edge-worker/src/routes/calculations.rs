//! `POST /api/v1/calculations`: inputs to outputs.

use calc_core::calculation::{Request, json};

use super::refused;
use crate::desk::Desk;
use crate::http::Response;
use crate::platform::Platform;
use crate::problem::Problem;

/// The answer to a request, or everything that is wrong with it.
pub async fn compute<P: Platform>(body: &[u8], desk: &Desk, platform: &P) -> Result<Response, Problem> {
    let json = json::parse(body)?;
    let answer = desk
        .calculate(platform, |calculator| {
            let request = Request::read(&json, calculator.model()).map_err(|faults| Problem::of_faults(&faults))?;
            calculator.answer(&request).map_err(|error| refused(&error))
        })
        .await??;
    Ok(Response::json(answer.to_json()).with("Cache-Control", "no-store"))
}
