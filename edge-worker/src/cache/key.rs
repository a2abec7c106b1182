//! What an answer is found by, and until when it is true.

use calc_core::calculation::{Batch, Calculator, ENGINE, Request};
use calc_core::calendar::{Calendar, Date};
use calc_core::model::Model;
use calc_core::model::validity::Validity;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::write_canonical;
use crate::digest;

/// The SHA-256 of all that an answer depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 32]);

/// Where an answer is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// What it is found by.
    pub key: Key,
    /// The first day of which it is not true, counted from 1970.
    pub until_day: i64,
}

impl Shelf {
    /// The shelf of a settled request's answer on a day, counted from 1970; `None` if chance is in it, so that no two answers are the same.
    pub fn of_request(request: &Request, calculator: &Calculator, day: i64) -> Option<Shelf> {
        let canonical = request.canonical(calculator.model());
        Shelf::of("request", canonical, calculator.validity(request), calculator.model(), day)
    }

    /// The shelf of the answer to a batch, as a whole.
    pub fn of_batch(batch: &Batch, calculator: &Calculator, day: i64) -> Option<Shelf> {
        let canonical = batch.canonical(calculator.model());
        Shelf::of("batch", canonical, calculator.validity(&batch.shared), calculator.model(), day)
    }

    /// The shelf of something else that is made of a model: its schema, its page.
    pub fn of_resource(name: &'static str, validity: Validity, model: &Model, day: i64) -> Option<Shelf> {
        Shelf::of("resource", name.into(), validity, model, day)
    }

    fn of(kind: &'static str, what: Json, validity: Validity, model: &Model, day: i64) -> Option<Shelf> {
        let (truth, until_day) = truth(validity, model, day)?;
        let members =
            [(kind, what), ("engine", ENGINE.into()), ("model", model.hash().into()), ("truth", truth.into())];
        let document: Map<String, Json> = members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let key = Key(Sha256::digest(write_canonical(&Json::Object(document))).into());
        Some(Shelf { key, until_day })
    }
}

impl Key {
    /// As 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        digest::hex(&self.0)
    }

    /// The strong entity tag of the answer.
    pub fn tag(&self) -> String {
        digest::tag(&self.0)
    }
}

/// When an answer is true, `2026-03-01` where it depends on the date and `2026` otherwise, and the first day of which it is not.
fn truth(validity: Validity, model: &Model, day: i64) -> Option<(String, i64)> {
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let epoch = calendar.serial(1970, 1, 1)?;
    let Date { year, month, day: of_month } = calendar.date(epoch + day)?;
    match validity {
        Validity::Year => Some((format!("{year:04}"), calendar.serial(i64::from(year) + 1, 1, 1)? - epoch)),
        Validity::Day => Some((format!("{year:04}-{month:02}-{of_month:02}"), day + 1)),
        Validity::Moment => None,
    }
}
