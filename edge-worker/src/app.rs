//! A whole request to a whole response.
//!
//! The order is: address, headers, resource, method, size, content type, then the body, then the resource itself. What is cheap comes
//! first, nothing is parsed before its size is known, and a refusal costs no calculation.

use cf_config::policy::{API_POLICY, MAX_BODY, SECURITY};
use serde_json::json;

use crate::desk::Desk;
use crate::guard::method::Method;
use crate::guard::{content_type, headers, method, origin, size, target};
use crate::http::{Head, Response};
use crate::platform::{Body, BodyError, Platform};
use crate::problem::{BROKEN_BODY, Problem};
use crate::routes::{self, Route};

/// What an isolate keeps: the model, and a calculator over it.
#[derive(Default)]
pub struct App {
    desk: Desk,
}

impl App {
    /// Answers a request.
    pub async fn respond<B: Body, P: Platform>(&self, head: &Head, body: B, platform: &P) -> Response {
        let started = platform.now();
        let request_id = platform.request_id();
        let mut response = match self.answer(head, body, platform).await {
            Ok(response) => response,
            Err(problem) => {
                log(platform, head, &request_id, &problem);
                problem.into_response(&request_id)
            }
        };
        for (name, value) in SECURITY {
            response.set(name, *value);
        }
        if response.header("Content-Security-Policy").is_none() {
            response.set("Content-Security-Policy", API_POLICY);
        }
        origin::mark(head, &mut response);
        // Times and ids differ from request to request, so they stand beside the body, never in it.
        response.set("Server-Timing", format!("total;dur={:.1}", platform.now() - started));
        response.set("X-Request-Id", request_id);
        if head.method == "HEAD" {
            response.body.clear();
        }
        response
    }

    async fn answer<B: Body, P: Platform>(&self, head: &Head, body: B, platform: &P) -> Result<Response, Problem> {
        target::check_length(head)?;
        headers::check(head)?;
        let route = Route::of(&head.path)?;
        if route.is_api() {
            target::check_no_query(head)?;
        }
        match method::check(head, route.verb())? {
            Method::Options => Ok(origin::preflight(head, route.verb())),
            Method::Get | Method::Head => routes::read(route, &self.desk, platform).await,
            Method::Post => {
                size::check(head)?;
                content_type::check(head)?;
                let body = body.read(MAX_BODY).await.map_err(|error| match error {
                    BodyError::TooLarge => size::too_large(),
                    BodyError::Broken => Problem::new(&BROKEN_BODY, "the body broke off while it was read"),
                })?;
                routes::compute(route, &body, &self.desk, platform).await
            }
        }
    }
}

/// One line for what went wrong on our side; what callers get wrong is theirs to know.
fn log<P: Platform>(platform: &P, head: &Head, request_id: &str, problem: &Problem) {
    if problem.kind.status >= 500 {
        let line = json!({ "request": request_id, "path": head.path, "problem": problem.kind.name, "detail": problem.detail() });
        platform.log(&line.to_string());
    }
}
