//! The limit: the real workbook written out as straight-line Rust and compiled, which is what code written by hand could reach.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::machine::cargo;
use crate::process;
use crate::project::Project;

/// What the program took, and how much of the workbook it is.
pub struct Limit {
    /// The seconds of its runs.
    pub seconds: Vec<f64>,
    /// How many formulas the ports can reach.
    pub formulas: u64,
    /// How many of them could not be written out.
    pub left_out: u64,
}

/// Writes the program, builds it, and runs it.
pub fn measure(project: &Project, folder: &Path, workbook: &Path, ports: &Path) -> Result<Limit> {
    let folder = folder.join("straight");
    let mut write = Command::new(project.path("target/release/straight"));
    write.arg(workbook).arg(ports).arg(&folder);
    let log = project.log("compare-limit");
    let written = process::run("writing the workbook out as straight-line Rust", write, &log)?;
    let written: Value = serde_json::from_str(written.trim()).context("cannot read how much was written out")?;
    let mut build = cargo();
    build.args(["build", "--release"]).current_dir(&folder).env_remove("CARGO_TARGET_DIR");
    process::run("building it", build, &log)?;
    let mut program = Command::new(folder.join("target/release/straight"));
    program.arg(folder.join("data.json"));
    let told = process::run("running it", program, &log)?;
    let told: Value = serde_json::from_str(told.trim()).context("cannot read what it took")?;
    let seconds = told["seconds"].as_array().context("it told no times")?.iter().filter_map(Value::as_f64).collect();
    let count = |key: &str| written[key].as_u64().with_context(|| format!("the tool told no `{key}`"));
    Ok(Limit { seconds, formulas: count("formulas")?, left_out: count("left_out")? })
}
