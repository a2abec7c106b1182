//! Statistical functions.

pub mod averages;
pub mod counts;
pub mod order;
pub mod regression;
pub mod spread;
