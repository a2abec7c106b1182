//! Code for the run times of Node, Ruby, Python and Perl: what a template or an `eval` behind a form would run.

use crate::tokens::{Code, Kind};
use crate::vocabulary::RUNTIME;
use crate::{ByteSet, Slot, View};

const MARKS: ByteSet = ByteSet::of(b"([!{.%@=");

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    if let Some(rule) = serialised(view) {
        return Some(rule);
    }
    if !view.has_any(MARKS) {
        return None;
    }
    let code = view.code();
    for (index, token) in code.known().chain(code.marked(b"@%!")) {
        let rule = match token.kind {
            Kind::Word if token.entry != 0 => name(code, index).or_else(|| endless(code, index)),
            Kind::Mark if token.mark == b'@' => perl(code, index),
            Kind::Mark if token.mark == b'%' => ruby(code, index),
            Kind::Mark if token.mark == b'!' => yaml(code, index),
            _ => None,
        };
        if rule.is_some() {
            return rule;
        }
    }
    None
}

/// A name of a run time, used as one.
fn name(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, RUNTIME) {
        return eval(code, index);
    }
    let next = code.past_comments(index + 1);
    let touching = code.touches(index, next);
    let quote = |at: usize| code.is_any(code.past_comments(at), b"'\"`");
    if code.str(index).starts_with("__")
        && code.says_any(
            index,
            &[
                "__import__",
                "__class__",
                "__mro__",
                "__subclasses__",
                "__globals__",
                "__builtins__",
                "__base__",
                "__bases__",
                "__init__",
                "__getattribute__",
            ],
        )
    {
        return Some("code-python-internals");
    }
    if code.says(index, "require")
        && touching
        && (code.is(next, b'(') && quote(next + 1) || code.is_any(next, b"[.") && node_part(code, next + 1))
    {
        return Some("code-node-require");
    }
    if code.says(index, "process") && code.is_any(next, b".[?") && touching {
        let part = code.past_comments(next + 1 + usize::from(code.is(next, b'?')));
        let part = if code.is_any(part, b"'\"`.") { part + 1 } else { part };
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
    if code.says(index, "console") && touching && code.is_any(next, b".[") {
        let part = if code.is_any(next + 1, b"'\"`") { next + 2 } else { next + 1 };
        let parts = ["log", "info", "error", "debug", "warn", "trace", "table", "dir", "assert"];
        return parts.contains(&code.str(part)).then_some("code-node-console");
    }
    if code.str(index) == "module"
        && code.is(next, b'.')
        && ["exports", "constructor", "require"].contains(&code.str(next + 1))
    {
        return Some("code-node-module");
    }
    if code.says_any(index, &["child_process", "execsync", "spawnsync", "execfile", "mainmodule", "nd_func"]) {
        return Some("code-node-child-process");
    }
    if code.says_any(
        index,
        &[
            "os",
            "subprocess",
            "kernel",
            "io",
            "file",
            "dir",
            "process",
            "open3",
            "pty",
            "builtins",
            "socket",
            "runtime",
            "platform",
            "sys",
            "pickle",
            "marshal",
        ],
    ) && code.is(next, b'.')
        && touching
    {
        let calls = [
            "system",
            "popen",
            "spawn",
            "exec",
            "execve",
            "execl",
            "run",
            "call",
            "check_output",
            "getoutput",
            "exit",
            "read",
            "binread",
            "write",
            "readlines",
            "open",
            "eval",
            "capture2",
            "capture2e",
            "capture3",
            "loads",
            "gethostbyname",
            "entries",
            "glob",
            "fork",
            "listdir",
            "environ",
            "unlink",
            "delete",
            "remove",
            "kill",
            "foreach",
            "sysopen",
            "backtick",
            "modules",
        ];
        let part = next + 1;
        let follows = code.is_any(code.solid(part + 1), b"('\"[%`") || code.is_end(part + 1);
        let certain = !code.says_any(index, &["file", "io", "dir"])
            || code.is_any(code.solid(part + 2), b"'\"`")
            || code.is_any(code.solid(part + 1), b"'\"`");
        return (code.says_any(part, &calls) && follows && certain).then_some("code-call");
    }
    eval(code, index)
}

fn node_part(code: Code<'_>, index: usize) -> bool {
    code.says_any(index, &["main", "cache", "resolve", "req", "extensions"]) || code.is_any(index, b"'\"`")
}

