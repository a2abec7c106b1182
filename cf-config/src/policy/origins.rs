//! Which other sites' pages may call the API from a browser.

/// Origins that may. Compared byte by byte: a prefix, another port or another case is another site.
pub const ALLOWED_ORIGINS: &[&str] = &["https://paintbox-app.com", "https://www.paintbox-app.com"];

/// Request headers that they may send.
pub const ALLOWED_HEADERS: &str = "Content-Type, If-None-Match, X-Api-Key";

/// Response headers that they may read.
pub const EXPOSED_HEADERS: &str =
    "Age, Cache-Status, ETag, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Request-Id";

/// How long a browser may remember the answer to a preflight.
pub const PREFLIGHT_SECONDS: u32 = 7_200;

/// Whether pages of an origin may call the API.
///
/// ```
/// use cf_config::policy::is_allowed_origin;
/// assert!(is_allowed_origin("https://www.paintbox-app.com"));
/// assert!(!is_allowed_origin("https://www.paintbox-app.com.evil.example"));
/// assert!(!is_allowed_origin("null"));
/// ```
pub fn is_allowed_origin(origin: &str) -> bool {
    ALLOWED_ORIGINS.contains(&origin)
}
