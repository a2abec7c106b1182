//! The spreadsheet engine of Paintbox Edge: a workbook in, a compiled model out, numbers back.
//!
//! Pure: no files, no clock, no randomness of its own. Bytes in, values out, on every target the same bits.
//!
//! From a file to a price:
//!
//! ```
//! use std::sync::Arc;
//!
//! use calc_core::calculation::{Calculator, Request};
//! use calc_core::compile::compile;
//! use calc_core::eval::Clock;
//! use calc_core::import::{ImportOptions, read_xlsx};
//! use calc_core::model::ports::PortsFile;
//! use serde_json::json;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // At build time: a workbook and its ports become a model.
//! let workbook = read_xlsx(&std::fs::read("../sample/house-painting.xlsx")?, &ImportOptions::default())?.workbook;
//! let file = PortsFile::parse(&std::fs::read("../sample/house-painting.ports.json")?).map_err(|d| d.to_string())?;
//! let (ports, problems) = file.resolve(&workbook);
//! assert!(problems.is_empty());
//! let model = Arc::new(compile(&workbook, ports).model);
//!
//! // At request time: inputs become outputs.
//! let mut calculator = Calculator::new(model.clone(), Clock::default());
//! let request = Request::read(&json!({"inputs": {"coats": 2}, "outputs": ["total"]}), &model).unwrap();
//! let answer = calculator.answer(&request)?;
//! assert_eq!(answer.outputs[0].1.money.as_deref(), Some("7121.55"));
//!
//! // What does not fit the ports is refused, with the place and what would fit.
//! let faults = Request::read(&json!({"inputs": {"coats": 9}}), &model).unwrap_err();
//! assert_eq!(faults[0].pointer, "/inputs/coats");
//! assert_eq!(
//!     faults[0].to_string(),
//!     "cannot read input `coats`: found number 9, expected a number from 1 to 5 (cell Estimate!B5)"
//! );
//! # Ok(())
//! # }
//! ```

#![deny(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]
#![cfg_attr(test, allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used))]

pub mod bind;
pub mod calculation;
pub mod calendar;
pub mod compile;
pub mod diagnostic;
pub mod dialect;
pub mod error;
pub mod eval;
pub mod format;
pub mod formula;
pub mod functions;
pub mod graph;
#[cfg(feature = "import")]
pub mod import;
pub mod model;
pub mod number;
pub mod propose;
pub mod reference;
pub mod residual;
pub mod schema;
pub mod syntax;
pub mod trace;
pub mod value;
mod wire;
pub mod workbook;

pub use error::Error;
