//! The size that a body says it has. Whether it is true shows when it is read: reading stops at the same limit.

use cf_config::policy::MAX_BODY;

use crate::http::Head;
use crate::problem::{BODY_TOO_LARGE, Problem};

/// Refuses a body that is too large by its own word.
pub fn check(head: &Head) -> Result<(), Problem> {
    let Some(length) = head.headers.value("content-length") else { return Ok(()) };
    match length.trim().parse::<u64>() {
        Ok(length) if length <= MAX_BODY as u64 => Ok(()),
        _ => Err(too_large()),
    }
}

/// The problem of a body that is too large.
pub fn too_large() -> Problem {
    Problem::new(&BODY_TOO_LARGE, format!("expected a body of at most {MAX_BODY} bytes"))
}
