//! What is fuzzed.
//!
//! A target is a function of any bytes that returns, or panics where something that must hold does not. It knows nothing of the fuzzer:
//! `driver` puts libFuzzer around it, `tests/replay.rs` runs it over those in `inputs`, which failed once or stand beside one that did.
//!
//! What must hold for every target: no panic; no more time of a core than the steps of the budget may take ([`spent`]); no more memory at
//! once than a bound; the same answer to the same input, to the bit.

pub mod evaluate;
pub mod format;
pub mod grid;
pub mod model;
pub mod query;
pub mod recalculate;
pub mod request;
pub mod seeds;
pub mod spent;
pub mod syntax;
pub mod workbook;

use std::path::Path;

/// One thing that is fuzzed.
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Runs it over an input; panics if a property does not hold.
    pub run: fn(&[u8]),
    /// Inputs to start from, given the folder with the corpora of others, if there is one.
    pub seeds: fn(Option<&Path>) -> Vec<Vec<u8>>,
    /// Words that a mutation may put in.
    pub words: fn() -> Vec<String>,
}

/// All targets.
pub static TARGETS: &[Target] = &[
    Target { name: "syntax", run: syntax::run, seeds: syntax::seeds, words: seeds::formula_words },
    Target { name: "evaluate", run: evaluate::run, seeds: evaluate::seeds, words: seeds::formula_words },
    Target { name: "recalculate", run: recalculate::run, seeds: recalculate::seeds, words: seeds::formula_words },
    Target { name: "format", run: format::run, seeds: format::seeds, words: format::words },
    Target { name: "query", run: query::run, seeds: query::seeds, words: query::words },
    Target { name: "workbook", run: workbook::run, seeds: workbook::seeds, words: workbook::words },
    Target { name: "request", run: request::run, seeds: request::seeds, words: request::words },
    Target { name: "model", run: model::run, seeds: model::seeds, words: model::words },
];

/// The target of that name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
