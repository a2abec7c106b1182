//! Operators and code of document databases, and questions to GraphQL about itself.

use crate::{Slot, View};

/// The operators of MongoDB and its kin.
const OPERATORS: &[&str] = &[
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "nin",
    "all",
    "and",
    "or",
    "nor",
    "not",
    "exists",
    "type",
    "mod",
    "regex",
    "options",
    "text",
    "where",
    "expr",
    "jsonschema",
    "elemmatch",
    "size",
    "comment",
    "slice",
    "near",
    "nearsphere",
    "geowithin",
    "geointersects",
    "function",
    "accumulator",
    "lookup",
    "match",
    "group",
    "project",
    "unset",
    "set",
    "inc",
    "push",
    "pull",
    "rename",
    "unionwith",
    "out",
    "merge",
    "cond",
    "ifnull",
    "switch",
    "reduce",
    "map",
    "let",
    "tobool",
];

/// What a collection of the shell can do.
const METHODS: &[&str] = &[
    "insert",
    "insertone",
    "insertmany",
    "find",
    "findone",
    "update",
    "updateone",
    "updatemany",
    "remove",
    "deleteone",
    "deletemany",
    "drop",
    "aggregate",
    "mapreduce",
    "count",
    "distinct",
    "save",
    "createindex",
    "group",
    "stats",
    "eval",
];

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, slot: Slot) -> Option<&'static str> {
    if view.has(b'$')
        && let Some(rule) = operator(&view.lower, slot)
    {
        return Some(rule);
    }
    if view.has(b'(')
        && let Some(rule) = code(view)
    {
        return Some(rule);
    }
    let has_introspection = view.has(b'_')
        && ["__schema", "__typename", "introspectionquery"].into_iter().any(|name| view.lower.contains(name));
    has_introspection.then_some("nosql-introspection")
}

/// `$operator` where a key stands: `{"$ne": …`, `[$gt]`, `, $where: …`.
fn operator(text: &str, slot: Slot) -> Option<&'static str> {
    let marks = text.match_indices('$').map(|(at, _)| at);
    let text = text.as_bytes();
    for at in marks {
        let behind = text.get(at + 1..).unwrap_or_default();
        let length = behind.iter().take(16).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let name = behind.get(..length).unwrap_or_default();
        if !OPERATORS.iter().any(|known| known.as_bytes() == name) {
            continue;
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
        if is_named {
            return Some("nosql-operator");
        }
    }
    None
}

/// Code for a database's own JavaScript.
fn code(view: &View<'_>) -> Option<&'static str> {
    let text = view.lower.as_ref();
    let mut rest = text;
    let mut left = 64;
    while let Some(at) = rest.find("db.") {
        let is_word =
            rest.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.'));
        rest = rest.get(at + 3..).unwrap_or_default();
        let path =
            rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).next().unwrap_or_default();
        let method = path.rsplit('.').next().unwrap_or_default();
        let is_call = rest.as_bytes().get(path.len()) == Some(&b'(');
        let is_of_shell = path.contains('.') && METHODS.contains(&method);
        let is_of_database =
            matches!(path, "getcollectionnames" | "getcollection" | "dropdatabase" | "runcommand" | "admincommand");
        if !is_word && is_call && (is_of_shell || is_of_database) {
            return Some("nosql-shell");
        }
        left -= 1;
        if left == 0 {
            break;
        }
    }
    let has = |part: &str| text.contains(part);
    if view.has(b'{') && view.has(b'}') && has("while(") && (has("do{") || has("do {")) && has("new date") {
        return Some("nosql-busy-loop");
    }
    let is_broken =
        has("';") || has("\";") || has("'||") || has("' ||") || has("'&&") || has("' &&") || has("';return");
    let asks_this = has("this.") && (has("==") || has(".match(")) && (has("return") || is_broken);
    asks_this.then_some("nosql-this")
}
