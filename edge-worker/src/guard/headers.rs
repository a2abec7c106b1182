//! The headers as a whole: not too many, not too long, and none with a value that nobody means.

use cf_config::policy::{MAX_HEADER_BYTES, MAX_HEADERS, MAX_IDEMPOTENCY_KEY};

use crate::http::Head;
use crate::problem::{HEADERS_TOO_LARGE, INVALID_HEADER, Problem};

/// Refuses more or longer headers than any honest client sends.
pub fn check(head: &Head) -> Result<(), Problem> {
    let (count, bytes) = (head.headers.len(), head.headers.bytes());
    if count > MAX_HEADERS || bytes > MAX_HEADER_BYTES {
        let detail = format!(
            "found {count} headers of {bytes} bytes, expected at most {MAX_HEADERS} of {MAX_HEADER_BYTES} bytes together"
        );
        return Err(Problem::new(&HEADERS_TOO_LARGE, detail));
    }
    check_idempotency_key(head)
}

/// A calculation changes nothing and has one answer, so that a repeated request is safe without a key and two requests with one key are
/// each answered rightly. A client that sends a key is served as any other; only what is no key is refused.
fn check_idempotency_key(head: &Head) -> Result<(), Problem> {
    let length = head.headers.value("idempotency-key").map_or(0, str::len);
    if length > MAX_IDEMPOTENCY_KEY {
        let detail = format!("found an idempotency key of {length} bytes, expected at most {MAX_IDEMPOTENCY_KEY}");
        return Err(Problem::new(&INVALID_HEADER, detail));
    }
    Ok(())
}
