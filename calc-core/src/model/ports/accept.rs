//! The check of one input value.

use std::fmt;

use serde_json::Value as Json;

use super::dates::split_date;
use super::{Allowed, Input, MAX_TEXT, is_plain_text};
use crate::calendar::Calendar;
use crate::value::{AsJson, Value};

/// How much of a refused text is shown back.
const SHOWN: usize = 40;

/// Why an input value was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// A value of another type.
    Type,
    /// A number or day outside the range.
    Range,
    /// Not among the choices.
    Choice,
    /// A text that is too long.
    Length,
    /// A text with control characters.
    Characters,
    /// No day of the calendar, or one outside the range.
    Date,
}

impl RefusalKind {
    /// The word that an API answer uses.
    pub fn name(self) -> &'static str {
        match self {
            RefusalKind::Type => "type",
            RefusalKind::Range => "range",
            RefusalKind::Choice => "choice",
            RefusalKind::Length => "length",
            RefusalKind::Characters => "characters",
            RefusalKind::Date => "date",
        }
    }
}

/// A refused input value: what was found and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub kind: RefusalKind,
    /// What was found, as a message says it.
    pub found: String,
    /// What was expected, as a message says it.
    pub expected: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "found {}, expected {}", self.found, self.expected)
    }
}

impl Input {
    /// The cell value that a JSON value means for this input, or why it is refused. `null` is blank.
    ///
    /// A formula is never taken from an input: `"=1+1"` is text where text is allowed and refused where it is not.
    ///
    /// ```
    /// use calc_core::calendar::Calendar;
    /// use calc_core::model::ports::PortsFile;
    /// use calc_core::value::Value;
    /// use calc_core::workbook::{Sheet, Workbook};
    /// use serde_json::json;
    ///
    /// let sheet = Sheet { name: "Job".to_string(), ..Sheet::default() };
    /// let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
    /// let file = br#"{"inputs":[{"name":"start","cell":"Job!A1","type":"date","min":"2024-01-01"}]}"#;
    /// let (ports, _) = PortsFile::parse(file).unwrap().resolve(&workbook);
    /// let input = ports.input("start").unwrap();
    /// let calendar = Calendar::new(workbook.date_system, workbook.dialect);
    /// assert_eq!(input.accept(&json!("2024-02-29"), calendar), Ok(Value::Number(45351.0)));
    /// assert_eq!(input.accept(&json!(null), calendar), Ok(Value::Blank));
    /// let refusal = input.accept(&json!("2023-02-29"), calendar).unwrap_err();
    /// assert_eq!(refusal.kind.name(), "date");
    /// ```
    pub fn accept(&self, json: &Json, calendar: Calendar) -> Result<Value, Refusal> {
        if json.is_null() {
            return Ok(Value::Blank);
        }
        let allowed = self.allowed(calendar);
        if let Some(value) = allowed.iter().find_map(|alternative| alternative.accept(json, calendar)) {
            return Ok(value);
        }
        let expected: Vec<String> = allowed.iter().map(Allowed::to_string).collect();
        let kind = allowed.iter().find_map(|alternative| alternative.near_miss(json)).unwrap_or(RefusalKind::Type);
        Err(Refusal { kind, found: describe(json), expected: expected.join(", or ") })
    }
}

impl Allowed<'_> {
    /// Why a refused value fails this alternative, if it is at least of its type.
    fn near_miss(&self, json: &Json) -> Option<RefusalKind> {
        match (self, json) {
            (Allowed::Choices(choices), _) => {
                let same_type = choices.iter().any(|choice| match choice {
                    Value::Number(_) => json.is_number(),
                    Value::Text(_) => json.is_string(),
                    Value::Bool(_) => json.is_boolean(),
                    Value::Blank | Value::Error(_) => false,
                });
                same_type.then_some(RefusalKind::Choice)
            }
            (Allowed::Number { .. }, Json::Number(_)) => Some(RefusalKind::Range),
            (Allowed::Text, Json::String(text)) if !is_plain_text(text) => Some(RefusalKind::Characters),
            (Allowed::Text, Json::String(text)) if text.chars().count() > MAX_TEXT => Some(RefusalKind::Length),
            (Allowed::Date(_), Json::String(text)) if split_date(text).is_some() => Some(RefusalKind::Date),
            _ => None,
        }
    }
}

/// A JSON value as a message says it.
pub(crate) fn describe(json: &Json) -> String {
    match json {
        Json::Null => "null".to_string(),
        Json::Bool(logical) => format!("boolean {logical}"),
        Json::Number(number) => {
            let number = Value::from(number.as_f64().unwrap_or(f64::NAN));
            format!("number {}", serde_json::to_string(&AsJson(&number)).unwrap_or_default())
        }
        Json::Array(_) => "an array".to_string(),
        Json::Object(_) => "an object".to_string(),
        Json::String(text) => {
            let shown: String = text.chars().take(SHOWN).map(|c| if c.is_control() { '·' } else { c }).collect();
            let count = text.chars().count();
            if count > SHOWN { format!("text `{shown}…` of {count} characters") } else { format!("text `{shown}`") }
        }
    }
}
