//! What a case takes of a core and of memory, held against its budget.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value as Json, json};

/// How often a case may take its time budget: it is meant for an optimized build.
const SLACK: f64 = if cfg!(debug_assertions) { 10.0 } else { 1.0 };

/// A case over its budget runs again, so often: another process may have taken the core's caches away.
const TRIES: usize = 3;

/// Time of the core and the most memory held at once beyond what was held before.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    pub milliseconds: f64,
    pub megabytes: f64,
}

/// The time that this thread has had of a core.
fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Runs a task and says what it took.
pub fn measure<T>(task: impl FnOnce() -> T) -> (T, Spent) {
    let mut output = None;
    let start = thread_time();
    let allocated = allocation_counter::measure(|| output = Some(task()));
    let milliseconds = (thread_time() - start).as_secs_f64() * 1_000.0;
    let megabytes = allocated.bytes_max as f64 / f64::from(1 << 20);
    (output.unwrap(), Spent { milliseconds, megabytes })
}

/// The cases of one file: what was wrong, and what was over its budget.
pub struct Table {
    name: &'static str,
    cases: usize,
    wrong: Vec<String>,
    over: Vec<String>,
    /// By the share of the time budget.
    slowest: Vec<(f64, String)>,
    /// By the share of the memory budget.
    largest: Vec<(f64, String)>,
}

impl Table {
    pub fn new(name: &'static str) -> Table {
        Table { name, cases: 0, wrong: Vec::new(), over: Vec::new(), slowest: Vec::new(), largest: Vec::new() }
    }

    /// Runs a case and holds it against its budget.
    pub fn run<T>(&mut self, case: &Json, task: impl Fn() -> T) -> T {
        let id = case["id"].as_str().unwrap();
        let (ms, mb) = (case["budget"]["ms"].as_f64().unwrap() * SLACK, case["budget"]["mb"].as_f64().unwrap());
        let (mut output, mut spent) = measure(&task);
        for _ in 1..TRIES {
            if spent.milliseconds <= ms {
                break;
            }
            let (again, other) = measure(&task);
            if other.milliseconds < spent.milliseconds {
                (output, spent) = (again, other);
            }
        }
        self.cases += 1;
        let shown = format!("{id}: {:.2} of {ms} ms, {:.1} of {mb} MB", spent.milliseconds, spent.megabytes);
        if spent.milliseconds > ms || spent.megabytes > mb {
            self.over.push(shown.clone());
        }
        self.slowest.push((spent.milliseconds / ms, shown.clone()));
        self.largest.push((spent.megabytes / mb, shown));
        output
    }

    /// Notes that a case did not end as it has to.
    pub fn wrong(&mut self, id: &str, what: &str) {
        let shown: String = what.chars().take(200).collect();
        self.wrong.push(format!("{id}: {shown}"));
    }

    /// Prints the figures; fails if a case is wrong or over its budget.
    pub fn finish(mut self) {
        for list in [&mut self.slowest, &mut self.largest] {
            list.sort_by(|(a, _), (b, _)| b.total_cmp(a));
            list.truncate(5);
        }
        let figures = json!({
            "corpus": self.name,
            "where": if cfg!(debug_assertions) { "native, not optimized" } else { "native" },
            "cases": self.cases,
            "as_expected": self.cases - self.wrong.len(),
            "within_budget": self.cases - self.over.len(),
            "most_of_its_time": self.slowest.first().map(|(share, _)| (share * 1_000.0).round() / 1_000.0),
            "most_of_its_memory": self.largest.first().map(|(share, _)| (share * 1_000.0).round() / 1_000.0),
        });
        println!("figures {figures}");
        for (_, shown) in self.slowest.iter().chain(&self.largest) {
            println!("  {shown}");
        }
        let failed = [self.wrong, self.over].concat();
        assert!(failed.is_empty(), "{}:\n{}", self.name, failed.join("\n"));
    }
}
