//! The authority of the rate limit: one object for each account, anywhere in the world only once.
//!
//! A decision is one step without a wait: the log in memory is asked, and the admission is written down. The runtime sends no answer
//! before what was written is safe, so that an object that is put away, or dies, goes on from its rows as if nothing had been. When the
//! window is past, an alarm deletes everything: a client that is gone leaves nothing behind.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use cf_config::policy::RATE_WINDOW_SECONDS;
use worker::{Date, DurableObject, Env, Request, Response, Result, SqlStorage, SqlStorageValue, State, durable_object};

use crate::quota::{Entry, Limits, Message, Question, SlidingLog, Verdict};

/// Entries of the log. `behind` says by how much the clock had stepped back; all times are milliseconds.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS entries \
    (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, cost INTEGER NOT NULL, lane INTEGER NOT NULL, behind INTEGER NOT NULL)";

/// The object.
#[durable_object]
pub struct LimiterDo {
    state: State,
    log: RefCell<Option<SlidingLog>>,
    is_alarm_set: Cell<bool>,
}

impl DurableObject for LimiterDo {
    fn new(state: State, _env: Env) -> Self {
        LimiterDo { state, log: RefCell::default(), is_alarm_set: Cell::new(false) }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let now = Date::now().as_millis();
        match Message::of_path(&request.path()) {
            Some(Message::Ask(question)) => {
                let verdict = self.decide(&question, now)?;
                if verdict.decision.is_ok() && !self.is_alarm_set.replace(true) {
                    self.wake_in(question.limits.window).await?;
                }
                Response::ok(verdict.to_line())
            }
            Some(Message::GiveBack(id)) => {
                self.give_back(id)?;
                Response::ok("")
            }
            None => Response::error("found a path that is no message", 400),
        }
    }

    /// Deletes the object's data once nothing is left in its window; until then comes again when that will be.
    async fn alarm(&self) -> Result<Response> {
        match self.tidy(Date::now().as_millis())? {
            Some(left) => self.wake_in(left).await?,
            None => {
                *self.log.borrow_mut() = None;
                self.is_alarm_set.set(false);
                self.state.storage().delete_all().await?;
            }
        }
        Response::ok("")
    }
}

impl LimiterDo {
    /// Decides and writes down what was admitted.
    fn decide(&self, question: &Question, now: u64) -> Result<Verdict> {
        let mut slot = self.log.borrow_mut();
        let log = match slot.as_mut() {
            Some(log) => log,
            None => slot.insert(self.load(question.limits)?),
        };
        let verdict = question.ask(log, now);
        if let (Ok(_), Some(Entry { id, at, cost, lane })) = (verdict.decision, log.last()) {
            let row = [integer(id), integer(at), integer(cost.into()), integer(lane.into()), integer(log.behind())];
            self.sql().exec("INSERT INTO entries (id, at, cost, lane, behind) VALUES (?, ?, ?, ?, ?)", row.to_vec())?;
        }
        Ok(verdict)
    }

    fn give_back(&self, id: u64) -> Result<()> {
        if let Some(log) = self.log.borrow_mut().as_mut() {
            log.give_back(id);
        }
        self.sql().exec(TABLE, None)?;
        self.sql().exec("DELETE FROM entries WHERE id = ?", vec![integer(id)])?;
        Ok(())
    }

    /// Forgets the rows that have left the window; in how many milliseconds the last one will.
    fn tidy(&self, now: u64) -> Result<Option<u64>> {
        let mut slot = self.log.borrow_mut();
        let log = match slot.as_mut() {
            Some(log) => log,
            // Only the window counts here: the object was put away, and its next question brings its limits.
            None => &mut self.load(Limits { lane: 0, all: None, window: u64::from(RATE_WINDOW_SECONDS) * 1000 })?,
        };
        let left = log.empty_in(now);
        if let Some(oldest) = log.first() {
            self.sql().exec("DELETE FROM entries WHERE id < ?", vec![integer(oldest.id)])?;
        }
        Ok(left)
    }

    /// The log as its rows have it.
    fn load(&self, limits: Limits) -> Result<SlidingLog> {
        self.sql().exec(TABLE, None)?;
        let mut entries = Vec::new();
        let mut last = 0;
        for row in self.sql().exec("SELECT id, at, cost, lane, behind FROM entries ORDER BY id", None)?.raw() {
            let row: Vec<u64> = row?.iter().map(number).collect();
            let [id, at, cost, lane, behind] = row[..] else { continue };
            entries.push(Entry { id, at, cost: cost as u32, lane: lane as u16 });
            last = behind;
        }
        Ok(SlidingLog::resume(limits, entries, last))
    }

    fn sql(&self) -> SqlStorage {
        self.state.storage().sql()
    }

    /// Sets the alarm a moment late, so that the last entry has left the window by then.
    async fn wake_in(&self, milliseconds: u64) -> Result<()> {
        self.state.storage().set_alarm(Duration::from_millis(milliseconds + 1)).await
    }
}

/// A number as SQLite takes it; all of ours are far below 2^53.
fn integer(number: u64) -> SqlStorageValue {
    SqlStorageValue::Integer(number as i64)
}

/// A number as SQLite gives it back.
fn number(value: &SqlStorageValue) -> u64 {
    match value {
        SqlStorageValue::Integer(number) => u64::try_from(*number).unwrap_or_default(),
        SqlStorageValue::Float(number) => *number as u64,
        _ => 0,
    }
}
