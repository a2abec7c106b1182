//! `POST /api/v1/calculations/execute`: one formula over a few cells, without the model.

use calc_core::calculation::{Execution, Fault, json};

use super::refused;
use crate::http::Response;
use crate::problem::Problem;

/// The result of the formula, or everything that is wrong with the request.
pub fn compute(body: &[u8]) -> Result<Response, Problem> {
    let json = json::parse(body)?;
    let execution = Execution::read(&json).map_err(|faults| Problem::of_faults(&faults))?;
    match execution.answer() {
        Ok(bytes) => Ok(Response::json(bytes).with("Cache-Control", "no-store")),
        Err(error) if error.is_limit() => Err(refused(&error)),
        Err(error) => Err(Problem::of_faults(&[Fault::from(error)])),
    }
}
