//! A question that has passed every check.

use calc_core::calculation::{Execution, Request};

use crate::cache::Key;
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
    /// What the answer is kept by; `None` if it is not kept.
    pub key: Option<Key>,
}

/// What to compute.
#[derive(Debug)]
pub enum Work {
    /// Outputs of the model.
    Calculation(Request),
    /// One formula.
    Execution(Execution),
}
