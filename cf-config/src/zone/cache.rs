//! Cache rules: Cloudflare's caches obey the Worker.
//!
//! Each says only whether an answer may be kept; how long stands in the answer, where it can be as short as its truth: one that
//! depends on the day, an error, a refusal. No two rules match the same request, so that neither their order nor whether the first
//! or the last match wins decides anything. (Page Rules stop at the first match: a bypass of `/api/*` standing first would shadow
//! the caching of calculations behind it.)

use super::rule::{Action, Phase, Rule, Ruleset};
use crate::expression::{Condition, Text};
use crate::policy::{API_PREFIX, ASSET_EXTENSIONS, CALCULATIONS_PATH, Policy};

/// The ruleset.
pub fn ruleset(policy: &Policy) -> Ruleset {
    let is_api = || Text::path().starts_with(API_PREFIX);
    let is_calculation = || Text::path().equals(CALCULATIONS_PATH);
    let rules = [
        ("paintbox_cache_calculations", "Calculations, as long as they say", is_calculation(), Action::CacheAsTold),
        (
            "paintbox_cache_assets",
            "Static assets, as long as they say",
            Condition::all([Condition::not(is_api()), Text::extension().is_in(ASSET_EXTENSIONS)]),
            Action::CacheAsTold,
        ),
        (
            "paintbox_cache_no_other_api",
            "Nothing else of the API",
            Condition::all([is_api(), Condition::not(is_calculation())]),
            Action::CacheNever,
        ),
    ];
    let rules = rules.map(|(reference, description, condition, action)| Rule {
        reference,
        description: description.to_owned(),
        expression: Condition::all([Text::host().is_in(policy.hosts), condition]),
        action,
    });
    Ruleset { phase: Phase::Cache, name: "Paintbox Edge: caches obey the Worker", rules: rules.into() }
}
