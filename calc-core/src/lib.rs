//! The spreadsheet engine of Paintbox Edge: a workbook in, a compiled model out, numbers back.
//!
//! Pure: no files, no clock, no randomness of its own. Bytes in, values out, on every target the same bits.

#![deny(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]
#![cfg_attr(test, allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used))]

pub mod bind;
pub mod calculation;
pub mod calendar;
pub mod compile;
pub mod diagnostic;
pub mod dialect;
pub mod error;
pub mod eval;
pub mod format;
pub mod formula;
pub mod functions;
pub mod graph;
#[cfg(feature = "import")]
pub mod import;
pub mod model;
pub mod number;
pub mod propose;
pub mod reference;
pub mod schema;
pub mod syntax;
pub mod trace;
pub mod value;
mod wire;
pub mod workbook;

pub use error::Error;
