//! Admits calculations.

use std::cell::RefCell;
use std::future::{Future, poll_fn, ready};
use std::pin::pin;
use std::task::Poll;

use cf_config::policy::AUTHORITY_PATIENCE_MS;
use serde_json::{Value as Json, json};

use super::admission::{Admission, Beside, Refusal};
use super::fields;
use super::health::Health;
use super::memory::Memory;
use crate::guard::client::Client;
use crate::platform::{Answer, Late, Platform};
use crate::quota::{Question, Steady, Verdict};

/// An isolate's part of the rate limit.
#[derive(Default)]
pub struct Limiter {
    clock: RefCell<Steady>,
    memory: RefCell<Memory>,
    health: RefCell<Health>,
}

/// What is asked, of whom and since when.
struct Asking<'a> {
    client: &'a Client,
    account: String,
    question: Question,
    asked: u64,
    /// The entry in the isolate's own log, if there was room for one.
    noted: Option<u64>,
}

/// What the authority did.
enum Outcome {
    Answered(Result<Verdict, String>),
    Late,
}

impl Limiter {
    /// The name of the field that says what a client is held to.
    pub const POLICY: &str = "RateLimit-Policy";
    /// The name of the field that says what is left of it.
    pub const LIMIT: &str = "RateLimit";

    /// Asks for leave to calculate at a cost in units.
    pub async fn admit<P: Platform>(&self, platform: &P, client: &Client, cost: u32) -> Result<Admission, Refusal> {
        let never = ready(None::<std::convert::Infallible>);
        match self.admit_beside(platform, client, cost, never).await {
            Beside::Found(impossible) => match impossible {},
            Beside::Admitted(admission) => Ok(admission),
            Beside::Refused(refusal) => Err(refusal),
        }
    }

    /// Asks for leave to calculate while it is looked up whether there is anything to calculate.
    ///
    /// What the look-up finds counts, even for a client that would be refused, and then nothing is charged.
    pub async fn admit_beside<P: Platform, T>(
        &self,
        platform: &P,
        client: &Client,
        cost: u32,
        look_up: impl Future<Output = Option<T>>,
    ) -> Beside<T> {
        let cost = cost.max(1);
        let asked = self.now(platform);
        let mut look_up = pin!(look_up);
        if let Some(refusal) = self.refuse(client, cost, asked) {
            return look_up.await.map_or(Beside::Refused(refusal), Beside::Found);
        }
        let question = client.question(cost);
        let account = client.account();
        let first = question.ask(self.memory.borrow_mut().log(&account, &question), asked);
        let asking = Asking { client, account, question, asked, noted: first.decision.ok() };

        if !self.health.borrow_mut().is_worth_asking(asked) {
            let found = look_up.await;
            if found.is_some() {
                self.forget(&asking);
            }
            return found.map_or_else(|| self.decide_alone(platform, &asking).into(), Beside::Found);
        }
        let mut answer = Some(platform.ask(&asking.account, &asking.question));
        let mut patience = pin!(platform.pause(AUTHORITY_PATIENCE_MS));
        let mut is_looked_up = false;
        let mut outcome = None;
        let found = poll_fn(|context| {
            if !is_looked_up && let Poll::Ready(found) = look_up.as_mut().poll(context) {
                is_looked_up = true;
                if found.is_some() {
                    return Poll::Ready(found);
                }
            }
            if let Some(waiting) = &mut answer
                && let Poll::Ready(answered) = waiting.as_mut().poll(context)
            {
                answer = None;
                outcome = Some(Outcome::Answered(answered));
            }
            if outcome.is_none() && patience.as_mut().poll(context).is_ready() {
                outcome = Some(Outcome::Late);
            }
            if is_looked_up && outcome.is_some() { Poll::Ready(None) } else { Poll::Pending }
        })
        .await;
        match (found, outcome) {
            (Some(found), outcome) => {
                self.withdraw(platform, &asking, answer, outcome);
                Beside::Found(found)
            }
            (None, Some(Outcome::Answered(Ok(verdict)))) => self.settle(platform, &asking, &verdict).into(),
            (None, Some(Outcome::Answered(Err(fault)))) => self.do_without(platform, &asking, None, &fault).into(),
            (None, Some(Outcome::Late) | None) => self.do_without(platform, &asking, answer, "slow").into(),
        }
    }

    /// Gives the units of an admission back: its calculation was not needed after all. Nobody waits for that.
    pub fn give_back<P: Platform>(&self, platform: &P, admission: &Admission) {
        let account = admission.client.account();
        let mut memory = self.memory.borrow_mut();
        memory.give_back(&account, admission.noted);
        memory.credit(&admission.client, admission.cost);
        if let Some(reserved) = admission.reserved {
            platform.give_back(&account, reserved);
        }
    }

