//! How much is kept, and for how long.

/// The bytes of answers that an isolate keeps in memory, of the 128 MB that it has. The real workbook's widest answer is 40 KB.
pub const MEMO_BYTES: usize = 8 * 1024 * 1024;

/// How long a browser may keep an answer without asking, in seconds.
pub const BROWSER_SECONDS: u64 = 60;

/// How long a cache that many share may keep an answer without asking, in seconds.
pub const SHARED_SECONDS: u64 = 300;

/// How long after that an answer may still be given while a new one is fetched, in seconds (RFC 5861).
pub const STALE_SECONDS: u64 = 600;

/// How long a refusal that follows from the request alone may be kept, in seconds. Short: the next price list may accept it.
pub const REFUSAL_SECONDS: u64 = 10;

/// How long the schema may be kept, in seconds: no longer than an answer, so that a form does not ask by an old one.
pub const SCHEMA_SECONDS: u64 = 60;

/// How long an address with the hash of its content in it may be kept, in seconds: a year, the most that makes sense.
pub const ASSET_SECONDS: u64 = 31_536_000;

/// What the isolate's memory is called in `Cache-Status`.
pub const MEMORY_NAME: &str = "paintbox-memory";

/// What the cache that isolates share is called in `Cache-Status`.
pub const SHARED_NAME: &str = "paintbox-shared";

/// The media type of a question in the content of QUERY, as `Accept-Query` has it (RFC 10008).
pub const ACCEPT_QUERY: &str = "application/json";
