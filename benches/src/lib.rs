//! What the benchmarks share: a workbook, edits to make in it, and requests to ask of it.
//!
//! The workbook is the real one where it is there (`../shared`, or `PAINTBOX_SHARED`), the sample otherwise; the benchmarks
//! say which. Everything is the same from run to run: edits and requests come from the ports in order, never from chance.

pub mod edits;
pub mod frozen;
pub mod house;
pub mod requests;
pub mod series;
