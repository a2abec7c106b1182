//! Conditional requests (RFC 9110, section 13).
//!
//! There is no `Last-Modified`, so the conditions on dates have nothing to be held against and are passed over, as section 13.1 asks; and
//! no part of an answer is ever sent, so `Range` and `If-Range` are passed over as well.

use crate::http::{Head, Response};
use crate::problem::{PRECONDITION_FAILED, Problem};

/// What a condition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The answer is given.
    Proceed,
    /// The client has the answer.
    NotModified,
}

/// How two entity tags are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Strong,
    Weak,
}

/// Holds the conditions of a request against the entity tag of its answer.
///
/// POST has none: what it asks for is no representation that a client could have (section 13.2.1), and 304 answers GET, HEAD and QUERY
/// alone.
pub fn check(head: &Head, tag: &str) -> Result<Outcome, Problem> {
    if !head.is_safe() {
        return Ok(Outcome::Proceed);
    }
    if let Some(field) = head.headers.value("if-match")
        && !names(field, tag, Comparison::Strong)
    {
        return Err(Problem::new(&PRECONDITION_FAILED, "the answer is not the one that `If-Match` names"));
    }
    match head.headers.value("if-none-match") {
        Some(field) if names(field, tag, Comparison::Weak) => Ok(Outcome::NotModified),
        _ => Ok(Outcome::Proceed),
    }
}

/// A response as the client needs it: 304 without a body if it has it already.
pub fn apply(head: &Head, response: Response) -> Result<Response, Problem> {
    let Some(tag) = response.header("ETag").filter(|_| response.status == 200) else { return Ok(response) };
    match check(head, tag)? {
        Outcome::Proceed => Ok(response),
        Outcome::NotModified => Ok(not_modified(response)),
    }
}

/// 304 with the headers of the answer, but for those of its content (section 15.4.5).
pub fn not_modified(mut response: Response) -> Response {
    response.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("Content-Type"));
    Response { status: 304, headers: response.headers, body: Vec::new() }
}

/// Whether a field, `*` or a list of entity tags, names one. What is no entity tag names none.
fn names(field: &str, tag: &str, comparison: Comparison) -> bool {
    let field = field.trim();
    if field == "*" {
        return true;
    }
    let mut rest = field;
    while !rest.is_empty() {
        let (is_weak, quoted) = rest.strip_prefix("W/").map_or((false, rest), |quoted| (true, quoted));
        let Some(end) = quoted.strip_prefix('"').and_then(|opaque| opaque.find('"')) else { return false };
        let Some((found, after)) = quoted.split_at_checked(end + 2) else { return false };
        if found == tag && (comparison == Comparison::Weak || !is_weak) {
            return true;
        }
        let after = after.trim_start();
        match after.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_tags_are_found_in_lists() {
        let tag = "\"ab\"";
        for (field, weak, strong) in [
            ("\"ab\"", true, true),
            ("W/\"ab\"", true, false),
            ("*", true, true),
            ("\"x\", \"ab\"", true, true),
            ("\"x\",W/\"ab\",\"y\"", true, false),
            ("\"a,b\" , \"ab\"", true, true),
            ("", false, false),
            ("ab", false, false),
            ("\"AB\"", false, false),
            ("w/\"ab\"", false, false),
            ("W/\"unclosed", false, false),
            ("\"x\" \"ab\"", false, false),
            ("\"ab", false, false),
            ("\"*\"", false, false),
        ] {
            assert_eq!(names(field, tag, Comparison::Weak), weak, "{field} weakly");
            assert_eq!(names(field, tag, Comparison::Strong), strong, "{field} strongly");
        }
    }
}
