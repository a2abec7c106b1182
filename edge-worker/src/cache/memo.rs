//! The memory of an isolate: the answers that were asked for last, up to so many bytes.

use std::cell::RefCell;
use std::collections::BTreeMap;

use cf_config::policy::MEMO_BYTES;

use super::Key;
use crate::http::Response;
use crate::problem::Problem;

/// What is kept: an answer, or why there is none. A calculation that ran out of its budget would do so again.
type Outcome = Result<Response, Problem>;

/// What an entry costs beside its body and headers: its places in two trees.
const OVERHEAD: usize = 256;

/// Answers by their keys; the one that was not asked for the longest is forgotten first.
#[derive(Debug)]
pub struct Memo {
    kept: RefCell<Kept>,
    most_bytes: usize,
}

#[derive(Debug, Default)]
struct Kept {
    entries: BTreeMap<Key, Entry>,
    /// Keys by when they were last asked for.
    by_use: BTreeMap<u64, Key>,
    clock: u64,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    outcome: Outcome,
    used: u64,
    bytes: usize,
}

impl Default for Memo {
    fn default() -> Memo {
        Memo::of_bytes(MEMO_BYTES)
    }
}

impl Memo {
    /// A memory of at most so many bytes.
    pub fn of_bytes(most_bytes: usize) -> Memo {
        Memo { kept: RefCell::default(), most_bytes }
    }

    /// What is kept by a key.
    pub fn find(&self, key: &Key) -> Option<Outcome> {
        let mut kept = self.kept.borrow_mut();
        let now = kept.tick();
        let entry = kept.entries.get_mut(key)?;
        let before = std::mem::replace(&mut entry.used, now);
        let outcome = entry.outcome.clone();
        kept.by_use.remove(&before);
        kept.by_use.insert(now, *key);
        Some(outcome)
    }

    /// Keeps an outcome. One that is larger than an eighth of the memory would push out too many others, and is not kept.
    pub fn keep(&self, key: &Key, outcome: &Outcome) {
        let bytes = OVERHEAD + outcome.as_ref().map_or_else(|problem| problem.detail().len(), Response::bytes);
        if bytes > self.most_bytes / 8 {
            return;
        }
        let mut kept = self.kept.borrow_mut();
        kept.forget(key);
        while kept.bytes + bytes > self.most_bytes {
            let Some((_, oldest)) = kept.by_use.first_key_value() else { break };
            let oldest = *oldest;
            kept.forget(&oldest);
        }
        let used = kept.tick();
        kept.by_use.insert(used, *key);
        kept.entries.insert(*key, Entry { outcome: outcome.clone(), used, bytes });
        kept.bytes += bytes;
    }
}

impl Kept {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    fn forget(&mut self, key: &Key) {
        if let Some(entry) = self.entries.remove(key) {
            self.by_use.remove(&entry.used);
            self.bytes -= entry.bytes;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use calc_core::model::Model;
    use calc_core::model::validity::Validity;

    use super::*;
    use crate::cache::Shelf;

    fn key(day: i64) -> Key {
        Shelf::of_resource("test", Validity::Day, &Model::default(), day).map(|shelf| shelf.key).unwrap()
    }

    fn answer(bytes: usize) -> Outcome {
        Ok(Response { status: 200, headers: Vec::new(), body: vec![0; bytes] })
    }

    #[test]
    fn what_was_not_asked_for_the_longest_is_forgotten_first() {
        let memo = Memo::of_bytes(10_000);
        for day in 0..8 {
            memo.keep(&key(day), &answer(900));
        }
        assert!(memo.find(&key(0)).is_some());
        memo.keep(&key(8), &answer(900));
        memo.keep(&key(9), &answer(900));
        let kept: Vec<i64> = (0..10).filter(|day| memo.find(&key(*day)).is_some()).collect();
        assert_eq!(kept, [0, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn the_bytes_are_bounded_whatever_is_kept() {
        let memo = Memo::of_bytes(10_000);
        for day in 0..1_000 {
            memo.keep(&key(day % 40), &answer((day as usize * 37) % 1_200));
            let kept = memo.kept.borrow();
            assert!(kept.bytes <= 10_000);
            assert_eq!(kept.bytes, kept.entries.values().map(|entry| entry.bytes).sum::<usize>());
            assert_eq!(kept.by_use.len(), kept.entries.len());
        }
        memo.keep(&key(50), &answer(5_000));
        assert!(memo.find(&key(50)).is_none(), "one answer does not push out all others");
    }
}
