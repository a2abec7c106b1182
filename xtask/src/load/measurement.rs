//! What was observed, as a table, as JSON, and against the bounds.

use std::collections::BTreeMap;
use std::time::Duration;

use cf_config::policy::P95_MILLISECONDS;
use serde_json::{Value, json};

use super::Plan;
use super::mix::Kind;
use super::samples::{Summary, milliseconds};
use crate::workerd::CacheApi;

/// A hit's p95 may be so many times that of the trivial route.
pub const HIT_BOUND: f64 = 1.3;
/// A miss's p95 may be so many times that of the trivial route.
pub const MISS_BOUND: f64 = 1.6;
/// And every p95 stays below what the service promises, in milliseconds.
pub const TARGET_MILLISECONDS: f64 = P95_MILLISECONDS as f64;

/// So many answers may be of another kind than was meant: an isolate's memory forgets an answer that was not asked for in a while.
pub const UNLIKE_PERCENT: f64 = 1.0;

/// What one loop brought.
#[derive(Debug, Default)]
pub struct Observed {
    /// From the first request to the last answer.
    pub elapsed: Duration,
    /// The times of each kind.
    pub times: BTreeMap<Kind, Vec<Duration>>,
    /// Answers that were not 200, by status.
    pub refused: BTreeMap<u16, usize>,
    /// Answers that `Cache-Status` tells to be of another kind than was meant.
    pub unlike: BTreeMap<Kind, usize>,
}

/// A whole measurement.
#[derive(Debug)]
pub struct Measurement {
    /// Which workbook was priced.
    pub workbook: String,
    /// How much was asked.
    pub plan: Plan,
    /// Connections that ask again when they have their answer.
    pub closed: Observed,
    /// Requests that fall due whatever the Worker does.
    pub open: Observed,
    /// The runtime's CPU time for one request of each kind, asked alone.
    pub cost: BTreeMap<Kind, Duration>,
}

impl Observed {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        let count: usize = self.times.values().map(Vec::len).sum();
        count as f64 / self.elapsed.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    /// The share of calculations whose answers were of another kind than was meant, in percent.
    pub fn unlike_percent(&self) -> f64 {
        let calculations: usize =
            [Kind::Hit, Kind::Miss].iter().filter_map(|kind| self.times.get(kind)).map(Vec::len).sum();
        100.0 * self.unlike.values().sum::<usize>() as f64 / calculations.max(1) as f64
    }

    /// Percentiles of one kind.
    pub fn summary(&self, kind: Kind) -> Summary {
        Summary::of(self.times.get(&kind).cloned().unwrap_or_default())
    }

    /// The p95 of a kind as a multiple of the trivial route's.
    pub fn ratio(&self, kind: Kind) -> f64 {
        let trivial = self.summary(Kind::Trivial).p95.as_secs_f64();
        self.summary(kind).p95.as_secs_f64() / trivial.max(f64::MIN_POSITIVE)
    }
}

impl Measurement {
    /// Each loop with its name.
    pub fn loops(&self) -> [(&'static str, &Observed); 2] {
        [("closed", &self.closed), ("open", &self.open)]
    }

    /// The bounds that were missed, in words.
    pub fn missed(&self) -> Vec<String> {
        let mut missed = Vec::new();
        for (name, observed) in self.loops() {
            for (kind, bound) in [(Kind::Hit, HIT_BOUND), (Kind::Miss, MISS_BOUND)] {
                let ratio = observed.ratio(kind);
                if ratio > bound {
                    missed.push(format!(
                        "{name} loop: p95 of a {} is {ratio:.2} times the trivial route's, at most {bound}",
                        kind.name()
                    ));
                }
                let p95 = observed.summary(kind).p95;
                if milliseconds(p95) >= TARGET_MILLISECONDS {
                    missed.push(format!(
                        "{name} loop: p95 of a {} is {p95:.1?}, expected below {TARGET_MILLISECONDS} ms",
                        kind.name()
                    ));
                }
            }
            for (status, count) in &observed.refused {
                missed.push(format!("{name} loop: {count} answers had status {status}, expected 200"));
            }
            let unlike = observed.unlike_percent();
            if unlike > UNLIKE_PERCENT {
                missed.push(format!(
                    "{name} loop: {unlike:.1} % of the calculations were no hit or no miss as meant, at most {UNLIKE_PERCENT} %"
                ));
            }
        }
        missed
    }

    /// For a person.
    pub fn table(&self) -> String {
        let cache = match self.plan.cache_api {
            CacheApi::Inside => "a cache inside the runtime",
            CacheApi::Outside => "a cache outside the runtime",
            CacheApi::Absent => "no cache",
        };
        let mut lines = vec![format!(
            "{}, {} connections, {} s a loop, {cache}",
            self.workbook,
            self.plan.connections,
            self.plan.duration.as_secs()
        )];
        for (name, observed) in self.loops() {
            lines.push(format!("{name} loop: {:.0} answers a second", observed.rate()));
            lines.push(format!(
                "  {:8} {:>8} {:>10} {:>10} {:>10} {:>10} {:>14}",
                "", "count", "p50", "p95", "p99", "slowest", "p95/trivial"
            ));
            for kind in Kind::ALL {
                let summary = observed.summary(kind);
                let [p50, p95, p99, slowest] = [summary.p50, summary.p95, summary.p99, summary.slowest]
                    .map(|time| format!("{:.2} ms", milliseconds(time)));
                lines.push(format!(
                    "  {:8} {:>8} {p50:>10} {p95:>10} {p99:>10} {slowest:>10} {:>14.2}",
                    kind.name(),
                    summary.count,
                    observed.ratio(kind)
                ));
            }
        }
        let cost = self.cost.iter().map(|(kind, cost)| format!("{} {} µs", kind.name(), cost.as_micros()));
        let cost: Vec<String> = cost.collect();
        if !cost.is_empty() {
            lines.push(format!("CPU time of the runtime for one request: {}", cost.join(", ")));
        }
        lines.extend(self.missed().into_iter().map(|missed| format!("missed: {missed}")));
        lines.join("\n")
    }

    /// For a program: a line for each loop and one for the cost of each kind alone.
    pub fn figures(&self) -> Vec<Value> {
        let by_name = |value: &dyn Fn(Kind) -> Value| -> Value {
            Kind::ALL
                .iter()
                .map(|kind| (kind.name().to_owned(), value(*kind)))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        let loops = self.loops().map(|(name, observed)| {
            json!({
                "loop": name,
                "workbook": self.workbook,
                "connections": self.plan.connections,
                "answers_a_second": observed.rate().round(),
                "hit_ratio": observed.ratio(Kind::Hit),
                "miss_ratio": observed.ratio(Kind::Miss),
                "p95_ms": by_name(&|kind| json!(milliseconds(observed.summary(kind).p95))),
                "times": by_name(&|kind| observed.summary(kind).to_json()),
                "refused": observed.refused.values().sum::<usize>(),
                "unlike_percent": observed.unlike_percent(),
            })
        });
        let alone = (!self.cost.is_empty()).then(|| {
            let microseconds = by_name(&|kind| json!(self.cost.get(&kind).map(|cost| cost.as_micros() as u64)));
            json!({ "loop": "alone", "cpu_microseconds": microseconds })
        });
        loops.into_iter().chain(alone).collect()
    }
}
