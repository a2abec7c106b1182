//! The form as HTML: core inputs on one side, core outputs on the other.
//!
//! Everything that comes from a workbook is text to this room: it is escaped where it is written, by [`escape`], and the
//! page has no inline script or style that it could reach.

mod assets;
mod escape;
mod field;
mod output;
mod page;

pub use assets::{Asset, Assets};
pub use page::page;
