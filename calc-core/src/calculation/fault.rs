//! What is wrong with a request.

use std::fmt;
use std::ops::Range;

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
    /// Where `detail` repeats what the request said.
    quoted: Vec<Range<usize>>,
    /// Whether the last part of `pointer` is a name that only the request knows.
    is_foreign: bool,
}

impl Fault {
    pub(super) fn new(kind: FaultKind, pointer: String, detail: impl Into<Detail>) -> Fault {
        let Detail { text, quoted } = detail.into();
        Fault { kind, pointer, detail: text, cell: None, allowed: None, quoted, is_foreign: false }
    }

    /// A fault of inputs as one of a scenario of a batch.
    pub(super) fn of_scenario(self, scenario: usize) -> Fault {
        let below = self.pointer.strip_prefix("/inputs").unwrap_or(&self.pointer);
        Fault { pointer: format!("/scenarios/{scenario}{below}"), ..self }
    }

    /// A fault of a member whose name nobody but the request knows.
    pub(super) fn of_member(kind: FaultKind, parent: &str, member: &str, detail: Detail) -> Fault {
        Fault { is_foreign: !is_plain_name(member), ..Fault::new(kind, pointer(parent, member), detail) }
    }

    pub(super) fn refused(pointer: String, input: &Input, refusal: &Refusal, calendar: Calendar) -> Fault {
        let port = &input.port;
        let detail = Detail::from(format!("cannot read input `{}`: found ", port.name)).found(&refusal.found);
        let detail = detail.say(&format!(", expected {} (cell {})", refusal.expected, port.place));
        Fault {
            cell: Some(port.place.clone()),
            allowed: Some(Box::new(allowed_json(&input.allowed(calendar)))),
            ..Fault::new(FaultKind::Refused(refusal.kind), pointer, detail)
        }
    }

    /// The detail for whoever may not have sent the request: `…` stands for each text of the request that could be anything.
    ///
    /// An answer that repeats what was sent carries an attack on, into a log or a page that shows it.
    pub fn discreet_detail(&self) -> String {
        let mut shown = String::with_capacity(self.detail.len());
        let mut from = 0;
        for range in &self.quoted {
            shown.push_str(self.detail.get(from..range.start).unwrap_or_default());
            shown.push('…');
            from = range.end;
        }
        shown.push_str(self.detail.get(from..).unwrap_or_default());
        shown
    }

    /// The pointer, ending above a name that could be anything.
    pub fn discreet_pointer(&self) -> &str {
        let parent = self.pointer.rsplit_once('/').map(|(parent, _)| parent);
        if self.is_foreign { parent.unwrap_or_default() } else { &self.pointer }
    }
}

/// A message that knows which of its parts the request said.
#[derive(Clone, Debug, Default)]
pub(super) struct Detail {
    text: String,
    quoted: Vec<Range<usize>>,
}

impl From<&str> for Detail {
    fn from(text: &str) -> Detail {
        Detail::from(text.to_owned())
    }
}

impl From<String> for Detail {
    fn from(text: String) -> Detail {
        Detail { text, quoted: Vec::new() }
    }
}

impl Detail {
    /// Adds words of our own.
    pub(super) fn say(mut self, words: &str) -> Detail {
        self.text.push_str(words);
        self
    }

    /// Adds a name that the request said, in backticks.
    pub(super) fn name(mut self, name: &str) -> Detail {
        self.text.push('`');
        let from = self.text.len();
        self.text.push_str(&shorten(name));
        if !is_plain_name(name) {
            self.quoted.push(from..self.text.len());
        }
        self.text.push('`');
        self
    }

    /// Adds a description of a value. A text in it stands in backticks, and they are the outermost.
    pub(super) fn found(mut self, described: &str) -> Detail {
        let from = self.text.len();
        if let (Some(first), Some(last)) = (described.find('`'), described.rfind('`'))
            && first < last
        {
            self.quoted.push(from + first + 1..from + last);
        }
        self.text.push_str(described);
        self
    }
}

/// Whether a name is a word that can be repeated anywhere without becoming something else there.
fn is_plain_name(name: &str) -> bool {
    const LONGEST: usize = 64;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    !name.is_empty() && name.len() <= LONGEST && name.bytes().all(is_plain) && !name.contains("..")
}

/// A foreign name inside a message: not longer than a line, without control characters.
fn shorten(name: &str) -> String {
    const SHOWN: usize = 60;
    let shown: String = name.chars().take(SHOWN).map(|c| if c.is_control() { '·' } else { c }).collect();
    if name.chars().nth(SHOWN).is_some() { format!("{shown}…") } else { shown }
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
///
/// ```
/// assert_eq!(calc_core::calculation::pointer("/inputs", "a/b~c"), "/inputs/a~1b~0c");
/// ```
pub fn pointer(parent: &str, member: &str) -> String {
    format!("{parent}/{}", member.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(member: &str, value: &Json) -> Fault {
        let found = crate::model::ports::describe(value);
        let detail = Detail::from("found ").found(&found).say(" at ").name(member).say(", expected nothing");
        Fault::of_member(FaultKind::Unknown, "/inputs", member, detail)
    }

    #[test]
    fn a_discreet_fault_repeats_plain_names_and_nothing_else() {
        let plain = fault("coatz", &json!(9));
        assert_eq!(plain.discreet_detail(), "found number 9 at `coatz`, expected nothing");
        assert_eq!(plain.discreet_pointer(), "/inputs/coatz");
        let hostile = fault("a'--/b", &json!("x` <script>"));
        assert_eq!(hostile.detail, "found text `x` <script>` at `a'--/b`, expected nothing");
        assert_eq!(hostile.discreet_detail(), "found text `…` at `…`, expected nothing");
        assert_eq!((hostile.pointer.as_str(), hostile.discreet_pointer()), ("/inputs/a'--~1b", "/inputs"));
    }
}
