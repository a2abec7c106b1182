//! One request on its way through the Worker.

use std::fmt::Write;

use crate::http::Head;
use crate::platform::Platform;

/// The most steps that are told: there are fewer in the pipeline.
const MAX_STEPS: usize = 8;
const DAY: f64 = 86_400_000.0;

/// A request's head, what it runs on, and what is noted on the way.
pub struct Visit<'a, P> {
    /// The request without its body.
    pub head: &'a Head,
    /// What it runs on.
    pub platform: &'a P,
    /// A text that names this one request.
    pub request_id: String,
    /// When it came, in milliseconds since 1970. All of a request happens at this moment: it has one day.
    pub started: f64,
    steps: Vec<(&'static str, f64)>,
    since: f64,
}

impl<'a, P: Platform> Visit<'a, P> {
    /// A request that has just come.
    pub fn begin(head: &'a Head, platform: &'a P) -> Visit<'a, P> {
        let started = platform.now();
        let request_id = platform.request_id();
        Visit { head, platform, request_id, started, steps: Vec::with_capacity(MAX_STEPS), since: started }
    }

    /// The day of the answer, in UTC, counted from 1970.
    pub fn day(&self) -> i64 {
        (self.started / DAY).floor() as i64
    }

    /// Notes that a step is done; it began where the one before it ended.
    pub fn mark(&mut self, step: &'static str) {
        let now = self.platform.now();
        if self.steps.len() < MAX_STEPS {
            self.steps.push((step, now - self.since));
        }
        self.since = now;
    }

    /// The `Server-Timing` field: the steps in milliseconds, and all together.
    pub fn timing(&self) -> String {
        let mut field = String::new();
        for (step, duration) in &self.steps {
            // Writing to a string cannot fail.
            let _ = write!(field, "{step};dur={duration:.1}, ");
        }
        let _ = write!(field, "total;dur={:.1}", self.platform.now() - self.started);
        field
    }
}
