//! Hostile formulas and workbooks in the Workers runtime: the same answers as natively, and no more memory than an isolate has.
//!
//! One runtime serves all of it: one Worker for the formulas and one for each workbook, compiled to a model. `cargo xtask test` says where
//! the runtime is (`PAINTBOX_WORKERD`) and where the built Worker (`PAINTBOX_WORKER`); without them the tests say that they were skipped.
//! With `--nocapture` each part prints a line that begins with `figures `, for reports.

#[allow(dead_code)]
#[path = "../http/client.rs"]
mod client;
// What the native tests need of these beside is not used here.
#[allow(dead_code)]
#[path = "../../calc-core/tests/hostile/corpus.rs"]
mod corpus;
mod formulas;
#[allow(dead_code)]
#[path = "../../calc-core/tests/hostile/outcome.rs"]
mod outcome;
mod runtime;
mod table;
#[path = "../../calc-core/tests/hostile/workbook.rs"]
mod workbook;
mod workbooks;
