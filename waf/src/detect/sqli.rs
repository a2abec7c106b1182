//! SQL injection.

use crate::{Slot, View};

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    let at = view.lower.find("union")?;
    let words = view.lower.get(at..)?.split_ascii_whitespace().skip(1);
    let mut words = words.skip_while(|word| matches!(*word, "all" | "distinct"));
    (words.next() == Some("select") && words.next()?.contains([',', '('])).then_some("sqli-union-select")
}
