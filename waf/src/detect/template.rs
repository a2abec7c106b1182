//! Expressions of template engines: Jinja, Twig, Freemarker, Velocity, SpEL, OGNL, ERB, Smarty, Handlebars, Razor.
//!
//! "{{first_name}} is printed on the letter" is a customer's report. A finding needs an expression that computes: an operator
//! between numbers, a call, an attribute of an object, or a name that only templates know.

use crate::tokens::{Code, Kind, marks, word, words};
use crate::vocabulary::{PROTOTYPE, RUNTIME, TEMPLATE};

/// `[[${…}]]` of Thymeleaf.
pub(super) fn brackets(code: Code<'_>, index: usize) -> Option<&'static str> {
    (code.is(index + 1, b'[') && code.is_any(index + 2, marks!(b"$#*@")) && code.is(index + 3, b'{'))
        .then_some("template-thymeleaf")
}

/// `{{…}}`, `{%…%}`, `${…}`, `#{…}`, `*{…}`, `@{…}`, `~{…}`, `{$…}`.
pub(super) fn braces(code: Code<'_>, index: usize) -> Option<&'static str> {
    let before = if index > 0 { code.at(index - 1).mark } else { 0 };
    let next = index + 1;
    if code.is(next, b'{') {
        return expression(code, next + 1, b'}').then_some("template-expression");
    }
    if code.is(next, b'%') {
        let word = code.solid(next + 1 + usize::from(code.is(next + 1, b'-')));
        let told = code.says_any(
            word,
            words!(
                "if for set import include extends block macro debug raw from autoescape call filter \
                with load csrf_token print do verbatim apply embed use else elif endif endfor elseif assign \
                capture render case unless cycle liquid trans"
            ),
        );
        return told.then_some("template-statement");
    }
    if matches!(before, b'$' | b'#' | b'*' | b'~' | b'@' | b'!') && expression(code, next, b'}') {
        return Some("template-expression");
    }
    if code.is(next, b'$')
        && code.is_word(next + 1)
        && (code.says(next + 1, word!("smarty"))
            || code.is_any(next + 2, marks!(b".|-[")) && code.touches(next + 1, next + 2))
        && code.find_near(next, |code, i| code.is(i, b'}')).is_some()
    {
        return Some("template-smarty");
    }
    if code.says_any(next, words!("php system literal")) && code.is_any(next + 1, marks!(b"}("))
        || code.is(next, b'/') && code.says(next + 1, word!("php"))
    {
        return Some("template-smarty");
    }
    // `{7*7}`: one pair of braces needs arithmetic.
    let number = code.kind(next) == Kind::Number
        && code.is_any(code.solid(next + 1), marks!(b"*%"))
        && code.kind(code.solid(code.solid(next + 1) + 1)) == Kind::Number;
    (number && code.is(code.solid(code.solid(code.solid(next + 1) + 1) + 1), b'}')).then_some("template-expression")
}

/// Whether what stands up to a closing mark computes.
fn expression(code: Code<'_>, from: usize, close: u8) -> bool {
    let mut at = code.solid(from);
    if code.is_any(at, marks!(b"=-!&>")) {
        at = code.solid(at + 1);
    }
    let start = at;
    let mut named = false;
    let limit = from + 64;
    while at < limit && !code.is_end(at) && !code.is(at, close) {
        // Another expression begins: it is judged on its own, so that many openings cost no more than one.
        if at > from && code.is(at, b'{') && (code.is(at + 1, b'{') || code.is_any(at - 1, marks!(b"$#*@~"))) {
            return false;
        }
        if at > from && close == b'>' && code.is(at, b'<') && code.is(at + 1, b'%') {
            return false;
        }
        let next = code.solid(at + 1);
        let previous = code.before(at).unwrap_or(usize::MAX);
        match code.kind(at) {
            Kind::Mark => {
                let operand = |i: usize| code.kind(i) == Kind::Number || code.is_any(i, marks!(b"'\")("));
                let arithmetic = code.is_any(at, marks!(b"*+-/%^"))
                    && operand(next)
                    && previous >= start
                    && operand(previous)
                    && code.kind(next) != Kind::Edge;
                let call = code.is(at, b'(')
                    && previous >= start
                    && (code.is_word(previous) && code.touches(previous, at)
                        || code.is_any(previous, marks!(b")]'\"")));
                let member = code.is_any(at, marks!(b".["))
                    && (code.has(next, TEMPLATE | PROTOTYPE | RUNTIME) || code.str(next).starts_with("__"))
                    && previous >= start;
                let text = code.is_any(at, marks!(b"'\"")) && at == start && code.is_any(next, marks!(b"'\".)"));
                let filter = code.is(at, b'|')
                    && code.is_word(next)
                    && code.says_any(
                        next,
                        words!(
                            "attr filter map join safe system exec passthru format sort reduce raw list \
                            dump tojson batch e"
                        ),
                    );
                let elvis = code.is(at, b'?') && code.says(next, word!("new"));
                let class = code.is_any(at, marks!(b"@#"))
                    && code.is_word(next)
                    && code.touches(at, next)
                    && at == start
                    && code.is_any(next + 1, marks!(b".@[="));
                let helper = code.is(at, b'#')
                    && at == start
                    && code.says_any(next, words!("with each lookup"))
                    && code.is_any(code.solid(next + 1), marks!(b"'\"(."));
                let fragment = code.is(at, b':') && code.is(at + 1, b':') && code.is_word(at + 2) && close == b'}';
                let index = code.is(at, b'[') && at == start && code.is_any(next, marks!(b"]'\""));
                let hash = code.is(at, b'$')
                    && at == start
                    && code.is_word(next)
                    && close == b'}'
                    && code.is_any(next + 1, marks!(b".(-["));
                if arithmetic
                    || call
                    || member
                    || text
                    || filter
                    || elvis
                    || class
                    || index
                    || hash
                    || helper
                    || fragment
                {
                    return true;
                }
            }
            Kind::Word => {
                let word = code.str(at);
                named |= at == start
                    && code.has(at, TEMPLATE)
                    && !code.says_any(
                        at,
                        words!(
                            "class set block include import template range application debug raw session \
                            env settings request"
                        ),
                    );
                if word.starts_with("__")
                    || word == "T" && code.is(at + 1, b'(')
                    || code.says(at, word!("new")) && code.is_word(next) && code.is_any(next + 1, marks!(b".("))
                {
                    return true;
                }
                let alone = at == start
                    && code.is(next, close)
                    && code.says_any(
                        at,
                        words!("config self request settings _self app lipsum cycler joiner namespace dump"),
                    );
                let whole = alone && start <= 4 && code.is_end(code.solid(next + 2));
                if whole {
                    return true;
                }
                if at == start
                    && code.says_any(at, words!("printf println html js call"))
                    && code.is_any(next, marks!(b"'\"`."))
                    && code.is_blank(at + 1)
                {
                    return true;
                }
                // `"7"*7` and `7*'7'` are seen at the operator; `constructor.constructor` here.
                if code.has(at, PROTOTYPE) && code.is_any(at + 1, marks!(b".[(")) {
                    return true;
                }
                if named && at == start && code.is(at + 1, b'.') && code.is_word(at + 2) {
                    return true;
                }
            }
            _ => {}
        }
        at += 1;
    }
    false
}

/// `<%= … %>`, `<#assign …>`, `<@…>`.
pub(super) fn angles(code: Code<'_>, index: usize) -> Option<&'static str> {
    let next = index + 1;
    if code.is(next, b'%') {
        let directive = code.is(next + 1, b'@') || code.is(next + 1, b'!');
        return (directive || expression(code, next + 1, b'>') || statement(code, next + 1))
            .then_some("template-angles");
    }
    if code.is(next, b'#') {
        let told = code.says_any(
            next + 1,
            words!(
                "assign if list include import macro function attempt setting ftl else switch global \
                local noparse outputformat compress escape"
            ),
        );
        return told.then_some("template-freemarker");
    }
    None
}

/// Code of Ruby, Java or VBScript between `<%` and `%>`.
fn statement(code: Code<'_>, from: usize) -> bool {
    let at = code.solid(from + usize::from(code.is_any(from, marks!(b"=-"))));
    let told = code.says_any(
        at,
        words!(
            "system exec eval require out response runtime import for if while execute dim string java \
            file dir io require_relative process"
        ),
    );
    told && (code.is_any(code.solid(at + 1), marks!(b".('\"(`"))
        || code.says_any(
            at,
            words!(
                "if for while import \
        dim"
            ),
        ))
        || code.is(at, b'`')
}

/// Directives of Velocity: `#set($x=…)`, and objects that only its templates have.
pub(super) fn directive(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = index + 1 + usize::from(code.is(index + 1, b'{'));
    let told = code.says_any(name, words!("set foreach if include parse evaluate macro define elseif"));
    let open = code.solid(name + 1 + usize::from(code.is(name + 1, b'}')));
    let inside = code.solid(open + 1);
    (told && code.is(open, b'(') && (code.is_any(inside, marks!(b"$\"'")) || code.says(name, word!("set"))))
        .then_some("template-velocity")
}

/// `@(7*7)`, `@{ … }` of Razor.
pub(super) fn razor(code: Code<'_>, index: usize) -> Option<&'static str> {
    let open = index + 1;
    if code.is(open, b'(') {
        return expression(code, open + 1, b')').then_some("template-razor");
    }
    let objects = code.says_any(open, words!("system html model viewbag import")) && code.is(open + 1, b'.');
    (objects && code.says_any(open + 2, words!("diagnostics io raw net reflection environment")))
        .then_some("template-razor")
}
