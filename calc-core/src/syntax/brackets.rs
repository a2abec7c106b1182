//! What brackets make of the operands in them.

use super::ast::{Node, NodeId, UnaryOperator};
use super::error::SyntaxError;
use super::lexer::OperatorToken;
use super::parser::{Expect, Frame, MAX_ARGUMENTS, MAX_NESTING, Parser};
use super::precedence;
use crate::diagnostic::Span;
use crate::diagnostic::catalogue::formula::TOO_DEEP;
use crate::dialect::Dialect;
use crate::value::Text;

/// An opened bracket.
#[derive(Debug)]
pub(super) struct Bracket {
    pub(super) kind: BracketKind,
    /// The bracket itself, with a function's name before it.
    pub(super) span: Span,
    /// How many operands there were before it.
    pub(super) operands: usize,
    /// How many ends of array rows there were before it.
    pub(super) rows: usize,
    /// Whether an error in it leaves open what it means.
    pub(super) faulty: bool,
}

#[derive(Debug)]
pub(super) enum BracketKind {
    Parenthesis,
    Call(Text),
    /// A function that an operator is stored as.
    Stored(UnaryOperator),
    /// The arguments of an operand that is called.
    Invoke,
    Array,
}

impl Bracket {
    /// The bracket as it stands in the text, shortened to what fits into a message.
    fn opener(&self) -> String {
        match &self.kind {
            BracketKind::Array => "{".to_string(),
            BracketKind::Call(name) => format!("{}(", short(name)),
            _ => "(".to_string(),
        }
    }

    /// What would close it.
    fn closer(&self) -> &'static str {
        if matches!(self.kind, BracketKind::Array) { "`}`" } else { "`)`" }
    }
}

