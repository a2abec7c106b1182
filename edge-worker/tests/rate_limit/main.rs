//! The rate limit: the log against an oracle, whole requests against the shared corpus, and an authority that fails.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod authority;
mod corpus;
mod oracle;
// The same small model, and the same whole requests to it; not every kind of them is sent here.
#[allow(dead_code)]
#[path = "../requests/server.rs"]
mod server;
