//! What is wrong with a request.

use std::fmt;

use serde_json::{Value as Json, json};

use crate::calendar::Calendar;
use crate::model::ports::{Allowed, Input, Refusal};
use crate::value::Value;

/// Which kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A member, input or output that does not exist.
    Unknown,
    /// A member that has to be there.
    Missing,
    /// Two members that exclude each other, or the same thing said twice.
    Conflict,
    /// Text that is no cell of the workbook.
    Cell,
    /// A formula that cannot be read.
    Formula,
    /// More than a request may hold.
    Limit,
    /// A value that an input does not accept.
    Refused(crate::model::ports::RefusalKind),
}

impl FaultKind {
    /// The word that an API answer uses.
    pub fn name(self) -> &'static str {
        match self {
            FaultKind::Unknown => "unknown",
            FaultKind::Missing => "missing",
            FaultKind::Conflict => "conflict",
            FaultKind::Cell => "cell",
            FaultKind::Formula => "formula",
            FaultKind::Limit => "limit",
            FaultKind::Refused(kind) => kind.name(),
        }
    }
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Which kind.
    pub kind: FaultKind,
    /// Where in the request: a JSON Pointer (RFC 6901).
    pub pointer: String,
    /// What was found and what was expected.
    pub detail: String,
    /// The cell of the input, `Sheet!A1`.
    pub cell: Option<String>,
    /// What the input accepts, as JSON.
    pub allowed: Option<Box<Json>>,
}

impl Fault {
    pub(super) fn new(kind: FaultKind, pointer: String, detail: impl Into<String>) -> Fault {
        Fault { kind, pointer, detail: detail.into(), cell: None, allowed: None }
    }

    pub(super) fn refused(pointer: String, input: &Input, refusal: &Refusal, calendar: Calendar) -> Fault {
        let port = &input.port;
        Fault {
            kind: FaultKind::Refused(refusal.kind),
            pointer,
            detail: format!("cannot read input `{}`: {refusal} (cell {})", port.name, port.place),
            cell: Some(port.place.clone()),
            allowed: Some(Box::new(allowed_json(&input.allowed(calendar)))),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

/// What an input accepts, for a program that shows it: the ranges, choices and lengths of all alternatives in one object.
fn allowed_json(allowed: &[Allowed<'_>]) -> Json {
    let mut members = serde_json::Map::new();
    for alternative in allowed {
        match alternative {
            Allowed::Choices(choices) => {
                let choices: Vec<Json> = choices.iter().map(Value::to_json).collect();
                members.insert("choices".to_owned(), Json::Array(choices));
            }
            Allowed::Number { min, max } => {
                members.insert("min".to_owned(), Value::from(*min).to_json());
                members.insert("max".to_owned(), Value::from(*max).to_json());
            }
            Allowed::Text => {
                members.insert("max_length".to_owned(), json!(crate::model::ports::MAX_TEXT));
            }
            Allowed::Boolean => {
                members.insert("boolean".to_owned(), json!([true, false]));
            }
            Allowed::Date(bounds) => {
                members.insert("first".to_owned(), json!(bounds.first));
                members.insert("last".to_owned(), json!(bounds.last));
            }
            Allowed::Default(default) => {
                members.insert("default".to_owned(), default.to_json());
            }
        }
    }
    Json::Object(members)
}

/// A member below a JSON Pointer; `~` and `/` in its name are escaped.
pub(super) fn pointer(parent: &str, member: &str) -> String {
    format!("{parent}/{}", member.replace('~', "~0").replace('/', "~1"))
}
