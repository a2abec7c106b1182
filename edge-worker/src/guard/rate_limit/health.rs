//! Whether the authority is worth asking.

use cf_config::policy::{AUTHORITY_FAILURES, AUTHORITY_REST_MS};

/// What an isolate has seen of the authority lately.
///
/// One slow answer is no failure of the authority: a client's first question may have to wait for its log to be set up somewhere.
/// After some in a row nobody is made to wait for more: for a while every request is decided locally, then one tries again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Health {
    failures: u32,
    /// Until when it is left alone.
    rest: u64,
    /// Decisions without it since it was last heard of.
    alone: u64,
}

impl Health {
    /// Whether to ask it now. At the end of a rest only one request does.
    pub fn is_worth_asking(&mut self, now: u64) -> bool {
        if self.failures < AUTHORITY_FAILURES {
            return true;
        }
        let is_rested = now >= self.rest;
        if is_rested {
            self.rest = now + AUTHORITY_REST_MS;
        }
        is_rested
    }

    /// It answered in time. Returns how many decisions were made without it before.
    pub fn answered(&mut self) -> u64 {
        let alone = self.alone;
        *self = Health::default();
        alone
    }

    /// It did not.
    pub fn failed(&mut self, now: u64) {
        self.failures = self.failures.saturating_add(1);
        if self.failures == AUTHORITY_FAILURES {
            self.rest = now + AUTHORITY_REST_MS;
        }
    }

    /// A decision was made without it. Returns how many that makes.
    pub fn decided_alone(&mut self) -> u64 {
        self.alone += 1;
        self.alone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_left_alone_after_some_failures_and_tried_by_one_request_at_a_time() {
        let mut health = Health::default();
        for now in 0..u64::from(AUTHORITY_FAILURES) {
            assert!(health.is_worth_asking(now));
            health.failed(now);
        }
        let rested = u64::from(AUTHORITY_FAILURES) - 1 + AUTHORITY_REST_MS;
        assert!(!health.is_worth_asking(rested - 1));
        assert!(health.is_worth_asking(rested));
        assert!(!health.is_worth_asking(rested));
        health.failed(rested + 50);
        assert!(!health.is_worth_asking(rested + AUTHORITY_REST_MS - 1));
        assert!(health.is_worth_asking(rested + AUTHORITY_REST_MS));
        assert_eq!(health.answered(), 0);
        assert!(health.is_worth_asking(rested + AUTHORITY_REST_MS));
    }

    #[test]
    fn one_slow_answer_between_good_ones_is_no_failure() {
        let mut health = Health::default();
        for now in 0..100 {
            health.failed(now);
            assert!(health.is_worth_asking(now));
            health.decided_alone();
            assert_eq!(health.answered(), 1);
        }
    }
}
