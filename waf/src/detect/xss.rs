//! Cross-site scripting: markup that runs script, and script without markup.
//!
//! Browsers repair what they are given, so a tag is read as loosely as a browser reads it: whatever stands between `<` and a name
//! is passed over, and quotes do not hide an attribute. A note may hold `<3`, `a < b`, `<blue>` or a pasted `<b>`: an element is a
//! finding only if it runs or loads something by itself, or carries an attribute that does.

use crate::tokens::Code;
use crate::vocabulary::{ATTRIBUTE, EVENT, TAG, TAG_PLAIN};
use crate::{ByteSet, Slot, View};

const MARKUP: ByteSet = ByteSet::of(b"<");

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    let code = view.code();
    if view.has_any(MARKUP)
        && let Some(rule) = markup(code)
    {
        return Some(rule);
    }
    handler(code).or_else(|| charset(view, code))
}

/// Elements and their attributes. A tag is read up to its `>` or to the next `<`, so every token is read once.
fn markup(code: Code<'_>) -> Option<&'static str> {
    for (open, _) in code.marked(b"<") {
        let Some(tag) = tag_name(code, open) else { continue };
        if code.is(open + 1, b'?') && is_declaration(code, tag) {
            continue;
        }
        if let Some(rule) = element(code, open, tag) {
            return Some(rule);
        }
        let loads = code.says_any(local_name(code, tag), LOADERS);
        let mut index = tag;
        while !code.is_end(index) && !code.is_any(index, b"<>") {
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
    }
    None
}

/// Elements that load or send with any attribute.
const LOADERS: &[&str] = &[
    "xml", "base", "link", "meta", "frame", "import", "input", "button", "textarea", "form", "keygen", "handler",
    "listener", "math", "set", "animate",
];

/// The token with the name of the element that begins here; none where `<` is only a sign.
fn tag_name(code: Code<'_>, open: usize) -> Option<usize> {
    let mut at = open + 1;
    while code.is_any(at, b"/!?<%\\\"'`") {
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
    code.has(name, TAG) && code.is_any(code.solid(name + 1), b">=/")
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
    if code.is(open + 1, b'?') && code.says_any(name, &["import", "xml"]) {
        return Some("xss-processing-instruction");
    }
    if code.is(open + 1, b'/') && code.says_any(local, &["style", "textarea", "title", "template", "math", "form"]) {
        return Some("xss-tag-break-out");
    }
    if code.says(local, "style") && opens_sheet(code, local) {
        return Some("xss-style");
    }
    let is_alone = code.says_any(local, &["form", "math"]) && code.between(open + 1, code.len()).contains('<');
    if code.says_any(local, LOADERS) && is_alone {
        return Some("xss-tag-with-attribute");
    }
    // `<x:y xmlns` and the like; `<//x` and `<!x`, which browsers read as comments, are harmless but for what is in them.
    (name != local && has_attribute(code, local)).then_some("xss-namespaced-tag")
}

/// Whether a style element has a sheet in it, or ends.
fn opens_sheet(code: Code<'_>, name: usize) -> bool {
    let has_rule = |code: Code<'_>, i: usize| {
        code.is_any(i, b"{@") || code.is(i, b'<') && code.is(i + 1, b'/') && code.says(i + 2, "style")
    };
    code.find_near(name, has_rule).is_some()
}

/// The declaration that begins an XML document.
fn is_declaration(code: Code<'_>, name: usize) -> bool {
    code.says(name, "xml") && code.is_blank(name + 1) && code.says(name + 2, "version")
}

fn starts_with(code: Code<'_>, index: usize, prefix: &str) -> bool {
    code.str(index).get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// Whether a name is followed by an attribute with a value.
fn has_attribute(code: Code<'_>, name: usize) -> bool {
    let mut at = name + 1;
    if !(code.is_blank(at) || code.is_any(at, b"/\"'")) {
        return false;
    }
    while code.is_blank(at) || code.is_any(at, b"/\"'") {
        at += 1;
        if at > name + 12 {
            return false;
        }
    }
    if !code.is_word(at) {
        return false;
    }
    let mut end = at + 1;
    while code.is_any(end, b"-:") && code.is_word(end + 1) && end < at + 12 {
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
    let is_data = code.says(index, "data") && !code.is(tag, b'o');
    let set = assigned || code.is(next, b':') || code.says_any(index, &["xmlns", "xlink"]);
    (set && !is_data && !code.says_any(index, &["code", "profile", "ping", "usemap"])
        || (assigned && code.has(tag, TAG_PLAIN) && code.says(index, "http")))
    .then_some("xss-attribute")
}

/// A handler without its tag: a value that leaves the attribute it was put in.
fn handler(code: Code<'_>) -> Option<&'static str> {
    let is_on =
        |index: usize| code.has(index, EVENT) || starts_with(code, index, "on") || code.says(index, "formaction");
    for (index, _) in code.marked(b"=") {
        let Some(name) = code.before(index) else { continue };
        if !code.is_word(name) || !is_on(name) {
            continue;
        }
        let is_first = name == 0;
        let follows_quote = name > 0 && code.is_any(name - 1, b"\"'`");
        let known = code.has(name, EVENT) || code.says(name, "formaction");
        let apart = is_first || follows_quote || code.is_blank(name - 1) || code.is_any(name - 1, b"/;+&>,({\\}.");
        if known && apart {
            return Some("xss-event-handler-without-tag");
        }
        let is_word_of_prose = code.says_any(
            name,
            &["on", "one", "once", "only", "online", "onsite", "onto", "ongoing", "onion", "onyx", "ontario"],
        );
        if follows_quote && !is_word_of_prose && code.touches(name, index) {
            return Some("xss-event-handler-after-quote");
        }
    }
    None
}

/// Markup in a character set that a browser can be talked into.
fn charset(view: &View<'_>, code: Code<'_>) -> Option<&'static str> {
    let lower = view.lower.as_ref();
    if view.has(b'-') && lower.contains("adw-") && lower.contains("ad4") || lower.contains("+adwa") {
        return Some("xss-utf-7");
    }
    if view.has(0xC2)
        && (lower.contains("\u{bc}script")
            || lower.contains("\u{bc}/script")
            || lower.contains("\u{bc}img")
            || lower.contains("\u{bc}iframe"))
    {
        return Some("xss-us-ascii");
    }
    if view.has(b'\\') && lower.contains("\\xbc") && lower.contains("\\xbe") {
        return Some("xss-us-ascii");
    }
    // An entity that splits a word is written for a filter: `jav&tab;ascript`.
    for (index, _) in code.marked(b"&") {
        if code.says_any(index + 1, &["tab", "newline", "colon", "lpar", "lbrace", "lcub", "zerowidthspace"])
            && code.is(index + 2, b';')
            && index > 0
            && code.touches(index - 1, index)
            && code.touches(index + 2, index + 3)
        {
            return Some("xss-split-by-entity");
        }
    }
    None
}
