//! What is wrong with a formula's text.

use crate::diagnostic::catalogue::formula::UNEXPECTED;
use crate::diagnostic::{Code, Diagnostic, Span};

/// One place where a text is not the formula that was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    /// Which kind of problem.
    pub code: Code,
    /// The stretch of the text that is wrong; empty where something is missing.
    pub span: Span,
    /// What was expected and what was found instead.
    pub message: String,
    /// What was expected there, on its own: `an operand`, `` `)` ``.
    pub expected: &'static str,
    /// What to do, where that is known.
    pub help: Option<&'static str>,
}

impl SyntaxError {
    pub(super) fn new(span: Span, expected: &'static str, message: impl Into<String>) -> SyntaxError {
        SyntaxError { code: UNEXPECTED, span, message: message.into(), expected, help: None }
    }

    pub(super) fn help(mut self, help: &'static str) -> SyntaxError {
        self.help = Some(help);
        self
    }

    pub(super) fn code(mut self, code: Code) -> SyntaxError {
        self.code = code;
        self
    }

    /// The error as a diagnostic that shows the place in the formula.
    ///
    /// ```
    /// use calc_core::syntax::{ParseOptions, parse};
    /// let text = "=SUM(1;2)";
    /// let error = parse(text, ParseOptions::default()).errors.remove(0);
    /// let shown = error.diagnostic(text).to_string();
    /// assert_eq!(shown, "error[PB2001]: expected `,` or `)` after an argument of `SUM`, found `;`
    ///    |
    ///    | =SUM(1;2)
    ///    |       ^
    ///    = help: arguments are parted by `,`");
    /// ```
    pub fn diagnostic(&self, formula: &str) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.code, self.message.clone()).in_formula(formula, self.span);
        match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}
