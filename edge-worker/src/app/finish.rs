//! The end of every response: what belongs to this one request, and what belongs to all.

use cf_config::policy::{API_POLICY, SECURITY};
use serde_json::json;

use crate::guard::origin;
use crate::http::Response;
use crate::observe::Visit;
use crate::platform::Platform;
use crate::problem::Problem;

/// Puts on what no cache may hold: security headers, the origin, the rate limit, times and the request's id.
pub fn finish<P: Platform>(
    visit: &Visit<'_, P>,
    rate_limit: [(&'static str, String); 2],
    mut response: Response,
) -> Response {
    for (name, value) in SECURITY {
        response.set(name, *value);
    }
    if response.header("Content-Security-Policy").is_none() {
        response.set("Content-Security-Policy", API_POLICY);
    }
    origin::mark(visit.head, &mut response);
    for (name, value) in rate_limit {
        // What this very request was told of the rate limit stands, but in the same place as on every response.
        let own = response.header(name).map(str::to_owned);
        response.set(name, own.unwrap_or(value));
    }
    // Times and ids differ from request to request, so they stand beside the body, never in it.
    response.set("Server-Timing", visit.timing());
    response.set("X-Request-Id", visit.request_id.clone());
    if visit.head.method == "HEAD" {
        response.body.clear();
    }
    response
}

/// One line for what went wrong on our side; what callers get wrong is theirs to know.
pub fn log<P: Platform>(visit: &Visit<'_, P>, problem: &Problem) {
    if problem.kind.status >= 500 {
        let line = json!({
            "request": visit.request_id,
            "path": visit.head.path,
            "problem": problem.kind.name,
            "detail": problem.detail(),
        });
        visit.platform.log(&line.to_string());
    }
}
