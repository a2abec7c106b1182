//! The log of what was admitted during one window.

use std::collections::VecDeque;

use super::question::{Limits, Question, Refused, Standing, Verdict};
use super::steady::Steady;

/// One admission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number: higher than that of every earlier one, and never used again, since it is not below the time.
    pub id: u64,
    /// When, in milliseconds of the log's own steady time.
    pub at: u64,
    /// How many units.
    pub cost: u32,
    /// Whose.
    pub lane: u16,
}

/// What was admitted during the last window, oldest first.
#[derive(Clone, Debug)]
pub struct SlidingLog {
    limits: Limits,
    clock: Steady,
    entries: VecDeque<Entry>,
    next: u64,
}

/// One limit held against a question.
struct Measure {
    standing: Standing,
    /// When it allows the cost: `Ok(0)` now, `Ok(n)` in n milliseconds, `Err` never.
    wait: Result<u64, Never>,
}

/// The cost is more than the limit.
struct Never;

impl SlidingLog {
    /// A log in which nothing was admitted yet.
    pub fn new(limits: Limits) -> SlidingLog {
        SlidingLog { limits, clock: Steady::default(), entries: VecDeque::new(), next: 0 }
    }

    /// A log that goes on from entries that were kept, oldest first, and from how far its clock had stepped back at the last one.
    pub fn resume(limits: Limits, entries: impl IntoIterator<Item = Entry>, behind: u64) -> SlidingLog {
        let entries: VecDeque<Entry> = entries.into_iter().collect();
        let last = entries.back().copied();
        let clock = last.map_or_else(Steady::default, |last| Steady::resume(last.at.saturating_sub(behind), behind));
        SlidingLog { limits, clock, next: last.map_or(0, |last| last.id.saturating_add(1)), entries }
    }

    /// Decides at a reading of the clock, and remembers what it admits.
    pub fn decide(&mut self, reading: u64, lane: u16, cost: u32) -> Verdict {
        let now = self.forget(reading);
        let of_lane = self.measure(self.limits.lane, now, cost, |entry| entry.lane == lane);
        let of_all = self.limits.all.map(|limit| self.measure(limit, now, cost, |_| true));
        let decision = match refusal(&of_lane, of_all.as_ref()) {
            Some(refused) => Err(refused),
            None => Ok(self.enter(now, lane, cost)),
        };
        let charged = if decision.is_ok() { cost } else { 0 };
        Verdict {
            decision,
            lane: self.after(of_lane.standing, charged),
            all: of_all.map(|measure| self.after(measure.standing, charged)),
        }
    }

    /// Remembers what somebody else admitted, whether or not there was room for it here.
    pub fn record(&mut self, reading: u64, lane: u16, cost: u32) -> u64 {
        let now = self.forget(reading);
        self.enter(now, lane, cost)
    }

    /// How a lane stands, and all of them together where that is limited.
    pub fn standing(&mut self, reading: u64, lane: u16) -> (Standing, Option<Standing>) {
        let now = self.forget(reading);
        let of_lane = self.measure(self.limits.lane, now, 0, |entry| entry.lane == lane).standing;
        (of_lane, self.limits.all.map(|limit| self.measure(limit, now, 0, |_| true).standing))
    }

    /// Takes an admission back: its calculation was not needed. Says whether it was still there.
    pub fn give_back(&mut self, id: u64) -> bool {
        let found = self.entries.binary_search_by_key(&id, |entry| entry.id);
        found.ok().and_then(|at| self.entries.remove(at)).is_some()
    }

    /// The oldest admission that is remembered.
    pub fn first(&self) -> Option<Entry> {
        self.entries.front().copied()
    }

    /// The latest admission.
    pub fn last(&self) -> Option<Entry> {
        self.entries.back().copied()
    }

    /// In how many milliseconds the whole window will be past; `None` if nothing is in it.
    pub fn empty_in(&mut self, reading: u64) -> Option<u64> {
        let now = self.forget(reading);
        self.entries.back().map(|last| (last.at + self.limits.window).saturating_sub(now))
    }

    /// By how much the clock has stepped back in all.
    pub fn behind(&self) -> u64 {
        self.clock.behind()
    }

    /// How many admissions are remembered.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Drops what has left the window; returns the steady time.
    fn forget(&mut self, reading: u64) -> u64 {
        let now = self.clock.at(reading);
        while self.entries.front().is_some_and(|oldest| now - oldest.at.min(now) >= self.limits.window) {
            self.entries.pop_front();
        }
        now
    }

    fn enter(&mut self, now: u64, lane: u16, cost: u32) -> u64 {
        let id = self.next.max(now);
        self.next = id.saturating_add(1);
        self.entries.push_back(Entry { id, at: now, cost, lane });
        id
    }

    /// Holds a cost against a limit on some of the entries.
    fn measure(&self, limit: u32, now: u64, cost: u32, is_counted: impl Fn(&Entry) -> bool) -> Measure {
        let counted = || self.entries.iter().filter(|entry| is_counted(entry));
        let leaves_in = |entry: &Entry| (entry.at + self.limits.window).saturating_sub(now);
        let used: u64 = counted().map(|entry| u64::from(entry.cost)).sum();
        let standing = Standing {
            remaining: u64::from(limit).saturating_sub(used) as u32,
            reset: counted().next().map_or(self.limits.window, leaves_in),
        };
        let mut excess = (used + u64::from(cost)).saturating_sub(u64::from(limit));
        if cost > limit {
            return Measure { standing, wait: Err(Never) };
        }
        let mut wait = 0;
        for entry in counted() {
            if excess == 0 {
                break;
            }
            excess = excess.saturating_sub(u64::from(entry.cost));
            wait = leaves_in(entry);
        }
        Measure { standing, wait: Ok(wait) }
    }

