//! Lookup and reference functions.

pub mod address;
pub mod index;
mod line;
pub mod place;
mod search;
pub mod vector;
pub mod vlookup;
pub mod xlookup;
