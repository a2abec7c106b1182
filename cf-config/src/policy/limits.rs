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

/// The longest idempotency key, in bytes. A calculation changes nothing, so the key is not kept; one that is longer than any that a
/// client makes is refused.
pub const MAX_IDEMPOTENCY_KEY: usize = 255;

/// Steps that one calculation over the model may take.
///
/// The real workbook's whole recalculation takes about two million, a request's own part of it mostly under a hundred thousand. Forty
/// million are about a fifth of a second of a core natively, and what Cloudflare's limit of 30 seconds would admit a hundred times over:
/// this is the bound for a workbook that someone sets cells of, so that it cannot hold up the isolate.
pub const CALCULATION_STEPS: u64 = 40_000_000;

/// Steps that one formula over a few cells may take: 50 to 100 milliseconds of a core.
pub const EXECUTION_STEPS: u64 = 10_000_000;
