//! Rules that do not hold for a field: where an honest text keeps tripping over one, an operator takes it out there and nowhere else.

use waf::Finding;

/// Whether a finding in a field is excepted.
///
/// Exceptions are written `FIELD=RULE` with blanks between them. A field is a JSON Pointer or the name of a header; a rule is a
/// rule's id, a class, or `*`. What is written otherwise excepts nothing.
pub fn is_excepted(exceptions: &str, field: &str, finding: &Finding) -> bool {
    exceptions
        .split_ascii_whitespace()
        .filter_map(|exception| exception.rsplit_once('='))
        .any(|(own, rule)| own == field && (rule == "*" || rule == finding.rule || rule == finding.class.name()))
}

#[cfg(test)]
mod tests {
    use waf::Class;

    use super::*;

    #[test]
    fn an_exception_holds_for_its_field_and_its_rule_or_class() {
        let finding = Finding { class: Class::Sqli, rule: "sqli-union-select" };
        let is_excepted = |exceptions| is_excepted(exceptions, "/inputs/note", &finding);
        for yes in ["/inputs/note=sqli-union-select", "/a=b\n/inputs/note=sqli", "/inputs/note=*"] {
            assert!(is_excepted(yes), "{yes}");
        }
        for no in ["", "*", "=*", "/inputs/note", "/inputs/note=xss", "/inputs/notes=*", "/inputs/note=sqli-union"] {
            assert!(!is_excepted(no), "{no}");
        }
    }
}
