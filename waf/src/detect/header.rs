//! Line breaks that begin a header, a second request in the first, commands of mail and cache servers on lines of their own.
//!
//! In a header or a path a line break has no business at all. A note has lines, and some begin with a word and a colon
//! ("Location: garage", an e-mail pasted whole): there only what is a header of a server's answer counts.

use crate::{ByteSet, Slot, View};

const BREAKS: ByteSet = ByteSet::of(b"\r\n\\");

/// Headers that no note has at the beginning of a line.
const HEADERS: &[&str] = &[
    "set-cookie",
    "content-length",
    "transfer-encoding",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-xss-protection",
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "content-security-policy",
    "content-disposition",
    "strict-transport-security",
    "proxy-authorization",
    "www-authenticate",
    "x-http-method-override",
];

/// Headers that are words too: they count with what makes them headers.
const HEADERS_WITH: &[(&str, &str)] = &[
    ("location", "http"),
    ("location", "//"),
    ("location", "javascript"),
    ("refresh", "url="),
    ("content-type", "text/html"),
    ("host", "localhost"),
    ("bcc", "@"),
];

const METHODS: &[&str] = &["get ", "post ", "put ", "delete ", "head ", "options ", "patch ", "trace ", "connect "];

/// How much of a line is read.
const REACH: usize = 256;

/// The rule that matched, or none.
pub(super) fn detect(view: &View<'_>, slot: Slot) -> Option<&'static str> {
    let text = view.lower.as_ref();
    if view.has_any(ByteSet::of(b"\r\n")) && matches!(slot, Slot::Header | Slot::Path | Slot::Typed) {
        return Some("header-line-break");
    }
    if view.has(b'/') && view.has(b'1') && is_request_line(line(text, 0)) {
        return Some("header-request");
    }
    if !view.has_any(BREAKS) {
        return None;
    }
    breaks(text).find_map(|at| {
        let line = line(text, at);
        let is_command = || is_command(self::line(&view.text, at));
        header(line)
            .or_else(|| is_request_line(line).then_some("header-request"))
            .or_else(|| is_command().then_some("header-command"))
    })
}

/// Where lines begin behind a break, whether it is a character or written as an escape. Each kind of break is looked for apart:
/// one byte is found much faster than one of several.
fn breaks(text: &str) -> impl Iterator<Item = usize> {
    let behind = |(at, found): (usize, &str)| at + found.len();
    let is_escape = |at: &usize| matches!(text.as_bytes().get(*at), Some(b'r' | b'n'));
    let escapes = text.match_indices('\\').map(behind).filter(move |at| is_escape(at)).map(|at| at + 1);
    text.match_indices('\n').map(behind).chain(text.match_indices('\r').map(behind)).chain(escapes)
}

/// The line that begins at a place, without the blanks before it; no more of it than is read.
fn line(text: &str, at: usize) -> &str {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let blanks = rest.iter().take(REACH).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let start = at + blanks;
    let mut end = text.len().min(start + REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default()
}

/// No header's name is longer.
const NAME: usize = 40;

fn header(line: &str) -> Option<&'static str> {
    // The first letters of the known names.
    if !matches!(
        line.as_bytes().first(),
        Some(b's' | b'c' | b't' | b'x' | b'a' | b'p' | b'w' | b'l' | b'r' | b'h' | b'b')
    ) {
        return None;
    }
    let colon = line.bytes().take(NAME).position(|byte| byte == b':')?;
    let (name, value) = line.split_at_checked(colon).unwrap_or_default();
    let name = name.trim_end();
    if HEADERS.contains(&name) {
        return Some("header-injection");
    }
    let value = value.split(['\r', '\n']).next().unwrap_or_default();
    let is_header = HEADERS_WITH.iter().any(|(known, part)| *known == name && value.contains(part));
    is_header.then_some("header-injection")
}

/// `get /path http/1.1`, or the status line of an answer.
fn is_request_line(line: &str) -> bool {
    if !matches!(line.as_bytes().first(), Some(b'g' | b'p' | b'd' | b'h' | b'o' | b't' | b'c')) {
        return false;
    }
    let line = line.split(['\r', '\n']).next().unwrap_or_default();
    if line.starts_with("http/1.") || line.starts_with("http/2 ") {
        return line
            .split(' ')
            .nth(1)
            .is_some_and(|status| status.len() == 3 && status.bytes().all(|b| b.is_ascii_digit()));
    }
    let is_method = METHODS.iter().any(|method| line.starts_with(method));
    is_method && [" http/1.", " http/0.9", " http/2"].into_iter().any(|version| line.contains(version))
}

/// A command of a mail server (RFC 5321, 9051, 1939) or of a cache, as they are written: in capitals, alone on its line.
fn is_command(line: &str) -> bool {
    if !line.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
        return false;
    }
    let line = line.split(['\r', '\n', '\\']).next().unwrap_or_default().trim_end();
    let mut words = line.split(' ');
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let rest = words.next();
    let is_tag = |word: &str| {
        word.len() >= 2
            && word.len() <= 6
            && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && word.bytes().any(|b| b.is_ascii_digit())
    };
    match first {
        "RCPT" | "MAIL" => second.starts_with("TO:") || second.starts_with("FROM:"),
        "QUIT" | "FLUSHALL" | "RSET" => second.is_empty(),
        "EHLO" | "HELO" => !second.is_empty() && rest.is_none(),
        "SLAVEOF" | "REPLICAOF" => !second.is_empty(),
        "CONFIG" => second == "SET",
        tag if is_tag(tag) => {
            let argument = rest.unwrap_or_default();
            match second {
                "CAPABILITY" | "LOGOUT" | "STARTTLS" | "NOOP" | "AUTHENTICATE" | "LOGIN" => true,
                "FETCH" | "STORE" => argument.starts_with(|c: char| c.is_ascii_digit()),
                "SELECT" | "EXAMINE" | "LIST" => argument == "INBOX" || argument.starts_with('"'),
                _ => false,
            }
        }
        _ => false,
    }
}
