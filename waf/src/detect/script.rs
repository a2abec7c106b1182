//! Script without markup: JavaScript that an attribute, a handler or an address would run, and the style sheets that run it.
//!
//! A note may say "confirm(ed) by phone", "the window.location is NE corner" or "JavaScript: it fails". A call counts if its
//! arguments are written as code, an object if what follows its property is code, or if nothing else is in the text.

use crate::tokens::{Code, Kind, marks, word, words};
use crate::vocabulary::{JS_CALL, JS_PART, JS_ROOT, SCHEME, SCHEME_NET};

/// The words that a rule turns on.
pub(super) const WORDS: u32 = JS_CALL | JS_ROOT | JS_PART | SCHEME;

/// The rule that matched at a word.
pub(super) fn word(code: Code<'_>, index: usize) -> Option<&'static str> {
    scheme(code, index).or_else(|| call(code, index)).or_else(|| object(code, index)).or_else(|| idiom(code, index))
}

/// An address whose scheme is script, or a document written into the address.
fn scheme(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, SCHEME) {
        return None;
    }
    if code.says_any(index, words!("javascript vbscript"))
        && code.mark_before(index) == b'('
        && index >= 2
        && code.says_any(index.saturating_sub(2), words!("url expression"))
    {
        return Some("xss-style-script");
    }
    let colon = code.solid(index + 1);
    if !code.is(colon, b':') {
        return None;
    }
    if code.says_any(index, words!("javascript vbscript livescript vbs")) {
        let next = code.past_comments(colon + 1);
        let is_code = code.is_end(next) && (index == 0 || code.is_blank(colon + 1))
            || code.is_any(next, marks!(b"/('\"[!+-~%\\;{}=,&`*"))
            || (code.is_word(next) && code.is_any(code.past_comments(next + 1), marks!(b"(.=:[`%+&\\?")))
            || (code.is_word(next) && code.touches(colon, next) && code.is_end(next + 1))
            || (code.kind(next) == Kind::Number && code.touches(colon, next))
            || code.has(next, JS_CALL)
            || (code.is_blank(colon + 1)
                && code.str(colon + 1).bytes().any(|byte| byte < b' ' && !byte.is_ascii_whitespace()));
        return is_code.then_some("xss-script-address");
    }
    if code.says(index, word!("data")) && code.touches(index, colon) && code.touches(colon, colon + 1) {
        let media = code.says_any(colon + 1, words!("text image application")) && code.is(colon + 2, b'/');
        let kinds = words!("html xml svg javascript plain x xhtml css ecmascript vbscript");
        if media && code.says_any(colon + 3, kinds)
            || code.is(colon + 1, b',')
            || code.is(colon + 1, b';') && code.says(colon + 2, word!("base64"))
        {
            return Some("xss-data-address");
        }
    }
    let source =
        code.says(index, word!("source")) || code.says(index, word!("feed")) || code.says(index, word!("mhtml"));
    (source
        && code.touches(index, colon)
        && code.is_word(colon + 1)
        && code.is(colon + 2, b':')
        && code.touches(colon + 1, colon + 2))
    .then_some("xss-wrapped-address")
}

/// A call of a function that shows, asks, evaluates or fetches.
fn call(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, JS_CALL) {
        return None;
    }
    let strong = code.says_any(
        index,
        words!(
            "settimeout setinterval execscript atob btoa importscripts fromcharcode getscript \
            xmlhttprequest requestanimationframe queuemicrotask setimmediate"
        ),
    );
    let next = code.past_comments(index + 1);
    let touching = code.touches(index, next) || next > index + 2;
    if code.is(next, b'(') && (touching || strong) && arguments(code, index, next, strong) {
        return Some("xss-call");
    }
    if code.is(next, b'`') && touching {
        let closes = code.find_near(next + 1, |code, i| code.is(i, b'`')).is_some();
        return closes.then_some("xss-call-tagged-template");
    }
    if code.is(next, b'.')
        && code.says_any(next + 1, words!("call apply bind source name constructor"))
        && code.is_any(code.solid(next + 2), marks!(b"(`+)"))
    {
        return Some("xss-call-indirect");
    }
    if code.is(next, b'?') && code.is(next + 1, b'.') && code.is_any(next + 2, marks!(b"([`")) {
        return Some("xss-call-optional");
    }
    // `(alert)(1)`, `[1].some(confirm)`, `a=alert;`.
    if code.mark_before(index) == b'(' && code.is(next, b')') {
        let after = code.past_comments(next + 1);
        let method = index >= 3 && code.is_word(index - 2) && code.is(index - 3, b'.');
        return (code.is_any(after, marks!(b"(`")) || method).then_some("xss-call-in-parentheses");
    }
    let assigned = index > 0 && code.is(index - 1, b'=') && code.says_any(index, words!("alert confirm prompt eval"));
    (assigned && code.is_any(next, marks!(b";,/)"))).then_some("xss-call-assigned")
}

