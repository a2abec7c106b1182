//! Bad usage or an unreadable file: exit code 2 and one line on standard error.

use std::fmt;

/// What went wrong, for a person.
#[derive(Debug)]
pub struct Failure(pub String);

impl Failure {
    /// A failure with that message.
    pub fn new(message: impl fmt::Display) -> Failure {
        Failure(message.to_string())
    }
}

impl From<calc_core::Error> for Failure {
    fn from(error: calc_core::Error) -> Failure {
        Failure::new(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::new(error)
    }
}
