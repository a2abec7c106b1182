//! Spreadsheet formulas that reach outside the sheet. A leading `=` alone is honest: it is escaped on export.
//!
//! A sheet that opens what was typed into it runs a link to another program (DDE: `cmd|'/c calc'!A0`), fetches an address
//! (`IMPORTXML`, `WEBSERVICE`), shows one as something else (`HYPERLINK`) or calls a library (`CALL`).

use crate::View;
use crate::tokens::words;
use crate::vocabulary::Hash;

/// Functions that take an address.
const OF_ADDRESSES: &[u32] =
    words!("hyperlink importxml importhtml importdata importfeed importrange image webservice filterxml encodeurl");

/// Functions that run something, whatever their arguments.
const OF_PROGRAMS: &[u32] = words!("dde dde.execute rtd call exec register register.id registerid fopen");

/// How far an address is looked for behind a bracket.
const REACH: usize = 512;

/// Links to programs: `program|'arguments'!item`.
#[derive(Default)]
pub(super) struct Links {
    /// Where the next single quote and the next double quote with a `!` behind it are, as far as they were looked for.
    ends: [Option<usize>; 2],
}

impl Links {
    /// The rule that matched at a bar.
    pub(super) fn at(&mut self, text: &[u8], bar: usize) -> Option<&'static str> {
        let has_program = bar.checked_sub(1).and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        let blank = usize::from(text.get(bar + 1) == Some(&b' '));
        let quote = *text.get(bar + 1 + blank)?;
        if !has_program || !matches!(quote, b'\'' | b'"') {
            return None;
        }
        let inside = bar + 2 + blank;
        let [single, double] = &mut self.ends;
        let end = if quote == b'\'' { single } else { double };
        // Each is looked for once: what ends the arguments of one bar is behind the next as well, or was passed.
        if end.is_none_or(|end| end < inside) {
            let found = text.get(inside..).unwrap_or_default().windows(2).position(|pair| pair == [quote, b'!']);
            *end = Some(found.map_or(usize::MAX, |found| inside + found));
        }
        end.is_some_and(|end| end < usize::MAX && end + 2 <= inside + REACH).then_some("formula-dde")
    }
}

/// A reference to a sheet of another file: `='file:///etc/passwd'#$passwd.A1`.
pub(super) fn file(view: &View<'_>) -> Option<&'static str> {
    if !view.has(b'#') || !view.has(b'\'') || !view.lower.trim_start().starts_with(['=', '+', '-', '@']) {
        return None;
    }
    let begins = ["'file:", "'http:", "'https:", "'ftp:"].into_iter().any(|scheme| view.lower.contains(scheme));
    (begins && view.lower.contains("'#")).then_some("formula-file")
}

/// A call of a function that reaches outside, at its bracket.
pub(super) fn call(text: &[u8], at: usize) -> Option<&'static str> {
    let before = text.get(..at).unwrap_or_default();
    // The last letters of the known names; most brackets end here.
    if !matches!(before.last(), Some(b' ' | b'k' | b'l' | b'a' | b'd' | b'e' | b'c' | b'r' | b'n')) {
        return None;
    }
    let spaces = before.iter().rev().take_while(|byte| **byte == b' ').take(4).count();
    let end = at - spaces;
    let length = before.iter().rev().skip(spaces).take(24).take_while(|byte| is_of_name(**byte)).count();
    let name = Hash::of(text, end - length, end).word();
    let (of_addresses, of_programs) = (OF_ADDRESSES.contains(&name), OF_PROGRAMS.contains(&name));
    if length == 0 || !of_addresses && !of_programs {
        return None;
    }
    let lead = text.get(..end - length).unwrap_or_default().iter().rev().find(|byte| **byte != b' ');
    let is_formula = matches!(lead, Some(b'=' | b'+' | b'-' | b'@' | b'(' | b',' | b';' | b'&' | b'*'));
    let arguments = text.get(at + 1..(at + REACH).min(text.len())).unwrap_or_default();
    if of_addresses && (is_formula || spaces == 0) && has_address(arguments) {
        return Some("formula-address");
    }
    let is_text = arguments.iter().find(|byte| **byte != b' ').is_some_and(|byte| matches!(byte, b'"' | b'\''));
    (of_programs && is_text && matches!(lead, Some(b'=' | b'+' | b'-' | b'@'))).then_some("formula-program")
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
        let (argument, behind) = inside.split_at_checked(length).unwrap_or_default();
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