    /// The standing once a cost is charged to it. The first entry of a window resets it only when it leaves.
    fn after(&self, standing: Standing, charged: u32) -> Standing {
        Standing { remaining: standing.remaining.saturating_sub(charged), ..standing }
    }
}

fn refusal(of_lane: &Measure, of_all: Option<&Measure>) -> Option<Refused> {
    let stands_against = |measure: &Measure| !matches!(measure.wait, Ok(0));
    let by_lane = stands_against(of_lane);
    let by_all = of_all.is_some_and(stands_against);
    if !by_lane && !by_all {
        return None;
    }
    let waits = std::iter::once(of_lane).chain(of_all).map(|measure| measure.wait.as_ref().ok().copied());
    let wait = waits.reduce(|one, other| Some(one?.max(other?))).flatten();
    Some(Refused { wait, by_lane, by_all })
}

impl Question {
    /// A new log for the limits of this question.
    pub fn new_log(&self) -> SlidingLog {
        SlidingLog::new(self.limits)
    }

    /// Lets a log decide.
    pub fn ask(&self, log: &mut SlidingLog, reading: u64) -> Verdict {
        log.decide(reading, self.lane, self.cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { lane: 5, all: Some(8), window: 100 };

    fn wait(verdict: Verdict) -> Option<u64> {
        verdict.decision.err().and_then(|refused| refused.wait)
    }

    #[test]
    fn what_leaves_the_window_makes_room_at_that_very_millisecond() {
        let mut log = SlidingLog::new(LIMITS);
        assert_eq!(log.decide(10, 0, 3).decision, Ok(10));
        assert_eq!(log.decide(40, 0, 1).decision, Ok(40));
        assert_eq!(log.decide(40, 0, 1).decision, Ok(41));
        assert_eq!(wait(log.decide(50, 0, 1)), Some(60));
        assert_eq!(wait(log.decide(50, 0, 4)), Some(90));
        assert_eq!(wait(log.decide(109, 0, 1)), Some(1));
        let verdict = log.decide(110, 0, 1);
        assert_eq!(verdict.decision, Ok(110));
        assert_eq!(verdict.lane, Standing { remaining: 2, reset: 30 });
        assert_eq!(verdict.all, Some(Standing { remaining: 5, reset: 30 }));
    }

    #[test]
    fn a_lane_is_held_to_its_own_limit_and_to_that_of_all() {
        let mut log = SlidingLog::new(LIMITS);
        assert!(log.decide(0, 1, 5).decision.is_ok());
        assert_eq!(log.decide(1, 1, 1).decision, Err(Refused { wait: Some(99), by_lane: true, by_all: false }));
        assert!(log.decide(20, 2, 3).decision.is_ok());
        assert_eq!(log.decide(30, 3, 1).decision, Err(Refused { wait: Some(70), by_lane: false, by_all: true }));
        // The lane alone would have to wait until the entry of 20 ms leaves, all lanes only until that of 0 ms does.
        assert_eq!(log.decide(30, 2, 3).decision, Err(Refused { wait: Some(90), by_lane: true, by_all: true }));
    }

    #[test]
    fn more_than_a_limit_is_refused_for_ever() {
        let mut log = SlidingLog::new(LIMITS);
        assert_eq!(log.decide(0, 0, 6).decision, Err(Refused { wait: None, by_lane: true, by_all: false }));
        assert_eq!(log.decide(0, 0, u32::MAX).decision, Err(Refused { wait: None, by_lane: true, by_all: true }));
        assert!(log.is_empty());
    }

    #[test]
    fn what_is_given_back_is_there_again_and_only_once() {
        let mut log = SlidingLog::new(LIMITS);
        assert_eq!(log.decide(7, 0, 5).decision, Ok(7));
        assert!(log.give_back(7));
        assert!(!log.give_back(7));
        assert_eq!(log.decide(7, 0, 5).decision, Ok(8));
    }

    #[test]
    fn a_log_that_was_put_away_goes_on_where_it_was() {
        let mut log = SlidingLog::new(LIMITS);
        for reading in [500, 530, 510] {
            assert!(log.decide(reading, 0, 1).decision.is_ok());
        }
        let kept: Vec<Entry> = log.entries.iter().copied().collect();
        let mut resumed = SlidingLog::resume(LIMITS, kept, log.behind());
        for reading in [515, 505, 590, 620, 640] {
            assert_eq!(resumed.decide(reading, 0, 2), log.decide(reading, 0, 2), "{reading}");
        }
    }

    #[test]
    fn the_log_says_when_its_window_is_past() {
        let mut log = SlidingLog::new(LIMITS);
        assert_eq!(log.empty_in(0), None);
        log.decide(0, 0, 1);
        log.decide(30, 0, 1);
        assert_eq!(log.empty_in(40), Some(90));
        assert_eq!(log.empty_in(130), None);
    }
}
