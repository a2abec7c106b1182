//! Keys that reach JavaScript's prototype chain.

use crate::tokens::{Code, marks, word, words};

/// The rule that matched at a word of the chain.
pub(super) fn key(code: Code<'_>, index: usize) -> Option<&'static str> {
    if code.str(index).starts_with("__") {
        return Some("prototype-proto");
    }
    (code.says(index, word!("constructor")) && leads_on(code, index)).then_some("prototype-constructor")
}

/// Whether `constructor` is followed by `prototype` or itself, as `[constructor][prototype]` or `constructor.prototype`.
fn leads_on(code: Code<'_>, index: usize) -> bool {
    let mut at = index + 1;
    while code.is_any(at, marks!(b"].[:\"'{/?")) && at < index + 8 {
        at += 1;
    }
    at > index + 1 && code.says_any(at, words!("prototype constructor"))
}