/// Whether what stands in parentheses is written as code, or is nothing and nothing else is in the text.
fn arguments(code: Code<'_>, index: usize, open: usize, strong: bool) -> bool {
    let first = code.past_comments(open + 1);
    let after = code.past_comments(first + 1);
    if code.is(first, b')') {
        let alone = index == 0 || code.is_any(index - 1, marks!(b"'\"`;(/!=+-,.\\>:{}&|"));
        return strong || (alone && (code.is_end(first + 1) || !code.is_blank(first + 1)));
    }
    if code.is_any(first, marks!(b"'\"`/[{!+-~\\&=$%;")) {
        return !code.is(first, b'$') || code.touches(first, first + 1);
    }
    if code.kind(first) == Kind::Number {
        return code.is_any(after, marks!(b"),.+;<'\"*/&`%\\")) || code.is_end(after);
    }
    if code.has(first, JS_ROOT | JS_CALL) && code.is_any(after, marks!(b".[)(,?+"))
        || code.says(first, word!("string")) && code.is(after, b'.')
    {
        return true;
    }
    if code.says_any(first, words!("cookie domain origin location")) && code.is(after, b')') {
        return true;
    }
    // One word in parentheses: a note says `confirm(ed)`; a probe says nothing else.
    let whole = (index == 0 || code.is_any(index - 1, marks!(b";\"'")))
        && code.is_any(after, marks!(b",)"))
        && code.is_end(code.solid(after + 1));
    (strong || whole) && code.is_word(first) && code.is_any(after, marks!(b",)+.(["))
}

/// A property of an object of the browser, read or written.
fn object(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, JS_ROOT) {
        return None;
    }
    let mut next = code.past_comments(index + 1);
    while code.is(next, b')') && next < index + 8 {
        next = code.past_comments(next + 1);
    }
    if code.is(next, b'?') && code.is(next + 1, b'.') {
        next += 1;
    }
    if code.is(next, b'[') {
        let inside = code.past_comments(next + 1);
        let is_computed = code.is_any(inside, marks!(b"'\"`\\/+!("))
            || (code.kind(inside) == Kind::Number && code.is(inside + 1, b'.'))
            || (code.has(inside, JS_CALL | JS_ROOT));
        return (is_computed && (code.touches(next - 1, next) || next > index + 2)).then_some("xss-property-computed");
    }
    if code.says(index, word!("location")) && code.is(next, b'=') {
        let address = code.is_any(next + 1, marks!(b"'\"`"))
            && (code.is(next + 2, b'/') && code.is(next + 3, b'/')
                || code.has(next + 2, SCHEME | SCHEME_NET) && code.is(next + 3, b':'));
        return address.then_some("xss-location");
    }
    if !code.is(next, b'.') {
        return None;
    }
    let part = code.past_comments(next + 1);
    if !code.has(part, JS_PART) {
        return None;
    }
    let follow = code.past_comments(part + 1);
    let sure = code.says(index, word!("document"))
        && code.says_any(
            part,
            words!(
                "cookie domain write writeln createelement queryselector documentelement getelementbyid \
                body implementation url documenturi referrer"
            ),
        );
    let read = code.is_any(follow, marks!(b"(=[.)+;,}'\"`/&?:\\"))
        && (code.touches(part, follow) || code.is_any(follow, marks!(b"=(")));
    let punctuation =
        code.is_any(follow, marks!(b".,;:)?'\"")) && (code.is_blank(follow + 1) || code.is_end(follow + 1));
    let alone = index == 0 && code.is_end(follow);
    let assigned = index > 0 && code.is_any(index - 1, marks!(b"=(+`")) && (code.is_end(follow) || read);
    ((read && (!punctuation || sure)) || alone || assigned || (sure && code.is_end(follow))).then_some("xss-property")
}

