//! The origin: which other sites' pages may read an answer.
//!
//! A request is never refused for its origin. A page of another site that is not on the list is refused by its browser, since
//! the answer does not name it.

use cf_config::policy::{ALLOWED_HEADERS, EXPOSED_HEADERS, PREFLIGHT_SECONDS, is_allowed_origin};

use super::method::Verb;
use crate::http::{Head, Response};

/// The answer to OPTIONS: what the resource has, and for a page of an allowed origin that it may be called.
pub fn preflight(head: &Head, verb: Verb) -> Response {
    let mut response = Response::no_content().with("Allow", verb.allow()).with("Cache-Control", "no-store");
    let is_preflight = head.headers.value("access-control-request-method").is_some();
    if is_preflight && allowed(head).is_some() {
        response.set("Access-Control-Allow-Methods", verb.allow());
        response.set("Access-Control-Allow-Headers", ALLOWED_HEADERS);
        response.set("Access-Control-Max-Age", PREFLIGHT_SECONDS.to_string());
    }
    response
}

/// Names the origin in the response if its pages may read it. The response depends on the origin either way.
pub fn mark(head: &Head, response: &mut Response) {
    response.set("Vary", "Origin");
    if let Some(origin) = allowed(head) {
        response.set("Access-Control-Allow-Origin", origin.to_owned());
        response.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
    }
}

fn allowed(head: &Head) -> Option<&str> {
    head.headers.value("origin").filter(|origin| is_allowed_origin(origin))
}
