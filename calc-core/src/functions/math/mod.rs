//! Math and trigonometry.

pub mod arithmetic;
pub mod combinatorics;
pub mod conditional;
mod grouped;
pub mod matrix;
pub mod numerals;
pub mod products;
pub mod random;
pub mod rounding;
pub mod subtotals;
pub mod sums;
pub mod trigonometry;
