//! Thresholds of a load test.

use serde_json::{Value, json};

use crate::policy::Policy;

/// The thresholds as k6 takes them (`k6 run --config FILE`). `cache_hits` is a rate that the script has to keep itself: whether an
/// answer to a calculation has a hit in `Cache-Status`.
pub fn thresholds(policy: &Policy) -> Value {
    let objectives = &policy.objectives;
    let share = |percent: u32| format!("{}.{:02}", percent / 100, percent % 100);
    json!({
        "thresholds": {
            "http_req_duration": [format!("p(95)<{}", objectives.p95_milliseconds)],
            "http_req_failed": [format!("rate<{}", share(objectives.error_percent))],
            "cache_hits": [format!("rate>={}", share(objectives.hit_percent))],
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_a_share_of_the_requests() {
        let mut policy = Policy::production();
        policy.objectives.error_percent = 5;
        policy.objectives.hit_percent = 100;
        let thresholds = thresholds(&policy);
        assert_eq!(thresholds["thresholds"]["http_req_failed"], json!(["rate<0.05"]));
        assert_eq!(thresholds["thresholds"]["cache_hits"], json!(["rate>=1.00"]));
    }
}
