//! Transform rules of responses: the security headers, also where the Worker did not answer.
//!
//! The Worker puts them on everything it says. A redirect to HTTPS, a refusal of the zone and an error page of Cloudflare are not
//! its words, and get them here. The content security policy is left out: it differs between a page and the API, and a rule that
//! sets it would overwrite the page's.

use super::rule::{Action, Phase, Rule, Ruleset};
use crate::expression::Text;
use crate::policy::Policy;

/// The ruleset.
pub fn ruleset(policy: &Policy) -> Ruleset {
    let rule = Rule {
        reference: "paintbox_security_headers",
        description: "The security headers of every response".to_owned(),
        expression: Text::host().is_in(policy.hosts),
        action: Action::SetHeaders(policy.security.to_vec()),
    };
    Ruleset { phase: Phase::ResponseHeaders, name: "Paintbox Edge: security headers", rules: vec![rule] }
}
