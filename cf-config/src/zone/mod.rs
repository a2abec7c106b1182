//! The Cloudflare zone in front of the Worker, as values.
//!
//! The zone is the coarse first line: it refuses what is no request to this service at all (methods, sizes, spellings of a path,
//! scanners), stops floods, tells Cloudflare's caches to obey the Worker, and puts the security headers on answers that the Worker
//! never saw. It asks nobody to solve a challenge, since a program cannot. Everything that needs the workbook (inputs, free text,
//! units, keys of the cache) is left to the Worker.
//!
//! One file a phase of Cloudflare's ruleset engine, and one for the settings; [`limits`] knows what a plan has room for.

mod cache;
mod compression;
mod firewall;
mod headers;
pub mod limits;
mod ratelimit;
mod rule;
mod settings;

use crate::policy::Policy;

pub use rule::{Action, Answer, Phase, Rule, Ruleset};
pub use settings::{Endpoint, Setting, SettingValue};

/// A zone as it should be.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The rulesets, one a phase, in the order in which a request meets them.
    pub rulesets: Vec<Ruleset>,
    /// The settings.
    pub settings: Vec<Setting>,
}

impl Zone {
    /// The zone that a policy asks for.
    pub fn of(policy: &Policy) -> Zone {
        Zone {
            rulesets: vec![
                firewall::ruleset(policy),
                ratelimit::ruleset(policy),
                cache::ruleset(policy),
                headers::ruleset(policy),
                compression::ruleset(policy),
            ],
            settings: settings::settings(policy),
        }
    }

    /// The ruleset of a phase.
    pub fn ruleset(&self, phase: Phase) -> Option<&Ruleset> {
        self.rulesets.iter().find(|ruleset| ruleset.phase == phase)
    }
}
