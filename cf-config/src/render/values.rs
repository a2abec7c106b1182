//! Single numbers of the policy, as a sentence of a guide says them.

use crate::policy::Policy;

/// A number by the name that guides mark its place with, in words; none where no number has that name.
///
/// ```
/// use cf_config::policy::Policy;
/// use cf_config::render::value;
///
/// let mut policy = Policy::production();
/// policy.limits.body = 3 * 1024;
/// assert_eq!(value("body", &policy).as_deref(), Some("3 KiB"));
/// assert_eq!(value("bodies", &policy), None);
/// ```
pub fn value(name: &str, policy: &Policy) -> Option<String> {
    Some(match name {
        "body" => bytes(policy.limits.body),
        "target" => bytes(policy.limits.target),
        "headers" => policy.limits.headers.to_string(),
        "header-bytes" => bytes(policy.limits.header_bytes),
        "units" => policy.rate.units.to_string(),
        "window" => format!("{} s", policy.rate.seconds),
        "flood" => policy.rate.units.saturating_mul(policy.rate.flood_factor).to_string(),
        "browser-lifetime" => format!("{} s", policy.lifetimes.browser),
        "shared-lifetime" => format!("{} s", policy.lifetimes.shared),
        "asset-lifetime" => format!("{} s", policy.lifetimes.asset),
        "p95" => format!("{} ms", policy.objectives.p95_milliseconds),
        "hits" => format!("{} %", policy.objectives.hit_percent),
        _ => return None,
    })
}

/// A number of bytes, in KiB where it is whole.
pub(super) fn bytes(bytes: usize) -> String {
    if bytes >= 1024 && bytes.is_multiple_of(1024) { format!("{} KiB", bytes / 1024) } else { format!("{bytes} bytes") }
}
