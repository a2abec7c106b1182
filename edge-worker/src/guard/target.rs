//! The address: not too long, and without a query that the resource does not know.

use cf_config::policy::MAX_TARGET;

use crate::http::Head;
use crate::problem::{Problem, TARGET_TOO_LONG, UNKNOWN_PARAMETER};

/// Refuses an address that is too long.
pub fn check_length(head: &Head) -> Result<(), Problem> {
    let length = head.path.len() + head.query.as_ref().map_or(0, |query| query.len() + 1);
    if length > MAX_TARGET {
        let detail = format!("found an address of {length} bytes, expected at most {MAX_TARGET}");
        return Err(Problem::new(&TARGET_TOO_LONG, detail));
    }
    Ok(())
}

/// Refuses a query where a resource of the API has no parameters: a query could only make two names of one resource.
pub fn check_no_query(head: &Head) -> Result<(), Problem> {
    match head.query.as_deref() {
        None | Some("") => Ok(()),
        Some(_) => Err(Problem::new(&UNKNOWN_PARAMETER, "found a query, expected none: inputs belong in the body")),
    }
}
