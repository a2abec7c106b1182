//! A whole request to a whole response.
//!
//! The steps, each a line of [`App::answer`], cheapest first: address and headers, route, method, size, content type, JSON, ports, texts,
//! cache, admission, compute, store. Nothing is parsed before its size is known, a refusal costs no calculation, and a hit costs no admission.
//! What belongs to one request alone, its id, its times and its origin, is put on the response last, in [`finish`], so that no cache ever
//! holds it.

mod finish;

use calc_core::calculation::json;
use cf_config::policy::{API_KEYS_SETTING, MAX_BODY};

use crate::cache::Memo;
use crate::desk::Desk;
use crate::guard::client::Client;
use crate::guard::method::Method;
use crate::guard::rate_limit::{Beside, Limiter};
use crate::guard::{content_type, headers, method, origin, size, target, waf};
use crate::http::{Head, Response};
use crate::observe::Visit;
use crate::platform::{Body, BodyError, Platform};
use crate::problem::{BROKEN_BODY, Problem};
use crate::routes::query::{self, Question};
use crate::routes::{self, Route, Task};

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
        let response = match self.answer(&mut visit, &client, body).await {
            Ok(response) => response,
            Err(problem) => {
                finish::log(&visit, &problem);
                problem.into_response(&visit.request_id)
            }
        };
        finish::finish(&visit, self.limiter.fields(platform, &client), response)
    }

    async fn answer<B: Body, P: Platform>(
        &self,
        visit: &mut Visit<'_, P>,
        client: &Client,
        body: B,
    ) -> Result<Response, Problem> {
        let head = visit.head;
        target::check_length(head)?;
        headers::check(head)?;
        waf::decide(&waf::in_head(head), &visit.request_id, visit.platform)?;
        let route = Route::of(&head.path)?;
        if !route.takes_query() {
            target::check_no_query(head)?;
        }
        let question = match method::check(head, route.verb())? {
            Method::Options => return Ok(origin::preflight(head, route.verb())),
            Method::Get | Method::Head if !route.answers() => {
                return routes::read(route, &self.desk, visit).await;
            }
            Method::Get | Method::Head => query::read(head)?,
            Method::Post | Method::Query => read_body(head, body).await?,
        };
        visit.mark("read");
        let task = routes::prepare(route, &question, &self.desk, visit).await?;
        waf::decide(&task.sightings, &visit.request_id, visit.platform)?;
        visit.mark("check");
        self.find_or_compute(visit, client, &task).await
    }

    /// The answer to a task: from the isolate's memory, from the cache that isolates share, or calculated.
    ///
    /// The shared cache and the rate limit are asked at the same time, and the memory once more after both: an equal request may have
    /// been calculated meanwhile. From there to the store nothing waits, so equal requests at once are one calculation.
    async fn find_or_compute<P: Platform>(
        &self,
        visit: &mut Visit<'_, P>,
        client: &Client,
        task: &Task,
    ) -> Result<Response, Problem> {
        let platform = visit.platform;
        let Some(key) = &task.key else {
            let admission = self.limiter.admit(platform, client, task.cost).await?;
            return Ok(routes::compute(task, &self.desk)?.with(Limiter::LIMIT, admission.limit));
        };
        if let Some(response) = self.memo.find(key) {
            return Ok(response);
        }
        let asked = self.limiter.admit_beside(platform, client, task.cost, platform.find(&key.hex())).await;
        visit.mark("cache");
        let admission = match asked {
            Beside::Found(response) => {
                self.memo.keep(key, &response);
                return Ok(response);
            }
            Beside::Admitted(admission) => admission,
            Beside::Refused(refusal) => return self.memo.find(key).ok_or_else(|| refusal.into()),
        };
        if let Some(response) = self.memo.find(key) {
            self.limiter.give_back(platform, &admission);
            return Ok(response);
        }
        let response = routes::compute(task, &self.desk)?;
        visit.mark("calculate");
        self.memo.keep(key, &response);
        platform.keep(&key.hex(), response.clone());
        Ok(response.with(Limiter::LIMIT, admission.limit))
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
