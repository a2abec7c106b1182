//! The crate's error: what was being done, what was found, what was expected, and whose fault it is.

use std::fmt;

/// An error of the engine. Cell errors are values and never come this way.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    fault: Fault,
    message: String,
}

/// Whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Caller,
    Limit,
    Model,
}

impl Error {
    pub(crate) fn caller(message: impl Into<String>) -> Error {
        Error::new(Fault::Caller, message)
    }

    pub(crate) fn limit(message: impl Into<String>) -> Error {
        Error::new(Fault::Limit, message)
    }

    pub(crate) fn model(message: impl Into<String>) -> Error {
        Error::new(Fault::Model, message)
    }

    fn new(fault: Fault, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { fault, message: message.into() }))
    }

    /// Whether a budget ran out.
    pub fn is_limit(&self) -> bool {
        self.0.fault == Fault::Limit
    }

    /// Whether the caller asked for something that cannot be.
    pub fn is_caller(&self) -> bool {
        self.0.fault == Fault::Caller
    }

    /// Whether a model's bytes are damaged or of another version.
    pub fn is_model(&self) -> bool {
        self.0.fault == Fault::Model
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    #[test]
    fn an_error_is_one_word() {
        assert_eq!(size_of::<super::Error>(), size_of::<usize>());
    }
}
