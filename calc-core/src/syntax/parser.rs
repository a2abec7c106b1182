//! Tokens to a tree, by precedence on an explicit stack.

use super::ast::{Ast, BinaryOperator, Node, NodeId, Reference, UnaryOperator};
use super::brackets::{Bracket, BracketKind, short};
use super::builder::Builder;
use super::characters::Source;
use super::error::SyntaxError;
use super::lexer::{CalledName, Lexer, OperandToken, OperatorToken};
use super::precedence;
use crate::diagnostic::Span;
use crate::diagnostic::catalogue::formula::TOO_LONG;
use crate::dialect::Dialect;

/// The longest formula that is read, in bytes. Excel allows 8,192 characters, Sheets 50,000.
pub const MAX_LENGTH: usize = 65_536;

/// The deepest nesting of brackets that is read. Excel allows 64 levels.
pub const MAX_NESTING: usize = 1_024;

/// The most arguments of one call, as in Excel.
pub const MAX_ARGUMENTS: usize = 255;

/// How a text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ParseOptions {
    /// Whose formula it is.
    pub dialect: Dialect,
}

impl From<Dialect> for ParseOptions {
    fn from(dialect: Dialect) -> ParseOptions {
        ParseOptions { dialect }
    }
}

/// What a text was read as.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree, which is there whatever the text. It has [`Node::Invalid`] where an error leaves open what is meant, so at
    /// least once if there are errors and never otherwise.
    pub ast: Ast,
    /// What is wrong with the text, in the order in which reading met it; none if it is a formula.
    pub errors: Vec<SyntaxError>,
}

/// Reads a formula, with or without its leading `=` and with blanks around it. Never fails; see [`Parsed`].
///
/// ```
/// use calc_core::syntax::{ParseOptions, ast::Node, parse, unparse};
/// let parsed = parse("=sum( A1 : B2 , 3 )*2", ParseOptions::default());
/// assert_eq!(parsed.errors, []);
/// assert_eq!(unparse(&parsed.ast, Default::default()), "SUM(A1:B2,3)*2");
///
/// let parsed = parse("=1+", ParseOptions::default());
/// assert_eq!(parsed.errors[0].message, "expected an operand after `+`, found end of formula");
/// assert!(parsed.ast.nodes.contains(&Node::Invalid));
/// ```
pub fn parse(text: &str, options: ParseOptions) -> Parsed {
    let source = Source { text };
    if source.len() > MAX_LENGTH {
        let message = format!("expected at most {MAX_LENGTH} bytes of formula, found {}", source.len());
        let error = SyntaxError::new(Span::new(0, source.len()), "a shorter formula", message)
            .code(TOO_LONG)
            .help("part it into several cells");
        return invalid(text, error);
    }
    let mut at = source.skip_blanks(0);
    if source.byte(at) == b'=' {
        at += 1;
    }
    let mut parser = Parser {
        lexer: Lexer { source, at, dialect: options.dialect },
        builder: Builder::new(text.len()),
        frames: Vec::with_capacity(8),
        rows: Vec::new(),
        brackets: Vec::new(),
        errors: Vec::new(),
    };
    match parser.run() {
        Ok(()) => Parsed { ast: parser.builder.ast, errors: parser.errors },
        Err(too_deep) => invalid(text, too_deep),
    }
}

fn invalid(text: &str, error: SyntaxError) -> Parsed {
    let ast = Ast { nodes: vec![Node::Invalid], spans: vec![Span::new(0, text.len())] };
    Parsed { ast, errors: vec![error] }
}

/// What waits on the stack for its operands.
#[derive(Debug)]
pub(super) enum Frame {
    Prefix { operator: UnaryOperator, start: usize },
    Binary { operator: BinaryOperator, end: usize },
    Bracket(Bracket),
}

/// Which kind of token is looked for next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    Operand,
    Operator,
    Nothing,
}

pub(super) struct Parser<'a> {
    pub(super) lexer: Lexer<'a>,
    pub(super) builder: Builder,
    pub(super) frames: Vec<Frame>,
    /// The number of operands at each finished row of the arrays that are open.
    pub(super) rows: Vec<usize>,
    /// Which frames are brackets.
    pub(super) brackets: Vec<usize>,
    pub(super) errors: Vec<SyntaxError>,
}

