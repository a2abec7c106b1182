//! What the service promises, and when somebody has to look.

/// The time within which 95 of 100 requests are answered, in milliseconds.
pub const P95_MILLISECONDS: u32 = 200;

/// The least share of calculations that is answered from a cache, in percent.
pub const HIT_PERCENT: u32 = 70;

/// The greatest share of requests that may fail on our side (5xx) before somebody looks, in percent of the requests of the window.
pub const ERROR_PERCENT: u32 = 1;

/// The share of failed requests at which somebody is called, in percent of the requests of the window.
pub const OUTAGE_PERCENT: u32 = 5;

/// The greatest share of requests that the rate limit may refuse before somebody looks, in percent.
pub const REFUSED_PERCENT: u32 = 10;

/// The window over which shares are taken, in seconds.
pub const WINDOW_SECONDS: u32 = 300;

/// The fewest requests of a window whose shares mean something: one failure of three is not an outage.
pub const WINDOW_REQUESTS: u32 = 100;
