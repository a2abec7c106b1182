//! The function library: one row of data a function, one kernel each.
//!
//! A [`table::FunctionSpec`] row says what a function is called, what its parameters take and what computes it. [`mod@invoke`] reads
//! the row, makes the arguments fit ([`coerce`]), spreads arrays over value parameters and hands clean arguments to the kernel,
//! so a kernel is the rule of its function and nothing else. [`operators`] are functions without a name.
//!
//! What a kernel never does: walk the workbook beyond its arguments, look at the formula's tree, or return a NaN.

pub mod aggregate;
pub mod args;
pub mod array;
pub mod cell;
pub mod coerce;
pub mod compare;
pub mod criteria;
mod database;
mod date;
pub mod draws;
mod engineering;
mod financial;
mod google;
pub mod indexes;
mod information;
mod intersect;
pub mod invoke;
pub mod lambda;
mod library;
mod logical;
mod lookup;
mod math;
pub mod operators;
mod outside;
mod prelude;
mod query;
mod statistical;
pub mod table;
#[cfg(test)]
mod testing;
mod text;
pub mod wildcard;

pub use intersect::intersect;
pub use invoke::invoke;
pub use library::{FunctionId, all, find, spec, suggest};