    /// The fields of any response to a client: what it is held to, and what is left of that as far as this isolate knows.
    pub fn fields<P: Platform>(&self, platform: &P, client: &Client) -> [(&'static str, String); 2] {
        let now = self.now(platform);
        let (own, shared) = self.memory.borrow_mut().standing(client, now);
        [(Limiter::POLICY, fields::policy(client)), (Limiter::LIMIT, fields::limit(client, own, shared))]
    }

    /// How many clients it remembers: bounded, however many there are.
    pub fn clients(&self) -> usize {
        self.memory.borrow().clients()
    }

    /// The time, never back.
    fn now<P: Platform>(&self, platform: &P) -> u64 {
        self.clock.borrow_mut().at(platform.now() as u64)
    }

    /// The refusals that need no authority.
    fn refuse(&self, client: &Client, cost: u32, now: u64) -> Option<Refusal> {
        let question = client.question(cost);
        if let Err(refused) = question.ask(&mut question.new_log(), now).decision {
            return Some(Refusal::new(client, cost, refused, None));
        }
        let mut memory = self.memory.borrow_mut();
        let refused = memory.refusal(client, cost, now)?;
        Some(Refusal::new(client, cost, refused, None))
    }

    /// The authority has decided.
    fn settle<P: Platform>(&self, platform: &P, asking: &Asking, verdict: &Verdict) -> Result<Admission, Refusal> {
        let heard = self.now(platform);
        let alone = self.health.borrow_mut().answered();
        if alone > 0 {
            log(platform, "authority is back", json!({ "decided_alone": alone }));
        }
        let Asking { client, account, question, asked, noted } = asking;
        let mut memory = self.memory.borrow_mut();
        memory.hear(client, question.cost, *asked, heard, verdict);
        match verdict.decision {
            Ok(reserved) => {
                let record = || memory.log(account, question).record(*asked, question.lane, question.cost);
                let noted = noted.unwrap_or_else(record);
                Ok(Admission::new(client, question.cost, verdict, Some(reserved), noted))
            }
            Err(refused) => {
                if let Some(noted) = noted {
                    memory.give_back(account, *noted);
                }
                Err(Refusal::of_verdict(client, question.cost, refused, verdict))
            }
        }
    }

    /// The authority has failed or is late: the isolate decides, and what comes of the question afterwards is put right.
    fn do_without<P: Platform>(
        &self,
        platform: &P,
        asking: &Asking,
        answer: Option<Answer>,
        fault: &str,
    ) -> Result<Admission, Refusal> {
        let now = self.now(platform);
        self.health.borrow_mut().failed(now);
        let decision = self.decide_alone(platform, asking);
        log(platform, "authority is out", json!({ "fault": fault, "is_admitted": decision.is_ok() }));
        if let Some(answer) = answer {
            let late = if decision.is_ok() { Late::Keep } else { Late::GiveBack };
            platform.conclude(&asking.account, answer, late);
        }
        decision
    }

    /// The isolate decides by its own log. Room that was found at the beginning is kept; otherwise it may have come meanwhile.
    fn decide_alone<P: Platform>(&self, platform: &P, asking: &Asking) -> Result<Admission, Refusal> {
        let now = self.now(platform);
        self.health.borrow_mut().decided_alone();
        let Asking { client, account, question, noted, .. } = asking;
        let mut memory = self.memory.borrow_mut();
        let log = memory.log(account, question);
        let verdict = match noted {
            Some(noted) => {
                let (lane, all) = log.standing(now, question.lane);
                Verdict { decision: Ok(*noted), lane, all }
            }
            None => question.ask(log, now),
        };
        memory.note(client, now, &verdict);
        match verdict.decision {
            Ok(noted) => Ok(Admission::new(client, question.cost, &verdict, None, noted)),
            Err(refused) => Err(Refusal::of_verdict(client, question.cost, refused, &verdict)),
        }
    }

    /// The look-up has found what was to be calculated: nothing is charged.
    fn withdraw<P: Platform>(&self, platform: &P, asking: &Asking, answer: Option<Answer>, outcome: Option<Outcome>) {
        if let Some(answer) = answer {
            platform.conclude(&asking.account, answer, Late::GiveBack);
        }
        if let Some(Outcome::Answered(Ok(Verdict { decision: Ok(reserved), .. }))) = outcome {
            platform.give_back(&asking.account, reserved);
        }
        self.forget(asking);
    }

    /// Takes the entry of the isolate's own log back.
    fn forget(&self, asking: &Asking) {
        if let Some(noted) = asking.noted {
            self.memory.borrow_mut().give_back(&asking.account, noted);
        }
    }
}

impl<T> From<Result<Admission, Refusal>> for Beside<T> {
    fn from(decision: Result<Admission, Refusal>) -> Beside<T> {
        match decision {
            Ok(admission) => Beside::Admitted(admission),
            Err(refusal) => Beside::Refused(refusal),
        }
    }
}

/// One line for whoever operates the service. It names no client.
fn log<P: Platform>(platform: &P, event: &str, facts: Json) {
    platform.log(&json!({ "limiter": event, "facts": facts }).to_string());
}
