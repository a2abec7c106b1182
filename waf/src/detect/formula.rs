//! Spreadsheet formulas that reach outside the sheet. A leading `=` alone is honest: it is escaped on export.
//!
//! A sheet that opens what was typed into it runs a link to another program (DDE: `cmd|'/c calc'!A0`), fetches an address
//! (`IMPORTXML`, `WEBSERVICE`), shows one as something else (`HYPERLINK`) or calls a library (`CALL`).

use crate::{Slot, View};

/// Functions that take an address.
const OF_ADDRESSES: &[&str] = &[
    "hyperlink",
    "importxml",
    "importhtml",
    "importdata",
    "importfeed",
    "importrange",
    "image",
    "webservice",
    "filterxml",
    "encodeurl",
];

/// Functions that run something, whatever their arguments.
const OF_PROGRAMS: &[&str] =
    &["dde", "dde.execute", "rtd", "call", "exec", "register", "register.id", "registerid", "fopen"];

/// How far an address is looked for behind a bracket.
const REACH: usize = 512;

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    let text = view.lower.as_bytes();
    if view.has(b'|') && view.has(b'!') && has_link(text) {
        return Some("formula-dde");
    }
    if view.has(b'#') && view.has(b'\'') && has_file_reference(&view.lower) {
        return Some("formula-file");
    }
    if view.has(b'(') { call(&view.lower) } else { None }
}

/// Whether there is `program|'arguments'!item` or `program|arguments!item`.
fn has_link(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(bar) = rest.iter().position(|byte| *byte == b'|') {
        let (program, behind) = rest.split_at(bar);
        rest = behind.get(1..).unwrap_or_default();
        let has_program = program.last().is_some_and(|byte| byte.is_ascii_alphanumeric());
        let quoted = match rest {
            [b' ', quote @ (b'\'' | b'"'), inside @ ..] | [quote @ (b'\'' | b'"'), inside @ ..] => {
                Some((*quote, inside))
            }
            _ => None,
        };
        let Some((quote, inside)) = quoted else { continue };
        let inside = inside.get(..REACH.min(inside.len())).unwrap_or_default();
        let is_ended = inside.windows(2).any(|pair| pair == [quote, b'!']);
        if has_program && is_ended {
            return true;
        }
    }
    false
}

/// Whether there is a reference to a sheet of another file: `='file:///etc/passwd'#$passwd.A1`.
fn has_file_reference(text: &str) -> bool {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']);
    let begins = ["'file:", "'http:", "'https:", "'ftp:"].into_iter().any(|scheme| text.contains(scheme));
    is_formula && begins && text.contains("'#")
}

/// A call of a function that reaches outside.
fn call(text: &str) -> Option<&'static str> {
    let brackets = text.match_indices('(').map(|(at, _)| at);
    let text = text.as_bytes();
    for at in brackets {
        let before = text.get(..at).unwrap_or_default();
        // The last letters of the known names; most brackets of prose end here.
        if !matches!(before.last(), Some(b' ' | b'k' | b'l' | b'a' | b'd' | b'e' | b'c' | b'r' | b'n')) {
            continue;
        }
        let spaces = before.iter().rev().take_while(|byte| **byte == b' ').take(4).count();
        let end = at - spaces;
        let length = before.iter().rev().skip(spaces).take(24).take_while(|byte| is_of_name(**byte)).count();
        let name = text.get(end - length..end).unwrap_or_default();
        let is_known = |names: &[&str]| names.iter().any(|known| known.as_bytes() == name);
        let lead = text.get(..end - length).unwrap_or_default().iter().rev().find(|byte| **byte != b' ');
        let is_formula = matches!(lead, Some(b'=' | b'+' | b'-' | b'@' | b'(' | b',' | b';' | b'&' | b'*'));
        let arguments = text.get(at + 1..(at + REACH).min(text.len())).unwrap_or_default();
        if is_known(OF_ADDRESSES) && (is_formula || spaces == 0) && has_address(arguments) {
            return Some("formula-address");
        }
        let is_text = arguments.iter().find(|byte| **byte != b' ').is_some_and(|byte| matches!(byte, b'"' | b'\''));
        if is_known(OF_PROGRAMS) && is_text && matches!(lead, Some(b'=' | b'+' | b'-' | b'@')) {
            return Some("formula-program");
        }
    }
    None
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_'
}

/// Whether the arguments begin with a text that is an address, or with a text or a cell that something is joined to.
fn has_address(arguments: &[u8]) -> bool {
    let mut rest = arguments;
    while let [b' ' | b'\t', tail @ ..] = rest {
        rest = tail;
    }
    if let [quote @ (b'"' | b'\''), inside @ ..] = rest {
        let length = inside.iter().position(|byte| byte == quote).unwrap_or(inside.len());
        let (argument, behind) = inside.split_at(length);
        let is_joined = behind.iter().skip(1).find(|byte| **byte != b' ') == Some(&b'&');
        let has = |part: &[u8]| argument.windows(part.len()).any(|window| window == part);
        return has(b"://")
            || has(b"mailto:")
            || has(b"javascript:")
            || argument.starts_with(b"//")
            || argument.starts_with(b"\\\\")
            || argument.starts_with(b"www.")
            || is_joined;
    }
    let is_nested = ["concat", "concatenate", "webservice", "char", "importxml", "importdata"]
        .into_iter()
        .any(|name| rest.strip_prefix(name.as_bytes()).is_some_and(|behind| behind.first() == Some(&b'(')));
    is_nested || rest.starts_with(b"http")
}
