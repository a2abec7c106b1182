//! One file a language: each reads the tokens of its language and knows which of their sequences an attack needs.

mod command;
pub mod directory;
pub mod formula;
pub mod header;
pub mod java;
pub mod lfi;
pub mod nosql;
pub mod php;
pub mod prototype;
pub mod rce;
pub mod runtime;
pub mod script;
pub mod sqli;
pub mod ssrf;
pub mod template;
pub mod windows;
pub mod xml;
pub mod xss;

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
    Detector { class: Class::Prototype, detect: prototype::detect },
    Detector { class: Class::Xss, detect: xss::detect },
    Detector { class: Class::Xss, detect: script::detect },
    Detector { class: Class::Lfi, detect: xml::detect },
    Detector { class: Class::Ssrf, detect: ssrf::detect },
    Detector { class: Class::Lfi, detect: lfi::detect },
    Detector { class: Class::Template, detect: template::detect },
    Detector { class: Class::Java, detect: java::detect },
    Detector { class: Class::Php, detect: php::detect },
    Detector { class: Class::Rce, detect: runtime::detect },
    Detector { class: Class::Rce, detect: rce::detect },
    Detector { class: Class::Rce, detect: windows::detect },
    Detector { class: Class::Nosql, detect: directory::detect },
    Detector { class: Class::Sqli, detect: sqli::detect },
];
