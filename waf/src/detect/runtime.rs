//! Code for the run times of Node, Ruby, Python and Perl: what a template or an `eval` behind a form would run.

use crate::tokens::{Code, Kind, marks, word, words};
use crate::vocabulary::RUNTIME;

/// A name of a run time, used as one.
pub(super) fn name(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, RUNTIME) {
        return eval(code, index);
    }
    let next = code.past_comments(index + 1);
    let touching = code.touches(index, next);
    let quote = |at: usize| code.is_any(code.past_comments(at), marks!(b"'\"`"));
    if code.str(index).starts_with("__")
        && code.says_any(
            index,
            words!(
                "__import__ __class__ __mro__ __subclasses__ __globals__ __builtins__ __base__ \
                __bases__ __init__ __getattribute__"
            ),
        )
    {
        return Some("code-python-internals");
    }
    if code.says(index, word!("require"))
        && touching
        && (code.is(next, b'(') && quote(next + 1) || code.is_any(next, marks!(b"[.")) && node_part(code, next + 1))
    {
        return Some("code-node-require");
    }
    if code.says(index, word!("process")) && code.is_any(next, marks!(b".[?")) && touching {
        let part = code.past_comments(next + 1 + usize::from(code.is(next, b'?')));
        let part = if code.is_any(part, marks!(b"'\"`.")) { part + 1 } else { part };
        let parts = [
            "env",
            "binding",
            "mainModule",
            "exit",
            "kill",
            "dlopen",
            "cwd",
            "argv",
            "spawn",
            "req",
            "stdout",
            "umask",
        ];
        return (parts.contains(&code.str(part)) && code.touches(next, part.min(next + 1)))
            .then_some("code-node-process");
    }
    if code.says(index, word!("console")) && touching && code.is_any(next, marks!(b".[")) {
        let part = if code.is_any(next + 1, marks!(b"'\"`")) { next + 2 } else { next + 1 };
        let parts = ["log", "info", "error", "debug", "warn", "trace", "table", "dir", "assert"];
        return parts.contains(&code.str(part)).then_some("code-node-console");
    }
    if code.str(index) == "module"
        && code.is(next, b'.')
        && ["exports", "constructor", "require"].contains(&code.str(next + 1))
    {
        return Some("code-node-module");
    }
    if code.says_any(index, words!("child_process execsync spawnsync execfile mainmodule nd_func")) {
        return Some("code-node-child-process");
    }
    if code.says_any(
        index,
        words!(
            "os subprocess kernel io file dir process open3 pty builtins socket runtime platform sys \
            pickle marshal"
        ),
    ) && code.is(next, b'.')
        && touching
    {
        let calls = words!(
            "system popen spawn exec execve execl run call check_output getoutput exit read \
            binread write readlines open eval capture2 capture2e capture3 loads gethostbyname entries glob fork \
            listdir environ unlink delete remove kill foreach sysopen backtick modules"
        );
        let part = next + 1;
        let follows = code.is_any(code.solid(part + 1), marks!(b"('\"[%`")) || code.is_end(part + 1);
        let certain = !code.says_any(index, words!("file io dir"))
            || code.is_any(code.solid(part + 2), marks!(b"'\"`"))
            || code.is_any(code.solid(part + 1), marks!(b"'\"`"));
        return (code.says_any(part, calls) && follows && certain).then_some("code-call");
    }
    eval(code, index)
}

fn node_part(code: Code<'_>, index: usize) -> bool {
    code.says_any(index, words!("main cache resolve req extensions")) || code.is_any(index, marks!(b"'\"`"))
}

/// Code handed over as a text: `eval("…")`, `exec('…')`, `system "…"`.
fn eval(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.says_any(index, words!("eval exec system execute compile instance_eval class_eval")) {
        return None;
    }
    let next = code.past_comments(index + 1);
    let open = code.is(next, b'(');
    let inside = code.past_comments(next + usize::from(open));
    let nested = open
        && code.is_word(inside)
        && code.is_any(inside + 1, marks!(b".("))
        && (code.is_word(inside + 2) || code.is_any(inside + 2, marks!(b"'\")")));
    let quoted = open && code.is_any(inside, marks!(b"'\"`$%")) && code.touches(index, next);
    let bare = !open
        && index == 0
        && code.is_any(inside, marks!(b"'\""))
        && code.find_near(inside + 1, |code, i| code.is_any(i, marks!(b"'\""))).is_some()
        && !code.says(index, word!("system"));
    (quoted || bare || (nested && code.touches(index, next))).then_some("code-eval")
}

