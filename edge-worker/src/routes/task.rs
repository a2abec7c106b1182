//! A question that has passed every check.

use calc_core::calculation::{Batch, Execution, Request};

use crate::cache::Shelf;
use crate::guard::waf::Sighting;

/// What remains of a request: to find its answer, or to make it.
#[derive(Debug)]
pub struct Task {
    /// What to compute.
    pub work: Work,
    /// The day of the answer, in days since 1970.
    pub day: i64,
    /// How many units of work it takes.
    pub cost: u32,
    /// Texts in which something was found that reads as an attack.
    pub sightings: Vec<Sighting>,
    /// Where the answer is kept; `None` if it is not.
    pub shelf: Option<Shelf>,
}

/// What to compute.
#[derive(Debug)]
pub enum Work {
    /// Outputs of the model.
    Calculation(Request),
    /// Outputs of the model for many scenarios.
    Batch(Batch),
    /// One formula.
    Execution(Execution),
}
