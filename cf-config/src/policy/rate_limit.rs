//! How much a client may have calculated, and what the Worker does when nobody can tell it.

/// A quota: so many units in any window of [`RATE_WINDOW_SECONDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// What the fields `RateLimit` and `RateLimit-Policy` call it.
    pub name: &'static str,
    /// The most units that any one window may have.
    pub units: u32,
}

/// The length of the window. It slides: it has no fixed beginning that could be straddled.
pub const RATE_WINDOW_SECONDS: u32 = 60;

/// What one address may use: an IPv4 address, or an IPv6 network of 64 bits, which is one household or one server.
pub const ADDRESS_QUOTA: Quota = Quota { name: "address", units: 50 };

/// What one API key may use, from wherever it is used.
pub const KEY_QUOTA: Quota = Quota { name: "key", units: 50 };

/// What an IPv6 network of 48 bits may use. Whoever owns one has 65,536 networks of 64 bits, each with a quota of its own; ten
/// busy offices behind one are still served.
pub const NETWORK_QUOTA: Quota = Quota { name: "network", units: 500 };

/// How much static work one unit pays for; see `calc_core::model::work`. The real workbook's whole recalculation is about a third
/// of it and takes less than ten milliseconds of a core.
pub const WORK_PER_UNIT: u64 = 2_000_000;

/// What a single formula over a few cells costs: its work is bounded by the engine's budget, not known beforehand.
pub const EXECUTE_UNITS: u32 = 1;

/// How long a request waits for the authority before the isolate decides by what it has seen itself.
pub const AUTHORITY_PATIENCE_MS: u32 = 50;

/// So many failures of the authority in a row, and an isolate leaves it alone for [`AUTHORITY_REST_MS`].
pub const AUTHORITY_FAILURES: u32 = 3;

/// How long an isolate leaves a failing authority alone before one request tries it again.
pub const AUTHORITY_REST_MS: u64 = 1_000;

/// How many clients an isolate surely remembers: the latest. It may know up to twice as many.
pub const REMEMBERED_CLIENTS: usize = 1_024;

/// The request header with an API key, in lower case.
pub const API_KEY_HEADER: &str = "x-api-key";

/// The setting with the API keys: a secret.
pub const API_KEYS_SETTING: &str = "API_KEYS";
