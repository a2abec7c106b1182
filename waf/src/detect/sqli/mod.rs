//! SQL injection.
//!
//! The text is cut into the tokens of SQL ([`token`]), operands and conditions are found ([`statement`]), and each word that a
//! statement turns on is asked for what an attack needs around it ([`rules`]). A word alone is never enough: "select", "union",
//! "or" and "drop" are English.

mod rules;
mod statement;
mod token;
mod words;

use crate::{ByteSet, Slot, View};
use statement::Statement;

/// Without one of these there is no statement: every word that the rules turn on is joined to something by one of them.
const SIGNS: ByteSet = ByteSet::of(b"'\"`()=<>*,;@#-/|&0123456789_.");

/// The rule that matched, or none.
pub fn detect(view: &View<'_>, slot: Slot) -> Option<&'static str> {
    if !view.has_any(SIGNS) && !view.has(b' ') {
        return None;
    }
    let statement = Statement::read(&view.lower);
    rules::find(&statement, slot)
}
