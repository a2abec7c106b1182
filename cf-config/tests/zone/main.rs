//! The zone, executed: its expressions run over the corpora, its rules are held against the Worker's guards, and one changed number is
//! followed to everything that is made from the policy.

mod agreement;
mod expression;
mod filter;
mod guides;
mod one_truth;
mod plan;
mod request;
mod terraform;
mod traps;

/// The corpus of hostile requests, and a Worker in memory: the Worker's own tests know how to build them.
#[path = "../../../edge-worker/tests/requests/corpus.rs"]
#[allow(dead_code, reason = "the Worker's tests use more of it")]
mod corpus;
#[path = "../../../edge-worker/tests/requests/server.rs"]
#[allow(dead_code, reason = "the Worker's tests use more of it")]
mod server;
