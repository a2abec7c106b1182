//! Financial functions.

pub mod accrued;
pub mod amortization;
pub mod annuity;
pub mod bonds;
pub mod cashflow;
pub mod coupons;
pub mod depreciation;
pub mod discount;
pub mod euro;

pub mod odd;
pub mod rates;
mod root;
