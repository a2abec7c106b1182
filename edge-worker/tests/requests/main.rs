//! Whole requests to the Worker, without a network.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod answers;
mod corpus;
mod hostile;
mod problems;
mod server;
