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
/// policy.rate.work_per_unit = 1_234_567;
/// assert_eq!(value("work-per-unit", &policy).as_deref(), Some("1,234,567"));
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
        "window-seconds" => policy.rate.seconds.to_string(),
        "network-units" => policy.rate.network_units.to_string(),
        "work-per-unit" => grouped(policy.rate.work_per_unit),
        "flood" => policy.rate.units.saturating_mul(policy.rate.flood_factor).to_string(),
        "browser-lifetime" => format!("{} s", policy.lifetimes.browser),
        "shared-lifetime" => format!("{} s", policy.lifetimes.shared),
        "stale-lifetime" => format!("{} s", policy.lifetimes.stale),
        "refusal-lifetime" => format!("{} s", policy.lifetimes.refusal),
        "asset-lifetime" => format!("{} s", policy.lifetimes.asset),
        "p95" => format!("{} ms", policy.objectives.p95_milliseconds),
        "hits" => format!("{} %", policy.objectives.hit_percent),
        _ => return None,
    })
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of bytes, in KiB where it is whole.
pub(super) fn bytes(bytes: usize) -> String {
    if bytes >= 1024 && bytes.is_multiple_of(1024) { format!("{} KiB", bytes / 1024) } else { format!("{bytes} bytes") }
}
