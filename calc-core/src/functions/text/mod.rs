//! Text functions. Positions and lengths count UTF-16 units, as spreadsheets do: an emoji is 2.

pub mod between;
pub mod case;
pub mod characters;
pub mod convert;
pub mod find;
pub mod join;
pub mod list;
pub mod numerals;
pub mod parts;
pub mod phonetic;
pub mod replace;
pub mod split;
mod units;
pub mod web;
pub mod width;