/// What only code says.
fn idiom(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, JS_PART | JS_CALL) {
        return None;
    }
    let before = |offset: usize| index.checked_sub(offset).unwrap_or(usize::MAX);
    let next = code.past_comments(index + 1);
    if code.says(index, word!("fromcharcode")) && code.is(before(1), b'.') {
        return Some("xss-from-char-code");
    }
    if code.says(index, word!("constructor"))
        && code.is_any(before(1), marks!(b".[\"'"))
        && (code.is_any(next, marks!(b".([`]")) || code.is_any(next, marks!(b"\"'")) && code.is(next + 1, b']'))
    {
        return Some("xss-constructor");
    }
    if code.says(index, word!("apply")) && code.says(before(2), word!("reflect")) && code.is_any(next, marks!(b"(.`")) {
        return Some("xss-reflect");
    }
    if code.says(index, word!("function")) && code.is_any(next, marks!(b"(`")) {
        let made = code.says(before(2), word!("new"));
        let immediate = code.is(before(1), b'(') && code.find_near(next, |code, i| code.is(i, b'{')).is_some();
        return (made || immediate).then_some("xss-function");
    }
    if code.says_any(index, words!("innerhtml outerhtml insertadjacenthtml")) && code.is_any(next, marks!(b"=(+")) {
        return Some("xss-inner-html");
    }
    (code.says(index, word!("getscript")) && code.is(before(1), b'.')).then_some("xss-get-script")
}

/// A style sheet that runs script, at the bracket of a call.
pub(super) fn style_open(code: Code<'_>, index: usize) -> Option<&'static str> {
    let word = code.before(index)?;
    if !code.is_word(word) {
        return None;
    }
    let styled = code.says(word, word!("expression")) && code.mark_before(word) == b':';
    let split = code.says_any(word, words!("ression pression xpression")) && code.mark_before(word) == b'/';
    if styled || split {
        return Some("xss-style-expression");
    }
    let written = code.says(word, word!("import")) && code.is_any(code.solid(index + 1), marks!(b"'\"`"));
    written.then_some("xss-import")
}

/// A style sheet that loads another.
pub(super) fn style_at(code: Code<'_>, index: usize) -> Option<&'static str> {
    let next = code.solid(index + 2);
    let import =
        code.says(index + 1, word!("import")) || (code.says(index + 1, word!("im")) && code.is(index + 2, b'\\'));
    (import && (code.is_any(next, marks!(b"'\"\\")) || code.says(next, word!("url")))).then_some("xss-style-import")
}

/// A style sheet that binds script to an element, at the colon of the property.
pub(super) fn style_colon(code: Code<'_>, index: usize) -> Option<&'static str> {
    let property = code.before(index)?;
    let value = code.solid(index + 1);
    let url = code.says(value, word!("url")) && code.is(value + 1, b'(');
    (url && code.says_any(property, words!("behavior binding"))).then_some("xss-style-binding")
}

/// A call through the methods of a list.
pub(super) fn style_backquote(code: Code<'_>, index: usize) -> Option<&'static str> {
    let method = code.before(index)?;
    let through = code.says_any(method, words!("call apply map sort find some filter constructor"));
    (through && code.mark_before(method) == b'.').then_some("xss-call-through-list")
}

/// Script written with six characters.
pub(super) fn symbols(code: Code<'_>) -> Option<&'static str> {
    let (mut run, mut brackets, mut negations) = (0_u32, 0_u32, 0_u32);
    for (index, token) in code.tokens().iter().enumerate() {
        match token.mark {
            b'[' | b']' => brackets += 1,
            b'!' => negations += 1,
            b'(' | b')' | b'+' | b'{' | b'}' | b'\'' | b'"' | b'.' | b'_' | b'$' | b'~' | b';' | b'=' | b',' => {}
            _ if code.is_blank(index) => continue,
            _ => {
                (run, brackets, negations) = (0, 0, 0);
                continue;
            }
        }
        run += 1;
        if run >= 24 && brackets >= 8 && negations >= 2 {
            return Some("xss-symbols-only");
        }
    }
    None
}
