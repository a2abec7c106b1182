//! A platform in memory: whole requests in native tests and benchmarks.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{pending, poll_fn, ready};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use super::{Answer, Body, BodyError, Late, Platform};
use crate::http::Response;
use crate::quota::{Question, SlidingLog};

/// A clock that is set by hand, a model, a cache that forgets nothing, an authority, and a log that is kept.
#[derive(Default)]
pub struct Memory {
    /// The time, in milliseconds since 1970.
    pub now: Cell<f64>,
    /// The bytes of the model.
    pub model: Option<Vec<u8>>,
    /// The bytes of the model of the whole workbook, if the other has less.
    pub whole: Option<Vec<u8>>,
    /// How often the model was asked for.
    pub loads: Cell<u32>,
    /// What is in the cache that isolates share: platforms with the same one stand for isolates of one data centre.
    pub cache: Rc<RefCell<BTreeMap<String, Response>>>,
    /// The settings of the deployment.
    pub settings: BTreeMap<String, String>,
    /// The authority, one for all isolates.
    pub authority: Rc<Authority>,
    /// How often a look into the cache has to wait before it is answered, with what was there when it began.
    pub pauses: Cell<u32>,
    /// What was logged.
    pub log: RefCell<Vec<String>>,
}

/// An authority in memory: all its logs, and how it fares.
#[derive(Default)]
pub struct Authority {
    /// Its logs by account.
    pub logs: RefCell<BTreeMap<String, SlidingLog>>,
    /// What is wrong with it.
    pub fault: Cell<Fault>,
    /// How often it was asked.
    pub asked: Cell<u32>,
}

/// What is wrong with the authority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it answers at once.
    #[default]
    None,
    /// It cannot be reached.
    Down,
    /// Its answer does not come in time.
    Slow,
}

impl Platform for Memory {
    fn now(&self) -> f64 {
        self.now.get()
    }

    fn request_id(&self) -> String {
        "test".to_owned()
    }

    async fn model(&self) -> Result<Vec<u8>, String> {
        self.loads.set(self.loads.get() + 1);
        self.model.clone().ok_or_else(|| "there is no model".to_owned())
    }

    async fn whole_model(&self) -> Result<Vec<u8>, String> {
        self.whole.clone().ok_or_else(|| "there is no whole model".to_owned())
    }

    async fn find(&self, name: &str) -> Option<Response> {
        let found = self.cache.borrow().get(name).cloned();
        let mut pauses = self.pauses.get();
        poll_fn(|context| match pauses.checked_sub(1) {
            None => Poll::Ready(()),
            Some(fewer) => {
                pauses = fewer;
                context.waker().wake_by_ref();
                Poll::Pending
            }
        })
        .await;
        found
    }

    fn keep(&self, name: &str, response: Response) {
        self.cache.borrow_mut().insert(name.to_owned(), response);
    }

    fn setting(&self, name: &str) -> Option<String> {
        self.settings.get(name).cloned()
    }

    fn ask(&self, account: &str, question: &Question) -> Answer {
        let Authority { logs, fault, asked } = &*self.authority;
        asked.set(asked.get() + 1);
        let decide = || {
            let mut logs = logs.borrow_mut();
            let log = logs.entry(account.to_owned()).or_insert_with(|| question.new_log());
            question.ask(log, self.now.get() as u64)
        };
        match fault.get() {
            Fault::None => Box::pin(ready(Ok(decide()))),
            Fault::Down => Box::pin(ready(Err("it is down".to_owned()))),
            Fault::Slow => {
                decide();
                Box::pin(pending())
            }
        }
    }

    fn give_back(&self, account: &str, reserved: u64) {
        if let Some(log) = self.authority.logs.borrow_mut().get_mut(account) {
            log.give_back(reserved);
        }
    }

    /// What is there already is seen to; what is late here never comes.
    fn conclude(&self, account: &str, mut answer: Answer, late: Late) {
        let answered = answer.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let (Poll::Ready(Ok(verdict)), Late::GiveBack) = (answered, late)
            && let Ok(reserved) = verdict.decision
        {
            self.give_back(account, reserved);
        }
    }

    /// The clock jumps; nothing else happens meanwhile.
    async fn pause(&self, milliseconds: u32) {
        self.now.set(self.now.get() + f64::from(milliseconds));
    }

    fn log(&self, line: &str) {
        self.log.borrow_mut().push(line.to_owned());
    }
}

impl Body for &[u8] {
    async fn read(self, limit: usize) -> Result<Vec<u8>, BodyError> {
        if self.len() > limit { Err(BodyError::TooLarge) } else { Ok(self.to_vec()) }
    }
}
