//! The four rules that make a double behave like a spreadsheet's number, and nothing else may know them.
//!
//! A spreadsheet computes in doubles and thinks in 15 significant decimal digits: that is what it stores when a number
//! is typed, what it compares, what ROUND looks at, what text shows. [`Digits`] is a double seen that way, found by
//! exact integer arithmetic, so no rule here ever goes through a binary artefact:
//!
//! - [`round15`] is the nearest double to those digits;
//! - [`eq15`] and [`cmp15`] compare by them;
//! - [`round_half_away`], [`round_up`], [`round_down`] round them, with a quick path where they cannot matter;
//! - [`snap`] is Excel's own: an addition or subtraction that nearly cancels is zero.
//!
//! [`general`] and [`general_cell`] write a number as text, [`parse_number`] reads one, [`cents`] writes money.
//! Powers go through [`pow`], so that every target computes the same bits.

mod cents;
mod compare;
mod date_text;
mod digits;
mod general;
mod parse;
mod power;
mod round;

pub use cents::cents;
pub use compare::{cmp15, eq15, snap};
pub(crate) use date_text::MONTHS;
pub use date_text::{Moment, parse_moment};
pub use digits::{Digits, Direction};
pub use general::{general, general_cell, write_general, write_general_cell};
pub use parse::{parse_number, parse_plain};
pub use power::pow;
pub use round::{round_down, round_half_away, round_up, round15};
