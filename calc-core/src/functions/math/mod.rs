//! Math and trigonometry.

mod sums;

use super::table::FunctionSpec;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[sums::SUM];
