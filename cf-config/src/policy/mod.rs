//! Limits, headers, origins and caching.

mod cache;
mod headers;
mod limits;
mod origins;

pub use cache::MEMO_BYTES;
pub use headers::{API_POLICY, PAGE_POLICY, SECURITY};
pub use limits::{MAX_BODY, MAX_HEADER_BYTES, MAX_HEADERS, MAX_REQUEST_ID, MAX_TARGET};
pub use origins::{ALLOWED_HEADERS, ALLOWED_ORIGINS, EXPOSED_HEADERS, PREFLIGHT_SECONDS, is_allowed_origin};
