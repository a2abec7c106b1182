//! Operators and code of document databases.

use crate::{Slot, View};

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    (view.has(b'$') && view.lower.contains("$where")).then_some("nosql-where")
}
