//! What became of the cases of one file.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::outcome::{Got, holds};

/// The memory of an isolate, in MiB.
const ISOLATE: f64 = 128.0;

/// The cases of one file: what was wrong, and how long the answers took.
pub struct Table {
    name: &'static str,
    cases: usize,
    within: usize,
    wrong: Vec<String>,
    slow: Vec<(f64, String)>,
    most_memory: f64,
}

impl Table {
    pub fn new(name: &'static str) -> Table {
        Table { name, cases: 0, within: 0, wrong: Vec::new(), slow: Vec::new(), most_memory: 0.0 }
    }

    /// Holds an answer against its case.
    ///
    /// The time is that of the whole request over the loopback ([`crate::runtime::Runtime::timed`]), on a machine that may do other
    /// things: it is printed, not held.
    pub fn hold(&mut self, case: &Json, got: &Got, took: Duration) {
        let id = case["id"].as_str().unwrap_or_default();
        let budget = case["budget"]["ms"].as_f64().unwrap_or_default();
        let took = took.as_secs_f64() * 1_000.0;
        self.cases += 1;
        self.within += usize::from(took <= budget);
        if took > budget {
            self.slow.push((took / budget, format!("{id}: {took:.1} of {budget} ms")));
        }
        if !holds(&case["expect"], got) {
            let shown: String = format!("{got:?}").chars().take(200).collect();
            self.wrong.push(format!("{id}: {shown}, expected {}", case["expect"]));
        }
    }

    /// Notes that a case has no answer.
    pub fn wrong(&mut self, what: String) {
        self.cases += 1;
        self.wrong.push(what);
    }

    /// Holds the memory of a Worker against that of an isolate.
    pub fn hold_memory(&mut self, of: &str, bytes: u64) {
        let megabytes = bytes as f64 / f64::from(1 << 20);
        self.most_memory = self.most_memory.max(megabytes);
        if megabytes > ISOLATE {
            self.wrong.push(format!("{of}: {megabytes:.0} MiB of memory, expected at most {ISOLATE}"));
        }
    }

    /// Prints the figures; fails if a case is wrong.
    pub fn finish(mut self) {
        self.slow.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let figures = json!({
            "corpus": self.name, "where": "workerd", "cases": self.cases, "as_expected": self.cases - self.wrong.len(),
            "within_budget": self.within, "most_memory_mib": self.most_memory.ceil(),
        });
        println!("figures {figures}");
        self.slow.iter().for_each(|(_, shown)| println!("  over its budget: {shown}"));
        assert!(self.wrong.is_empty(), "{}:\n{}", self.name, self.wrong.join("\n"));
    }
}
