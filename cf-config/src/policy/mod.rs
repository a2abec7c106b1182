//! Limits, headers and origins.

mod headers;
mod limits;
mod objectives;
mod origins;
mod perimeter;
mod production;

pub use headers::{API_POLICY, PAGE_POLICY, SECURITY};
pub use limits::{MAX_BODY, MAX_HEADER_BYTES, MAX_HEADERS, MAX_REQUEST_ID, MAX_TARGET};
pub use origins::{ALLOWED_HEADERS, ALLOWED_ORIGINS, EXPOSED_HEADERS, PREFLIGHT_SECONDS, is_allowed_origin};
pub use perimeter::{
    API_PREFIX, ASSET_EXTENSIONS, CALCULATIONS_PATH, HOSTILE_SPELLINGS, METHODS, PROBES_IN_HEADERS, PROBES_IN_QUERY,
    SCANNED_PATHS,
};
pub use production::{Lifetimes, Limits, Objectives, Plan, Policy, Rate};
