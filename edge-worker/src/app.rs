//! A whole request to a whole response.
//!
//! The steps, each a line of `App::answer`, cheapest first: address and headers, route, method, size, content type, JSON, ports, texts,
//! cache, admission, compute, store. Nothing is parsed before its size is known, a refusal costs no calculation, and a hit costs no admission.
//! What belongs to one request alone, its id, its times and its origin, is put on the response last, in `finish`, so that no cache ever
//! holds it.

mod finish;
mod keep;

use calc_core::calculation::json;
use cf_config::policy::{ACCEPT_QUERY, API_KEYS_SETTING, Access, MAX_BODY};

use crate::cache::{Memo, conditional, freshness};
use crate::desk::Desk;
use crate::guard::client::Client;
use crate::guard::method::{Method, Verb};
use crate::guard::rate_limit::Limiter;
use crate::guard::{access, content_type, headers, method, origin, size, target, waf};
use crate::http::{Head, Response};
use crate::observe::Visit;
use crate::platform::{Body, BodyError, Platform};
use crate::problem::{BROKEN_BODY, Problem};
use crate::routes::query::{self, Question};
use crate::routes::{self, Route};

/// What an isolate keeps from request to request.
#[derive(Default)]
pub struct App {
    desk: Desk,
    memo: Memo,
    limiter: Limiter,
}

impl App {
    /// Answers a request.
    pub async fn respond<B: Body, P: Platform>(&self, head: &Head, body: B, platform: &P) -> Response {
        let mut visit = Visit::begin(head, platform);
        let client = Client::of(head, || platform.setting(API_KEYS_SETTING));
        let route = Route::of(&head.path);
        let verb = route.as_ref().ok().map(|route| route.verb());
        // Every such crossing into the runtime costs, so it is made once, and only where something hangs on it.
        let access = match verb {
            Some(Verb::Answer | Verb::Compute) => access::of_deployment(platform),
            Some(Verb::Read) | None => Access::Public,
        };
        let mut response = match self.answer(&mut visit, &client, route, access, body).await {
            Ok(response) => response,
            Err(problem) => {
                finish::log(&visit, &problem);
                refuse(&visit, problem)
            }
        };
        if verb == Some(Verb::Answer) {
            response.set("Accept-Query", ACCEPT_QUERY);
            access::keep_private(access, &mut response);
        }
        finish::finish(&visit, self.limiter.fields(platform, &client), response)
    }

    async fn answer<B: Body, P: Platform>(
        &self,
        visit: &mut Visit<'_, P>,
        client: &Client,
        route: Result<Route, Problem>,
        access: Access,
        body: B,
    ) -> Result<Response, Problem> {
        let head = visit.head;
        target::check_length(head)?;
        headers::check(head)?;
        waf::decide(&waf::in_head(head), &visit.request_id, visit.platform)?;
        let route = route?;
        if !route.takes_query() {
            target::check_no_query(head)?;
        }
        let method = method::check(head, route.verb())?;
        if method != Method::Options && route.answers() {
            access::check(access, client)?;
        }
        let question = match method {
            Method::Options => return Ok(origin::preflight(head, route.verb())),
            _ if !route.answers() => {
                let response = routes::read(route, &self.desk, &self.memo, visit).await?;
                return conditional::apply(head, response);
            }
            Method::Get | Method::Head => query::read(head)?,
            Method::Post | Method::Query => read_body(head, body).await?,
        };
        visit.mark("read");
        let task = routes::prepare(route, &question, &self.desk, visit).await?;
        waf::decide(&task.sightings, &visit.request_id, visit.platform)?;
        visit.mark("check");
        match task.shelf {
            Some(shelf) => self.find_or_compute(visit, client, &task, shelf).await,
            None => self.compute_apart(visit, client, &task).await,
        }
    }
}

/// The body as JSON, once its size and its type are known to be right.
async fn read_body<B: Body>(head: &Head, body: B) -> Result<Question, Problem> {
    size::check(head)?;
    content_type::check(head)?;
    let body = body.read(MAX_BODY).await.map_err(|error| match error {
        BodyError::TooLarge => size::too_large(),
        BodyError::Broken => Problem::new(&BROKEN_BODY, "the body broke off while it was read"),
    })?;
    Ok(Question::Body(json::parse(&body)?))
}

/// The response of a refusal. One that follows from the request alone may be kept for a moment; POST is never kept by anyone.
fn refuse<P: Platform>(visit: &Visit<'_, P>, problem: Problem) -> Response {
    let follows = problem.kind.status == 422 && visit.head.is_safe();
    let response = problem.into_response(&visit.request_id);
    if !follows {
        return response;
    }
    let day_for = freshness::seconds_until(visit.day() + 1, visit.started);
    response.with("Cache-Control", freshness::of_refusal(day_for))
}
