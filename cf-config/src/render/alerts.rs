//! Alerts: when somebody has to look, or is called.
//!
//! Shares are shares of the requests of the same window. An alert that compares a percentage with requests a second is either
//! always or never right, whichever the traffic of the day makes it. A window with few requests is not judged.

use serde_json::{Value, json};

use crate::policy::Policy;

/// What is done about an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Somebody looks in working hours.
    Look,
    /// Somebody is called.
    Call,
}

/// A share of the requests of a window that should not be passed.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its name.
    pub name: &'static str,
    /// What is done about it.
    pub severity: Severity,
    /// The requests that are counted.
    pub part: &'static str,
    /// The requests that they are a share of.
    pub whole: &'static str,
    /// The bound.
    pub bound: Bound,
    /// The window, in seconds.
    pub window_seconds: u32,
    /// The fewest requests of a window that are judged.
    pub fewest: u32,
}

/// The side of the bound that is wrong, and the bound in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// At this share and above.
    AtLeast(u32),
    /// Below this share.
    Below(u32),
}

impl Alert {
    /// Whether it goes off, given the requests of a window.
    ///
    /// ```
    /// use cf_config::policy::Policy;
    /// use cf_config::render::alerts;
    ///
    /// let outage = alerts(&Policy::production()).into_iter().find(|alert| alert.name == "outage").unwrap();
    /// assert!(!outage.fires(12_000, 300_000)); // 4 %, 40 a second
    /// assert!(outage.fires(10, 200)); // 5 %, one in half a minute
    /// assert!(!outage.fires(1, 3));
    /// ```
    pub fn fires(&self, part: u64, whole: u64) -> bool {
        if whole < u64::from(self.fewest) {
            return false;
        }
        let share = u128::from(part) * 100;
        match self.bound {
            Bound::AtLeast(percent) => share >= u128::from(whole) * u128::from(percent),
            Bound::Below(percent) => share < u128::from(whole) * u128::from(percent),
        }
    }
}

/// The alerts that a policy asks for.
pub fn alerts(policy: &Policy) -> Vec<Alert> {
    let objectives = &policy.objectives;
    let alert = |name, severity, part, whole, bound| Alert {
        name,
        severity,
        part,
        whole,
        bound,
        window_seconds: objectives.window_seconds,
        fewest: objectives.window_requests,
    };
    const ALL: &str = "all requests";
    // The objective speaks of 95 of 100 requests; the other five may take longer.
    let slow = 5;
    vec![
        alert("outage", Severity::Call, "status 500 to 599", ALL, Bound::AtLeast(objectives.outage_percent)),
        alert("errors", Severity::Look, "status 500 to 599", ALL, Bound::AtLeast(objectives.error_percent)),
        alert("slow", Severity::Look, "answered later than the objective", ALL, Bound::AtLeast(slow)),
        alert("refusals", Severity::Look, "status 429", ALL, Bound::AtLeast(objectives.refused_percent)),
        alert(
            "misses",
            Severity::Look,
            "calculations with a hit in `Cache-Status`",
            "calculations with status 200 or 304",
            Bound::Below(objectives.hit_percent),
        ),
    ]
}

/// The alerts as JSON, for whatever watches.
pub fn alerts_json(policy: &Policy) -> Value {
    let alerts = alerts(policy).into_iter().map(|alert| {
        let mut json = json!({
            "name": alert.name,
            "severity": match alert.severity { Severity::Look => "look", Severity::Call => "call" },
            "part": alert.part,
            "whole": alert.whole,
            "window_seconds": alert.window_seconds,
            "minimum_requests": alert.fewest,
        });
        match alert.bound {
            Bound::AtLeast(percent) => json["percent_at_least"] = json!(percent),
            Bound::Below(percent) => json["percent_below"] = json!(percent),
        }
        json
    });
    json!({ "p95_milliseconds": policy.objectives.p95_milliseconds, "alerts": alerts.collect::<Vec<_>>() })
}
