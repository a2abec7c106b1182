//! `cargo xtask instructions`: how many instructions each stage of the engine takes on the sample workbook, held to what it took before.
//!
//! Times on a shared machine differ by more than a regression; counts of instructions differ by next to nothing. Valgrind's callgrind counts
//! them in `benches/src/bin/stages.rs`, for one function alone. The counts that were accepted are in `benches/instructions.json`.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::apt;
use crate::machine::{cargo, find_program};
use crate::process;
use crate::project::Project;

const BASELINE: &str = "benches/instructions.json";
/// The stages, in the order of a workbook's life.
const STAGES: [&str; 6] = ["import", "compile", "decode", "full", "edit", "request"];
/// What a count may grow by before it is a regression, in percent. Compilers and allocators of other machines move counts by less.
const TOLERANCE: f64 = 3.0;

/// `cargo xtask instructions`
#[derive(clap::Args)]
pub struct Arguments {
    /// Take what is counted now for what is accepted
    #[arg(long)]
    bless: bool,
}

/// Counts, prints and compares.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    if find_program("valgrind").is_none() {
        apt::install(project, &["valgrind"])?;
    }
    let mut build = cargo();
    build.current_dir(project.root()).args(["build", "--release", "--package", "benches", "--bin", "stages"]);
    process::run("building the stages", build, &project.log("instructions-build"))?;
    let counts: Result<BTreeMap<String, u64>> =
        STAGES.into_iter().map(|stage| Ok((stage.to_owned(), count(project, stage)?))).collect();
    let counts = counts?;
    if arguments.bless {
        let text = serde_json::to_string_pretty(&counts)? + "\n";
        fs::write(project.path(BASELINE), text).with_context(|| format!("cannot write `{BASELINE}`"))?;
    }
    let accepted = fs::read_to_string(project.path(BASELINE));
    let accepted = accepted.with_context(|| format!("cannot read `{BASELINE}`: run with `--bless` to make it"))?;
    let accepted: BTreeMap<String, u64> =
        serde_json::from_str(&accepted).context("the counts are no JSON of numbers")?;
    let (lines, worse) = compare(&counts, &accepted)?;
    println!("{}", lines.join("\n"));
    ensure!(
        worse.is_empty(),
        "more than {TOLERANCE} % more instructions than accepted: {}; make it less, or say why in the commit and run with `--bless`",
        worse.join(", ")
    );
    Ok(())
}

/// The instructions of one stage.
fn count(project: &Project, stage: &str) -> Result<u64> {
    let output = project.path("target/xtask").join(format!("callgrind-{stage}.out"));
    let mut command = Command::new("valgrind");
    command.current_dir(project.root()).args(["--tool=callgrind", "--toggle-collect=stages::staged*"]);
    command.arg(format!("--callgrind-out-file={}", output.display()));
    command.arg(project.path("target/release/stages")).arg(stage);
    process::run(&format!("counting {stage}"), command, &project.log(&format!("instructions-{stage}")))?;
    let profile = fs::read_to_string(&output).with_context(|| format!("callgrind wrote no `{}`", output.display()))?;
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: "));
    let total = total.and_then(|total| total.trim().parse().ok()).context("callgrind tells no total")?;
    if total == 0 {
        bail!("callgrind counted nothing in `{stage}`: the function `staged` was not found");
    }
    Ok(total)
}

/// A line a stage, and the stages that grew too much.
fn compare(counts: &BTreeMap<String, u64>, accepted: &BTreeMap<String, u64>) -> Result<(Vec<String>, Vec<String>)> {
    let mut lines = vec![format!("{:10}{:>16}{:>16}{:>10}", "stage", "instructions", "accepted", "change")];
    let mut worse = Vec::new();
    for stage in STAGES {
        let now = *counts.get(stage).with_context(|| format!("`{stage}` was not counted"))?;
        let before =
            *accepted.get(stage).with_context(|| format!("`{stage}` has no accepted count: run with `--bless`"))?;
        let change = (now as f64 / before as f64 - 1.0) * 100.0;
        lines.push(format!("{stage:10}{now:>16}{before:>16}{change:>+9.2} %"));
        if change > TOLERANCE {
            worse.push(format!("{stage} ({change:+.1} %)"));
        }
    }
    Ok((lines, worse))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(full: u64) -> BTreeMap<String, u64> {
        STAGES.into_iter().map(|stage| (stage.to_owned(), if stage == "full" { full } else { 1_000 })).collect()
    }

    #[test]
    fn what_grows_beyond_the_tolerance_is_named_and_what_shrinks_is_not() -> Result<()> {
        let accepted = counts(1_000);
        assert_eq!(compare(&counts(1_031), &accepted)?.1, ["full (+3.1 %)"]);
        assert!(compare(&counts(1_029), &accepted)?.1.is_empty());
        assert!(compare(&counts(500), &accepted)?.1.is_empty());
        assert!(compare(&counts(500), &BTreeMap::new()).is_err());
        Ok(())
    }
}