impl Parser<'_> {
    /// Reads all of the text. An error is one that leaves no tree worth having.
    fn run(&mut self) -> Result<(), SyntaxError> {
        let mut expect = Expect::Operand;
        while expect != Expect::Nothing {
            expect = match expect {
                Expect::Operand => self.operand()?,
                _ => self.operator()?,
            };
        }
        Ok(())
    }

    fn operand(&mut self) -> Result<Expect, SyntaxError> {
        self.lexer.at = self.lexer.source.skip_blanks(self.lexer.at);
        let start = self.lexer.at;
        match self.lexer.operand() {
            Ok(OperandToken::Leaf(node)) => {
                self.builder.leaf(node, Span::new(start, self.lexer.at));
                Ok(Expect::Operator)
            }
            Ok(OperandToken::Prefix(operator)) => {
                self.frames.push(Frame::Prefix { operator, start });
                Ok(Expect::Operand)
            }
            Ok(OperandToken::Call(CalledName::Function(name))) => self.open(BracketKind::Call(name), start),
            Ok(OperandToken::Call(CalledName::Stored(operator))) => self.open(BracketKind::Stored(operator), start),
            Ok(OperandToken::OpenParenthesis) => self.open(BracketKind::Parenthesis, start),
            Ok(OperandToken::OpenBrace) => self.open(BracketKind::Array, start),
            Ok(OperandToken::Absent) => Ok(self.absent_operand(start)),
            Err(error) => Ok(self.broken_operand(start, error)),
        }
    }

    fn operator(&mut self) -> Result<Expect, SyntaxError> {
        let token = self.lexer.operator();
        let end = self.lexer.at;
        match token {
            OperatorToken::Binary(operator) => Ok(self.push_binary(operator)),
            OperatorToken::Percent => {
                self.reduce_down_to(precedence::PERCENT + 1);
                self.builder.unary(UnaryOperator::Percent, Span::new(end, end));
                Ok(Expect::Operator)
            }
            OperatorToken::Spill => {
                self.require_anchor();
                self.builder.unary(UnaryOperator::Spill, Span::new(end, end));
                Ok(Expect::Operator)
            }
            OperatorToken::Call if self.builder.top_is_callable() => {
                self.open(BracketKind::Invoke, end.saturating_sub(1))
            }
            OperatorToken::Call => {
                self.lexer.at = end.saturating_sub(1);
                Ok(self.missing_operator(self.lexer.at))
            }
            OperatorToken::OperandAfterBlank if self.builder.top_is_reference() => {
                Ok(self.push_binary(BinaryOperator::Intersection))
            }
            OperatorToken::OperandAfterBlank | OperatorToken::Other => Ok(self.missing_operator(end)),
            OperatorToken::Comma | OperatorToken::Semicolon => Ok(self.separator(token)),
            OperatorToken::CloseParenthesis | OperatorToken::CloseBrace => Ok(self.close(token)),
            OperatorToken::End => {
                self.finish();
                Ok(Expect::Nothing)
            }
        }
    }

    /// `,` or `;`: the end of an argument, an element or a row, or a union.
    fn separator(&mut self, token: OperatorToken) -> Expect {
        if self.in_arguments_or_array() {
            self.reduce_down_to(0);
        }
        let span = Span::new(self.lexer.at.saturating_sub(1), self.lexer.at);
        match (self.frames.last_mut(), token) {
            (Some(Frame::Bracket(Bracket { kind: BracketKind::Array, .. })), OperatorToken::Semicolon) => {
                self.rows.push(self.builder.len());
            }
            (Some(Frame::Bracket(Bracket { kind: BracketKind::Array, .. })), _) => {}
            (Some(Frame::Bracket(bracket)), _) if !matches!(bracket.kind, BracketKind::Parenthesis) => {
                if token == OperatorToken::Semicolon && self.lexer.dialect == Dialect::Excel {
                    bracket.faulty = true;
                    let called = match &bracket.kind {
                        BracketKind::Call(name) => format!(" of `{}`", short(name)),
                        _ => String::new(),
                    };
                    let message = format!("expected `,` or `)` after an argument{called}, found `;`");
                    self.fail(SyntaxError::new(span, "`,` or `)`", message).help("arguments are parted by `,`"));
                }
            }
            (_, OperatorToken::Comma) if self.builder.top_is_reference() => {
                return self.push_binary(BinaryOperator::Union);
            }
            _ => return self.missing_operator(span.start as usize),
        }
        Expect::Operand
    }

    fn in_arguments_or_array(&self) -> bool {
        let innermost = self.brackets.last().and_then(|at| self.frames.get(*at));
        matches!(innermost, Some(Frame::Bracket(bracket)) if !matches!(bracket.kind, BracketKind::Parenthesis))
    }

    fn push_binary(&mut self, operator: BinaryOperator) -> Expect {
        let own = precedence::binary(operator);
        let from_right = precedence::groups_from_right(operator, self.lexer.dialect);
        self.reduce_down_to(own + u8::from(from_right));
        self.frames.push(Frame::Binary { operator, end: self.lexer.at });
        Expect::Operand
    }

    /// Gives the operators on the stack that bind at least so tightly their operands, down to the innermost bracket.
    pub(super) fn reduce_down_to(&mut self, least: u8) {
        loop {
            match self.frames.last() {
                Some(Frame::Prefix { operator, start }) if precedence::unary(*operator) >= least => {
                    let (operator, start) = (*operator, *start);
                    self.frames.pop();
                    self.builder.unary(operator, Span::new(start, start));
                }
                Some(Frame::Binary { operator, end }) if precedence::binary(*operator) >= least => {
                    let (operator, end) = (*operator, *end);
                    self.frames.pop();
                    self.reduce_binary(operator, end);
                }
                _ => return,
            }
        }
    }

    fn reduce_binary(&mut self, operator: BinaryOperator, end: usize) {
        let (Some(right), Some(left)) = (self.builder.pop(), self.builder.pop()) else { return };
        let span = self.builder.span(left).to(self.builder.span(right));
        if matches!(operator, BinaryOperator::Range | BinaryOperator::Intersection | BinaryOperator::Union) {
            if operator == BinaryOperator::Range
                && let Some(merged) = self.builder.merged(left, right)
            {
                self.builder.replace(left.first, Node::Reference(merged), span);
                return;
            }
            // `E:1:E4` is no range up to another: `E:` would begin one itself.
            let is_column = operator == BinaryOperator::Range
                && self.lexer.dialect == Dialect::Sheets
                && self.ends_in_column(left.root)
                && matches!(self.builder.ast.node(right.root), Node::Reference(Reference { sheet: None, .. }));
            let faulty = [left, right].into_iter().find(|side| !self.builder.is_reference(*side));
            if let Some(side) = faulty.or(is_column.then_some(left)) {
                self.not_a_reference(operator, end, self.builder.span(side));
                self.builder.replace(left.first, Node::Invalid, span);
                return;
            }
        }
        self.builder.node(Node::Binary { operator, left: left.root, right: right.root }, span, left.first);
    }

    /// Whether an operand ends in a word that reads as a column where a `:` follows.
    fn ends_in_column(&self, operand: NodeId) -> bool {
        let ast = &self.builder.ast;
        let last = match ast.node(operand) {
            Node::Binary { right, .. } => ast.node(*right),
            node => node,
        };
        let is_column = |word: &str| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        matches!(last, Node::Name { name, .. } if is_column(name))
    }

    fn not_a_reference(&mut self, operator: BinaryOperator, end: usize, span: Span) {
        let error = if operator == BinaryOperator::Intersection {
            let message = "expected an operator, found another operand after a blank";
            SyntaxError::new(Span::new(end, end), "an operator", message)
        } else {
            let text = precedence::binary_text(operator);
            let message = format!("expected a reference on both sides of `{text}`, found a value");
            SyntaxError::new(span, "a reference", message)
        };
        self.fail(error);
    }

    /// `#` stands behind a reference.
    pub(super) fn require_anchor(&mut self) {
        if !self.builder.top_is_reference()
            && let Some(top) = self.builder.top()
        {
            let span = self.builder.span(top);
            self.fail(SyntaxError::new(span, "a reference", "expected a reference before `#`, found a value"));
            self.builder.replace(top.first, Node::Invalid, span);
        }
    }
}
