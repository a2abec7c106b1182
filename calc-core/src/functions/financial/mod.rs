//! Financial functions.

pub mod annuity;
pub mod cashflow;
pub mod depreciation;
pub mod rates;
mod root;
