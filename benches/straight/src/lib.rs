//! What a workbook written out as straight-line Rust calls.
//!
//! The tool `straight` of the benchmarks writes every formula of a model as statements over a flat array of values, with all
//! references resolved, all branches as Rust's own and no dispatch; this crate has what those statements call. Where a formula needs
//! more than a few lines (`TEXT`, `REGEXEXTRACT`) the engine's own function is called, as a programmer would call a library.
//!
//! It is no second engine: it knows what one workbook in the dialect of Google Sheets needs, and what it computes is compared with the
//! engine cell by cell before anything is timed.

mod operators;
mod program;
mod tables;

pub use calc_core::functions::args::{Context, Operand};
pub use calc_core::functions::coerce::to_bool;
pub use calc_core::syntax::ast::BinaryOperator;
pub use calc_core::value::{BLANK, CellError, Value};
pub use operators::{binary, concat, negate};
pub use program::{Cells, Functions, Program, call, constant, main};
pub use tables::{View, filter, find, is_any, joined, lookup, same_as, spill, sum, sums_by_key};
