//! The conditions of SUMIF, COUNTIFS and their kin: `">=10"`, `"<>*paint*"`, `5`.

use std::cmp::Ordering;

use super::args::Context;
use super::coerce;
use super::compare::{equal_texts, order_texts};
use super::indexes::key::Reading;
use super::wildcard::{Pattern, has_wildcards};
use crate::number;
use crate::value::{CellError, Text, Value};

/// A condition on one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    test: Test,
    subject: Subject,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Test {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Debug, PartialEq)]
enum Subject {
    Number(f64),
    Text(Text),
    Pattern(Pattern),
    Bool(bool),
    Error(CellError),
    /// `"="` and `"<>"` alone: a cell that holds nothing.
    Blank,
    /// `""`: a cell that holds nothing, or `""`.
    Nothing,
    /// What no value can be.
    Never,
}

/// What a text without an operator asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// The whole text.
    Whole,
    /// A text that begins so, as in the conditions of the database functions.
    Begin,
}

impl Criterion {
    /// Reads a condition of a function of the SUMIF kind. A blank condition is the number 0.
    ///
    /// A text may start with an operator; what follows is a number, a logical or an error if it reads as one, otherwise a text,
    /// with wildcards for `=` and `<>`.
    pub fn new(condition: &Value, context: &Context<'_>) -> Criterion {
        Criterion::with(condition, context, Words::Whole)
    }

    /// Reads a condition.
    pub fn with(condition: &Value, context: &Context<'_>, words: Words) -> Criterion {
        let equal = |subject| Criterion { test: Test::Equal, subject };
        match condition {
            Value::Blank => equal(Subject::Number(0.0)),
            Value::Number(number) => equal(Subject::Number(*number)),
            Value::Bool(logical) => equal(Subject::Bool(*logical)),
            Value::Error(error) => equal(Subject::Error(*error)),
            Value::Text(text) => Criterion::parse(text, context, words),
        }
    }

    fn parse(text: &Text, context: &Context<'_>, words: Words) -> Criterion {
        const OPERATORS: [(&str, Test); 6] = [
            ("<>", Test::NotEqual),
            ("<=", Test::LessOrEqual),
            (">=", Test::GreaterOrEqual),
            ("<", Test::Less),
            (">", Test::Greater),
            ("=", Test::Equal),
        ];
        let found = OPERATORS.iter().find_map(|(sign, test)| text.strip_prefix(sign).map(|rest| (*test, rest)));
        let Some((test, rest)) = found else {
            if text.is_empty() {
                return Criterion { test: Test::Equal, subject: Subject::Nothing };
            }
            let mut subject = Subject::parse(text, Test::Equal, context).unwrap_or_else(|| Subject::Text(text.clone()));
            if words == Words::Begin && matches!(subject, Subject::Text(_) | Subject::Pattern(_)) {
                subject = Subject::Pattern(Pattern::new(&format!("{text}*")));
            }
            return Criterion { test: Test::Equal, subject };
        };
        if rest.is_empty() {
            // Nothing is less or greater than nothing.
            let ordered = !matches!(test, Test::Equal | Test::NotEqual);
            return Criterion { test, subject: if ordered { Subject::Never } else { Subject::Blank } };
        }
        let subject = Subject::parse(rest, test, context).unwrap_or_else(|| Subject::Text(Text::from(rest)));
        Criterion { test, subject }
    }

    /// What a value has to be the same as, and how, if that is all that the condition asks for.
    pub fn equality(&self) -> Option<(Reading, Value)> {
        if self.test != Test::Equal {
            return None;
        }
        match &self.subject {
            Subject::Number(number) => Some((Reading::Digits, Value::Number(*number))),
            Subject::Text(text) => Some((Reading::Exact, Value::Text(text.clone()))),
            Subject::Bool(logical) => Some((Reading::Exact, Value::Bool(*logical))),
            Subject::Error(error) => Some((Reading::Exact, Value::Error(*error))),
            Subject::Pattern(_) | Subject::Blank | Subject::Nothing | Subject::Never => None,
        }
    }

    /// Whether the value satisfies the condition. Values of another type than the condition's never do, except for `<>`.
    pub fn holds(&self, value: &Value, context: &Context<'_>) -> bool {
        let order = match (&self.subject, value) {
            (Subject::Number(b), Value::Number(a)) => Some(number::cmp15(*a, *b)),
            // Text in a cell that reads as a number equals that number; yet it is neither less nor greater nor kept out by `<>`.
            (Subject::Number(b), Value::Text(text)) if self.test == Test::Equal => {
                let same = coerce::parse_number(text, context).is_some_and(|a| number::eq15(a, *b));
                same.then_some(Ordering::Equal)
            }
            (Subject::Text(b), Value::Text(a)) if matches!(self.test, Test::Equal | Test::NotEqual) => {
                equal_texts(a, b).then_some(Ordering::Equal)
            }
            (Subject::Text(b), Value::Text(a)) => Some(order_texts(a, b)),
            (Subject::Pattern(pattern), Value::Text(a)) => pattern.matches(a).then_some(Ordering::Equal),
            (Subject::Bool(b), Value::Bool(a)) => Some(a.cmp(b)),
            (Subject::Error(b), Value::Error(a)) => Some(a.cmp(b)),
            (Subject::Blank | Subject::Nothing, Value::Blank) => Some(Ordering::Equal),
            (Subject::Nothing, Value::Text(a)) if a.is_empty() => Some(Ordering::Equal),
            _ => None,
        };
        match (self.test, order) {
            (Test::NotEqual, order) => order != Some(Ordering::Equal),
            (_, None) => false,
            (Test::Equal, Some(order)) => order.is_eq(),
            (Test::Less, Some(order)) => order.is_lt(),
            (Test::LessOrEqual, Some(order)) => order.is_le(),
            (Test::Greater, Some(order)) => order.is_gt(),
            (Test::GreaterOrEqual, Some(order)) => order.is_ge(),
        }
    }

    /// Whether a blank satisfies the condition: then the unused part of a range counts too.
    pub fn holds_for_blank(&self, context: &Context<'_>) -> bool {
        self.holds(&Value::Blank, context)
    }
}

impl Subject {
    /// What a text asks for other than itself.
    fn parse(text: &str, test: Test, context: &Context<'_>) -> Option<Subject> {
        if let Some(number) = coerce::parse_number(text, context) {
            return Some(Subject::Number(number));
        }
        if let Some(logical) = coerce::text_to_bool(text) {
            return Some(Subject::Bool(logical));
        }
        if let Some(error) = CellError::from_name(text) {
            return Some(Subject::Error(error));
        }
        let is_pattern = matches!(test, Test::Equal | Test::NotEqual) && has_wildcards(text);
        is_pattern.then(|| Subject::Pattern(Pattern::new(text)))
    }
}
