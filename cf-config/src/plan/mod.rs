//! What would change: a zone as it is, held against the zone as it should be.
//!
//! The export is one JSON object: for each path of the API below `/client/v4/zones/{zone}/` the answer that the API gave. A rule is
//! found again by its lasting name (`ref`); members that the zone adds by itself (`id`, `version`, `last_updated`) are left out.
//! Settings that the policy does not speak of are left alone; rules are not, since a ruleset is replaced whole.

mod difference;
mod export;

use std::fmt;

use serde_json::Value;

pub use export::{Export, ExportError};

use crate::render::{ruleset_json, setting_json, setting_path};
use crate::zone::Zone;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The zone lacks it.
    Added(String),
    /// The zone has it and should not.
    Removed(String),
    /// The zone has it at another place of its order.
    Moved(String),
    /// A member of it has another value: from, to.
    Changed(String, String, String),
}

/// The differences of one ruleset, or of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The phase, or `settings`.
    pub name: String,
    /// What would change.
    pub changes: Vec<Change>,
}

/// All differences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan(Vec<Section>);

impl Plan {
    /// What would change an exported zone into the one that should be.
    pub fn between(export: &Export, zone: &Zone) -> Plan {
        let mut sections = Vec::new();
        for ruleset in &zone.rulesets {
            let name = ruleset.phase.name().to_owned();
            let wanted = ruleset_json(ruleset);
            let changes = difference::of_rules(&export.rules(&name), &wanted["rules"]);
            sections.push(Section { name, changes });
        }
        let mut changes = Vec::new();
        for setting in &zone.settings {
            let found = export.setting(&setting_path(setting));
            let wanted = setting_json(setting);
            difference::of_values(setting.id, found.map(|found| only(found, &wanted)).as_ref(), &wanted, &mut changes);
        }
        sections.push(Section { name: "settings".to_owned(), changes });
        Plan(sections)
    }

    /// The sections, with or without changes.
    pub fn sections(&self) -> &[Section] {
        &self.0
    }

    /// How many changes there are.
    pub fn count(&self) -> usize {
        self.0.iter().map(|section| section.changes.len()).sum()
    }
}

/// What is found, without members that the policy does not speak of.
fn only(found: Value, wanted: &Value) -> Value {
    match (found, wanted) {
        (Value::Object(mut found), Value::Object(wanted)) => {
            found.retain(|member, _| wanted.contains_key(member));
            Value::Object(found)
        }
        (found, _) => found,
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for section in self.0.iter().filter(|section| !section.changes.is_empty()) {
            writeln!(out, "{}", section.name)?;
            for change in &section.changes {
                match change {
                    Change::Added(what) => writeln!(out, "  + {what}")?,
                    Change::Removed(what) => writeln!(out, "  - {what}")?,
                    Change::Moved(what) => writeln!(out, "  > {what}: stands at another place")?,
                    Change::Changed(what, from, to) => writeln!(out, "  ~ {what}: {from} -> {to}")?,
                }
            }
        }
        match self.count() {
            0 => writeln!(out, "the zone is as it should be"),
            1 => writeln!(out, "1 change"),
            count => writeln!(out, "{count} changes"),
        }
    }
}
