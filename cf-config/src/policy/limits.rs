//! How much a request may be.

/// The longest body, in bytes. The widest known ports file has 2,526 inputs, 804 of them texts; all set to the longest text
/// that they take are a little more than half of it.
pub const MAX_BODY: usize = 512 * 1024;

/// The longest path with its query, in bytes.
pub const MAX_TARGET: usize = 8 * 1024;

/// The most bytes of header names and values. A browser's own are under 2 KiB, with full cookies under 10.
pub const MAX_HEADER_BYTES: usize = 32 * 1024;

/// The most headers.
pub const MAX_HEADERS: usize = 128;

/// The longest request id that is taken from the network in front, in bytes.
pub const MAX_REQUEST_ID: usize = 64;
