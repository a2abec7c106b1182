//! Texts for the web: escaping, and what looks like an address.

use super::super::prelude::*;
use super::units::bounded;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "ENCODEURL",
        Category::Web,
        &[required("text", Kind::Text)],
        encode,
        "The text with the signs escaped that have a meaning in an address.",
    ),
    FunctionSpec::new(
        "ISEMAIL",
        Category::Google,
        &[required("value", Kind::Scalar)],
        |c| Ok(matches!(c.value(0), Value::Text(text) if is_email(text)).into()),
        "Whether the value looks like an email address.",
    ),
    FunctionSpec::new(
        "ISURL",
        Category::Google,
        &[required("value", Kind::Scalar)],
        |c| Ok(matches!(c.value(0), Value::Text(text) if is_address(text)).into()),
        "Whether the value looks like a web address.",
    ),
];

fn encode(call: &Call<'_>) -> Outcome {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().map_or('0', char::from);
    let mut text = String::new();
    for byte in call.text(0).bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            text.push(char::from(byte));
        } else {
            text.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    bounded(text)
}

/// A host with at least two parts, the last of them a word of letters.
fn is_host(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let label = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    let last = labels.last().is_some_and(|last| last.chars().count() >= 2 && last.chars().all(char::is_alphabetic));
    labels.len() >= 2 && last && labels.iter().all(label)
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(letter);
    let dots = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    !name.is_empty() && name.len() <= 64 && name.chars().all(plain) && !dots && is_host(host)
}

/// The longest address that is taken for one.
const LONGEST: usize = 2_083;

fn is_address(text: &str) -> bool {
    const SCHEMES: [&str; 9] = ["http", "https", "ftp", "gopher", "mailto", "news", "telnet", "aim", "skype"];
    if text.len() > LONGEST || text.chars().any(char::is_whitespace) {
        return false;
    }
    let rest = match text.split_once(':') {
        Some((scheme, rest)) if SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) => {
            if scheme.eq_ignore_ascii_case("mailto") {
                return is_email(rest);
            }
            rest.trim_start_matches("//")
        }
        _ => text,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => host,
    };
    is_host(host)
}
