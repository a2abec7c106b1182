//! The log against the definition: in no window more than the quota, and no refusal that the definition does not demand.
//!
//! The oracle keeps everything that was ever admitted and forgets nothing. It is asked the definition's own question, by counting:
//! would some window that ends now hold too much? `PAINTBOX_SEQUENCES` says how many random sequences there are.

use edge_worker::quota::{Limits, Refused, SlidingLog, Standing};

/// As many as take a second without optimisation.
const SEQUENCES: u64 = 20_000;

/// A small generator of numbers that are the same in every run (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

struct Admitted {
    id: u64,
    at: u64,
    lane: u16,
    cost: u32,
}

struct Oracle {
    limits: Limits,
    /// The time, which a clock that is set back does not move.
    now: u64,
    reading: u64,
    admitted: Vec<Admitted>,
}

impl Oracle {
    fn set_clock(&mut self, reading: u64) {
        if reading > self.reading {
            self.now += reading - self.reading;
        }
        self.reading = reading;
    }

    /// The units of a lane, or of all, in the window that ends with this millisecond.
    fn used(&self, end: u64, lane: Option<u16>) -> u64 {
        let is_in_window = |one: &&Admitted| one.at <= end && one.at + self.limits.window > end;
        let is_counted = |one: &&Admitted| lane.is_none_or(|lane| one.lane == lane);
        self.admitted.iter().filter(is_in_window).filter(is_counted).map(|one| u64::from(one.cost)).sum()
    }

    fn quotas(&self, lane: u16) -> impl Iterator<Item = (Option<u16>, u32)> {
        std::iter::once((Some(lane), self.limits.lane)).chain(self.limits.all.map(|all| (None, all)))
    }

    fn allows(&self, at: u64, lane: u16, cost: u32) -> bool {
        self.quotas(lane).all(|(lane, quota)| self.used(at, lane) + u64::from(cost) <= u64::from(quota))
    }

    /// The first time from now at which the cost is allowed: it can only be now or when something leaves the window.
    fn wait(&self, lane: u16, cost: u32) -> Option<u64> {
        let leaving = self.admitted.iter().map(|one| one.at + self.limits.window).filter(|end| *end > self.now);
        let moments = leaving.chain([self.now]);
        moments.filter(|moment| self.allows(*moment, lane, cost)).min().map(|moment| moment - self.now)
    }

    fn decide(&mut self, id: u64, lane: u16, cost: u32) -> Result<u64, Refused> {
        if self.allows(self.now, lane, cost) {
            self.admitted.push(Admitted { id, at: self.now, lane, cost });
            return Ok(id);
        }
        let exceeds = |lane: Option<u16>, quota: u32| self.used(self.now, lane) + u64::from(cost) > u64::from(quota);
        Err(Refused {
            wait: self.wait(lane, cost),
            by_lane: exceeds(Some(lane), self.limits.lane),
            by_all: self.limits.all.is_some_and(|all| exceeds(None, all)),
        })
    }

    fn standing(&self, lane: Option<u16>, quota: u32) -> Standing {
        let counted = self.admitted.iter().filter(|one| lane.is_none_or(|lane| one.lane == lane));
        let leaving = counted.map(|one| one.at + self.limits.window).filter(|end| *end > self.now);
        Standing {
            remaining: (u64::from(quota) - self.used(self.now, lane)) as u32,
            reset: leaving.min().map_or(self.limits.window, |end| end - self.now),
        }
    }

    /// The definition itself, over the whole sequence: from each admission on, one window never holds more than a quota.
    fn is_lawful(&self) -> bool {
        let ends = self.admitted.iter().map(|one| one.at + self.limits.window - 1);
        ends.flat_map(|end| self.admitted.iter().map(move |one| (end, one.lane)))
            .all(|(end, lane)| self.quotas(lane).all(|(lane, quota)| self.used(end, lane) <= u64::from(quota)))
    }
}

/// One sequence of random questions, times and returns. Says how many questions there were.
fn run(seed: u64) -> u64 {
    let mut numbers = Numbers(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let lane = 1 + numbers.below(12) as u32;
    let all = (numbers.below(2) == 0).then(|| 1 + numbers.below(24) as u32);
    let limits = Limits { lane, all, window: 1 + numbers.below(60) };
    let mut log = SlidingLog::new(limits);
    let mut oracle = Oracle { limits, now: 0, reading: 0, admitted: Vec::new() };
    let mut reading = numbers.below(100);
    oracle.set_clock(reading);
    oracle.now = reading;
    let questions = 1 + numbers.below(40);
    for question in 0..questions {
        reading = match numbers.below(12) {
            0..=4 => reading,
            5..=9 => reading + numbers.below(limits.window),
            10 => reading + numbers.below(3 * limits.window),
            _ => reading.saturating_sub(numbers.below(2 * limits.window)),
        };
        oracle.set_clock(reading);
        let lane = numbers.below(3) as u16;
        let most = u64::from(limits.lane) + 2;
        let cost = 1 + if numbers.below(4) == 0 { numbers.below(most) } else { numbers.below(2) } as u32;
        let context =
            || format!("sequence {seed}, question {question}: {limits:?} at {reading}, lane {lane}, cost {cost}");

        // As the log stands before the question, at the question's time.
        let mut before = log.clone();
        before.standing(reading, lane);
        let verdict = log.decide(reading, lane, cost);
        let next = verdict.decision.unwrap_or_default();
        assert_eq!(verdict.decision, oracle.decide(next, lane, cost), "{}", context());
        assert_eq!(verdict.lane, oracle.standing(Some(lane), limits.lane), "{}", context());
        assert_eq!(verdict.all, limits.all.map(|all| oracle.standing(None, all)), "{}", context());
        if let Err(Refused { wait: Some(wait), .. }) = verdict.decision {
            assert!(before.decide(reading + wait - 1, lane, cost).decision.is_err(), "{}", context());
            assert!(before.decide(reading + wait, lane, cost).decision.is_ok(), "{}", context());
        }
        assert!(log.len() as u64 <= u64::from(limits.lane) * 3, "{}", context());

        if numbers.below(6) == 0 && !oracle.admitted.is_empty() {
            let at = numbers.below(oracle.admitted.len() as u64) as usize;
            let returned = oracle.admitted.remove(at);
            let is_remembered = returned.at + limits.window > oracle.now;
            assert_eq!(log.give_back(returned.id), is_remembered, "{}", context());
        }
    }
    assert!(oracle.is_lawful(), "sequence {seed}: the oracle itself lets too much through");
    questions
}

#[test]
fn the_log_decides_as_the_definition_does() {
    let sequences = std::env::var("PAINTBOX_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(SEQUENCES);
    let questions: u64 = (1..=sequences).map(run).sum();
    println!(
        "figures {{\"corpus\":\"rate limit, oracle\",\"sequences\":{sequences},\"questions\":{questions},\"differences\":0}}"
    );
}
