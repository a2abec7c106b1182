//! Operators and code of document databases, and questions to GraphQL about itself.

use crate::tokens::words;
use crate::vocabulary::Hash;
use crate::{Slot, View};

/// The operators of MongoDB and its kin.
const OPERATORS: &[u32] = words!(
    "eq ne gt gte lt lte in nin all and or nor not exists type mod regex options text where expr jsonschema elemmatch size comment slice near nearsphere geowithin geointersects function accumulator lookup match group project unset set inc push pull rename unionwith out merge cond ifnull switch reduce map let tobool"
);

/// What a collection of the shell can do.
const METHODS: &[u32] = words!(
    "insert insertone insertmany find findone update updateone updatemany remove deleteone deletemany drop aggregate mapreduce count distinct save createindex group stats eval"
);

/// `$operator` where a key stands, at its mark: `{"$ne": …`, `[$gt]`, `, $where: …`.
pub(super) fn operator(text: &[u8], at: usize, slot: Slot) -> Option<&'static str> {
    let behind = text.get(at + 1..).unwrap_or_default();
    let length = behind.iter().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let name = behind.get(..length).unwrap_or_default();
    if length < 2 || !OPERATORS.contains(&Hash::of(name, 0, length).word()) {
        return None;
    }
    let before = text.get(..at).unwrap_or_default().iter().rev().find(|byte| !byte.is_ascii_whitespace());
    let after = behind.get(length..).unwrap_or_default();
    let quotes = after.iter().take(2).take_while(|byte| matches!(byte, b'"' | b'\'')).count();
    let next = after.get(quotes..).unwrap_or_default().iter().take(8).find(|byte| !byte.is_ascii_whitespace());
    let is_key =
        matches!(before, Some(b'{' | b',' | b'[' | b'"' | b'\'' | b'(')) || (before.is_none() && !slot.is_prose());
    let is_named = match next {
        Some(b':') => is_key || name == b"where",
        Some(b']') => before == Some(&b'['),
        Some(b'=') => is_key && !slot.is_prose(),
        _ => false,
    };
    is_named.then_some("nosql-operator")
}

/// What names its object before a dot.
#[derive(Default)]
pub(super) struct Shells {
    /// How many calls of a database's shell were looked at.
    seen: u32,
    /// Whether something is asked of `this`.
    pub(super) has_this: bool,
}

/// No more calls than these are looked at: each is read to its end.
const SHELLS: u32 = 64;

impl Shells {
    /// A call of a database's shell, by what stands before a dot and behind it.
    pub(super) fn at(&mut self, before: &[u8], behind: &[u8]) -> Option<&'static str> {
        self.has_this |= before.ends_with(b"this");
        let apart = before.strip_suffix(b"db")?;
        self.seen += 1;
        if self.seen > SHELLS || apart.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.') {
            return None;
        }
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        let length = behind.iter().take_while(|byte| is_part(byte)).count();
        if behind.get(length) != Some(&b'(') {
            return None;
        }
        let path = behind.get(..length).unwrap_or_default();
        let begin = path.iter().rposition(|byte| *byte == b'.').map(|dot| dot + 1);
        let is_of_shell = begin.is_some_and(|begin| METHODS.contains(&Hash::of(path, begin, length).word()));
        let is_of_database = words!("getcollectionnames getcollection dropdatabase runcommand admincommand")
            .contains(&Hash::of(path, 0, length).word());
        (is_of_shell || is_of_database).then_some("nosql-shell")
    }
}

/// Code for a database's own JavaScript.
pub(super) fn code(view: &View<'_>, has_this: bool) -> Option<&'static str> {
    let has = |part: &str| view.lower.contains(part);
    if view.has(b'{') && view.has(b'}') && has("while(") && (has("do{") || has("do {")) && has("new date") {
        return Some("nosql-busy-loop");
    }
    if !has_this || !(has("==") || has(".match(")) {
        return None;
    }
    let is_broken = || ["';", "\";", "'||", "' ||", "'&&", "' &&", "';return"].into_iter().any(has);
    (has("return") || is_broken()).then_some("nosql-this")
}

/// Questions to GraphQL about itself.
pub(super) fn introspection(lower: &str) -> Option<&'static str> {
    ["__schema", "__typename", "introspectionquery"]
        .into_iter()
        .any(|name| lower.contains(name))
        .then_some("nosql-introspection")
}
