//! What a person sees while a long step runs: a spinner with the last line of output on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// How long a log without a terminal stays silent during a step.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// One step that takes a while.
pub struct Step {
    label: String,
    spinner: Option<ProgressBar>,
    started: Instant,
    last_sign: Instant,
    last_line: String,
}

impl Step {
    /// Shows a step while it is taken, and how it went.
    pub fn show<T>(label: &str, take: impl FnOnce(&mut Step) -> Result<T>) -> Result<T> {
        let mut step = Step::start(label);
        let taken = take(&mut step);
        step.end(if taken.is_ok() { "✓" } else { "✗" });
        taken
    }

    /// Shows that the step has begun.
    pub fn start(label: &str) -> Self {
        let spinner = std::io::stderr().is_terminal().then(|| {
            let spinner = ProgressBar::new_spinner().with_message(label.to_owned());
            let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed}) {prefix:.dim}");
            spinner.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            spinner.enable_steady_tick(Duration::from_millis(120));
            spinner
        });
        if spinner.is_none() {
            eprintln!("… {label}");
        }
        let now = Instant::now();
        Self { label: label.to_owned(), spinner, started: now, last_sign: now, last_line: String::new() }
    }

    /// Shows what the step is at.
    pub fn line(&mut self, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        self.last_line = line.chars().take(70).collect();
        if let Some(spinner) = &self.spinner {
            spinner.set_prefix(self.last_line.clone());
        }
    }

    /// Gives a sign of life where there is no spinner. To be called often.
    pub fn tick(&mut self) {
        if self.spinner.is_none() && self.last_sign.elapsed() >= HEARTBEAT {
            self.last_sign = Instant::now();
            eprintln!("… {} ({} s) {}", self.label, self.started.elapsed().as_secs(), self.last_line);
        }
    }

    fn end(self, mark: &str) {
        let took = self.started.elapsed();
        if let Some(spinner) = &self.spinner {
            spinner.finish_and_clear();
        }
        eprintln!("{mark} {} ({})", self.label, seconds(took));
    }
}

/// A duration as a person reads it in a list of steps.
pub fn seconds(duration: Duration) -> String {
    if duration < Duration::from_secs(60) {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {} s", duration.as_secs() / 60, duration.as_secs() % 60)
    }
}
