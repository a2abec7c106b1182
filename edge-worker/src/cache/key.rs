//! What an answer is found by.

use std::fmt::Write;

use calc_core::calculation::{Calculator, ENGINE, Request};
use calc_core::calendar::Calendar;
use calc_core::model::Model;
use calc_core::model::validity::Validity;
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::write_canonical;

/// The SHA-256 of all that an answer depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 32]);

impl Key {
    /// The key of a settled request's answer on a day, counted from 1970; `None` if chance is in it, so that no two answers are the same.
    pub fn of(request: &Request, calculator: &Calculator, day: i64) -> Option<Key> {
        let model = calculator.model();
        let truth = truth(calculator.validity(request), model, day)?;
        let mut document = Map::new();
        document.insert("engine".to_owned(), ENGINE.into());
        document.insert("model".to_owned(), model.hash().into());
        document.insert("truth".to_owned(), truth.into());
        document.insert("request".to_owned(), request.canonical(model));
        Some(Key(Sha256::digest(write_canonical(&Json::Object(document))).into()))
    }

    /// As 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        let mut hex = String::with_capacity(2 * self.0.len());
        for byte in self.0 {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

/// When an answer is true: `2026-03-01` where it depends on the date, `2026` otherwise.
fn truth(validity: Validity, model: &Model, day: i64) -> Option<String> {
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let date = calendar.date(calendar.serial(1970, 1, 1)? + day)?;
    match validity {
        Validity::Year => Some(format!("{:04}", date.year)),
        Validity::Day => Some(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        Validity::Moment => None,
    }
}
