//! What a plan of Cloudflare's has room for.
//!
//! From Cloudflare's documentation: WAF custom rules (number of rules, regular expressions), rate limiting rules (fields, counting
//! and mitigation periods, number of rules), cache rules, transform rules and compression rules (number of rules), expressions (length), custom
//! responses (size).

use super::Zone;
use super::rule::{Action, Phase, Rule, Ruleset};
use crate::expression::fields;
use crate::policy::CloudflarePlan;

/// The most characters of an expression.
pub const MAX_EXPRESSION: usize = 4096;

/// The periods that a rate limiting rule may count over or refuse for, in seconds.
pub const PERIODS: [u32; 21] =
    [10, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 480, 600, 900, 1_200, 1_800, 2_400, 3_600, 65_535, 86_400];

/// The statuses that a refusal may have.
pub const STATUSES: std::ops::RangeInclusive<u16> = 400..=499;

/// What one plan has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Custom rules.
    pub custom_rules: usize,
    /// Rate limiting rules.
    pub rate_rules: usize,
    /// The longest period that is counted over, in seconds.
    pub period: u32,
    /// The longest time of refusal, in seconds.
    pub pause: u32,
    /// The fields of a rate limiting rule.
    pub rate_fields: &'static [&'static str],
    /// Cache rules.
    pub cache_rules: usize,
    /// Transform rules.
    pub transform_rules: usize,
    /// Compression rules.
    pub compression_rules: usize,
    /// Whether a refusal may have an answer of its own.
    pub has_answers: bool,
}

impl Room {
    /// The most rules of a phase.
    pub fn rules(&self, phase: Phase) -> usize {
        match phase {
            Phase::Firewall => self.custom_rules,
            Phase::RateLimit => self.rate_rules,
            Phase::Cache => self.cache_rules,
            Phase::ResponseHeaders => self.transform_rules,
            Phase::Compression => self.compression_rules,
        }
    }
}

/// The room of a plan.
pub fn room(plan: CloudflarePlan) -> Room {
    match plan {
        CloudflarePlan::Free => Room {
            custom_rules: 5,
            rate_rules: 1,
            period: 10,
            pause: 10,
            rate_fields: &["http.request.uri.path"],
            cache_rules: 10,
            transform_rules: 10,
            compression_rules: 10,
            has_answers: false,
        },
        CloudflarePlan::Pro => Room {
            custom_rules: 20,
            rate_rules: 2,
            period: 60,
            pause: 3_600,
            rate_fields: &[
                "http.host",
                "http.request.full_uri",
                "http.request.uri",
                "http.request.uri.path",
                "http.request.uri.query",
            ],
            cache_rules: 25,
            transform_rules: 25,
            compression_rules: 25,
            has_answers: true,
        },
        CloudflarePlan::Business => Room {
            custom_rules: 100,
            rate_rules: 5,
            period: 600,
            pause: 86_400,
            rate_fields: &[
                "http.host",
                "http.request.full_uri",
                "http.request.method",
                "http.request.uri",
                "http.request.uri.path",
                "http.request.uri.query",
                "http.user_agent",
                "ip.src",
            ],
            cache_rules: 50,
            transform_rules: 50,
            compression_rules: 50,
            has_answers: true,
        },
    }
}

/// What of a zone a plan has no room for; nothing if it fits.
pub fn faults(zone: &Zone, plan: CloudflarePlan) -> Vec<String> {
    let room = room(plan);
    let mut faults = Vec::new();
    for ruleset in &zone.rulesets {
        check_count(ruleset, plan, &room, &mut faults);
        for rule in &ruleset.rules {
            check_rule(rule, plan, &room, &mut faults);
        }
    }
    faults
}

fn check_count(ruleset: &Ruleset, plan: CloudflarePlan, room: &Room, faults: &mut Vec<String>) {
    let most = room.rules(ruleset.phase);
    let count = ruleset.rules.len();
    if count > most {
        faults.push(format!(
            "phase `{}`: found {count} rules, expected at most {most} on the plan {plan:?}",
            ruleset.phase.name()
        ));
    }
}

fn check_rule(rule: &Rule, plan: CloudflarePlan, room: &Room, faults: &mut Vec<String>) {
    let mut fault = |text: String| faults.push(format!("rule `{}`: {text}", rule.reference));
    let expression = rule.expression.to_string();
    let length = expression.chars().count();
    if length > MAX_EXPRESSION {
        fault(format!("found an expression of {length} characters, expected at most {MAX_EXPRESSION}"));
    }
    let answer = match &rule.action {
        Action::Block(answer) => Some(answer),
        Action::Limit { period, pause, answer, .. } => {
            if !PERIODS.contains(period) || *period > room.period {
                let most = room.period;
                fault(format!("found a period of {period} s, expected one of {PERIODS:?} up to {most} on {plan:?}"));
            }
            if !PERIODS.contains(pause) || *pause > room.pause {
                let most = room.pause;
                fault(format!("found a pause of {pause} s, expected one of {PERIODS:?} up to {most} on {plan:?}"));
            }
            for field in fields(&expression).iter().filter(|field| !room.rate_fields.contains(&field.as_str())) {
                fault(format!("found the field `{field}`, expected one of {:?} on {plan:?}", room.rate_fields));
            }
            Some(answer)
        }
        Action::CacheAsTold | Action::CacheNever | Action::SetHeaders(_) | Action::Compress(_) => None,
    };
    if let Some(answer) = answer {
        if !STATUSES.contains(&answer.status) {
            fault(format!("found the status {}, expected one from 400 to 499", answer.status));
        }
        if !room.has_answers {
            fault(format!("found an answer of its own, which the plan {plan:?} does not have"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn the_zone_fits_the_plan_of_the_policy_and_any_larger_one() {
        let policy = Policy::production();
        let zone = Zone::of(&policy);
        assert_eq!(faults(&zone, policy.plan), [""; 0]);
        assert_eq!(faults(&zone, CloudflarePlan::Business), [""; 0]);
    }

    #[test]
    fn what_a_plan_has_no_room_for_is_told() {
        let faults_of = |change: fn(&mut Policy), plan| {
            let mut policy = Policy::production();
            change(&mut policy);
            faults(&Zone::of(&policy), plan)
        };
        let on_free = faults_of(|_| {}, CloudflarePlan::Free).join("\n");
        assert!(on_free.contains("found 7 rules, expected at most 5"), "{on_free}");
        assert!(on_free.contains("found the field `http.host`"), "{on_free}");
        assert!(on_free.contains("found a period of 60 s"), "{on_free}");
        let odd = faults_of(|policy| policy.rate.seconds = 50, CloudflarePlan::Pro);
        assert!(odd.iter().any(|fault| fault.contains("found a period of 50 s")), "{odd:?}");
        let long = faults_of(|policy| policy.rate.flood_pause = 86_400, CloudflarePlan::Pro);
        assert!(long.iter().any(|fault| fault.contains("found a pause of 86400 s")), "{long:?}");
    }
}
