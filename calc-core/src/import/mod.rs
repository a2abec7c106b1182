//! Reading .xlsx files: bytes in, a [`Workbook`] out, and what was odd about the file beside it.
//!
//! A file that is no workbook, or that is built to harm its reader, is refused as a whole with an [`ImportError`]. Anything less
//! is a diagnostic: the part that cannot be read is left out or becomes an error value, and the rest computes.
//!
//! Three ideas shape this room. A file's counts, sizes and names are claims, so what they would cost is bounded by [`Limits`]
//! and never allocated in advance. A cached value is kept to be compared with, and takes no part in what is imported: formulas that
//! Google's export froze are revived from their source text, and cells that a spill had filled are set apart. And a sheet is
//! pulled node by node over borrowed text, so that the blank styled cells, which are nine in ten of a real workbook, cost little.
//!
//! Not read: looks (fonts, fills, borders, merged cells, conditional formats), drawings, comments, pivot tables, macros, and the
//! contents of other workbooks. Where a formula could have needed one of these, a diagnostic says so.

mod archive;
mod book;
mod cells;
mod error;
mod formats;
mod formulas;
mod frozen;
mod iso_date;
mod limits;
mod metadata;
mod package;
mod problems;
mod ranges;
mod relations;
mod sheet;
mod spills;
mod strings;
mod tables;
mod text;
mod validations;
mod xml;

pub use error::ImportError;
pub use limits::Limits;

use crate::diagnostic::Diagnostic;
use crate::dialect::Dialect;
use crate::reference::{a1, quote_sheet};
use crate::workbook::Workbook;

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// Whose semantics the formulas have; `None` tells it from the file.
    pub dialect: Option<Dialect>,
    /// How much is read before the file is refused.
    pub limits: Limits,
}

/// A workbook, and what was odd about its file.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The workbook.
    pub workbook: Workbook,
    /// What was left out, mended or ignored.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an .xlsx or .xlsm file.
///
/// The dialect is Sheets where the file holds a formula that Google's export froze, or where the file has the shape of that export
/// (its namespaces, and no document properties, which every other writer adds). Otherwise it is Excel.
///
/// ```
/// use calc_core::import::{ImportOptions, read_xlsx};
/// let error = read_xlsx(b"PK\x03\x04 and then nothing", &ImportOptions::default()).unwrap_err();
/// assert!(error.is_damaged());
/// ```
pub fn read_xlsx(bytes: &[u8], options: &ImportOptions) -> Result<Imported, ImportError> {
    package::read(bytes, options)
}

/// A cell as diagnostics name it.
fn place(sheet: &str, row: u32, column: u32) -> String {
    format!("{}!{}", quote_sheet(sheet), a1(row, column))
}
