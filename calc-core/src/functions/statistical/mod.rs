//! Statistical functions.

pub mod association;
pub mod averages;
pub mod continuous;
pub mod counts;
pub mod discrete;
pub mod fit;
mod least_squares;
pub mod normal;
pub mod order;
pub mod polynomial;
pub mod regression;
pub mod smoothing;
pub mod special;
pub mod spread;
pub mod tests;
pub mod timeline;
pub mod weighted;
