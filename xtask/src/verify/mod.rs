//! `cargo xtask test`: everything that must hold before a change goes in, as one list of steps.
//!
//! A step that fails does not stop those that do not need it: one run tells all that is wrong. The summary counts the tests
//! that ran and repeats what was skipped, so that a green run without tests cannot be mistaken for a green run.

mod native;
mod report;
mod runtime;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::project::Project;
use report::Report;

/// `cargo xtask test`
#[derive(clap::Args)]
pub struct Arguments {
    /// Run only this part
    #[arg(long, value_enum)]
    only: Option<Part>,
}

/// A part of the verification.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Format, house rules, lints, unit, conformance and documentation tests
    Native,
    /// The Worker over HTTP in the local runtime
    Worker,
    /// The page in a browser
    Browser,
}

/// Runs the steps and prints the summary; an error when a step failed.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let wanted = |part: Part| arguments.only.is_none_or(|only| only == part);
    let mut report = Report::new();
    if wanted(Part::Native) {
        native::run(project, &mut report);
    }
    if wanted(Part::Worker) || wanted(Part::Browser) {
        let kinds = runtime::Kinds { http: wanted(Part::Worker), browser: wanted(Part::Browser) };
        runtime::run(project, kinds, &mut report);
    }
    println!("{}", report.summary());
    if report.is_good() { Ok(()) } else { bail!("the verification failed") }
}
