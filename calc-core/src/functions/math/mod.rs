//! Math and trigonometry.

pub mod sums;
