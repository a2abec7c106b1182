//! Compression rules of responses: Brotli before gzip, for JSON of every name.
//!
//! Cloudflare compresses by the content type, and its list has `application/json` but neither `application/problem+json` nor
//! `application/schema+json`. Compressed answers carry no secret beside what a caller chose, so their length tells nobody anything.

use super::rule::{Action, Phase, Rule, Ruleset};
use crate::expression::Text;
use crate::policy::Policy;

/// The ruleset.
pub fn ruleset(policy: &Policy) -> Ruleset {
    let rule = Rule {
        reference: "paintbox_compress",
        description: "Brotli, else gzip".to_owned(),
        expression: Text::host().is_in(policy.hosts),
        action: Action::Compress(&["brotli", "gzip"]),
    };
    Ruleset { phase: Phase::Compression, name: "Paintbox Edge: compression", rules: vec![rule] }
}
