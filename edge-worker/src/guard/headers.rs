//! The headers as a whole: not too many, not too long.

use cf_config::policy::{MAX_HEADER_BYTES, MAX_HEADERS};

use crate::http::Head;
use crate::problem::{HEADERS_TOO_LARGE, Problem};

/// Refuses more or longer headers than any honest client sends.
pub fn check(head: &Head) -> Result<(), Problem> {
    let (count, bytes) = (head.headers.len(), head.headers.bytes());
    if count > MAX_HEADERS || bytes > MAX_HEADER_BYTES {
        let detail = format!(
            "found {count} headers of {bytes} bytes, expected at most {MAX_HEADERS} of {MAX_HEADER_BYTES} bytes together"
        );
        return Err(Problem::new(&HEADERS_TOO_LARGE, detail));
    }
    Ok(())
}
