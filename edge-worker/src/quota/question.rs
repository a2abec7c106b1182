//! What is asked of a log, and what it answers.

/// What a log holds its clients to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most units of one lane in any window.
    pub lane: u32,
    /// The most units of all lanes together; `None` where there is only one lane.
    pub all: Option<u32>,
    /// The length of the window, in milliseconds.
    pub window: u64,
}

/// May a client have so many units?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The limits of the log that is asked.
    pub limits: Limits,
    /// Whose units of those that the log keeps.
    pub lane: u16,
    /// How many. Nothing is free here: what costs nothing is not asked about.
    pub cost: u32,
}

/// What is left of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The units that are left now.
    pub remaining: u32,
    /// For how many milliseconds there cannot be more: until the oldest entry leaves the window. The whole window if there is none.
    pub reset: u64,
}

/// Why a client may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// In how many milliseconds it may if nothing else is admitted until then; `None` if never, since the cost is more than a limit.
    pub wait: Option<u64>,
    /// Whether the limit of its lane stands against it.
    pub by_lane: bool,
    /// Whether the limit of all lanes stands against it.
    pub by_all: bool,
}

/// An answer, and how the client stands after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The number of the entry, by which it can be given back; or why there is none.
    pub decision: Result<u64, Refused>,
    /// How the lane stands.
    pub lane: Standing,
    /// How all lanes stand together, where that is limited.
    pub all: Option<Standing>,
}

/// Milliseconds as whole seconds, rounded up: after so many it has come to pass, after one less it has not.
pub fn seconds(milliseconds: u64) -> u64 {
    milliseconds.div_ceil(1000)
}
