//! The function library: one row of data a function, one kernel each.

pub mod args;
pub mod table;
