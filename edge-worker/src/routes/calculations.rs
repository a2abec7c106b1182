//! `/api/v1/calculations`: inputs to outputs.
//!
//! A request is [prepared](prepare) first: held against the ports, and brought into the one form that all requests of its meaning have.
//! Only where no cache knows the answer is it [computed](compute).

use calc_core::calculation::{Calculator, Request};

use super::query::Question;
use super::{Task, Work, refused};
use crate::cache::Shelf;
use crate::guard::rate_limit::cost;
use crate::guard::waf;
use crate::http::Response;
use crate::problem::Problem;

/// A request that is right, or everything that is wrong with it.
pub fn prepare(question: &Question, calculator: &Calculator, day: i64) -> Result<Task, Problem> {
    let json = question.json(calculator.model())?;
    let request = Request::read(&json, calculator.model()).map_err(|faults| Problem::of_faults(&faults))?;
    let shelf = Shelf::of_request(&request, calculator, day);
    let sightings = waf::in_request(&request, calculator.model());
    let cost = cost(calculator, &request);
    Ok(Task { work: Work::Calculation(request), day, cost, sightings, shelf })
}

/// The answer to a request.
pub fn compute(request: &Request, calculator: &mut Calculator) -> Result<Response, Problem> {
    let answer = calculator.answer(request).map_err(|error| refused(&error))?;
    Ok(Response::json(answer.to_json()))
}
