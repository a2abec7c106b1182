//! `cargo xtask fuzz`: the parsers of foreign bytes and the evaluator under libFuzzer, guided by coverage.
//!
//! What is fuzzed and what must hold is in the crate `fuzz`; `fuzz/driver` puts libFuzzer around it. Coverage comes from LLVM's own pass, which
//! the stable compiler has too. Corpora, findings and seeds are kept under `target/fuzzing`, a folder a target, from run to run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::machine::cargo;
use crate::process;
use crate::project::Project;

/// The targets, each with the longest input that is worth trying in bytes.
const TARGETS: [(&str, usize); 8] = [
    ("syntax", 300),
    ("evaluate", 300),
    ("recalculate", 600),
    ("format", 120),
    ("query", 300),
    ("workbook", 24_000),
    ("request", 2_000),
    ("model", 4_000),
];

/// What tells the compiler to count edges and comparisons.
const INSTRUMENTED: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares";

/// `cargo xtask fuzz`
#[derive(clap::Args)]
pub struct Arguments {
    /// The target; all in turn unless one is named
    #[arg(value_parser = TARGETS.map(|(name, _)| name))]
    target: Option<String>,
    /// How long each is fuzzed
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// Arguments for libFuzzer, such as a file to run alone, or `-minimize_crash=1` with one
    #[arg(last = true)]
    more: Vec<String>,
}

/// Builds the driver and runs it; an error if an input failed.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let driver = build(project)?;
    let wanted = |name: &str| arguments.target.as_ref().is_none_or(|target| target == name);
    for (name, longest) in TARGETS.into_iter().filter(|(name, _)| wanted(name)) {
        let folder = project.path("target/fuzzing").join(name);
        let below = |part: &str| folder.join(part);
        for part in ["corpus", "findings"] {
            fs::create_dir_all(below(part)).with_context(|| format!("cannot make `{}`", below(part).display()))?;
        }
        let mut command = Command::new(&driver);
        command.current_dir(project.root()).env("FUZZ_TARGET", name);
        command.arg(format!("-artifact_prefix={}/", below("findings").display()));
        if arguments.more.is_empty() {
            command.env("FUZZ_FOLDER", &folder).arg(below("corpus")).arg(below("seeds"));
            command.arg(format!("-dict={}", below("dictionary").display()));
            command.args([format!("-max_len={longest}"), format!("-max_total_time={}", arguments.seconds)]);
            command.args(["-timeout=60", "-rss_limit_mb=4000", "-print_final_stats=1"]);
        }
        command.args(&arguments.more);
        let output = process::run(&format!("fuzzing {name}"), command, &project.log(&format!("fuzz-{name}")))?;
        println!("{}", summary(name, &output));
    }
    Ok(())
}

/// The instrumented driver, with all assertions and checks of overflow.
fn build(project: &Project) -> Result<PathBuf> {
    let compiler = process::capture(Command::new("rustc").arg("-vV")).context("`rustc` does not run")?;
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).context("`rustc` names no host")?;
    let target = project.path("target/fuzzing");
    let mut command = cargo();
    command.current_dir(project.path("fuzz/driver")).args(["build", "--release", "--locked", "--target", host]);
    // A target is named so that build scripts and macros are not instrumented.
    command.env("CARGO_TARGET_DIR", &target).env("RUSTFLAGS", INSTRUMENTED);
    process::run("building the fuzzer (minutes, once)", command, &project.log("fuzz-build"))?;
    let driver = target.join(host).join("release/driver");
    ensure!(driver.is_file(), "the build left no `{}`", driver.display());
    Ok(driver)
}

/// What libFuzzer says at the end, in a line.
fn summary(name: &str, output: &str) -> String {
    let figure = |key: &str| {
        let key = format!("stat::{key}:");
        output.lines().find_map(|line| line.strip_prefix(key.as_str())).map_or("?", str::trim)
    };
    let edges = output.lines().rev().find_map(|line| line.split("cov: ").nth(1)?.split(' ').next()).unwrap_or("?");
    let (runs, speed) = (figure("number_of_executed_units"), figure("average_exec_per_sec"));
    format!("{name:12}{runs:>12} runs, {speed:>6} a second, {edges:>6} edges")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_run_is_told_in_a_line() {
        let output = "#8\tINITED cov: 10 ft: 11\n#9\tDONE   cov: 24 ft: 30 corp: 3\nstat::number_of_executed_units: 9\n\
                      stat::average_exec_per_sec:     4\n";
        assert_eq!(summary("query", output), "query                  9 runs,      4 a second,     24 edges");
    }
}
