//! XML that reads files or addresses when it is parsed, and directives that a server includes.

use crate::tokens::{Code, marks, word, words};

/// `<!DOCTYPE x [`, `<!ENTITY % x SYSTEM "…">`, with or without the `<`.
pub(super) fn declaration(code: Code<'_>, index: usize) -> Option<&'static str> {
    let open = index > 0 && code.is(index - 1, b'<');
    let name = index + 1;
    if code.says(name, word!("entity")) && code.is_any(code.solid(name + 1), marks!(b"%&"))
        || open && code.says_any(name, words!("entity element attlist notation"))
    {
        return Some("xxe-entity");
    }
    if open && code.says(name, word!("doctype")) {
        let html = code.says(code.solid(name + 1), word!("html"));
        let reads = code.find_near(name, |code, i| {
            code.is(i, b'[') || code.says_any(i, words!("system public")) || code.is(i, b'>')
        });
        let reads = reads.is_some_and(|at| !code.is(at, b'>'));
        return (!html || reads).then_some("xxe-doctype");
    }
    if open && code.is(name, b'[') {
        return (code.says(name + 1, word!("cdata")) || code.says_any(name + 1, words!("include ignore")))
            .then_some("xxe-section");
    }
    // `<!--#exec cmd="…"-->`.
    let comment = open && code.is(name, b'-') && code.is(name + 1, b'-');
    let hash = code.solid(name + 2);
    let word = code.solid(hash + 1);
    if comment
        && code.is(hash, b'#')
        && code.says_any(word, words!("exec include echo config fsize flastmod printenv set if"))
    {
        return Some("ssi-directive");
    }
    let conditional = comment && code.is(name + 2, b'[') && code.says(name + 3, word!("if"));
    conditional.then_some("xss-conditional-comment")
}

/// `<xi:include href=…>`, `<esi:include src=…>`, `<xsl:…>`.
pub(super) fn element(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = index + 1;
    if !code.is(name + 1, b':') {
        // A style sheet for a document, or any other instruction than its declaration.
        let instruction = code.is(name, b'?')
            && code.says(name + 1, word!("xml"))
            && code.is(name + 2, b'-')
            && code.says(name + 3, word!("stylesheet"));
        return instruction.then_some("xxe-stylesheet");
    }
    let local = name + 2;
    if code.says(name, word!("esi")) && code.is_word(local) {
        return Some("ssi-edge-include");
    }
    if code.says(local, word!("include")) && code.is_blank(local + 1)
        || code.says(name, word!("xsl")) && code.is_word(local)
    {
        return Some("xxe-include");
    }
    None
}

/// A schema that is fetched from where the document says, by what stands before a colon and behind it.
pub(super) fn schema(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    let is_location = behind.starts_with(b"schemalocation") || behind.starts_with(b"nonamespaceschemalocation");
    (is_location && before.ends_with(b"xsi")).then_some("xxe-schema-location")
}

/// The name space of inclusions, by what stands before its first dot and behind it.
pub(super) fn inclusion(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    (behind.starts_with(b"org/2001/xinclude") && before.ends_with(b"w3")).then_some("xxe-schema-location")
}
