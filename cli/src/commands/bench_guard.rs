//! `paintbox bench-guard`: how long the Worker's detectors of attacks take.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use serde_json::json;
use waf::{Slot, inspect};

use super::guard::text_of;
use crate::Options;
use crate::failure::Failure;
use crate::load;
use crate::out::say;

/// Arguments of `bench-guard`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Lines of test cases (`.jsonl`), or any other file as one text
    file: PathBuf,
    /// How often each text is timed
    #[arg(long, default_value_t = 101)]
    runs: usize,
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let texts = texts(arguments)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut times: Vec<u64> = Vec::with_capacity(texts.len() * arguments.runs);
    let mut refused = 0;
    // The first round warms the caches and is not counted.
    for run in 0..=arguments.runs.max(1) {
        for text in &texts {
            let start = Instant::now();
            let finding = std::hint::black_box(inspect(std::hint::black_box(text), Slot::FreeText));
            let took = start.elapsed().as_nanos() as u64;
            if run == 0 {
                refused += usize::from(finding.is_some());
            } else {
                times.push(took);
            }
        }
    }
    let total: u64 = times.iter().sum();
    let inspected = bytes * times.len() / texts.len();
    let per_byte = total as f64 / (inspected.max(1)) as f64;
    times.sort_unstable();
    let (p50, p99) = (quantile(&times, 50), quantile(&times, 99));
    if options.json {
        let report = json!({
            "texts": texts.len(),
            "bytes": bytes,
            "refused": refused,
            "p50_us": p50,
            "p99_us": p99,
            "ns_per_byte": (per_byte * 1e3).round() / 1e3,
        });
        say!("{report}");
    } else {
        say!("{} texts, {bytes} bytes, {refused} refused", texts.len());
        say!("p50 {p50} us, p99 {p99} us, {per_byte:.3} ns a byte");
    }
    Ok(ExitCode::SUCCESS)
}

/// Microseconds, to the tenth.
fn quantile(sorted: &[u64], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).map_or(0.0, |ns| (*ns as f64 / 100.0).round() / 10.0)
}

fn texts(arguments: &Arguments) -> Result<Vec<String>, Failure> {
    let path = &arguments.file;
    let fail = |message: String| Failure::new(format!("`{}`: {message}", path.display()));
    let bytes = load::read(path)?;
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        let lines = bytes.split(|byte| *byte == b'\n').enumerate();
        let cases = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
        let texts: Result<Vec<String>, Failure> = cases
            .map(|(at, line)| {
                text_of(line).map(|(_, text)| text).map_err(|fault| fail(format!("line {}: {fault}", at + 1)))
            })
            .collect();
        let texts = texts?;
        if texts.is_empty() {
            return Err(fail("found no line, expected test cases".to_owned()));
        }
        return Ok(texts);
    }
    let text = String::from_utf8(bytes).map_err(|error| fail(format!("not UTF-8: {error}")))?;
    Ok(vec![text])
}
