//! `POST /api/v1/calculations/execute`: one formula over a few cells, without the model.

use calc_core::calculation::{Execution, Fault};
use cf_config::policy::{EXECUTE_UNITS, EXECUTION_STEPS};

use super::query::Question;
use super::{Task, Work, refused};
use crate::guard::waf;
use crate::http::Response;
use crate::problem::{NOT_FOUND, Problem};

/// A formula that can be asked, or everything that is wrong with it.
pub fn prepare(question: &Question, day: i64) -> Result<Task, Problem> {
    let Question::Body(json) = question else {
        return Err(Problem::new(&NOT_FOUND, "there is nothing to read here"));
    };
    let mut execution = Execution::read(json).map_err(|faults| Problem::of_faults(&faults))?;
    execution.limit(EXECUTION_STEPS);
    let sightings = waf::in_context(execution.texts());
    Ok(Task { work: Work::Execution(execution), day, cost: EXECUTE_UNITS, sightings, shelf: None })
}

/// The result of the formula.
pub fn compute(execution: &Execution) -> Result<Response, Problem> {
    match execution.answer() {
        Ok(bytes) => Ok(Response::json(bytes)),
        Err(error) if error.is_limit() => Err(refused(&error)),
        Err(error) => Err(Problem::of_faults(&[Fault::from(error)])),
    }
}
