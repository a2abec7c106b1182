//! Addresses that only the server can reach, and scripts on hosts without a name.
//!
//! A note may link to a photo, or name a camera's address. A finding needs a host of the inside written as an address to fetch
//! (with a scheme, and nothing but the address in the value), a host written so that nobody sees which it is, or the address at
//! which clouds give out their keys.

use crate::Slot;
use crate::tokens::{Code, marks, word, words};
use crate::vocabulary::{SCHEME, SCHEME_NET};

/// The addresses at which clouds give out their keys, by what stands before a dot and behind it.
pub(super) fn metadata(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    (behind.starts_with(b"254.169.254") && before.ends_with(b"169")
        || behind.starts_with(b"google.internal") && before.ends_with(b"metadata"))
    .then_some("ssrf-metadata")
}

/// The names under which containers reach their host, by what stands before a dot and behind it.
pub(super) fn container(before: &[u8], behind: &[u8]) -> Option<&'static str> {
    let is_docker = behind.starts_with(b"docker.internal")
        && (before.ends_with(b"host") || before.ends_with(b"kubernetes") || before.ends_with(b"gateway"));
    (is_docker || behind.starts_with(b"containers.internal") && before.ends_with(b"host"))
        .then_some("ssrf-container-host")
}

/// A host and a slash, or a scheme and a question mark, with nothing beside them: `localhost/`.
pub(super) fn bare(code: Code<'_>, start: usize) -> Option<&'static str> {
    if code.says_any(0, words!("http https ftp ftps file")) && code.is(1, b'?') && code.is_end(2) {
        return Some("rfi-question-mark");
    }
    let mut at = start;
    while code.is_word(at) && code.is(at + 1, b'-') && at < start + 6 {
        at += 2;
    }
    let named = code.says_any(at, words!("localhost localhost4 localhost6 loopback"))
        || code.says(at, word!("localhost")) && at > start;
    (named && code.is(at + 1, b'/') && (code.is_end(at + 2) || code.is_any(at + 2, marks!(b"\"'"))))
        .then_some("ssrf-internal-host")
}

/// What a host's text says.
enum Host {
    Internal,
    /// A number in place of a name: decimal, hexadecimal, octal.
    Disguised,
    /// Four numbers, or an address of IPv6.
    Literal,
    Named,
}

pub(super) fn address(code: Code<'_>, colon: usize, slot: Slot) -> Option<&'static str> {
    let scheme = colon.checked_sub(1)?;
    if !code.has(scheme, SCHEME | SCHEME_NET) {
        return None;
    }
    let mut start = colon + 1;
    while code.is_any(start, marks!(b"/\\")) && start < colon + 5 {
        start += 1;
    }
    if code.is_blank(start) || code.is_end(start) {
        return None;
    }
    let reads = code.says_any(scheme, words!("gopher dict ldap ldaps tftp sftp netdoc jar smb acap xri"));
    if reads && start >= colon + 3 {
        return Some("ssrf-scheme");
    }
    let network = code.has(scheme, SCHEME_NET) || code.has(scheme, SCHEME) && start >= colon + 3;
    if !network {
        return None;
    }
    let end = code
        .find_near(start, |code, i| code.is_blank(i) || code.is_any(i, marks!(b"/\\?#\"'<>,;)|`")))
        .unwrap_or_else(|| code.len().min(start + 48));
    let text = code.between(start, end);
    // What stands before `@` is the user's name.
    let host = text.rsplit('@').next().unwrap_or_default();
    let whole = scheme <= 2 && code.find_near(end, |code, i| code.is_blank(i)).is_none()
        || scheme == 0 && code.is_end(code.solid(end));
    let slashless = start == colon + 1;
    let kind = host_kind(host);
    let script = script_after(code, end);
    match kind {
        Host::Internal if whole || !slot.is_prose() => Some("ssrf-internal-host"),
        Host::Disguised if !slashless || host.len() >= 8 => Some("ssrf-disguised-host"),
        Host::Literal if script || slashless && whole => Some("rfi-script-on-address"),
        Host::Named if code.is(end, b'?') && code.is_end(end + 1) && host.contains('.') => Some("rfi-question-mark"),
        Host::Named if script && remote_script(code, end) => Some("rfi-script"),
        Host::Named
            if host
                .split('.')
                .next_back()
                .is_some_and(|last| matches!(last, "internal" | "localdomain" | "local" | "localhost"))
                && whole =>
        {
            Some("ssrf-internal-host")
        }
        Host::Named
            if matches!(host.rsplit_once('.').map(|(_, last)| last), Some("io" | "me" | "pw"))
                && host.ends_with("nip.io")
                || host.ends_with("xip.io")
                || host.ends_with("localtest.me") =>
        {
            Some("ssrf-internal-host")
        }
        _ => None,
    }
}

fn host_kind(host: &str) -> Host {
    let lower = host.to_ascii_lowercase();
    let name = if lower.starts_with('[') { lower.as_str() } else { lower.split(':').next().unwrap_or_default() };
    if matches!(
        name,
        "localhost"
            | "localhost4"
            | "localhost6"
            | "ip6-localhost"
            | "ipv6-localhost"
            | "ip6-loopback"
            | "loopback"
            | "0"
            | "metadata"
            | "kubernetes"
    ) {
        return Host::Internal;
    }
    if let Some(inside) = name.strip_prefix('[') {
        let inside = inside.trim_end_matches(']');
        let internal = inside.starts_with("::")
            || inside.starts_with("fe80")
            || inside.starts_with("fc")
            || inside.starts_with("fd")
            || inside.contains("ffff:")
            || inside.starts_with("0:0:0");
        return if internal { Host::Internal } else { Host::Literal };
    }
    let parts: Vec<&str> = name.splitn(6, '.').collect();
    let numeric = !name.is_empty() && parts.iter().all(|part| is_number(part));
    if !numeric {
        return Host::Named;
    }
    let disguised = parts.len() != 4 && !(parts.len() == 1 && name.len() < 7)
        || parts.iter().any(|part| part.len() > 1 && part.starts_with('0'));
    if disguised {
        return Host::Disguised;
    }
    let first = parts.first().copied().unwrap_or_default();
    let second: u32 = parts.get(1).and_then(|part| part.parse().ok()).unwrap_or(0);
    let internal = match first {
        "127" | "10" | "0" => true,
        "169" => second == 254,
        "192" => second == 168,
        "172" => (16..32).contains(&second),
        "100" => (64..128).contains(&second),
        _ => false,
    };
    if internal && parts.len() == 4 { Host::Internal } else { Host::Literal }
}

fn is_number(part: &str) -> bool {
    let digits = part.strip_prefix("0x").unwrap_or(part);
    let hexadecimal = part.len() > digits.len();
    !digits.is_empty()
        && digits.bytes().all(|byte| if hexadecimal { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() })
}

/// Whether the path after a host ends in a script's name.
fn script_after(code: Code<'_>, from: usize) -> bool {
    let end = code
        .find_near(from, |code, i| code.is_blank(i) || code.is_any(i, marks!(b"?#\"'<>,;)|`")))
        .unwrap_or_else(|| code.len().min(from + 48));
    let extension = end.wrapping_sub(1);
    end > from + 2
        && code.is(extension.wrapping_sub(1), b'.')
        && code.says_any(
            extension,
            words!(
                "php php3 php4 php5 phtml asp aspx jsp jspx cgi pl sh ps1 exe bat txt hta vbs py rb \
                dtd war phar inc"
            ),
        )
}

/// Whether a script on a named host is one to include: a shell's usual name, or a question mark to cut off what follows.
fn remote_script(code: Code<'_>, from: usize) -> bool {
    let end = code
        .find_near(from, |code, i| code.is_blank(i) || code.is_any(i, marks!(b"?#\"'<>,;)|`")))
        .unwrap_or(code.len());
    let path = code.between(from, end).to_ascii_lowercase();
    let names = [
        "/c99.",
        "/r57.",
        "/shell.",
        "/cmd.",
        "/evil.",
        "/backdoor.",
        "/webshell.",
        "/b374k.",
        "/wso.",
        "/exploit.",
        "/malware.",
        "/payload.",
        "/reverse.",
        "/xss.",
        "/evil/",
    ];
    names.iter().any(|name| path.contains(name))
        || code.is(end, b'?') && code.is_end(end + 1) && !path.ends_with(".aspx") && !path.ends_with(".asp")
}

/// Whether a text names a host of the inside; for tests of the lists.
#[cfg(test)]
fn is_internal(host: &str) -> bool {
    matches!(host_kind(host), Host::Internal | Host::Disguised)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_the_inside_are_known_however_they_are_written() {
        for host in [
            "localhost",
            "LOCALHOST:80",
            "127.0.0.1",
            "127.1",
            "10.0.0.8",
            "192.168.0.1",
            "172.16.0.1",
            "0",
            "[::1]",
            "[::ffff:a9fe:a9fe]",
            "2852039166",
            "0xA9FEA9FE",
            "0251.0376.0251.0376",
            "0x7f.1",
        ] {
            assert!(is_internal(host), "{host}");
        }
        for host in
            ["example.com", "66.240.183.75", "172.32.0.1", "192.0.2.1", "[2001:db8::1]", "1.example.com", "8080"]
        {
            assert!(!is_internal(host), "{host}");
        }
    }
}
