//! Custom rules: what is no request to this service at all.
//!
//! Each answers what the Worker would answer, so that a caller cannot tell who refused, and learns nothing of the pattern that
//! matched. OPTIONS and HEAD are methods like any other: a preflight that is blocked would end every call from another origin.

use super::rule::{Action, Answer, Phase, Rule, Ruleset};
use crate::expression::{Condition, Text, Texts};
use crate::policy::{HOSTILE_SPELLINGS, METHODS, PROBES_IN_HEADERS, PROBES_IN_QUERY, Policy, SCANNED_PATHS};

const METHOD: Answer =
    Answer { status: 405, problem: "method-not-allowed", title: "The resource does not have this method" };
const BODY: Answer = Answer { status: 413, problem: "body-too-large", title: "The body is too large" };
const TARGET: Answer = Answer { status: 414, problem: "target-too-long", title: "The address is too long" };
const HEADERS: Answer = Answer { status: 431, problem: "headers-too-large", title: "The headers are too large" };
const NOT_FOUND: Answer = Answer { status: 404, problem: "not-found", title: "There is no such resource" };

/// The ruleset.
pub fn ruleset(policy: &Policy) -> Ruleset {
    let limits = &policy.limits;
    let rules = [
        (
            "paintbox_method",
            format!("Only {}", METHODS.join(", ")),
            Condition::not(Text::method().is_in(METHODS)),
            METHOD,
        ),
        (
            "paintbox_body_size",
            format!("Bodies of at most {} bytes, by their own word", limits.body),
            Text::header("content-length").is_number_above(limits.body),
            BODY,
        ),
        (
            "paintbox_target_size",
            format!("Addresses of at most {} bytes", limits.target),
            Text::target().length().exceeds(limits.target),
            TARGET,
        ),
        (
            "paintbox_header_size",
            format!("At most {} headers, none above {} bytes", limits.headers, limits.header_bytes),
            Condition::any([
                Texts::header_names().count().exceeds(limits.headers),
                Texts::header_values().any_longer_than(limits.header_bytes),
            ]),
            HEADERS,
        ),
        (
            "paintbox_path_spelling",
            "No path that means another than it says".to_owned(),
            Text::raw_path().lower().contains_any(HOSTILE_SPELLINGS),
            NOT_FOUND,
        ),
        (
            "paintbox_scanned_path",
            "No path that only scanners ask for".to_owned(),
            Text::path().lower().contains_any(SCANNED_PATHS),
            NOT_FOUND,
        ),
        (
            "paintbox_probe",
            "No probe in the address or in a header".to_owned(),
            Condition::any([
                Text::query().decoded().lower().contains_any(PROBES_IN_QUERY),
                Condition::any(PROBES_IN_HEADERS.iter().map(|probe| Texts::header_values().any_contains(probe))),
            ]),
            NOT_FOUND,
        ),
    ];
    let rules = rules.map(|(reference, description, condition, answer)| Rule {
        reference,
        description,
        expression: Condition::all([Text::host().is_in(policy.hosts), condition]),
        action: Action::Block(answer),
    });
    Ruleset { phase: Phase::Firewall, name: "Paintbox Edge: what is no request", rules: rules.into() }
}
