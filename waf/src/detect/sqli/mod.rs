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
use statement::Statement;

/// The rule that matched, or none.
pub(super) fn detect(view: &View<'_>, slot: Slot) -> Option<&'static str> {
    let statement = Statement::read(&view.lower);
    rules::find(&statement, slot).or_else(|| {
        // Comments to the end of a line hide what joins the lines: `1#x\nand#y\n2=2`.
        let joined = line::joined(&view.lower)?;
        rules::find(&Statement::read(&joined), slot)
    })
}
