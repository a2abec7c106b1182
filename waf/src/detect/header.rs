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
pub fn detect(view: &View<'_>, slot: Slot) -> Option<&'static str> {
    let text = view.lower.as_ref();
    if view.has_any(ByteSet::of(b"\r\n")) && matches!(slot, Slot::Header | Slot::Path | Slot::Typed) {
        return Some("header-line-break");
    }
    if view.has(b'/') && view.has(b'1') && is_request_line(text.trim_start().get(..).unwrap_or_default()) {
        return Some("header-request");
    }
    if !view.has_any(BREAKS) {
        return None;
    }
    let mut commands = 0;
    for (line, upper) in lines(text).zip(lines(&view.text)) {
        if let Some(rule) = header(line) {
            return Some(rule);
        }
        if is_request_line(line) {
            return Some("header-request");
        }
        commands += usize::from(is_command(upper));
    }
    (commands > 0).then_some("header-command")
}

/// The lines behind the first break, whether it is a character or written as an escape. No more is given of each than is read.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find(['\r', '\n', '\\'])?;
            let behind = rest.get(at..)?;
            let escaped = ["\\r\\n", "\\r", "\\n"].into_iter().find(|escape| behind.starts_with(escape));
            let is_break = escaped.is_some() || !behind.starts_with('\\');
            rest = behind.get(escaped.map_or(1, str::len)..)?;
            if is_break {
                break;
            }
        }
        let line = rest.trim_start_matches([' ', '\t']);
        let mut length = line.len().min(REACH);
        while !line.is_char_boundary(length) {
            length -= 1;
        }
        line.get(..length)
    })
}

fn header(line: &str) -> Option<&'static str> {
    let (name, value) = line.split_once(':')?;
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
