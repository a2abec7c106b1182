//! `POST /api/v1/calculations/batch`: many scenarios that ask for the same outputs.
//!
//! It is checked as a whole before any of it is calculated, and kept as a whole by what it means: the answers to its scenarios are too many
//! and too seldom asked for again to be kept one by one.

use calc_core::calculation::{Batch, BatchBudget, BatchLimits, Calculator};
use cf_config::policy::{CALCULATION_STEPS, MAX_BATCH_ANSWER, MAX_BATCH_OUTPUTS, MAX_SCENARIOS, WORK_PER_UNIT};

use super::query::Question;
use super::{Task, Work, refused};
use crate::cache::Shelf;
use crate::guard::rate_limit::cost_of_batch;
use crate::guard::waf;
use crate::http::Response;
use crate::problem::Problem;

const LIMITS: BatchLimits = BatchLimits { scenarios: MAX_SCENARIOS, outputs: MAX_BATCH_OUTPUTS };

/// A batch that is right, or everything that is wrong with it.
pub fn prepare(question: &Question, calculator: &Calculator, day: i64) -> Result<Task, Problem> {
    let json = question.json(calculator.model())?;
    let batch = Batch::read(&json, calculator.model(), LIMITS).map_err(|faults| Problem::of_faults(&faults))?;
    let cost = cost_of_batch(calculator, &batch);
    let shelf = Shelf::of_batch(&batch, calculator, day);
    let sightings = waf::in_batch(&batch, calculator.model());
    Ok(Task { work: Work::Batch(batch), day, cost, sightings, shelf })
}

/// The answers to a batch, in the order of its scenarios. Together they take no more steps than were paid for, beside what any one
/// calculation may take.
pub fn compute(batch: &Batch, cost: u32, calculator: &mut Calculator) -> Result<Response, Problem> {
    let steps = CALCULATION_STEPS.saturating_add(WORK_PER_UNIT.saturating_mul(cost.into()));
    let budget = BatchBudget { steps, bytes: MAX_BATCH_ANSWER };
    let answer = batch.answer(calculator, budget).map_err(|error| refused(&error))?;
    Ok(Response::json(answer))
}
