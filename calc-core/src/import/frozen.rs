//! Google-only formulas, frozen by the export, brought back to life.
//!
//! Excel has no QUERY or FILTER as Google has them, so the export writes
//! `IFERROR(__xludf.DUMMYFUNCTION("source"),value)`: outside Google the unknown function fails and the last value stands in.
//! The source is still there, as a string expression: its quotes doubled, and cut into `"…"&"…"` where it is longer than the 255
//! characters that Excel allows a literal. Here that expression is evaluated; the value beside it is never computed from.

use crate::diagnostic::Span;
use crate::value::{CellError, Text, Value};

/// What a frozen formula holds.
#[derive(Debug, PartialEq)]
pub(super) struct Frozen {
    /// The formula as Google knows it, without a leading `=`; `None` for a cell that the spill of another fills.
    pub(super) source: Option<Text>,
    /// The value that was written beside it, in full precision (a cached value has at most 10 digits).
    pub(super) value: Option<Value>,
}

/// A formula that holds the frozen function in a form that no export writes.
#[derive(Debug, PartialEq)]
pub(super) struct Unreadable {
    /// Where reading failed.
    pub(super) span: Span,
    /// What should have been there.
    pub(super) expected: &'static str,
}

const FUNCTION: &str = "__xludf.DUMMYFUNCTION";
/// The text that stands in place of a source in a spilled cell: a string literal of its own.
const COMPUTED_VALUE: &str = "\"COMPUTED_VALUE\"";

/// Takes a frozen formula apart; `None` if it is not frozen.
pub(super) fn revive(formula: &str) -> Option<Result<Frozen, Unreadable>> {
    formula.contains(FUNCTION).then(|| Scanner { formula, at: 0 }.frozen())
}

