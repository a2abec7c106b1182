//! Why a file is refused as a whole.

use std::fmt;

/// A file that cannot be read as a workbook at all. What concerns single cells is a diagnostic instead.
///
/// The message says what was found, what was expected and what to do; the predicates say whose fault it is.
///
/// ```
/// use calc_core::import::{ImportOptions, read_xlsx};
/// let error = read_xlsx(b"a,b\n1,2\n", &ImportOptions::default()).unwrap_err();
/// assert!(error.is_foreign());
/// assert_eq!(
///     error.to_string(),
///     "cannot read workbook: found plain text (is it a CSV file?), expected an .xlsx file; open it in a spreadsheet and \
///      save it as .xlsx"
/// );
/// ```
pub struct ImportError(Box<Refusal>);

struct Refusal {
    fault: Fault,
    part: String,
    found: String,
    expected: String,
    help: String,
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Another kind of file.
    Foreign,
    /// A workbook in a form that is not supported.
    Unsupported,
    /// A workbook that is broken or lies.
    Damaged,
    /// A workbook that is too large.
    Limit,
}

impl ImportError {
    pub(super) fn foreign(found: impl Into<String>) -> ImportError {
        let help = "open it in a spreadsheet and save it as .xlsx";
        ImportError::new(Fault::Foreign, found.into(), "an .xlsx file".to_string()).help(help)
    }

    pub(super) fn unsupported(found: impl Into<String>, expected: impl Into<String>) -> ImportError {
        ImportError::new(Fault::Unsupported, found.into(), expected.into())
    }

    pub(super) fn damaged(found: impl Into<String>, expected: impl Into<String>) -> ImportError {
        ImportError::new(Fault::Damaged, found.into(), expected.into()).help("save the workbook again in a spreadsheet")
    }

    /// `what` is a plural noun: "more than 10 sheets".
    pub(super) fn limit(what: &str, limit: u64) -> ImportError {
        ImportError::new(Fault::Limit, format!("more than {limit} {what}"), format!("at most {limit}"))
            .help("make the workbook smaller, or raise the import limits")
    }

    fn new(fault: Fault, found: String, expected: String) -> ImportError {
        ImportError(Box::new(Refusal { fault, part: String::new(), found, expected, help: String::new() }))
    }

    /// Says in which part of the file, unless that is said already.
    pub(super) fn in_part(mut self, part: &str) -> ImportError {
        if self.0.part.is_empty() {
            self.0.part = part.to_string();
        }
        self
    }

    pub(super) fn help(mut self, help: &str) -> ImportError {
        self.0.help = help.to_string();
        self
    }

    /// Whether the file is no .xlsx workbook but something else (HTTP 415).
    pub fn is_foreign(&self) -> bool {
        self.0.fault == Fault::Foreign
    }

    /// Whether the workbook is sound but in a form that is not supported, such as one locked by a password (HTTP 422).
    pub fn is_unsupported(&self) -> bool {
        self.0.fault == Fault::Unsupported
    }

    /// Whether the workbook is broken, or made to mislead its reader (HTTP 422).
    pub fn is_damaged(&self) -> bool {
        self.0.fault == Fault::Damaged
    }

    /// Whether the workbook is larger than the [`Limits`](super::Limits) allow (HTTP 413).
    pub fn is_limit(&self) -> bool {
        self.0.fault == Fault::Limit
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refusal { part, found, expected, help, .. } = &*self.0;
        write!(f, "cannot read workbook: found {found}, expected {expected}")?;
        if !part.is_empty() {
            write!(f, " (in `{part}`)")?;
        }
        if !help.is_empty() {
            write!(f, "; {help}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImportError({:?}: {self})", self.0.fault)
    }
}

impl std::error::Error for ImportError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_pointer() {
        assert_eq!(size_of::<ImportError>(), size_of::<usize>());
    }

    #[test]
    fn the_innermost_part_is_kept() {
        let error = ImportError::limit("sheets", 3).in_part("xl/workbook.xml").in_part("[Content_Types].xml");
        assert!(error.is_limit());
        assert_eq!(
            error.to_string(),
            "cannot read workbook: found more than 3 sheets, expected at most 3 (in `xl/workbook.xml`); make the workbook \
             smaller, or raise the import limits"
        );
    }
}
