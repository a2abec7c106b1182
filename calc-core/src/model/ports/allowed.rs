//! What an input may be set to.

use std::fmt;

use super::dates::{is_plain_text, split_date};
use super::{Input, PortType};
use crate::calendar::Calendar;
use crate::value::{AsJson, Value};

/// The greatest magnitude of a number that has no range of its own.
pub const MAX_NUMBER: f64 = 1e9;
/// The most characters of a text that has no choices.
pub const MAX_TEXT: usize = 200;
/// The first day that may be written as text: Excel's 1900 has a day too many, so texts start after it.
const FIRST_DATE: (i64, i64, i64) = (1901, 1, 1);

/// One alternative of what an input accepts.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed<'a> {
    /// One of these values.
    Choices(&'a [Value]),
    /// A number from `min` to `max`.
    Number {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
    },
    /// Plain text of at most [`MAX_TEXT`] characters.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A day written `YYYY-MM-DD`.
    Date(DateBounds),
    /// What the workbook itself holds, though nothing else allows it.
    Default(&'a Value),
}

/// The first and the last day, `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq)]
pub struct DateBounds {
    /// The first day.
    pub first: String,
    /// The last day.
    pub last: String,
}

impl Input {
    /// What it accepts beside `null`: a value is accepted if one of these allows it.
    pub fn allowed(&self, calendar: Calendar) -> Vec<Allowed<'_>> {
        let mut allowed = self.declared(calendar);
        if self.default.is_blank() || self.default.error().is_some() {
            return allowed;
        }
        let default = self.default.to_json();
        if !allowed.iter().any(|alternative| alternative.accept(&default, calendar).is_some()) {
            allowed.push(Allowed::Default(&self.default));
        }
        allowed
    }

    /// What the ports file declares, the default left aside.
    pub(super) fn declared(&self, calendar: Calendar) -> Vec<Allowed<'_>> {
        if !self.choices.is_empty() {
            let choices = Allowed::Choices(&self.choices);
            return if self.free_text { vec![choices, Allowed::Text] } else { vec![choices] };
        }
        let number = Allowed::Number { min: self.min.unwrap_or(-MAX_NUMBER), max: self.max.unwrap_or(MAX_NUMBER) };
        match self.port.kind {
            PortType::Number => vec![number],
            PortType::Text => vec![Allowed::Text],
            PortType::Boolean => vec![Allowed::Boolean],
            PortType::Any => vec![number, Allowed::Text, Allowed::Boolean],
            PortType::Date => {
                let last = calendar.last_serial() as f64;
                let min = self.min.unwrap_or(0.0).max(0.0);
                let max = self.max.unwrap_or(last).min(last);
                let mut allowed = vec![Allowed::Number { min, max }];
                allowed.extend(DateBounds::between(min, max, calendar).map(Allowed::Date));
                allowed
            }
        }
    }
}

impl DateBounds {
    /// The days whose serials lie from `min` to `max`; `None` if no day that can be written does.
    fn between(min: f64, max: f64, calendar: Calendar) -> Option<DateBounds> {
        let (year, month, day) = FIRST_DATE;
        let earliest = calendar.serial_of_existing(year, month, day).unwrap_or(calendar.first_serial());
        let first = (min.ceil() as i64).max(earliest);
        let last = (max.floor() as i64).min(calendar.last_serial());
        let text = |serial: i64| {
            let date = calendar.date(serial)?;
            Some(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
        };
        if first > last {
            return None;
        }
        Some(DateBounds { first: text(first)?, last: text(last)? })
    }
}

impl Allowed<'_> {
    /// The value to set if a JSON value is allowed by this alternative.
    pub(super) fn accept(&self, json: &serde_json::Value, calendar: Calendar) -> Option<Value> {
        match self {
            Allowed::Choices(choices) => {
                let value = Value::from_json(json)?;
                choices.contains(&value).then_some(value)
            }
            Allowed::Default(default) => Value::from_json(json).filter(|value| value == *default),
            Allowed::Number { min, max } => {
                let number = json.as_f64()?;
                // -0 and 0 are one input, and must be one answer.
                (*min <= number && number <= *max).then_some(Value::Number(number + 0.0))
            }
            Allowed::Text => {
                let text = json.as_str()?;
                (text.chars().count() <= MAX_TEXT && is_plain_text(text)).then(|| Value::text(text))
            }
            Allowed::Boolean => json.as_bool().map(Value::Bool),
            Allowed::Date(bounds) => {
                let text = json.as_str()?;
                let (year, month, day) = split_date(text)?;
                let serial = calendar.serial_of_existing(year, month, day)?;
                let between = bounds.first.as_str() <= text && text <= bounds.last.as_str();
                between.then_some(Value::Number(serial as f64))
            }
        }
    }
}

/// As an error message says it: `a number from 1 to 5`.
impl fmt::Display for Allowed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Allowed::Choices(choices) => {
                f.write_str("one of ")?;
                for (at, choice) in choices.iter().enumerate() {
                    write!(f, "{}{}", if at == 0 { "" } else { ", " }, Shown(choice))?;
                }
                Ok(())
            }
            Allowed::Number { min, max } => {
                write!(f, "a number from {} to {}", Shown(&Value::Number(*min)), Shown(&Value::Number(*max)))
            }
            Allowed::Text => write!(f, "plain text of at most {MAX_TEXT} characters"),
            Allowed::Boolean => f.write_str("true or false"),
            Allowed::Date(DateBounds { first, last }) => write!(f, "a date from {first} to {last}"),
            Allowed::Default(default) => write!(f, "the workbook's own {}", Shown(default)),
        }
    }
}

/// A value inside a message: text in backticks, the rest as JSON.
struct Shown<'a>(&'a Value);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Text(text) => write!(f, "`{text}`"),
            value => f.write_str(&serde_json::to_string(&AsJson(value)).unwrap_or_default()),
        }
    }
}
