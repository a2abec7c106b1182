//! The kinds of attack.

use std::fmt;

/// A kind of attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// SQL injection.
    Sqli,
    /// Cross-site scripting: markup and script.
    Xss,
    /// Path traversal and the inclusion of local files.
    Lfi,
    /// The inclusion of remote files.
    Rfi,
    /// Remote commands: shells of Unix and Windows.
    Rce,
    /// PHP code.
    Php,
    /// Java classes, serialised objects, JNDI look-ups.
    Java,
    /// Expressions of template engines.
    Template,
    /// Spreadsheet formulas that reach outside the sheet.
    Formula,
    /// Operators and code of document databases, LDAP and XPath filters.
    Nosql,
    /// Line breaks in header values, and a second request in the first.
    Header,
    /// Addresses that only the server can reach.
    Ssrf,
    /// JavaScript's prototype chain.
    Prototype,
}

impl Class {
    /// The class's name in logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Class::Sqli => "sqli",
            Class::Xss => "xss",
            Class::Lfi => "lfi",
            Class::Rfi => "rfi",
            Class::Rce => "rce",
            Class::Php => "php",
            Class::Java => "java",
            Class::Template => "template",
            Class::Formula => "formula",
            Class::Nosql => "nosql",
            Class::Header => "header",
            Class::Ssrf => "ssrf",
            Class::Prototype => "prototype",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
