//! Keys that reach JavaScript's prototype chain.

use crate::tokens::Code;
use crate::vocabulary::PROTOTYPE;
use crate::{Slot, View};

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    let code = view.code();
    if !code.knows(PROTOTYPE) {
        return None;
    }
    for (index, _) in code.known() {
        if !code.has(index, PROTOTYPE) {
            continue;
        }
        if code.str(index).starts_with("__") {
            return Some("prototype-proto");
        }
        if code.says(index, "constructor") && leads_on(code, index) {
            return Some("prototype-constructor");
        }
    }
    None
}

/// Whether `constructor` is followed by `prototype` or itself, as `[constructor][prototype]` or `constructor.prototype`.
fn leads_on(code: Code<'_>, index: usize) -> bool {
    let mut at = index + 1;
    while code.is_any(at, b"].[:\"'{/?") && at < index + 8 {
        at += 1;
    }
    at > index + 1 && code.says_any(at, &["prototype", "constructor"])
}
