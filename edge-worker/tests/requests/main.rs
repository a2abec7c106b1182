//! Whole requests to the Worker, without a network.

mod answers;
mod hostile;
mod server;
