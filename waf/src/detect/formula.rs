//! Spreadsheet formulas that reach outside the sheet. A leading `=` alone is honest: it is escaped on export.

use crate::{Slot, View};

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, _slot: Slot) -> Option<&'static str> {
    if !(view.has(b'|') && view.has(b'!')) {
        return None;
    }
    // A DDE link: program|'arguments'!item.
    let (program, rest) = view.lower.split_once('|')?;
    let is_call = program.ends_with(|c: char| c.is_ascii_alphanumeric()) && rest.starts_with('\'');
    (is_call && rest.contains("'!")).then_some("formula-dde")
}
