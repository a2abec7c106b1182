//! XML that reads files or addresses when it is parsed, and directives that a server includes.

use crate::tokens::Code;
use crate::{ByteSet, Slot, View};

const MARKS: ByteSet = ByteSet::of(b"<!");

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    if !view.has_any(MARKS) {
        return None;
    }
    let code = view.code();
    for (index, token) in code.marked(b"!<") {
        let rule = match token.mark {
            b'!' => declaration(code, index),
            b'<' => element(code, index),
            _ => None,
        };
        if rule.is_some() {
            return rule;
        }
    }
    schema(view)
}

/// `<!DOCTYPE x [`, `<!ENTITY % x SYSTEM "…">`, with or without the `<`.
fn declaration(code: Code<'_>, index: usize) -> Option<&'static str> {
    let open = index > 0 && code.is(index - 1, b'<');
    let name = index + 1;
    if code.says(name, "entity") && code.is_any(code.solid(name + 1), b"%&")
        || open && code.says_any(name, &["entity", "element", "attlist", "notation"])
    {
        return Some("xxe-entity");
    }
    if open && code.says(name, "doctype") {
        let html = code.says(code.solid(name + 1), "html");
        let reads = code
            .find_near(name, |code, i| code.is(i, b'[') || code.says_any(i, &["system", "public"]) || code.is(i, b'>'));
        let reads = reads.is_some_and(|at| !code.is(at, b'>'));
        return (!html || reads).then_some("xxe-doctype");
    }
    if open && code.is(name, b'[') {
        return (code.says(name + 1, "cdata") || code.says_any(name + 1, &["include", "ignore"]))
            .then_some("xxe-section");
    }
    // `<!--#exec cmd="…"-->`.
    let comment = open && code.is(name, b'-') && code.is(name + 1, b'-');
    let hash = code.solid(name + 2);
    let word = code.solid(hash + 1);
    if comment
        && code.is(hash, b'#')
        && code.says_any(word, &["exec", "include", "echo", "config", "fsize", "flastmod", "printenv", "set", "if"])
    {
        return Some("ssi-directive");
    }
    let conditional = comment && code.is(name + 2, b'[') && code.says(name + 3, "if");
    conditional.then_some("xss-conditional-comment")
}

/// `<xi:include href=…>`, `<esi:include src=…>`, `<xsl:…>`.
fn element(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = index + 1;
    if !code.is(name + 1, b':') {
        // A style sheet for a document, or any other instruction than its declaration.
        let instruction = code.is(name, b'?')
            && code.says(name + 1, "xml")
            && code.is(name + 2, b'-')
            && code.says(name + 3, "stylesheet");
        return instruction.then_some("xxe-stylesheet");
    }
    let local = name + 2;
    if code.says(name, "esi") && code.is_word(local) {
        return Some("ssi-edge-include");
    }
    if code.says(local, "include") && code.is_blank(local + 1) || code.says(name, "xsl") && code.is_word(local) {
        return Some("xxe-include");
    }
    None
}

/// A schema that is fetched from where the document says.
fn schema(view: &View<'_>) -> Option<&'static str> {
    let lower = view.lower.as_ref();
    (view.has(b':')
        && (lower.contains("xsi:schemalocation")
            || lower.contains("xsi:nonamespaceschemalocation")
            || lower.contains("w3.org/2001/xinclude")))
    .then_some("xxe-schema-location")
}