impl Parser<'_> {
    pub(super) fn open(&mut self, kind: BracketKind, start: usize) -> Result<Expect, SyntaxError> {
        let span = Span::new(start, self.lexer.at);
        if self.brackets.len() >= MAX_NESTING {
            let message = format!("expected at most {MAX_NESTING} nested brackets, found more");
            return Err(SyntaxError::new(span, "fewer nested brackets", message)
                .code(TOO_DEEP)
                .help("part the formula into several cells"));
        }
        let bracket = Bracket { kind, span, operands: self.builder.len(), rows: self.rows.len(), faulty: false };
        self.brackets.push(self.frames.len());
        self.frames.push(Frame::Bracket(bracket));
        Ok(Expect::Operand)
    }

    /// The closing bracket that was just read.
    pub(super) fn close(&mut self, token: OperatorToken) -> Expect {
        self.reduce_down_to(0);
        let end = self.lexer.at;
        let span = Span::new(end.saturating_sub(1), end);
        let found = if token == OperatorToken::CloseBrace { "`}`" } else { "`)`" };
        let Some(Frame::Bracket(mut bracket)) = self.frames.pop() else {
            let message = format!("expected an operator or end of formula, found {found}");
            let error = SyntaxError::new(span, "an operator or end of formula", message);
            self.fail(error.help("no bracket is open that it would close"));
            self.invalidate_top();
            return Expect::Operator;
        };
        self.brackets.pop();
        if bracket.closer() != found {
            let message = format!("expected {} to close `{}`, found {found}", bracket.closer(), bracket.opener());
            self.fail(SyntaxError::new(span, bracket.closer(), message));
            bracket.faulty = true;
        } else {
            self.count_arguments(&mut bracket, end);
        }
        self.close_bracket(bracket, end);
        Expect::Operator
    }

    /// A call with more arguments than any spreadsheet takes is no formula.
    fn count_arguments(&mut self, bracket: &mut Bracket, end: usize) {
        let BracketKind::Call(name) = &bracket.kind else { return };
        let found = self.builder.len().saturating_sub(bracket.operands);
        if found > MAX_ARGUMENTS && !bracket.faulty {
            bracket.faulty = true;
            let message = format!("expected at most {MAX_ARGUMENTS} arguments of `{}`, found {found}", short(name));
            let span = bracket.span.to(Span::new(end, end));
            self.fail(SyntaxError::new(span, "fewer arguments", message).help("give a range in place of single cells"));
        }
    }

    /// At the end of the text: closes what is open, so that one operand is left.
    pub(super) fn finish(&mut self) {
        self.reduce_down_to(0);
        let end = self.lexer.source.len();
        // A missing operand at the end has been reported: that the bracket around it is open needs no other word.
        let mut reported = self.errors.last().is_some_and(|error| error.span == Span::new(end, end));
        while let Some(frame) = self.frames.pop() {
            let Frame::Bracket(mut bracket) = frame else { continue };
            if !reported {
                reported = true;
                let message =
                    format!("expected {} to close `{}`, found end of formula", bracket.closer(), bracket.opener());
                self.fail(SyntaxError::new(bracket.span, bracket.closer(), message));
            }
            bracket.faulty = true;
            self.close_bracket(bracket, end);
            self.reduce_down_to(0);
        }
    }

    /// Makes one operand of a bracket and what stands in it.
    fn close_bracket(&mut self, bracket: Bracket, end: usize) {
        let base = bracket.operands;
        let first = self.builder.first_from(base);
        let span = bracket.span.to(Span::new(end, end));
        if bracket.faulty {
            self.rows.truncate(bracket.rows);
            self.builder.replace(first, Node::Invalid, span);
            if matches!(bracket.kind, BracketKind::Invoke) {
                self.invalidate_callee();
            }
            return;
        }
        match bracket.kind {
            BracketKind::Parenthesis => {
                if let Some(inner) = self.builder.pop() {
                    self.builder.node(Node::Parenthesis(inner.root), span, inner.first);
                }
            }
            BracketKind::Call(name) => {
                let arguments = self.builder.take(base);
                self.builder.node(Node::Call { name, arguments }, span, first);
            }
            BracketKind::Stored(operator) => self.close_stored(operator, base, first, span),
            BracketKind::Invoke => {
                let arguments = self.builder.take(base);
                if let Some(callee) = self.builder.pop() {
                    let span = self.builder.span(callee).to(span);
                    self.builder.node(Node::Invoke { callee: callee.root, arguments }, span, callee.first);
                }
            }
            BracketKind::Array => self.close_array(bracket.rows, base, first, span),
        }
    }

    /// Arguments that are not known call nothing.
    fn invalidate_callee(&mut self) {
        let arguments = self.builder.pop();
        if let (Some(arguments), Some(callee)) = (arguments, self.builder.top()) {
            let span = self.builder.span(callee).to(self.builder.span(arguments));
            self.builder.replace(callee.first, Node::Invalid, span);
        }
    }

    /// Makes an operator of the function that it is stored as. An operand that the operator would not reach as a whole
    /// gets the parentheses that the formula has in the cell.
    fn close_stored(&mut self, operator: UnaryOperator, base: usize, first: u32, span: Span) {
        let count = self.builder.len() - base;
        if count != 1 {
            self.fail(SyntaxError::new(span, "one argument", format!("expected one argument, found {count}")));
            self.builder.replace(first, Node::Invalid, span);
            return;
        }
        if operator == UnaryOperator::Spill {
            self.require_anchor();
        }
        if let Some(top) = self.builder.top()
            && precedence::of(self.builder.ast.node(top.root)) < precedence::unary(operator)
        {
            self.builder.pop();
            let inner = self.builder.span(top);
            self.builder.node(Node::Parenthesis(top.root), inner, first);
        }
        self.builder.unary(operator, span);
    }

    fn close_array(&mut self, rows_from: usize, base: usize, first: u32, span: Span) {
        let mut ends = self.rows.split_off(rows_from.min(self.rows.len()));
        let elements = self.builder.take(base);
        let mut rows = Vec::with_capacity(ends.len() + 1);
        if !elements.is_empty() {
            ends.push(base + elements.len());
            let mut from = 0;
            for row_end in ends {
                let to = row_end.saturating_sub(base);
                rows.push(elements.get(from..to).unwrap_or(&[]).to_vec());
                from = to;
            }
        }
        match self.fault_in_rows(&rows) {
            Some(error) => {
                self.fail(error);
                self.builder.replace(first, Node::Invalid, span);
            }
            None => self.builder.node(Node::Array { rows }, span, first),
        }
    }

    /// Excel's arrays have rows of one length and no arrays in them. That it takes constants only is not checked: no
    /// file holds more, and what another expression would mean is clear.
    fn fault_in_rows(&self, rows: &[Vec<NodeId>]) -> Option<SyntaxError> {
        if self.lexer.dialect == Dialect::Sheets {
            return None;
        }
        let columns = rows.first().map_or(0, Vec::len);
        for row in rows {
            if row.len() != columns
                && let (Some(first), Some(last)) = (row.first(), row.last())
            {
                let span = self.builder.ast.span(*first).to(self.builder.ast.span(*last));
                let message = format!("expected {columns} elements in every row of the array, found {}", row.len());
                return Some(SyntaxError::new(span, "rows of one length", message));
            }
            for element in row {
                if matches!(self.builder.ast.node(*element), Node::Array { .. }) {
                    let message = "expected a value in the array, found another array";
                    return Some(SyntaxError::new(self.builder.ast.span(*element), "a value", message));
                }
            }
        }
        None
    }
}

/// A name cut to what fits into a message.
pub(super) fn short(name: &str) -> &str {
    name.char_indices().nth(32).and_then(|(cut, _)| name.get(..cut)).unwrap_or(name)
}