/// Code handed over as a text: `eval("…")`, `exec('…')`, `system "…"`.
fn eval(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.says_any(index, &["eval", "exec", "system", "execute", "compile", "instance_eval", "class_eval"]) {
        return None;
    }
    let next = code.past_comments(index + 1);
    let open = code.is(next, b'(');
    let inside = code.past_comments(next + usize::from(open));
    let nested = open
        && code.is_word(inside)
        && code.is_any(inside + 1, b".(")
        && (code.is_word(inside + 2) || code.is_any(inside + 2, b"'\")"));
    let quoted = open && code.is_any(inside, b"'\"`$%") && code.touches(index, next);
    let bare = !open
        && index == 0
        && code.is_any(inside, b"'\"")
        && code.find_near(inside + 1, |code, i| code.is_any(i, b"'\"")).is_some()
        && !code.says(index, "system");
    (quoted || bare || (nested && code.touches(index, next))).then_some("code-eval")
}

/// A loop that never ends: `while(!0);`.
fn endless(code: Code<'_>, index: usize) -> Option<&'static str> {
    let next = code.solid(index + 1);
    if !code.says(index, "while") || !code.is(next, b'(') {
        return None;
    }
    let mut at = code.solid(next + 1);
    let mut signs = 0;
    while code.is_any(at, b"!+-~'\"`[]{}()") && !code.is(at, b')') && signs < 8 {
        at = code.solid(at + 1);
        signs += 1;
    }
    let constant = code.kind(at) == Kind::Number
        || code.says_any(
            at,
            &[
                "true",
                "false",
                "null",
                "undefined",
                "nan",
                "infinity",
                "string",
                "number",
                "object",
                "array",
                "function",
                "date",
                "math",
                "self",
                "window",
                "this",
                "boolean",
                "symbol",
                "json",
            ],
        );
    let at = if constant { code.solid(at + 1) } else { at };
    ((constant || signs > 1) && code.is(at, b')')).then_some("code-endless-loop")
}

/// Perl within a text: `@{[system 'id']}`.
fn perl(code: Code<'_>, index: usize) -> Option<&'static str> {
    let brace = code.solid(index + 1);
    (code.is(brace, b'{')
        && code.is(code.solid(brace + 1), b'[')
        && code.find_near(brace, |code, i| code.is(i, b']')).is_some())
    .then_some("code-perl-interpolation")
}

/// A shell command of Ruby: `%x(ls)`.
fn ruby(code: Code<'_>, index: usize) -> Option<&'static str> {
    (code.says(index + 1, "x") && code.touches(index + 1, index + 2) && code.is_any(index + 2, b"({[<|!"))
        .then_some("code-ruby-shell")
}

/// A tag of YAML that makes an object: `!!python/object/apply:os.system`.
fn yaml(code: Code<'_>, index: usize) -> Option<&'static str> {
    let tag = index + 1 + usize::from(code.is(index + 1, b'!'));
    let language = code.says_any(tag, &["python", "ruby", "javax", "java", "php", "js", "perl", "com", "org"]);
    (language && code.is_any(tag + 1, b"/.:") && code.is_word(tag + 2)).then_some("code-yaml-object")
}

/// A name in pieces: `"Ex"&"e"&"cute`.
fn glued(lower: &str) -> bool {
    let bytes = lower.as_bytes();
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    lower.match_indices("\"&\"").filter(|(at, _)| letter(at.checked_sub(1)) && letter(Some(at + 3))).nth(1).is_some()
}

/// Objects that a run time would bring to life.
fn serialised(view: &View<'_>) -> Option<&'static str> {
    let lower = view.lower.as_ref();
    if view.has(b'_') && (lower.contains("_$$nd_func$$_") || lower.contains("__js_function")) {
        return Some("code-node-serialised-function");
    }
    if view.has(b'_')
        && (lower.contains("introspectionquery")
            || lower.contains("__schema{")
            || lower.contains("__schema {")
            || lower.contains("__type("))
    {
        return Some("code-graphql-introspection");
    }
    let script = view.has(b'.')
        && (lower.contains("server.scripttimeout")
            || lower.contains("response.write")
            || lower.contains("wscript.shell")
            || lower.contains("server.createobject"));
    if script || view.has(b'&') && glued(lower) {
        return Some("code-vbscript");
    }
    // The opcodes of Python's pickle around a global.
    (view.has(b'(')
        && (lower.contains("cos\nsystem\n") || lower.contains("cposix\nsystem\n") || lower.contains("c__builtin__\n")))
    .then_some("code-pickle")
}
