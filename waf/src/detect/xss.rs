//! Cross-site scripting: markup that runs script, and script without markup.
//!
//! Browsers repair what they are given, so a tag is read as loosely as a browser reads it: whatever stands between `<` and a name
//! is passed over, and quotes do not hide an attribute. A note may hold `<3`, `a < b`, `<blue>` or a pasted `<b>`: an element is a
//! finding only if it runs or loads something by itself, or carries an attribute that does.

use crate::View;
use crate::tokens::{Code, marks, word, words};
use crate::vocabulary::{ATTRIBUTE, EVENT, TAG, TAG_PLAIN};

/// An element and its attributes, at its `<`. A tag is read up to its `>` or to the next `<`, so every token is read once.
pub(super) fn markup(code: Code<'_>, open: usize) -> Option<&'static str> {
    let tag = tag_name(code, open)?;
    if code.is(open + 1, b'?') && is_declaration(code, tag) {
        return None;
    }
    if let Some(rule) = element(code, open, tag) {
        return Some(rule);
    }
    let loads = code.says_any(local_name(code, tag), LOADERS);
    let mut index = tag;
    while !code.is_end(index) && !code.is_any(index, marks!(b"<>")) {
        if loads && code.is(index, b'=') {
            return Some("xss-tag-with-attribute");
        }
        if code.is_word(index)
            && let Some(rule) = attribute(code, tag, index)
        {
            return Some(rule);
        }
        index += 1;
    }
    None
}

/// Elements that load or send with any attribute.
const LOADERS: &[u32] = words!(
    "xml base link meta frame import input button textarea form keygen handler \
    listener math set animate"
);

/// The token with the name of the element that begins here; none where `<` is only a sign.
fn tag_name(code: Code<'_>, open: usize) -> Option<usize> {
    let mut at = open + 1;
    while code.is_any(at, marks!(b"/!?<%\\\"'`")) {
        at += 1;
        if at > open + 8 {
            return None;
        }
    }
    // A blank ends it, as in `a < b`, unless the blank is of control characters, which some parsers drop.
    let controls = code.str(at).bytes().all(|byte| byte < b' ' && !byte.is_ascii_whitespace());
    let name = code.solid(at);
    if code.is_blank(at) && !controls && at < open + 3 && !spelled(code, name) {
        return None;
    }
    code.is_word(name).then_some(name)
}

/// A name in spite of a blank before it: `< x:script`, which a filter that drops blanks would make a tag of.
fn spelled(code: Code<'_>, name: usize) -> bool {
    let local = code.solid(name + 2);
    code.has(name, TAG) && code.is_any(code.solid(name + 1), marks!(b">=/"))
        || code.is_word(name) && code.is(name + 1, b':') && code.has(local, TAG)
}

/// The name of an element without its name space.
fn local_name(code: Code<'_>, name: usize) -> usize {
    let local = code.solid(name + 2);
    if code.is(name + 1, b':') && code.is_word(local) { local } else { name }
}

fn element(code: Code<'_>, open: usize, name: usize) -> Option<&'static str> {
    let local = local_name(code, name);
    let letter = |at: usize| code.str(at).len() == 1 && code.is_word(at);
    if (0..4).all(|step| letter(name + 2 * step)) && (0..3).all(|step| code.is_blank(name + 2 * step + 1)) {
        return Some("xss-tag-spaced-out");
    }
    if code.has(local, TAG) || starts_with(code, local, "svg") || starts_with(code, local, "xsl") {
        return Some("xss-tag");
    }
    if code.is(open + 1, b'?') && code.says_any(name, words!("import xml")) {
        return Some("xss-processing-instruction");
    }
    if code.is(open + 1, b'/') && code.says_any(local, words!("style textarea title template math form")) {
        return Some("xss-tag-break-out");
    }
    if code.says(local, word!("style")) && opens_sheet(code, local) {
        return Some("xss-style");
    }
    let is_alone = code.says_any(local, words!("form math")) && code.between(open + 1, code.len()).contains('<');
    if code.says_any(local, LOADERS) && is_alone {
        return Some("xss-tag-with-attribute");
    }
    // `<x:y xmlns` and the like; `<//x` and `<!x`, which browsers read as comments, are harmless but for what is in them.
    (name != local && has_attribute(code, local)).then_some("xss-namespaced-tag")
}

/// Whether a style element has a sheet in it, or ends.
fn opens_sheet(code: Code<'_>, name: usize) -> bool {
    let has_rule = |code: Code<'_>, i: usize| {
        code.is_any(i, marks!(b"{@")) || code.is(i, b'<') && code.is(i + 1, b'/') && code.says(i + 2, word!("style"))
    };
    code.find_near(name, has_rule).is_some()
}

/// The declaration that begins an XML document.
fn is_declaration(code: Code<'_>, name: usize) -> bool {
    code.says(name, word!("xml")) && code.is_blank(name + 1) && code.says(name + 2, word!("version"))
}

fn starts_with(code: Code<'_>, index: usize, prefix: &str) -> bool {
    code.str(index).get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// Whether a name is followed by an attribute with a value.
fn has_attribute(code: Code<'_>, name: usize) -> bool {
    let mut at = name + 1;
    if !(code.is_blank(at) || code.is_any(at, marks!(b"/\"'"))) {
        return false;
    }
    while code.is_blank(at) || code.is_any(at, marks!(b"/\"'")) {
        at += 1;
        if at > name + 12 {
            return false;
        }
    }
    if !code.is_word(at) {
        return false;
    }
    let mut end = at + 1;
    while code.is_any(end, marks!(b"-:")) && code.is_word(end + 1) && end < at + 12 {
        end += 2;
    }
    code.is(code.solid(end), b'=')
}

/// An attribute that loads or runs, or a handler, inside the tag whose name is at `tag`.
fn attribute(code: Code<'_>, tag: usize, index: usize) -> Option<&'static str> {
    if index == tag && !starts_with(code, index, "on") {
        return None;
    }
    let next = code.solid(index + 1);
    let assigned = code.is(next, b'=');
    if starts_with(code, index, "on") {
        let is_handler = code.has(index, EVENT) || (assigned && code.str(index).len() >= 5);
        // A handler's name may stand in an attribute's text: what matters is that it is one, or is given a value.
        if is_handler
            && (assigned
                || code.has(index, EVENT) && index != tag
                || code.find_near(next, |code, i| code.is(i, b'=')).is_some())
        {
            return Some("xss-event-handler");
        }
    }
    if !code.has(index, ATTRIBUTE) || index == tag {
        return None;
    }
    let is_data = code.says(index, word!("data")) && !code.is(tag, b'o');
    let set = assigned || code.is(next, b':') || code.says_any(index, words!("xmlns xlink"));
    (set && !is_data && !code.says_any(index, words!("code profile ping usemap"))
        || (assigned && code.has(tag, TAG_PLAIN) && code.says(index, word!("http"))))
    .then_some("xss-attribute")
}

/// A handler without its tag, at its `=`: a value that leaves the attribute it was put in.
pub(super) fn handler(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = code.before(index)?;
    let known = code.has(name, EVENT) || code.says(name, word!("formaction"));
    if !code.is_word(name) || !known && !starts_with(code, name, "on") {
        return None;
    }
    let follows_quote = name > 0 && code.is_any(name - 1, marks!(b"\"'`"));
    let apart = name == 0 || follows_quote || code.is_blank(name - 1) || code.is_any(name - 1, marks!(b"/;+&>,({\\}."));
    if known && apart {
        return Some("xss-event-handler-without-tag");
    }
    let is_word_of_prose =
        code.says_any(name, words!("on one once only online onsite onto ongoing onion onyx ontario"));
    (follows_quote && !is_word_of_prose && code.touches(name, index)).then_some("xss-event-handler-after-quote")
}

/// Markup in UTF-7, at what stands for `<` or ends it.
pub(super) fn plus(behind: &[u8]) -> Option<&'static str> {
    behind.starts_with(b"adwa").then_some("xss-utf-7")
}

/// Markup in a character set that a browser can be talked into.
pub(super) fn charset(view: &View<'_>) -> Option<&'static str> {
    let lower = view.lower.as_ref();
    let is_latin = |(at, mark): (usize, &str)| {
        let behind = lower.get(at + mark.len()..).unwrap_or_default();
        ["script", "/script", "img", "iframe"].into_iter().any(|name| behind.starts_with(name))
    };
    if view.has(b'-') && lower.contains("adw-") && lower.contains("ad4") {
        return Some("xss-utf-7");
    }
    let is_ascii = view.has(0xC2) && lower.match_indices('\u{bc}').any(is_latin)
        || view.has(b'\\') && lower.contains("\\xbc") && lower.contains("\\xbe");
    is_ascii.then_some("xss-us-ascii")
}

/// An entity that splits a word is written for a filter: `jav&tab;ascript`.
pub(super) fn entity(code: Code<'_>, index: usize) -> Option<&'static str> {
    (code.is(index + 2, b';')
        && index > 0
        && code.says_any(index + 1, words!("tab newline colon lpar lbrace lcub zerowidthspace"))
        && !code.is_end(index + 3))
    .then_some("xss-split-by-entity")
}
