//! An answer from where it is kept, or calculated and kept.

use crate::app::App;
use crate::cache::conditional::{self, Outcome};
use crate::cache::{Directives, Shelf, Source, freshness};
use crate::guard::client::Client;
use crate::guard::rate_limit::{Beside, Limiter};
use crate::http::Response;
use crate::observe::Visit;
use crate::platform::Platform;
use crate::problem::{BUDGET_EXCEEDED, NOT_KEPT, Problem};
use crate::routes::{self, Task};

impl App {
    /// The answer to a task that no cache holds, since chance is in it or it is a formula of its own.
    pub(super) async fn compute_apart<P: Platform>(
        &self,
        visit: &mut Visit<'_, P>,
        client: &Client,
        task: &Task,
    ) -> Result<Response, Problem> {
        let admission = self.limiter.admit(visit.platform, client, task.cost).await?;
        visit.mark("admit");
        let response = routes::compute(task, &self.desk)?;
        visit.mark("calculate");
        let response = response.with("Cache-Control", freshness::NEVER).with(Limiter::LIMIT, admission.limit);
        Ok(response.with("Cache-Status", Source::Bypassed.field(0)))
    }

    /// The answer to a task: from the client itself, from the isolate's memory, from the cache that isolates share, or calculated.
    ///
    /// The shared cache and the rate limit are asked at the same time, and the memory once more after both: an equal request may have
    /// been calculated meanwhile. From there to the store nothing waits, so equal requests at once are one calculation.
    pub(super) async fn find_or_compute<P: Platform>(
        &self,
        visit: &mut Visit<'_, P>,
        client: &Client,
        task: &Task,
        shelf: Shelf,
    ) -> Result<Response, Problem> {
        let own =
            Own { shelf, tag: shelf.key.tag(), true_for: freshness::seconds_until(shelf.until_day, visit.started) };
        if conditional::check(visit.head, &own.tag)? == Outcome::NotModified {
            return Ok(conditional::not_modified(own.dress(Response::default(), Source::Client)));
        }
        let asked = Directives::of(visit.head);
        if let Some(kept) = self.memo.find(&shelf.key).filter(|_| !asked.no_cache) {
            return Ok(own.dress(kept?, Source::Memory));
        }
        let name = shelf.key.hex();
        let look = async {
            if asked.no_cache { None } else { visit.platform.find(&name).await.filter(|found| own.is(found)) }
        };
        if asked.only_if_cached {
            let found = look
                .await
                .ok_or_else(|| Problem::new(&NOT_KEPT, "found `only-if-cached`, and no cache has the answer"))?;
            return Ok(self.take(&own, found));
        }
        let asked_beside = self.limiter.admit_beside(visit.platform, client, task.cost, look).await;
        visit.mark("look");
        // An equal request may have been calculated meanwhile.
        let collapsed = || self.memo.find(&shelf.key).filter(|_| !asked.no_cache);
        let admission = match asked_beside {
            Beside::Found(found) => return Ok(self.take(&own, found)),
            Beside::Admitted(admission) => admission,
            Beside::Refused(refusal) => {
                let kept = collapsed().ok_or_else(|| Problem::from(refusal))?;
                return Ok(own.dress(kept?, Source::Collapsed));
            }
        };
        if let Some(kept) = collapsed() {
            self.limiter.give_back(visit.platform, &admission);
            return Ok(own.dress(kept?, Source::Collapsed));
        }
        let outcome = routes::compute(task, &self.desk);
        visit.mark("calculate");
        if asked.no_store {
            return Ok(own.dress(outcome?, Source::CalculatedApart).with(Limiter::LIMIT, admission.limit));
        }
        let is_lasting = outcome.as_ref().map_or_else(|problem| *problem.kind == BUDGET_EXCEEDED, |_| true);
        if is_lasting {
            self.memo.keep(&shelf.key, &outcome);
        }
        let response = outcome?;
        if own.true_for > 0 {
            visit.platform.keep(&name, own.to_keep(response.clone()));
        }
        let source = if asked.no_cache { Source::Demanded } else { Source::Calculated };
        Ok(own.dress(response, source).with(Limiter::LIMIT, admission.limit))
    }

    /// An answer from the shared cache, from now on in the isolate's memory too.
    fn take(&self, own: &Own, found: Response) -> Response {
        let age = found.header("Age").and_then(|age| age.trim().parse::<u64>().ok());
        let plain = Response::json(found.body);
        self.memo.keep(&own.shelf.key, &Ok(plain.clone()));
        let response = own.dress(plain, Source::Shared { age: age.unwrap_or(0) });
        match age {
            Some(age) => response.with("Age", age.to_string()),
            None => response,
        }
    }
}

/// What an answer has by its key alone.
struct Own {
    shelf: Shelf,
    tag: String,
    /// For how many seconds more it is true.
    true_for: u64,
}

impl Own {
    /// Whether a response from the shared cache is the answer: whatever lay there before, another version's or damaged, is not.
    fn is(&self, found: &Response) -> bool {
        found.status == 200 && found.header("ETag") == Some(&self.tag)
    }

    /// The answer as the shared cache gets it: with what says how long to keep it, and without anything of this one request.
    fn to_keep(&self, response: Response) -> Response {
        response.with("ETag", self.tag.clone()).with("Cache-Control", freshness::of_answer(self.true_for))
    }

    /// The answer as the client gets it.
    fn dress(&self, response: Response, source: Source) -> Response {
        self.to_keep(response).with("Cache-Status", source.field(freshness::shared_seconds(self.true_for)))
    }
}
