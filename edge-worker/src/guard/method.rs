//! The method: one that the resource has.

use crate::http::Head;
use crate::problem::{METHOD_NOT_ALLOWED, Problem};

/// A method that the Worker knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// HEAD: as GET, without the body.
    Head,
    /// POST.
    Post,
    /// QUERY (RFC 10008): as POST, and safe: it may be repeated and its answer kept.
    Query,
    /// OPTIONS: what the resource has, and the preflight of a browser.
    Options,
}

/// What a resource does, apart from OPTIONS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// It is read: GET and HEAD.
    Read,
    /// It computes from a body: POST.
    Compute,
    /// It answers a question, asked in the query or in the body: GET, HEAD, QUERY and POST.
    Answer,
}

impl Verb {
    /// The `Allow` header.
    pub fn allow(self) -> &'static str {
        match self {
            Verb::Read => "GET, HEAD, OPTIONS",
            Verb::Compute => "POST, OPTIONS",
            Verb::Answer => "GET, HEAD, QUERY, POST, OPTIONS",
        }
    }
}

/// The method of a request to a resource; case counts (RFC 9110).
pub fn check(head: &Head, verb: Verb) -> Result<Method, Problem> {
    match (head.method.as_str(), verb) {
        ("OPTIONS", _) => Ok(Method::Options),
        ("GET", Verb::Read | Verb::Answer) => Ok(Method::Get),
        ("HEAD", Verb::Read | Verb::Answer) => Ok(Method::Head),
        ("POST", Verb::Compute | Verb::Answer) => Ok(Method::Post),
        ("QUERY", Verb::Answer) => Ok(Method::Query),
        _ => {
            let detail = format!("expected one of {}", verb.allow());
            Err(Problem::new(&METHOD_NOT_ALLOWED, detail).with("Allow", verb.allow()))
        }
    }
}
