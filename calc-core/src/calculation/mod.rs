//! A request in, an answer out: the same bytes from the Worker and from the command line.
//!
//! [`json::parse`] reads a body strictly, [`Request::read`] holds it against the model, and a [`Calculator`] answers it.
//! A calculator keeps one session and gives back, after each request, every cell that it set, so an answer depends on its
//! request alone, never on what was asked before. Requests that mean the same have one form, and so the same answer.
//!
//! What is wrong with a request is a list of [`Fault`]s, each with a JSON Pointer; nothing is calculated then.

mod answer;
mod batch;
mod calculator;
mod canonical;
mod execute;
mod fault;
pub mod json;
mod order;
mod request;
mod scenario;
mod scenarios;

pub use answer::{Answer, Answered};
pub use batch::{Batch, BatchBudget, BatchLimits};
pub use calculator::Calculator;
pub use execute::{Execution, MAX_CONTEXT, MAX_FORMULA, MAX_RESULT};
pub use fault::{Fault, FaultKind, pointer};
pub use request::{Form, MAX_CELLS, Request, Setting, Wanted};
pub use scenario::Scenario;

/// Names the engine: another engine may answer the same request over the same model otherwise.
pub const ENGINE: &str = env!("PAINTBOX_ENGINE");
