//! The steps that need nothing but Rust.

use std::process::Command;

use anyhow::bail;

use super::report::{Finding, Report, Tests};
use crate::machine::cargo;
use crate::project::Project;
use crate::{process, tidy};

/// Runs them all.
pub fn run(project: &Project, report: &mut Report) {
    report.step("format", || {
        let command = command(project, &["fmt", "--all", "--check"]);
        process::run("checking the format", command, &project.log("fmt"))?;
        Ok(Finding::default())
    });
    report.step("house rules", || tidy::check(project).map(Finding::note));
    report.step("lints", || {
        let words = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        process::run("checking the lints", command(project, &words), &project.log("clippy"))?;
        Ok(Finding::default())
    });
    report.step("unit and conformance tests", || {
        // What a passing test prints is kept: the tests say there what they skipped.
        let words = ["test", "--workspace", "--exclude", HTTP_TESTS, "--no-fail-fast", "--", "--show-output"];
        let output = process::run("running the native tests", command(project, &words), &project.log("test"))?;
        let tests = Tests::count(&output);
        if tests.is_none() {
            bail!("the native tests ended well, yet none ran");
        }
        Ok(tests.into())
    });
    report.step("documentation", || {
        let mut command = command(project, &["doc", "--workspace", "--no-deps"]);
        command.env("RUSTDOCFLAGS", "-D warnings");
        process::run("building the documentation", command, &project.log("doc"))?;
        Ok(Finding::default())
    });
}

/// The package whose tests talk to a running Worker.
pub const HTTP_TESTS: &str = "tests";

/// A cargo command at the root of the project.
pub fn command(project: &Project, words: &[&str]) -> Command {
    let mut command = cargo();
    command.current_dir(project.root()).args(words);
    command
}
