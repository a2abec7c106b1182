//! The content type: JSON in UTF-8, not compressed.
//!
//! A browser sends `application/json` to another site only after a preflight, which a form or a script without leave does
//! not pass. A compressed body would have a size that nobody knows before unpacking it.

use crate::http::Head;
use crate::problem::{Problem, UNSUPPORTED_ENCODING, UNSUPPORTED_MEDIA_TYPE};

/// Refuses a body that is not JSON by its own word.
pub fn check(head: &Head) -> Result<(), Problem> {
    let encoding = head.headers.value("content-encoding").unwrap_or("identity").trim();
    if !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity") {
        let detail = "found a content encoding, expected a body that is not compressed";
        return Err(Problem::new(&UNSUPPORTED_ENCODING, detail).with("Accept-Encoding", "identity"));
    }
    if head.headers.value("content-type").is_some_and(is_json) {
        return Ok(());
    }
    let detail = "expected `Content-Type: application/json`";
    Err(Problem::new(&UNSUPPORTED_MEDIA_TYPE, detail).with("Accept", "application/json"))
}

fn is_json(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    is_json && parts.all(|parameter| parameter.is_empty() || is_utf_8(parameter))
}

/// JSON is always UTF-8; saying so is harmless, saying anything else is a mistake.
fn is_utf_8(parameter: &str) -> bool {
    parameter.split_once('=').is_some_and(|(name, value)| {
        name.trim().eq_ignore_ascii_case("charset") && value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(headers: &[(&str, &str)]) -> u16 {
        let head = Head { headers: headers.iter().copied().collect(), ..Head::default() };
        check(&head).map_or_else(|problem| problem.kind.status, |()| 200)
    }

    #[test]
    fn only_plain_json_passes() {
        for accepted in ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\";"] {
            assert_eq!(status(&[("Content-Type", accepted)]), 200, "{accepted}");
        }
        for refused in
            ["", "text/plain", "application/jsonp", "application/json; charset=utf-7", "application/json; q=1"]
        {
            assert_eq!(status(&[("Content-Type", refused)]), 415, "{refused}");
        }
        assert_eq!(status(&[]), 415);
        assert_eq!(status(&[("Content-Type", "application/json"), ("Content-Encoding", "gzip")]), 415);
        assert_eq!(status(&[("Content-Type", "application/json"), ("Content-Encoding", "identity")]), 200);
    }
}
