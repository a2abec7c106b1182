//! Times, and what is said of them.

use std::time::Duration;

use serde_json::{Value, json};

/// Percentiles of one kind of request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many there were.
    pub count: usize,
    /// Half were at most so long.
    pub p50: Duration,
    /// 95 of 100 were.
    pub p95: Duration,
    /// 99 of 100 were.
    pub p99: Duration,
    /// All were.
    pub slowest: Duration,
}

impl Summary {
    /// Of times in any order.
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |percent| percentile(&times, percent);
        Self { count: times.len(), p50: at(50), p95: at(95), p99: at(99), slowest: at(100) }
    }

    /// In milliseconds.
    pub fn to_json(self) -> Value {
        let [p50, p95, p99, slowest] = [self.p50, self.p95, self.p99, self.slowest].map(milliseconds);
        json!({ "count": self.count, "p50_ms": p50, "p95_ms": p95, "p99_ms": p99, "slowest_ms": slowest })
    }
}

/// Milliseconds, to the microsecond.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1000.0
}

/// The time that so many of a hundred stay within: the nearest rank, as it is usually defined.
fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let summary = Summary::of((1..=200).rev().map(Duration::from_millis).collect());
        let expected = [100, 190, 198, 200].map(Duration::from_millis);
        assert_eq!([summary.p50, summary.p95, summary.p99, summary.slowest], expected);
        assert_eq!(Summary::of(vec![]).p95, Duration::ZERO);
        assert_eq!(Summary::of(vec![Duration::from_millis(7)]).p50, Duration::from_millis(7));
    }
}
