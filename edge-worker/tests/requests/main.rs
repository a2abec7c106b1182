//! Whole requests to the Worker, without a network.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod answers;
mod batch;
mod caching;
mod closed_slots;
mod corpus;
mod fuzz;
mod headers;
mod hostile;
mod keys;
mod meaning;
mod numbers;
mod problems;
mod sample;
mod server;
mod sessions;
mod table;
mod texts;