struct Scanner<'a> {
    formula: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn frozen(&mut self) -> Result<Frozen, Unreadable> {
        let wrapped = self.word("IFERROR");
        if wrapped {
            self.expect("(")?;
        }
        if !self.word(FUNCTION) {
            return Err(self.unreadable("`__xludf.DUMMYFUNCTION(` right at the start or within `IFERROR(`"));
        }
        self.expect("(")?;
        let source = self.string_expression()?;
        self.expect(")")?;
        let mut value = None;
        if wrapped {
            if self.take(",") {
                value = self.value()?;
            }
            self.expect(")")?;
        }
        if !self.rest().is_empty() {
            return Err(self.unreadable("the end of the formula"));
        }
        let source = (source != COMPUTED_VALUE).then(|| Text::from(source.strip_prefix('=').unwrap_or(&source)));
        Ok(Frozen { source, value })
    }

    /// One or more string literals, joined by `&`.
    fn string_expression(&mut self) -> Result<String, Unreadable> {
        let mut text = String::new();
        loop {
            self.string_literal(&mut text)?;
            if !self.take("&") {
                return Ok(text);
            }
        }
    }

    /// Appends what a string literal says; `""` inside stands for `"`.
    fn string_literal(&mut self, into: &mut String) -> Result<(), Unreadable> {
        self.expect("\"")?;
        // Blanks inside the quotes belong to the text, so nothing is skipped from here on.
        loop {
            let rest = self.formula.get(self.at..).unwrap_or_default();
            let Some(quote) = rest.find('"') else {
                return Err(self.unreadable("`\"` at the end of the text"));
            };
            into.push_str(rest.get(..quote).unwrap_or_default());
            self.at += quote + 1;
            if !rest.get(quote + 1..).unwrap_or_default().starts_with('"') {
                return Ok(());
            }
            into.push('"');
            self.at += 1;
        }
    }

    /// The literal that was written as the value: a text, a number, a logical or an error. Nothing at all is blank.
    fn value(&mut self) -> Result<Option<Value>, Unreadable> {
        if self.rest().starts_with('"') {
            let mut text = String::new();
            self.string_literal(&mut text)?;
            return Ok(Some(Value::from(text)));
        }
        let word = self.rest();
        let word = word.get(..word.find(')').unwrap_or(word.len())).unwrap_or_default();
        let literal = word.trim();
        let value = match literal.to_ascii_uppercase().as_str() {
            "" => Value::Blank,
            "TRUE" => Value::Bool(true),
            "FALSE" => Value::Bool(false),
            _ => match (CellError::from_name(literal), literal.parse::<f64>()) {
                (Some(error), _) => Value::Error(error),
                (None, Ok(number)) if number.is_finite() => Value::Number(number),
                _ => return Err(self.unreadable("a literal value")),
            },
        };
        self.at += word.len();
        Ok(Some(value))
    }

    /// What is left, after blanks.
    fn rest(&mut self) -> &str {
        let rest = self.formula.get(self.at..).unwrap_or_default();
        self.at += rest.len() - rest.trim_start().len();
        rest.trim_start()
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Takes a word, in any case.
    fn word(&mut self, word: &str) -> bool {
        let found = self.rest().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if found {
            self.at += word.len();
        }
        found
    }

    fn expect(&mut self, token: &'static str) -> Result<(), Unreadable> {
        if self.take(token) { Ok(()) } else { Err(self.unreadable(token)) }
    }

    fn unreadable(&mut self, expected: &'static str) -> Unreadable {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        Unreadable { span: Span::new(self.at, self.at + length), expected }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(formula: &str) -> Option<String> {
        revive(formula).unwrap().unwrap().source.map(|text| text.to_string())
    }

    #[test]
    fn the_string_expression_is_evaluated() {
        for (formula, meant) in [
            (r#"IFERROR(__xludf.DUMMYFUNCTION("QUERY(A1:F, ""select C"")"),12.5)"#, r#"QUERY(A1:F, "select C")"#),
            (r#"IFERROR(__xludf.DUMMYFUNCTION("JOIN("", """&",A1:A"&"9)"),"a, b")"#, r#"JOIN(", ",A1:A9)"#),
            (r#"IfError( __xludf.DUMMYFUNCTION( "" & "A1" ) , #REF! )"#, "A1"),
            ("IFERROR(__xludf.DUMMYFUNCTION(\"SPLIT(A1,\"\" \"\")\"),)\n", "SPLIT(A1,\" \")"),
            (r#"__xludf.DUMMYFUNCTION("=SORT(A1:A9)")"#, "SORT(A1:A9)"),
            (r#"IFERROR(__xludf.DUMMYFUNCTION("é""ü""&B1"))"#, "é\"ü\"&B1"),
        ] {
            assert_eq!(source(formula).as_deref(), Some(meant), "{formula}");
        }
    }

    #[test]
    fn a_spilled_cell_has_no_source() {
        let frozen = revive(r#"IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),"sum ")"#).unwrap().unwrap();
        assert_eq!(frozen, Frozen { source: None, value: Some(Value::from("sum ")) });
        // A source that only speaks of it is a source.
        assert_eq!(
            source(r#"__xludf.DUMMYFUNCTION("""COMPUTED_VALUE""&A1")"#).as_deref(),
            Some("\"COMPUTED_VALUE\"&A1")
        );
    }

    #[test]
    fn the_value_beside_it_is_a_literal() {
        for (literal, value) in [
            ("0.1234567890123456", Value::Number(0.1234567890123456)),
            ("-1E-05", Value::Number(-1e-5)),
            ("TRUE", Value::Bool(true)),
            ("#N/A", Value::Error(CellError::Na)),
            ("\"a)\"\"b\"", Value::from("a)\"b")),
            ("", Value::Blank),
        ] {
            let formula = format!("IFERROR(__xludf.DUMMYFUNCTION(\"A1\"),{literal})");
            assert_eq!(revive(&formula).unwrap().unwrap().value, Some(value), "{literal}");
        }
    }

    #[test]
    fn other_forms_are_unreadable_not_guessed() {
        for (formula, at) in [
            (r#"IFERROR(__xludf.DUMMYFUNCTION("A1"),1)+2"#, 38),
            (r#"IFERROR(__xludf.DUMMYFUNCTION("A1"),SUM(B1))"#, 36),
            (r#"IFERROR(__xludf.DUMMYFUNCTION("A1),1)"#, 31),
            (r#"IFERROR(__xludf.DUMMYFUNCTION(A1),1)"#, 30),
            (r#"SUM(IFERROR(__xludf.DUMMYFUNCTION("A1"),1))"#, 0),
            (r#"IFERROR(__xludf.DUMMYFUNCTION("A1"&),1)"#, 35),
        ] {
            let unreadable = revive(formula).unwrap().unwrap_err();
            assert_eq!(unreadable.span.start, at, "{formula}: {unreadable:?}");
        }
        assert_eq!(revive("SUM(A1)"), None);
    }
}
