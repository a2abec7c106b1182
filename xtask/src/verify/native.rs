//! The steps that need nothing but Rust.

use std::process::Command;

use anyhow::{Result, bail};

use super::report::{Finding, Report, Tests};
use crate::machine::cargo;
use crate::model::Source;
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
        let mut command = command(project, &words);
        command.env("PAINTBOX_MIDPOINTS", MIDPOINTS);
        let output = process::run("running the native tests", command, &project.log("test"))?;
        let tests = Tests::count(&output);
        if tests.is_none() {
            bail!("the native tests ended well, yet none ran");
        }
        Ok(tests.into())
    });
    report.step("workbooks against their cache", || check_workbooks(project).map(Finding::note));
    report.step("documentation", || {
        let mut command = command(project, &["doc", "--workspace", "--no-deps"]);
        command.env("RUSTDOCFLAGS", "-D warnings");
        process::run("building the documentation", command, &project.log("doc"))?;
        Ok(Finding::default())
    });
}

/// Recalculates the sample, and the real workbook where it is there; a formula that differs is an error.
fn check_workbooks(project: &Project) -> Result<String> {
    let mut workbooks = vec![Source::sample(project)];
    workbooks.extend(Source::real(project));
    let mut counts = Vec::new();
    for Source { workbook, .. } in &workbooks {
        let name = workbook.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut command = command(project, &["run", "--package", "cli", "--bin", "paintbox", "--", "check"]);
        command.arg(workbook);
        let output = process::run(&format!("checking {name}"), command, &project.log(&format!("check-{name}")))?;
        counts.extend(output.lines().last().map(|line| format!("{name}: {line}")));
    }
    Ok(counts.join("; "))
}

/// How many midpoints the functions that round are tried on: three quarters of a minute of one core.
const MIDPOINTS: &str = "1000000";

/// The package whose tests talk to a running Worker.
const HTTP_TESTS: &str = "tests";

/// A cargo command at the root of the project.
pub fn command(project: &Project, words: &[&str]) -> Command {
    let mut command = cargo();
    command.current_dir(project.root()).args(words);
    command
}
