//! Engineering functions.

pub mod bases;
pub mod bessel;
pub mod bits;
mod complex;
pub mod convert;
pub mod error_function;
pub mod imaginary;
mod units;
