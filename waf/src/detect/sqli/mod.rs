//! SQL injection.
//!
//! The text is cut into the tokens of SQL (`token`), operands and conditions are found (`statement`), and each word that a
//! statement turns on is asked for what an attack needs around it (`rules`). A word alone is never enough: "select", "union",
//! "or" and "drop" are English.

mod line;
mod rules;
mod selection;
mod statement;
mod token;
mod whole;
mod words;

use crate::{Slot, View};
pub(super) use statement::Memory;
use statement::Statement;

/// The rule that matched, or none.
pub(super) fn detect(view: &View<'_>, slot: Slot, memory: &mut Memory) -> Option<&'static str> {
    let statement = Statement::read(&view.lower, memory);
    let rule = rules::find(&statement, slot);
    statement.give_back(memory);
    rule.or_else(|| {
        // Comments to the end of a line hide what joins the lines: `1#x\nand#y\n2=2`.
        let joined = if view.has(b'\n') { line::joined(&view.lower)? } else { return None };
        let statement = Statement::read(&joined, memory);
        let rule = rules::find(&statement, slot);
        statement.give_back(memory);
        rule
    })
}
