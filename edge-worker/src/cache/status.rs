//! How the caches in the Worker took part in a response: the `Cache-Status` field (RFC 9211).

use cf_config::policy::{MEMORY_NAME, SHARED_NAME};

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The isolate's memory.
    Memory,
    /// The isolate's memory, after a wait in which an equal request was calculated.
    Collapsed,
    /// The client has it: the key alone says so.
    Client,
    /// The cache that isolates share.
    Shared {
        /// How many seconds it lay there.
        age: u64,
    },
    /// It was calculated since no cache had it, and kept.
    Calculated,
    /// It was calculated since no cache had it, and not kept: the request forbids it.
    CalculatedApart,
    /// It was calculated since the request asked for that, and kept.
    Demanded,
    /// It was calculated since it is never kept.
    Bypassed,
}

impl Source {
    /// The field: the cache nearest to the calculation first. `seconds` is how long the answer stays fresh in a cache that many share.
    pub fn field(self, seconds: u64) -> String {
        let miss = |why: &str| format!("{SHARED_NAME}; {why}, {MEMORY_NAME}; {why}");
        match self {
            Source::Memory => format!("{MEMORY_NAME}; hit; ttl={seconds}"),
            Source::Collapsed => format!("{MEMORY_NAME}; hit; ttl={seconds}; detail=collapsed"),
            Source::Client => format!("{MEMORY_NAME}; hit; ttl={seconds}; detail=validated"),
            Source::Shared { age } => {
                format!("{SHARED_NAME}; hit; ttl={}, {MEMORY_NAME}; fwd=miss; stored", seconds.saturating_sub(age))
            }
            Source::Calculated => miss("fwd=miss; stored"),
            Source::CalculatedApart => miss("fwd=miss"),
            Source::Demanded => miss("fwd=request; stored"),
            Source::Bypassed => miss("fwd=bypass"),
        }
    }
}
