//! What ran, how long it took, how many tests it counted and what it left out.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::interrupt;
use crate::progress::seconds;

/// The outcome of all steps so far.
pub struct Report {
    started: Instant,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    took: Duration,
    outcome: Outcome,
}

enum Outcome {
    Passed { tests: Tests, note: Option<String> },
    Failed,
    NotRun { because: String },
}

/// What the test runners of one step counted.
#[derive(Default, PartialEq, Eq, Debug, Clone)]
pub struct Tests {
    passed: u64,
    skipped: Vec<String>,
}

/// What a step that went well has to say.
#[derive(Default)]
pub struct Finding {
    /// Counted from the runner's output.
    pub tests: Tests,
    /// One line for the summary.
    pub note: Option<String>,
}

impl Report {
    /// Nothing has run yet.
    pub fn new() -> Self {
        Self { started: Instant::now(), entries: Vec::new() }
    }

    /// Runs one step; says whether it went well.
    pub fn step(&mut self, name: &str, body: impl FnOnce() -> Result<Finding>) -> bool {
        self.step_with(name, || body().map(|finding| (finding, ()))).is_some()
    }

    /// Runs one step that makes something other steps need.
    pub fn step_with<T>(&mut self, name: &str, body: impl FnOnce() -> Result<(Finding, T)>) -> Option<T> {
        if interrupt::requested() {
            self.not_run(name, "interrupted");
            return None;
        }
        let started = Instant::now();
        let (outcome, made) = match body() {
            Ok((finding, made)) => (Outcome::Passed { tests: finding.tests, note: finding.note }, Some(made)),
            Err(error) => {
                eprintln!("error: {error:#}");
                (Outcome::Failed, None)
            }
        };
        self.entries.push(Entry { name: name.to_owned(), took: started.elapsed(), outcome });
        made
    }

    /// Notes a step that could not run because of another.
    pub fn not_run(&mut self, name: &str, because: &str) {
        let outcome = Outcome::NotRun { because: because.to_owned() };
        self.entries.push(Entry { name: name.to_owned(), took: Duration::ZERO, outcome });
    }

    /// Did every step run and go well?
    pub fn is_good(&self) -> bool {
        !self.entries.is_empty() && self.entries.iter().all(|entry| matches!(entry.outcome, Outcome::Passed { .. }))
    }

    /// The table for the end of the log.
    pub fn summary(&self) -> String {
        let mut lines = vec![String::new(), "Summary".to_owned()];
        let mut skipped = Vec::new();
        let mut total = 0;
        for entry in &self.entries {
            let (mark, detail) = match &entry.outcome {
                Outcome::Passed { tests, note } => {
                    total += tests.passed;
                    skipped.extend(&tests.skipped);
                    let counted = (tests.passed > 0).then(|| format!("{} tests passed", tests.passed));
                    let detail = [counted, note.clone()].into_iter().flatten().collect::<Vec<_>>().join("; ");
                    ("ok", detail)
                }
                Outcome::Failed => ("FAILED", String::new()),
                Outcome::NotRun { because } => ("NOT RUN", because.clone()),
            };
            lines.push(
                format!("  {mark:8} {:38} {:>12}  {detail}", entry.name, seconds(entry.took)).trim_end().to_owned(),
            );
        }
        lines.extend(skipped.iter().map(|line| format!("  {line}")));
        let verdict = if self.is_good() { "everything passed" } else { "NOT everything passed" };
        lines.push(format!("  {total} tests ran and passed in {}; {verdict}", seconds(self.started.elapsed())));
        lines.join("\n")
    }
}

impl Tests {
    /// Reads the counts from what `cargo test` printed, and the lines in which a test says that it was skipped.
    pub fn count(output: &str) -> Self {
        let mut tests = Self::default();
        for line in output.lines().map(str::trim) {
            if let Some(counts) = line.strip_prefix("test result: ok. ") {
                tests.passed += counts.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
            } else if line.starts_with("skipped: ") && !tests.skipped.iter().any(|known| known == line) {
                tests.skipped.push(line.to_owned());
            }
        }
        tests
    }

    /// So many tests of a runner that is not cargo's.
    pub fn passed(passed: u64) -> Self {
        Self { passed, skipped: Vec::new() }
    }

    /// Did any test run?
    pub fn is_none(&self) -> bool {
        self.passed == 0
    }
}

impl From<Tests> for Finding {
    fn from(tests: Tests) -> Self {
        Self { tests, note: None }
    }
}

impl Finding {
    /// A step that has one line to say.
    pub fn note(note: impl Into<String>) -> Self {
        Self { tests: Tests::default(), note: Some(note.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_summed_over_the_test_programs_of_a_run() {
        let output = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
                      skipped: no real workbook\nskipped: no real workbook\n\
                      test result: ok. 40 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        let expected = Tests { passed: 42, skipped: vec!["skipped: no real workbook".to_owned()] };
        assert_eq!(Tests::count(output), expected);
    }

    #[test]
    fn an_empty_report_is_not_good() {
        assert!(!Report::new().is_good());
    }

    #[test]
    fn one_failed_step_spoils_the_report_but_not_the_next_step() {
        let mut report = Report::new();
        assert!(!report.step("first", || anyhow::bail!("no")));
        assert!(report.step("second", || Ok(Finding::default())));
        assert!(!report.is_good());
        assert!(report.summary().contains("FAILED   first"));
    }
}
