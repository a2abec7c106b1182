//! How much a request may be.

/// The longest body, in bytes. The widest known ports file has 2,526 inputs; all of them set, names included, are half of it.
pub const MAX_BODY: usize = 256 * 1024;

/// The longest path with its query, in bytes.
pub const MAX_TARGET: usize = 8 * 1024;

/// The longest request id that is taken from the network in front, in bytes.
pub const MAX_REQUEST_ID: usize = 64;
