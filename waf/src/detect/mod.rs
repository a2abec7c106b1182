//! One file a language: each reads the tokens of its language and knows which of their sequences an attack needs.

pub mod formula;
pub mod header;
pub mod nosql;
pub mod sqli;

use crate::{Class, Slot, View};

/// A detector and the class of what it finds.
#[derive(Clone, Copy)]
pub struct Detector {
    /// The class of its findings.
    pub class: Class,
    /// The rule that matched, or none.
    pub detect: fn(&View<'_>, Slot) -> Option<&'static str>,
}

/// Every detector, cheapest first.
pub const DETECTORS: &[Detector] = &[
    Detector { class: Class::Header, detect: header::detect },
    Detector { class: Class::Formula, detect: formula::detect },
    Detector { class: Class::Nosql, detect: nosql::detect },
    Detector { class: Class::Sqli, detect: sqli::detect },
];
