//! What comes of asking.

use serde_json::json;

use super::{Limiter, fields};
use crate::guard::client::Client;
use crate::problem::{Problem, QUOTA_EXCEEDED};
use crate::quota::{Refused, Verdict, seconds};

/// Leave for one calculation. Its units are spent unless it is given back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    pub(super) client: Client,
    /// The entry of the authority's log, if it was the authority that admitted.
    pub(super) reserved: Option<u64>,
    /// The entry of the isolate's own log.
    pub(super) noted: u64,
    pub(super) cost: u32,
    /// The field `RateLimit` of the response: how the client stood after this very request.
    pub limit: String,
}

/// What comes of asking beside a look-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside<T> {
    /// The look-up found something; nothing was charged.
    Found(T),
    /// It found nothing; the calculation may begin.
    Admitted(Admission),
    /// It found nothing, and the client has to wait.
    Refused(Refusal),
}

/// No leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Seconds after which the same request is admitted if the client asks for nothing else; `None` if it never is.
    pub retry_after: Option<u64>,
    /// The field `RateLimit` of the response, where this very request has one.
    pub(super) limit: Option<String>,
    cost: u32,
    policies: Vec<&'static str>,
    quota: u32,
}

impl Admission {
    pub(super) fn new(client: &Client, cost: u32, verdict: &Verdict, reserved: Option<u64>, noted: u64) -> Admission {
        let limit = fields::limit(client, verdict.lane, verdict.all);
        Admission { client: client.clone(), reserved, noted, cost, limit }
    }
}

impl Refusal {
    /// A refusal that somebody decided now: the response says how the client stands by that.
    pub(super) fn of_verdict(client: &Client, cost: u32, refused: Refused, verdict: &Verdict) -> Refusal {
        let limit = fields::limit(client, verdict.lane, verdict.all);
        Refusal::new(client, cost, refused, Some(limit))
    }

    pub(super) fn new(client: &Client, cost: u32, refused: Refused, limit: Option<String>) -> Refusal {
        let own = refused.by_lane.then(|| client.quota());
        let shared = client.shared_quota().filter(|_| refused.by_all);
        let quotas: Vec<_> = own.into_iter().chain(shared).collect();
        Refusal {
            retry_after: refused.wait.map(seconds),
            limit,
            cost,
            policies: quotas.iter().map(|quota| quota.name).collect(),
            quota: quotas.iter().map(|quota| quota.units).min().unwrap_or_default(),
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        let Refusal { retry_after, limit, cost, policies, quota } = refusal;
        let detail = match retry_after {
            Some(seconds) => format!(
                "found no room for a calculation of {} within {quota} units a minute, expected a pause; ask again in {seconds} s",
                units(cost)
            ),
            None => format!(
                "found a calculation of {}, expected at most {quota}: it never fits; ask for fewer outputs or scenarios",
                units(cost)
            ),
        };
        let mut problem = Problem::new(&QUOTA_EXCEEDED, detail).with_member("violated-policies", json!(policies));
        if let Some(seconds) = retry_after {
            problem = problem.with("Retry-After", seconds.to_string());
        }
        match limit {
            Some(limit) => problem.with(Limiter::LIMIT, limit),
            None => problem,
        }
    }
}

fn units(count: u32) -> String {
    if count == 1 { "1 unit".to_owned() } else { format!("{count} units") }
}
