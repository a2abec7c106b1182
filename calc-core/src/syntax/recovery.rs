//! Going on after an error: it is reported once, the operand at its place is invalid, and the rest is read.

use super::ast::{BinaryOperator, Node};
use super::brackets::{BracketKind, short};
use super::error::SyntaxError;
use super::parser::{Expect, Frame, Parser};
use super::precedence;
use crate::diagnostic::Span;
use crate::dialect::Dialect;

/// More errors than this are not collected from one formula.
const MAX_ERRORS: usize = 16;

impl Parser<'_> {
    pub(super) fn fail(&mut self, error: SyntaxError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        }
    }

    /// The lexer found the start of an operand at `start`, and then an error in it.
    pub(super) fn broken_operand(&mut self, start: usize, error: SyntaxError) -> Expect {
        self.fail(error);
        self.lexer.at = start;
        self.skip_argument();
        self.builder.leaf(Node::Invalid, Span::new(start, self.lexer.at));
        Expect::Operator
    }

    /// No operand starts at `at`: right where an argument may be left out, wrong elsewhere.
    pub(super) fn absent_operand(&mut self, at: usize) -> Expect {
        let next = self.lexer.source.byte(at);
        if let Some(Frame::Bracket(bracket)) = self.frames.last() {
            let empty = self.builder.len() == bracket.operands;
            match bracket.kind {
                BracketKind::Call(_) | BracketKind::Invoke | BracketKind::Stored(_) => {
                    if next == b')' && empty {
                        return Expect::Operator;
                    }
                    if matches!(next, b')' | b',' | b';') {
                        self.builder.leaf(Node::Missing, Span::new(at, at));
                        return Expect::Operator;
                    }
                }
                BracketKind::Array if next == b'}' && empty && self.lexer.dialect == Dialect::Sheets => {
                    return Expect::Operator;
                }
                _ => {}
            }
        }
        let (mut span, found) = self.lexer.found(at);
        let message = format!("expected {}, found {found}", self.wanted());
        let mut error = SyntaxError::new(span, "an operand", message);
        error.help = match self.lexer.source.character(at) {
            Some('=') => Some("a formula has one leading `=`; unequal is `<>`"),
            other => other.and_then(quotes_help),
        };
        self.fail(error);
        // What cannot go on behind an operand either is passed over, so that it is not reported twice.
        let goes_on =
            matches!(next, b',' | b';' | b')' | b'}' | b'=' | b'<' | b'>' | b'&' | b'*' | b'/' | b'^' | b':' | b'%');
        if !goes_on {
            self.skip_argument();
            span = Span::new(at, self.lexer.at);
        }
        self.builder.leaf(Node::Invalid, span);
        Expect::Operator
    }

    /// What should stand at an operand's place, for a message.
    fn wanted(&self) -> String {
        match self.frames.last() {
            None => "a formula".to_string(),
            Some(Frame::Prefix { operator, .. }) => format!("an operand after `{}`", precedence::unary_text(*operator)),
            Some(Frame::Binary { operator: BinaryOperator::Intersection, .. }) => "an operand".to_string(),
            Some(Frame::Binary { operator, .. }) => {
                format!("an operand after `{}`", precedence::binary_text(*operator))
            }
            Some(Frame::Bracket(bracket)) => match &bracket.kind {
                BracketKind::Parenthesis => "an operand after `(`".to_string(),
                BracketKind::Call(name) => format!("an argument of `{}` or `)`", short(name)),
                BracketKind::Invoke | BracketKind::Stored(_) => "an argument or `)`".to_string(),
                BracketKind::Array => "an element of the array".to_string(),
            },
        }
    }

    /// Something follows an operand without an operator: what stands there up to the end of the argument is lost.
    pub(super) fn missing_operator(&mut self, at: usize) -> Expect {
        let (span, found) = self.lexer.found(at);
        let mut error = SyntaxError::new(span, "an operator", format!("expected an operator, found {found}"));
        error.help = match self.lexer.source.character(at) {
            Some('!') => Some("a sheet's name with blanks or signs stands in single quotes: `'My sheet'!A1`"),
            Some('\\') => Some("columns of an array are parted by `,`"),
            Some('"') => Some("texts are joined by `&`; a quote inside a text is written twice"),
            Some(',') => Some("outside of a function's arguments `,` joins references only"),
            other => other.and_then(quotes_help),
        };
        self.fail(error);
        self.skip_argument();
        self.invalidate_top();
        Expect::Operator
    }

    /// Makes the operand that was finished last, whatever it was, invalid up to the present position.
    pub(super) fn invalidate_top(&mut self) {
        if let Some(top) = self.builder.top() {
            let span = self.builder.span(top).to(Span::new(self.lexer.at, self.lexer.at));
            self.builder.replace(top.first, Node::Invalid, span);
        }
    }

    /// Moves on to the separator or bracket that ends the present argument, or to the end.
    fn skip_argument(&mut self) {
        let source = self.lexer.source;
        let mut depth = 0usize;
        let mut at = self.lexer.at;
        while at < source.len() {
            match source.byte(at) {
                quote @ (b'"' | b'\'') => {
                    at += 1;
                    while at < source.len() && source.byte(at) != quote {
                        at += 1;
                    }
                }
                b'(' | b'{' | b'[' => depth += 1,
                b',' | b';' | b')' | b'}' if depth == 0 => break,
                b')' | b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
        }
        self.lexer.at = at.min(source.len());
    }
}

fn quotes_help(found: char) -> Option<&'static str> {
    matches!(found, '“' | '”' | '„' | '‘' | '’').then_some("use the straight quotes `\"` and `'`")
}
