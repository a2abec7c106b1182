//! PHP: its tags, its calls, its variables, its settings and its serialised objects.

use crate::tokens::{Code, Kind, marks, word, words};
use crate::vocabulary::{INI, PHP, PHP_PLAIN, SCHEME, SCHEME_NET};

/// The rule that matched at a word that the vocabulary knows.
pub(super) fn word(code: Code<'_>, index: usize) -> Option<&'static str> {
    call(code, index).or_else(|| wrapper(code, index)).or_else(|| setting(code, index)).or_else(|| include(code, index))
}

/// `<?php`, `<?=`, `<? system(…)`.
pub(super) fn tag(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.is(index + 1, b'?') {
        return None;
    }
    let next = code.solid(index + 2);
    if code.is_end(next)
        || code.is(next, b'=')
        || code.says(next, word!("php"))
            && (code.is_blank(next + 1) || code.is_end(next + 1) || code.is_any(next + 1, marks!(b"(;/\"'?")))
    {
        return Some("php-tag");
    }
    if code.says(next, word!("xml")) && code.is(code.solid(next + 1), b':') {
        return Some("php-tag");
    }
    let speaks = code.says_any(
        next,
        words!(
            "echo print eval exec system include require phpinfo passthru if for while function die \
            assert require_once include_once shell_exec namespace use class return foreach"
        ),
    );
    let variable = code.is_any(next, marks!(b"$@`")) && (code.is_word(next + 1) || code.is(next, b'`'));
    (speaks || variable || code.has(next, PHP) || code.is_word(next) && code.is(code.solid(next + 1), b'('))
        .then_some("php-tag")
}

/// `[php]` and `[/php]`, as bulletin boards read them.
pub(super) fn bracket_tag(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = index + 1 + usize::from(code.is_any(index + 1, marks!(b"/\\")));
    (code.says(name, word!("php")) && code.is(name + 1, b']')).then_some("php-tag")
}

/// A call of a function that PHP has and prose has not, or one of its dangerous words called as code.
fn call(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, PHP | PHP_PLAIN) {
        return None;
    }
    let mut open = code.past_comments(index + 1);
    if code.is(open, b'=') && code.has(index, PHP) {
        open = code.solid(open + 1);
    }
    if !code.is(open, b'(') {
        return None;
    }
    if code.has(index, PHP) {
        return Some("php-function");
    }
    let inside = code.past_comments(open + 1);
    let empty = code.is(inside, b')');
    let dangerous = code.says_any(
        index,
        words!(
            "exec eval system assert file chr extract virtual dl include require md5 sha1 implode glob \
            touch unlink unpack sprintf printf chdir dirname basename rename crypt stat umask die exit ord print \
            sleep header"
        ),
    );
    if !dangerous {
        return None;
    }
    let literal = code.is_any(inside, marks!(b"'\"$`@")) && code.touches(index, open) && !code.is_blank(inside + 1);
    let begins =
        index == 0 || code.is_any(index - 1, marks!(b"@=;('\"!.{")) || (index <= 2 && code.is(index - 1, b'='));
    let close = code.find_near(inside, |code, i| code.is(i, b')'));
    let touching = code.touches(index, open);
    let ends = close
        .is_some_and(|close| code.is_end(code.solid(close + 1)) || touching && code.is_any(close + 1, marks!(b";[.)")));
    let risky = !code.says_any(index, words!("header sleep print exit die rename touch stat"));
    (literal && risky || begins && ends && (risky || !empty)).then_some("php-call")
}

