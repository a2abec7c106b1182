//! The hostile corpus: formulas, workbooks, files and JSON made to grow, nest, loop, lie or reach out, each with what must happen
//! and with the time and memory that it may take.
//!
//! An optimized build is held to the budgets as they stand: `cargo test --release -p calc-core --test hostile`. With `--nocapture`
//! each part prints a line that begins with `figures `, for reports.

mod corpus;
mod formulas;
mod json;
mod measure;
mod outcome;
// Written for the tests of the import: not every part of it is used here.
#[allow(dead_code)]
#[path = "../import/package.rs"]
mod package;
mod recipes;
mod uploads;
// One part of it is for the same workbooks in the Worker.
#[allow(dead_code)]
mod workbook;
mod workbooks;
