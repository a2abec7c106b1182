//! The catalogue of problems (RFC 9457): what can be wrong, with its status and a stable name.

use std::borrow::Cow;

use calc_core::calculation::Fault;
use calc_core::calculation::json::{JsonError, JsonFault};
use serde_json::{Value as Json, json};

use crate::http::Response;

/// One kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemType {
    /// The last part of its URN; stable.
    pub name: &'static str,
    /// The status code.
    pub status: u16,
    /// What it is, in a few words; the same for every occurrence.
    pub title: &'static str,
}

macro_rules! catalogue {
    ($($constant:ident $name:literal $status:literal $title:literal;)*) => {
        $(#[doc = $title] pub const $constant: ProblemType = ProblemType { name: $name, status: $status, title: $title };)*
        /// Every kind of problem.
        pub const CATALOGUE: &[&ProblemType] = &[$(&$constant),*];
    };
}

catalogue! {
    INVALID_UTF_8 "invalid-utf-8" 400 "The body is not UTF-8";
    MALFORMED_JSON "malformed-json" 400 "The body is not JSON";
    DUPLICATE_MEMBER "duplicate-member" 400 "The body names a member twice, a duplicate";
    EXCESSIVE_DEPTH "excessive-depth" 400 "The body exceeds the nesting depth";
    BROKEN_BODY "broken-body" 400 "The body ended before its end";
    MALFORMED_QUERY "malformed-query" 400 "The query of the address is malformed";
    UNKNOWN_PARAMETER "unknown-parameter" 400 "The address has a query that this resource does not know";
    INVALID_HEADER "invalid-header" 400 "A header has a value that it cannot have";
    KEY_NEEDED "key-needed" 401 "A key of this service is needed";
    SUSPICIOUS_HEADER "suspicious-header" 403 "A header reads as an attack";
    NOT_FOUND "not-found" 404 "There is no such resource";
    METHOD_NOT_ALLOWED "method-not-allowed" 405 "The resource does not have this method";
    PRECONDITION_FAILED "precondition-failed" 412 "The answer is another one than the request expects";
    BODY_TOO_LARGE "body-too-large" 413 "The body is too large";
    TARGET_TOO_LONG "target-too-long" 414 "The address is too long";
    UNSUPPORTED_MEDIA_TYPE "unsupported-media-type" 415 "The body is of an unsupported media type";
    UNSUPPORTED_ENCODING "unsupported-encoding" 415 "The body has an unsupported content encoding";
    QUOTA_EXCEEDED "quota-exceeded" 429 "The client has used up its quota";
    HEADERS_TOO_LARGE "headers-too-large" 431 "The headers are too large";
    INVALID_REQUEST "invalid-request" 422 "The request asks for what the model does not offer";
    SUSPICIOUS_TEXT "suspicious-text" 422 "A text reads as an attack";
    BUDGET_EXCEEDED "budget-exceeded" 422 "The calculation takes more steps than it may";
    NOT_KEPT "not-kept" 504 "The answer is in no cache, and the request forbids to calculate it";
    MODEL_UNAVAILABLE "model-unavailable" 503 "The model cannot be loaded";
    MODEL_TOO_LARGE "model-too-large" 503 "The model is too large for the service's memory";
}

/// One occurrence of a problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Which kind.
    pub kind: &'static ProblemType,
    detail: String,
    errors: Vec<Json>,
    members: Vec<(&'static str, Json)>,
    headers: Vec<(&'static str, Cow<'static, str>)>,
}

impl Problem {
    /// A problem with what was found and what was expected.
    pub fn new(kind: &'static ProblemType, detail: impl Into<String>) -> Problem {
        Problem { kind, detail: detail.into(), errors: Vec::new(), members: Vec::new(), headers: Vec::new() }
    }

    /// What was found and what was expected.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// With a header of its response.
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Problem {
        self.headers.push((name, value.into()));
        self
    }

    /// With a member of its own beside those of every problem.
    pub fn with_member(mut self, name: &'static str, value: Json) -> Problem {
        self.members.push((name, value));
        self
    }

    /// The request is read but asks for what is not there: each fault with its JSON Pointer.
    pub fn of_faults(faults: &[Fault]) -> Problem {
        let detail = match faults {
            [fault] => fault.discreet_detail(),
            faults => format!("{} members of the request are wrong", faults.len()),
        };
        Problem { errors: faults.iter().map(error_json).collect(), ..Problem::new(&INVALID_REQUEST, detail) }
    }

    /// Members of the request that are wrong in the same way, each by its JSON Pointer.
    pub fn of_pointers(kind: &'static ProblemType, pointers: &[&str], code: &str, detail: &str) -> Problem {
        let error = |pointer: &&str| json!({ "pointer": pointer, "code": code, "detail": detail });
        Problem { errors: pointers.iter().map(error).collect(), ..Problem::new(kind, detail) }
    }

    /// The response; `instance` names this occurrence.
    pub fn into_response(self, instance: &str) -> Response {
        let mut body = json!({
            "type": format!("urn:paintbox:problem:{}", self.kind.name),
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "instance": format!("urn:paintbox:request:{instance}"),
        });
        if let Json::Object(members) = &mut body {
            if !self.errors.is_empty() {
                members.insert("errors".to_owned(), Json::Array(self.errors));
            }
            members.extend(self.members.into_iter().map(|(name, value)| (name.to_owned(), value)));
        }
        let mut text = body.to_string().into_bytes();
        text.push(b'\n');
        let mut response = Response::new(self.kind.status, "application/problem+json", text);
        response.headers.extend(self.headers);
        response.with("Cache-Control", "no-store")
    }
}

impl From<JsonError> for Problem {
    fn from(error: JsonError) -> Problem {
        let kind = match error.fault {
            JsonFault::Encoding => &INVALID_UTF_8,
            JsonFault::Syntax => &MALFORMED_JSON,
            JsonFault::Depth => &EXCESSIVE_DEPTH,
            JsonFault::Duplicate => &DUPLICATE_MEMBER,
        };
        Problem::new(kind, error.detail)
    }
}

fn error_json(fault: &Fault) -> Json {
    let mut error = json!({
        "pointer": fault.discreet_pointer(),
        "code": fault.kind.name(),
        "detail": fault.discreet_detail(),
    });
    if let Json::Object(members) = &mut error {
        if let Some(cell) = &fault.cell {
            members.insert("cell".to_owned(), json!(cell));
        }
        if let Some(allowed) = &fault.allowed {
            members.insert("allowed".to_owned(), Json::clone(allowed));
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = CATALOGUE.iter().map(|kind| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CATALOGUE.len());
    }

    #[test]
    fn a_problem_is_written_as_rfc_9457_says() {
        let response = Problem::new(&NOT_FOUND, "no `x`").into_response("r1");
        assert_eq!(response.status, 404);
        assert_eq!(response.header("content-type"), Some("application/problem+json"));
        assert_eq!(
            String::from_utf8_lossy(&response.body),
            concat!(
                r#"{"type":"urn:paintbox:problem:not-found","title":"There is no such resource","status":404,"#,
                r#""detail":"no `x`","instance":"urn:paintbox:request:r1"}"#,
                "\n"
            )
        );
    }
}