/// A known function at the end of a longer word: `FOOcall_user_func()`.
pub(super) fn glued(code: Code<'_>, index: usize) -> Option<&'static str> {
    let word = code.str(index);
    if word.len() < 8 || word.len() > 64 || code.at(index).flags != 0 {
        return None;
    }
    let tails = [
        "call_user_func",
        "gzinflate",
        "gzdecode",
        "gzuncompress",
        "base64_decode",
        "base64_encode",
        "shell_exec",
        "str_rot13",
        "file_get_contents",
        "file_put_contents",
        "create_function",
        "proc_open",
        "curl_exec",
        "file_exists",
        "phpinfo",
        "passthru",
    ];
    let is_tail = |tail: &&str| {
        word.len() > tail.len() && word.get(word.len() - tail.len()..).is_some_and(|end| end.eq_ignore_ascii_case(tail))
    };
    let heads = [
        "sodium_crypto_",
        "posix_",
        "pcntl_",
        "openssl_",
        "mb_str",
        "apache_",
        "ftp_",
        "mysqli_",
        "array_",
        "session_",
        "stream_",
        "socket_",
        "xml_parse",
        "imagecreatefrom",
        "preg_",
        "pg_",
        "gz",
        "bz",
        "readline_",
        "ob_",
    ];
    let is_head =
        |head: &&str| head.len() > 2 && word.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    (tails.iter().any(is_tail) || heads.iter().any(is_head)).then_some("php-function")
}

/// `include '/tmp/x'`, `require_once("…")`, `echo shell_exec…` without a tag.
fn include(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.says_any(index, words!("include require include_once require_once")) {
        return None;
    }
    let next = code.solid(index + 1);
    let next = if code.is(next, b'(') { code.solid(next + 1) } else { next };
    let path = code.is_any(next, marks!(b"'\""))
        && (code.is_any(next + 1, marks!(b"/.\\")) || code.has(next + 1, SCHEME | SCHEME_NET))
        || code.is(next, b'$')
            && code.is(next + 1, b'_') | code.is_word(next + 1)
            && code.str(next + 1).starts_with('_');
    path.then_some("php-include")
}

/// A variable that holds the request, or is called, or whose name is an expression.
pub(super) fn variable(code: Code<'_>, index: usize) -> Option<&'static str> {
    let name = code.solid(index + 1);
    if name != index + 1 && !code.is(name, b'{') {
        return None;
    }
    if code.says_any(
        name,
        words!(
            "_GET _POST _REQUEST _SERVER _COOKIE _FILES _ENV _SESSION GLOBALS HTTP_RAW_POST_DATA \
            HTTP_POST_VARS HTTP_GET_VARS HTTP_SERVER_VARS HTTP_COOKIE_VARS argv"
        ),
    ) {
        return (code.is_any(code.solid(name + 1), marks!(b"[{;)")) || code.str(name).starts_with('_'))
            .then_some("php-superglobal");
    }
    let mut at = name;
    let mut computed = false;
    let mut dollars = 0;
    while code.is(at, b'$') && dollars < 4 {
        dollars += 1;
        computed = true;
        at += 1;
    }
    if code.is(at, b'{') {
        let inside = code.solid(at + 1);
        let end = code.find_near(inside, |code, i| code.is(i, b'}'))?;
        let written = code.is_any(inside, marks!(b"'\"$@"));
        let whole = index == 0 && code.is_end(code.solid(end + 1)) && code.is_word(inside) && end == inside + 1;
        if written || whole {
            return Some("php-variable-variable");
        }
        at = end + 1;
        if !code.is(code.solid(at), b'(') {
            return None;
        }
        computed = true;
    } else if code.is_word(at) {
        at += 1;
    } else {
        return None;
    }
    at = code.past_comments(at);
    let mut groups = 0;
    while code.is_any(at, marks!(b"[{")) && groups < 4 {
        at = code.past_comments(past_group(code, at)?);
        groups += 1;
    }
    if !code.is(at, b'(') {
        return None;
    }
    let touching = code.touches(at.saturating_sub(1), at) && !code.is_blank(at.saturating_sub(1));
    let close = code.find_near(at, |code, i| code.is(i, b')'))?;
    let whole = (index == 0 || code.is_any(index - 1, marks!(b"@=(")))
        && (code.is_end(code.solid(close + 1)) || code.is_any(close + 1, marks!(b";.)")));
    let argument = code.solid(at + 1);
    let written = touching && (code.is_any(argument, marks!(b"'\"$@)")) || code.kind(argument) == Kind::Number);
    (computed || groups > 0 || written || whole).then_some("php-variable-function")
}

/// The token after a group in brackets or braces, and what is nested in it.
fn past_group(code: Code<'_>, open: usize) -> Option<usize> {
    let mut depth = 0_u32;
    let end = (open..open + 48).find(|at| {
        depth += u32::from(code.is_any(*at, marks!(b"[{")));
        depth = depth.saturating_sub(u32::from(code.is_any(*at, marks!(b"]}"))));
        depth == 0 || depth > 4 || code.is_end(*at)
    })?;
    (depth == 0 && !code.is_end(end)).then_some(end + 1)
}

/// `Foo::$variable()`.
pub(super) fn class_variable(code: Code<'_>, index: usize) -> Option<&'static str> {
    let dollar = index + 2;
    (code.is(index + 1, b':')
        && code.is(dollar, b'$')
        && code.is_word(dollar + 1)
        && code.is_any(code.solid(dollar + 2), marks!(b"([")))
    .then_some("php-variable-function")
}

/// A value that is called: `(system)('id')`, `[system][0](ls)`, `'sys'.'tem'`, `"system"(ls)`.
pub(super) fn called_value(code: Code<'_>, index: usize) -> Option<&'static str> {
    let inside = code.past_comments(index + 1);
    let quoted = code.is_any(index, marks!(b"'\""));
    let word = if code.is_any(inside, marks!(b"'\"")) { inside + 1 } else { inside };
    if !code.is_word(word) {
        return None;
    }
    // The end of the value: what closes it, and indexes after it.
    let close = match code.at(index).mark {
        b'(' => b')',
        b'[' => b']',
        mark => mark,
    };
    let is_plain = !code.has(word, PHP | PHP_PLAIN);
    let runs = !is_plain
        && code.says_any(
            word,
            words!(
                "system exec passthru shell_exec eval assert phpinfo popen proc_open call_user_func \
            file_get_contents readfile var_dump print_r"
            ),
        );
    let concatenated =
        code.is(code.solid(word + 1), b'.') && code.find_near(word, |code, i| code.is(i, close)).is_some();
    let short = index == 0 && code.is(index, b'(') && code.is(code.solid(word + 1), b')');
    if !runs && !concatenated && !short {
        return None;
    }
    let mut at = word + 1;
    let mut depth = 1_u32;
    let limit = word + 40;
    while at < limit {
        let mark = code.at(at).mark;
        if !quoted && mark == b'(' && close == b')' {
            depth += 1;
        } else if mark == close {
            depth -= 1;
            if depth == 0 {
                break;
            }
        }
        if code.is_end(at) {
            return None;
        }
        at += 1;
    }
    at = code.past_comments(at + 1);
    let mut closing = 0;
    while code.is_any(at, marks!(b"[{)")) && closing < 6 {
        at = if code.is(at, b')') {
            at + 1
        } else {
            let end = if code.is(at, b'[') { b']' } else { b'}' };
            code.find_near(at, |code, i| code.is(i, end))? + 1
        };
        at = code.past_comments(at);
        closing += 1;
    }
    if !code.is(at, b'(') {
        return None;
    }
    let argument = code.solid(at + 1);
    let literal = code.is_any(argument, marks!(b"'\"$")) && code.touches(at - 1, at);
    (runs || concatenated && literal || short && literal).then_some("php-called-value")
}

/// A name in pieces: `'sys'.'tem'`.
pub(super) fn concatenation(code: Code<'_>, index: usize) -> Option<&'static str> {
    let dot = code.solid(index + 1);
    let next = code.solid(dot + 1);
    let spaced = code.is_blank(index + 1) == code.is_blank(dot + 1);
    let quotes = code.is(dot, b'.') && code.at(next).mark == code.at(index).mark;
    let words = index > 0 && code.is_word(index - 1) && code.is_word(next + 1) && code.touches(next, next + 1);
    let opened = index >= 2 && code.is_any(index - 2, marks!(b"'\""));
    let assigned = opened && matches!(code.mark_before(index - 2), b'=' | b'(' | b'[' | b',');
    (quotes && spaced && words && assigned && code.is_any(next + 2, marks!(b"'\""))).then_some("php-concatenation")
}

/// Streams that PHP opens as files.
fn wrapper(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, SCHEME) {
        return None;
    }
    let mut colon = index + 1;
    while code.is(colon, b'.') && code.is_word(colon + 1) && colon < index + 6 {
        colon += 2;
    }
    let slashes = code.is(colon, b':') && code.is(colon + 1, b'/') && code.is(colon + 2, b'/');
    if !slashes
        || !(code.is_word(colon + 3)
            || code.kind(colon + 3) == Kind::Number
            || code.is_any(colon + 3, marks!(b"/.'\"")))
    {
        return None;
    }
    code.says_any(index, words!("php phar zip zlib expect glob ogg rar compress ssh2 data bzip2 filter input"))
        .then_some("php-wrapper")
}

/// A setting of PHP's configuration.
fn setting(code: Code<'_>, index: usize) -> Option<&'static str> {
    if !code.has(index, INI) {
        return None;
    }
    let mut at = index + 1;
    let mut parts = 0;
    while code.is(at, b'.') && code.is_word(at + 1) && parts < 4 {
        at += 2;
        parts += 1;
    }
    let equals = code.solid(at);
    if !code.is(equals, b'=') || code.is(equals + 1, b'=') {
        return None;
    }
    let compound = code.str(index).contains('_')
        || parts > 0 && !code.says_any(index, words!("date sql session curl assert"))
        || parts > 0 && code.str(at - 1).contains('_');
    let switch = code.says_any(code.solid(equals + 1), words!("true false on off 1 0"))
        && index == 0
        && code.is_end(code.solid(equals + 1) + 1);
    ((compound && !code.says_any(index, words!("user_agent error_log")))
        || switch && !code.says_any(index, words!("date curl session")))
    .then_some("php-setting")
}

/// `O:8:"stdClass":1:{…}`, `a:1:{s:…`.
pub(super) fn serialised(code: Code<'_>, index: usize) -> Option<&'static str> {
    let kind = index.checked_sub(1)?;
    if !code.says_any(kind, words!("o c a")) || code.kind(index + 1) != Kind::Number && !code.is(index + 1, b'+') {
        return None;
    }
    let colon = index + 2 + usize::from(code.is(index + 1, b'+'));
    if !code.is(colon, b':') {
        return None;
    }
    let object = code.is(colon + 1, b'"') && code.is_any(colon + 3, marks!(b"\"\\:")) && !code.says(kind, word!("a"));
    let array = code.is(colon + 1, b'{') && code.says_any(colon + 2, words!("i s")) && code.is(colon + 3, b':');
    (object || array).then_some("php-serialised-object")
}
