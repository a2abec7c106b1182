//! The Worker in the local Workers runtime, over HTTP.
//!
//! `cargo xtask test` starts the runtime and says where it is: `PAINTBOX_URL` serves the sample workbook,
//! `PAINTBOX_REAL_URL` the real one, and at `PAINTBOX_SLOW_URL` and `PAINTBOX_DOWN_URL` the
//! sample is served while the authority of the rate limit is slow or down. Without them the tests say that they were skipped.

mod bits;
mod caching;
mod client;
// The same corpus is sent to the Worker in memory; what stands here goes through a socket.
#[path = "../../edge-worker/tests/requests/corpus.rs"]
mod corpus;
mod hostile;
mod rate_limit;
mod resources;
mod servers;
// So is the table of rules.
#[path = "../../edge-worker/tests/requests/table.rs"]
mod table;
