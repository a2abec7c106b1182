//! What is wrong with a workbook, where, and what to do about it.
//!
//! Problems are collected, never thrown: the first one does not hide the rest, and everything else still computes.
//! Code families: PB1xxx file, PB2xxx formula, PB3xxx ports; [`catalogue`] has them all.

pub mod catalogue;

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Something may not be what the author meant.
    Warning,
    /// A part of the workbook does not compute.
    Error,
}

/// A stretch of a formula's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A code of the [`catalogue`]; there are no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u16);

impl Code {
    /// The number behind `PB`.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PB{}", self.0)
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Which kind of problem.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What was found and what was expected: lower case, no full stop.
    pub message: String,
    /// Where: `Sheet!A1`, a part of the file, or a name; empty for the whole file.
    pub place: String,
    /// The formula's text, if it is about one, and the stretch of it that is meant.
    pub source: Option<(String, Span)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, message)
    }

    /// A warning.
    pub fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, message)
    }

    /// A note.
    pub fn note(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, Severity::Note, message)
    }

    fn new(code: Code, severity: Severity, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, severity, message: message.into(), place: String::new(), source: None, help: None }
    }

    /// Says where.
    pub fn at(mut self, place: impl Into<String>) -> Diagnostic {
        self.place = place.into();
        self
    }

    /// Shows the stretch of a formula that is meant.
    pub fn in_formula(mut self, formula: impl Into<String>, span: Span) -> Diagnostic {
        self.source = Some((formula.into(), span));
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// At most this many characters of a formula are shown on either side of the stretch that is meant.
const CONTEXT: usize = 60;

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)?;
        if !self.place.is_empty() {
            write!(f, "\n  --> {}", self.place)?;
        }
        if let Some((formula, span)) = &self.source {
            let (line, offset, width) = excerpt(formula, *span);
            write!(f, "\n   |\n   | {line}\n   | {}{}", " ".repeat(offset), "^".repeat(width.max(1)))?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n   = help: {help}")?;
        }
        Ok(())
    }
}

/// One line around the span, with line breaks shown as spaces; where the span starts in it and how wide it is.
fn excerpt(formula: &str, span: Span) -> (String, usize, usize) {
    let count = |upto: u32| formula.char_indices().take_while(|(at, _)| (*at as u32) < upto).count();
    let (start, end) = (count(span.start), count(span.end.max(span.start)));
    let from = start.saturating_sub(CONTEXT);
    let to = (end.min(start + CONTEXT)) + CONTEXT;
    let shown: String =
        formula.chars().skip(from).take(to - from).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let lead = if from > 0 { "…" } else { "" };
    let tail = if formula.chars().nth(to).is_some() { "…" } else { "" };
    (format!("{lead}{shown}{tail}"), start - from + lead.chars().count(), (end - start).min(CONTEXT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_the_span() {
        let shown = Diagnostic::error(catalogue::formula::UNKNOWN_FUNCTION, "unknown function `FOO`")
            .at("Sheet1!A1")
            .in_formula("=1+FOO(2)", Span::new(3, 6))
            .help("did you mean `FLOOR`?")
            .to_string();
        assert_eq!(
            shown,
            "error[PB2101]: unknown function `FOO`\n  --> Sheet1!A1\n   |\n   | =1+FOO(2)\n   |    ^^^\n   = help: did you mean `FLOOR`?"
        );
    }
}
