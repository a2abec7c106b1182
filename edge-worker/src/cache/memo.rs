//! The memory of an isolate: the answers that were asked for last, up to so many bytes.

use std::cell::RefCell;
use std::collections::BTreeMap;

use cf_config::policy::MEMO_BYTES;

use super::Key;
use crate::http::Response;

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
    response: Response,
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

    /// The answer that is kept by a key.
    pub fn find(&self, key: &Key) -> Option<Response> {
        let mut kept = self.kept.borrow_mut();
        let now = kept.tick();
        let entry = kept.entries.get_mut(key)?;
        let before = std::mem::replace(&mut entry.used, now);
        let response = entry.response.clone();
        kept.by_use.remove(&before);
        kept.by_use.insert(now, *key);
        Some(response)
    }

    /// Keeps an answer. One that is larger than an eighth of the memory would push out too many others, and is not kept.
    pub fn keep(&self, key: &Key, response: &Response) {
        let headers: usize = response.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
        let bytes = response.body.len() + headers + OVERHEAD;
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
        kept.entries.insert(*key, Entry { response: response.clone(), used, bytes });
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
