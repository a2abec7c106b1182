//! The Worker's budgets: steps of work that the real workbook needs, and time that a stranger's formula can take before they run out.
//!
//! `cargo test --release -p tests --test budgets -- --nocapture` prints both; the time is printed and not held, since a machine may do
//! other things.

mod formulas;
mod workbook;
