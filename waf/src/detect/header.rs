//! Line breaks that begin a header, and a second request in the first.

use crate::{ByteSet, Slot, View};

const BREAKS: ByteSet = ByteSet::of(b"\r\n");

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, slot: Slot) -> Option<&'static str> {
    if !view.has_any(BREAKS) {
        return None;
    }
    (slot == Slot::Header).then_some("header-line-break")
}
