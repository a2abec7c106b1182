//! What an isolate remembers of its clients.

use cf_config::policy::{Quota, REMEMBERED_CLIENTS};

use super::recent::Recent;
use crate::guard::client::Client;
use crate::quota::{Question, Refused, SlidingLog, Standing, Verdict, seconds};

/// The isolate's own logs, and how the latest clients stood when last heard of.
#[derive(Debug)]
pub struct Memory {
    logs: Recent<String, SlidingLog>,
    known: Recent<Client, Known>,
}

/// How a client stood.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// When that was heard.
    at: u64,
    own: Standing,
    shared: Option<Standing>,
    refused: Option<Remembered>,
}

/// A refusal by the authority.
///
/// The authority decided at some moment between question and answer, by a clock of its own; so the end of the wait is known to lie
/// between two times.
#[derive(Clone, Copy, Debug)]
struct Remembered {
    cost: u32,
    refused: Refused,
    earliest: u64,
    latest: u64,
}

impl Default for Memory {
    fn default() -> Memory {
        Memory { logs: Recent::new(REMEMBERED_CLIENTS), known: Recent::new(REMEMBERED_CLIENTS) }
    }
}

impl Memory {
    /// How many clients are remembered.
    pub fn clients(&self) -> usize {
        self.known.len()
    }

    /// The log of an account, kept by this isolate alone.
    pub fn log(&mut self, account: &str, question: &Question) -> &mut SlidingLog {
        self.logs.entry(&account.to_owned(), || question.new_log())
    }

    /// Gives an entry of a log back.
    pub fn give_back(&mut self, account: &str, noted: u64) {
        if let Some(log) = self.logs.look(&account.to_owned()) {
            log.give_back(noted);
        }
    }

    /// The refusal that is sure to be the authority's as well: the client was refused as much, and its time has not come.
    ///
    /// Where the two bounds of that time fall into different seconds the authority is asked again, so that the seconds that the
    /// client is told are always its own.
    pub fn refusal(&mut self, client: &Client, cost: u32, now: u64) -> Option<Refused> {
        let remembered = self.known.look(client)?.refused?;
        let (shortest, longest) = (remembered.earliest.checked_sub(now)?, remembered.latest.checked_sub(now)?);
        let is_sure = shortest > 0 && seconds(shortest) == seconds(longest) && cost >= remembered.cost;
        is_sure.then_some(Refused { wait: Some(longest), ..remembered.refused })
    }

    /// Remembers what a verdict says of a client: it was asked for at one time and heard at another.
    pub fn hear(&mut self, client: &Client, cost: u32, asked: u64, heard: u64, verdict: &Verdict) {
        let refused = verdict.decision.err().and_then(|refused| {
            let wait = refused.wait?;
            Some(Remembered { cost, refused, earliest: asked + wait, latest: heard + wait })
        });
        let known = Known { at: heard, own: verdict.lane, shared: verdict.all, refused };
        *self.known.entry(client, || known) = known;
    }

    /// Remembers how a client stands by the isolate's own log.
    pub fn note(&mut self, client: &Client, now: u64, verdict: &Verdict) {
        let known = Known { at: now, own: verdict.lane, shared: verdict.all, refused: None };
        *self.known.entry(client, || known) = known;
    }

    /// Corrects what is known of a client that was given units back.
    pub fn credit(&mut self, client: &Client, cost: u32) {
        let Some(known) = self.known.look(client) else { return };
        let more = |standing: Standing, quota: Quota| {
            let remaining = standing.remaining.saturating_add(cost).min(quota.units);
            Standing { remaining, ..standing }
        };
        known.own = more(known.own, client.quota());
        known.shared = known.shared.zip(client.shared_quota()).map(|(shared, quota)| more(shared, quota));
        known.refused = None;
    }

    /// How a client stands as far as this isolate knows; all is left of a client that it does not know.
    pub fn standing(&mut self, client: &Client, now: u64) -> (Standing, Option<Standing>) {
        let known = self.known.look(client).copied();
        match known.map(|known| (known.aged(known.own, now), known.shared.map(|shared| known.aged(shared, now)))) {
            Some((Some(own), shared)) => (own, shared.flatten().or_else(|| self.fresh(client, now).1)),
            _ => self.fresh(client, now),
        }
    }

    /// How a client stands by what this isolate has seen itself.
    fn fresh(&mut self, client: &Client, now: u64) -> (Standing, Option<Standing>) {
        let question = client.question(0);
        match self.logs.look(&client.account()) {
            Some(log) => log.standing(now, question.lane),
            None => question.new_log().standing(now, question.lane),
        }
    }
}

impl Known {
    /// A standing some time later; `None` once more may be left than it says.
    fn aged(&self, standing: Standing, now: u64) -> Option<Standing> {
        let reset = standing.reset.checked_sub(now.saturating_sub(self.at)).filter(|reset| *reset > 0)?;
        Some(Standing { reset, ..standing })
    }
}
