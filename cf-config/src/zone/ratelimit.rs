//! Rate limiting rules: floods.
//!
//! The exact limit is the Worker's. Cloudflare counts requests in each data centre by itself, does not know which of them a cache
//! answered, and calls its own binding no exact account; so these rules are wider by the policy's flood factor and only keep a
//! flood from costing anything.

use super::rule::{Action, Answer, Phase, Rule, Ruleset};
use crate::expression::{Condition, Text};
use crate::policy::{API_PREFIX, Policy};

const FLOOD: Answer = Answer { status: 429, problem: "quota-exceeded", title: "The client has used up its quota" };

/// The ruleset.
pub fn ruleset(policy: &Policy) -> Ruleset {
    let rate = &policy.rate;
    let requests = rate.units.saturating_mul(rate.flood_factor);
    let hosts = || Text::host().is_in(policy.hosts);
    let is_api = || Text::path().starts_with(API_PREFIX);
    let rules = [
        ("paintbox_flood_api", "A flood of calls to the API", Condition::all([hosts(), is_api()])),
        ("paintbox_flood_pages", "A flood of calls to pages", Condition::all([hosts(), Condition::not(is_api())])),
    ];
    let rules = rules.map(|(reference, description, expression)| Rule {
        reference,
        description: format!("{description}: more than {requests} in {} s from one address", rate.seconds),
        expression,
        action: Action::Limit { requests, period: rate.seconds, pause: rate.flood_pause, answer: FLOOD },
    });
    Ruleset { phase: Phase::RateLimit, name: "Paintbox Edge: floods", rules: rules.into() }
}