/// A loop that never ends: `while(!0);`.
pub(super) fn endless(code: Code<'_>, index: usize) -> Option<&'static str> {
    let next = code.solid(index + 1);
    if !code.says(index, word!("while")) || !code.is(next, b'(') {
        return None;
    }
    let mut at = code.solid(next + 1);
    let mut signs = 0;
    while code.is_any(at, marks!(b"!+-~'\"`[]{}()")) && !code.is(at, b')') && signs < 8 {
        at = code.solid(at + 1);
        signs += 1;
    }
    let constant = code.kind(at) == Kind::Number
        || code.says_any(
            at,
            words!(
                "true false null undefined nan infinity string number object array function date math self \
                window this boolean symbol json"
            ),
        );
    let at = if constant { code.solid(at + 1) } else { at };
    ((constant || signs > 1) && code.is(at, b')')).then_some("code-endless-loop")
}

/// Perl within a text: `@{[system 'id']}`.
pub(super) fn perl(code: Code<'_>, index: usize) -> Option<&'static str> {
    let brace = code.solid(index + 1);
    (code.is(brace, b'{')
        && code.is(code.solid(brace + 1), b'[')
        && code.find_near(brace, |code, i| code.is(i, b']')).is_some())
    .then_some("code-perl-interpolation")
}

/// A shell command of Ruby: `%x(ls)`.
pub(super) fn ruby(code: Code<'_>, index: usize) -> Option<&'static str> {
    (code.says(index + 1, word!("x"))
        && code.touches(index + 1, index + 2)
        && code.is_any(index + 2, marks!(b"({[<|!")))
    .then_some("code-ruby-shell")
}

/// A tag of YAML that makes an object: `!!python/object/apply:os.system`.
pub(super) fn yaml(code: Code<'_>, index: usize) -> Option<&'static str> {
    let tag = index + 1 + usize::from(code.is(index + 1, b'!'));
    let language = code.says_any(tag, words!("python ruby javax java php js perl com org"));
    (language && code.is_any(tag + 1, marks!(b"/.:")) && code.is_word(tag + 2)).then_some("code-yaml-object")
}

/// Names in pieces: `"Ex"&"e"&"cute`.
#[derive(Default)]
pub(super) struct Joints(u32);

impl Joints {
    /// The rule that matched at a quote, what stands before it and behind it.
    pub(super) fn at(&mut self, before: &[u8], behind: &[u8]) -> Option<&'static str> {
        let joins = before.last().is_some_and(u8::is_ascii_alphabetic)
            && matches!(behind, [b'&', b'"', letter, ..] if letter.is_ascii_alphabetic());
        self.0 += u32::from(joins);
        (joins && self.0 > 1).then_some("code-vbscript")
    }
}

/// Objects that VBScript and its server have.
pub(super) fn visual_basic(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    let is_known =
        [("server", "scripttimeout"), ("response", "write"), ("wscript", "shell"), ("server", "createobject")]
            .into_iter()
            .any(|(object, part)| behind.starts_with(part.as_bytes()) && before.ends_with(object.as_bytes()));
    is_known.then_some("code-vbscript")
}

/// Functions that Node would bring to life.
pub(super) fn node(lower: &str) -> Option<&'static str> {
    (lower.contains("_$$nd_func$$_") || lower.contains("__js_function")).then_some("code-node-serialised-function")
}

/// Questions to GraphQL about itself.
pub(super) fn graphql(lower: &str) -> Option<&'static str> {
    (lower.contains("introspectionquery")
        || lower.contains("__schema{")
        || lower.contains("__schema {")
        || lower.contains("__type("))
    .then_some("code-graphql-introspection")
}

/// The opcodes of Python's pickle around a global.
pub(super) fn pickle(lower: &str) -> Option<&'static str> {
    (lower.contains("cos\nsystem\n") || lower.contains("cposix\nsystem\n") || lower.contains("c__builtin__\n"))
        .then_some("code-pickle")
}
