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

/// The largest model, in bytes: ten times that of the real workbook. Decoded and calculated it takes four to six times as much of the
/// 128 MiB that an isolate has, and an isolate does not come back from taking more.
pub const MAX_MODEL: usize = 16 * 1024 * 1024;

/// The most scenarios of one batch. A client's quota is usually the narrower bound: each costs as far as it reaches.
pub const MAX_SCENARIOS: usize = 10_000;

/// The most outputs of all scenarios of a batch together: some 6 MB of answer.
pub const MAX_BATCH_OUTPUTS: usize = 100_000;

/// The longest answer to a batch, in bytes, beside the model's: it is made once in the order of calculation and once in that of the batch,
/// of the 128 MiB that an isolate has.
pub const MAX_BATCH_ANSWER: usize = 16 * 1024 * 1024;

/// Steps that one calculation over the model may take: fifty times what all of the real workbook takes (about 780,000), which is four
/// milliseconds of a core. Cloudflare would admit a hundred times as much; this is the bound for whoever sets cells of the workbook to
/// what it was not made for, so that one request cannot hold up an isolate.
pub const CALCULATION_STEPS: u64 = 40_000_000;

/// Steps that one formula over a few cells may take: 100 milliseconds of a core at 25 ns a step. Of 113 formulas made to get the most out of
/// their steps (`cargo test --release -p tests --test budgets`) the dearest takes 141 milliseconds, most less than 50; the test refuses 200.
pub const EXECUTION_STEPS: u64 = 4_000_000;
