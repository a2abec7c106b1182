//! The Worker in the local Workers runtime, over HTTP.
//!
//! `cargo xtask test` starts the runtime and says where it is: `PAINTBOX_URL` serves the sample workbook,
//! `PAINTBOX_REAL_URL` the real one. Without them the tests say that they were skipped.

mod bits;
mod client;
// The same corpus is sent to the Worker in memory; what stands here goes through a socket.
#[path = "../../edge-worker/tests/requests/corpus.rs"]
mod corpus;
mod hostile;
mod resources;
mod servers;
