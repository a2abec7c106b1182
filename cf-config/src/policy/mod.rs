//! Limits, headers, origins and caching.

mod access;
mod cache;
mod headers;
mod limits;
mod objectives;
mod origins;
mod perimeter;
mod production;
mod rate_limit;
mod waf;

pub use access::{ACCESS_SETTING, Access};
pub use cache::MEMO_BYTES;
pub use headers::{API_POLICY, PAGE_POLICY, SECURITY};
pub use limits::{
    CALCULATION_STEPS, EXECUTION_STEPS, MAX_BODY, MAX_HEADER_BYTES, MAX_HEADERS, MAX_IDEMPOTENCY_KEY, MAX_REQUEST_ID,
    MAX_TARGET,
};
pub use origins::{ALLOWED_HEADERS, ALLOWED_ORIGINS, EXPOSED_HEADERS, PREFLIGHT_SECONDS, is_allowed_origin};
pub use perimeter::{
    API_PREFIX, ASSET_EXTENSIONS, CALCULATIONS_PATH, HOSTILE_SPELLINGS, METHODS, PROBES_IN_HEADERS, PROBES_IN_QUERY,
    SCANNED_PATHS,
};
pub use production::{CloudflarePlan, Lifetimes, Limits, Objectives, Policy, Rate};
pub use rate_limit::{
    ADDRESS_QUOTA, API_KEY_HEADER, API_KEYS_SETTING, AUTHORITY_FAILURES, AUTHORITY_PATIENCE_MS, AUTHORITY_REST_MS,
    EXECUTE_UNITS, KEY_QUOTA, NETWORK_QUOTA, Quota, RATE_WINDOW_SECONDS, REMEMBERED_CLIENTS, WORK_PER_UNIT,
};
pub use waf::{MAX_FINDINGS, WAF_EXCEPTIONS, WAF_EXCEPTIONS_SETTING, WAF_MODE_SETTING, WafMode};
