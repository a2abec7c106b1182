//! Tokens to a tree, by precedence on an explicit stack.

use super::ast::{Ast, BinaryOperator, Node, NodeId, Reference, UnaryOperator};
use super::characters::Source;
use super::error::{SyntaxError, TOO_DEEP, TOO_LONG};
use super::lexer::{CalledName, Lexer, OperandToken, OperatorToken};
use super::precedence;
use crate::diagnostic::Span;
use crate::dialect::Dialect;
use crate::value::Text;

/// The longest formula that is read, in bytes. Excel allows 8,192 characters, Sheets 50,000.
pub const MAX_LENGTH: usize = 65_536;

/// The deepest nesting of brackets that is read. Excel allows 64 levels.
pub const MAX_NESTING: usize = 1_024;

/// More errors than this are not collected from one formula.
const MAX_ERRORS: usize = 16;

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
    /// The tree, which is there whatever the text; it has [`Node::Invalid`] where there is an error.
    pub ast: Ast,
    /// What is wrong with the text, in its order; none if it is a formula.
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
        ast: Ast { nodes: Vec::with_capacity(text.len() / 4 + 1), spans: Vec::with_capacity(text.len() / 4 + 1) },
        operands: Vec::with_capacity(8),
        frames: Vec::with_capacity(8),
        rows: Vec::new(),
        brackets: Vec::new(),
        errors: Vec::new(),
    };
    match parser.run() {
        Ok(()) => Parsed { ast: parser.ast, errors: parser.errors },
        Err(too_deep) => invalid(text, too_deep),
    }
}

fn invalid(text: &str, error: SyntaxError) -> Parsed {
    let ast = Ast { nodes: vec![Node::Invalid], spans: vec![Span::new(0, text.len())] };
    Parsed { ast, errors: vec![error] }
}

/// A finished operand: its root and the first node of its subtree, which end and start a gapless run of nodes.
#[derive(Clone, Copy, Debug)]
struct Operand {
    root: NodeId,
    first: u32,
}

/// What waits on the stack for its operands.
#[derive(Debug)]
enum Frame {
    Prefix { operator: UnaryOperator, start: usize },
    Binary { operator: BinaryOperator, end: usize },
    Bracket(Bracket),
}

/// An opened bracket.
#[derive(Debug)]
struct Bracket {
    kind: BracketKind,
    /// Where it starts, a function's name included.
    start: usize,
    /// The position after the bracket character.
    end: usize,
    /// How many operands there were before it.
    operands: usize,
    /// How many ends of array rows there were before it.
    rows: usize,
}

#[derive(Debug)]
enum BracketKind {
    Parenthesis,
    Call(Text),
    Stored(UnaryOperator),
    Invoke,
    Array,
}

/// Which kind of token is looked for next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Operand,
    Operator,
    Nothing,
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    ast: Ast,
    operands: Vec<Operand>,
    frames: Vec<Frame>,
    /// The number of operands at each finished row of the arrays that are open.
    rows: Vec<usize>,
    /// Which frames are brackets.
    brackets: Vec<usize>,
    errors: Vec<SyntaxError>,
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
                self.push_leaf(node, Span::new(start, self.lexer.at));
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
            Err(error) => {
                self.fail(error);
                self.lexer.at = start;
                self.skip_argument();
                self.push_leaf(Node::Invalid, Span::new(start, self.lexer.at));
                Ok(Expect::Operator)
            }
        }
    }

    /// No operand starts here: right where an argument may be left out, wrong elsewhere.
    fn absent_operand(&mut self, at: usize) -> Expect {
        let next = self.lexer.source.byte(at);
        if let Some(Frame::Bracket(bracket)) = self.frames.last() {
            let empty = self.operands.len() == bracket.operands;
            let separator = matches!(next, b',' | b';');
            match bracket.kind {
                BracketKind::Call(_) | BracketKind::Invoke | BracketKind::Stored(_) => {
                    if next == b')' && empty {
                        return Expect::Operator;
                    }
                    if next == b')' || separator {
                        self.push_leaf(Node::Missing, Span::new(at, at));
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
        let mut error = SyntaxError::new(span, "an operand", format!("expected {}, found {found}", self.wanted()));
        match self.lexer.source.character(at) {
            Some('“' | '”' | '„' | '‘' | '’') => error = error.help("use the straight quotes `\"` and `'`"),
            Some('=') => error = error.help("a formula has one leading `=`; unequal is `<>`"),
            _ => {}
        }
        self.fail(error);
        // What cannot go on behind an operand either is passed over, so that it is not reported twice.
        let known =
            matches!(next, b',' | b';' | b')' | b'}' | b'=' | b'<' | b'>' | b'&' | b'*' | b'/' | b'^' | b':' | b'%');
        if !known && at < self.lexer.source.len() {
            self.skip_argument();
            span = Span::new(at, self.lexer.at);
        }
        self.push_leaf(Node::Invalid, span);
        Expect::Operator
    }

    /// What should stand at an operand's place, for a message.
    fn wanted(&self) -> String {
        match self.frames.last() {
            None => "a formula".to_string(),
            Some(Frame::Prefix { operator, .. }) => {
                format!("an operand after `{}`", precedence::unary_text(*operator))
            }
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

    fn open(&mut self, kind: BracketKind, start: usize) -> Result<Expect, SyntaxError> {
        if self.brackets.len() >= MAX_NESTING {
            let span = Span::new(start, self.lexer.at);
            let message = format!("expected at most {MAX_NESTING} nested brackets, found more");
            return Err(SyntaxError::new(span, "fewer nested brackets", message)
                .code(TOO_DEEP)
                .help("part the formula into several cells"));
        }
        let bracket = Bracket { kind, start, end: self.lexer.at, operands: self.operands.len(), rows: self.rows.len() };
        self.brackets.push(self.frames.len());
        self.frames.push(Frame::Bracket(bracket));
        Ok(Expect::Operand)
    }

    fn operator(&mut self) -> Result<Expect, SyntaxError> {
        let token = self.lexer.operator();
        let end = self.lexer.at;
        match token {
            OperatorToken::Binary(operator) => {
                self.push_binary(operator, end);
                Ok(Expect::Operand)
            }
            OperatorToken::Percent => {
                self.reduce_down_to(precedence::PERCENT + 1);
                self.wrap_top(UnaryOperator::Percent, end);
                Ok(Expect::Operator)
            }
            OperatorToken::Spill => {
                self.require_reference_on_top("`#`");
                self.wrap_top(UnaryOperator::Spill, end);
                Ok(Expect::Operator)
            }
            OperatorToken::Call if self.top_is_callable() => self.open(BracketKind::Invoke, end.saturating_sub(1)),
            OperatorToken::OperandAfterBlank if self.top_is_reference() => {
                self.push_binary(BinaryOperator::Intersection, end);
                Ok(Expect::Operand)
            }
            OperatorToken::Comma | OperatorToken::Semicolon => Ok(self.separator(token)),
            OperatorToken::CloseParenthesis | OperatorToken::CloseBrace => Ok(self.close(token)),
            OperatorToken::Call => {
                self.lexer.at = end.saturating_sub(1);
                Ok(self.missing_operator())
            }
            OperatorToken::OperandAfterBlank | OperatorToken::Other => Ok(self.missing_operator()),
            OperatorToken::End => {
                self.finish();
                Ok(Expect::Nothing)
            }
        }
    }

    /// Something follows an operand without an operator: what stands there up to the end of the argument is lost.
    fn missing_operator(&mut self) -> Expect {
        let (span, found) = self.lexer.found(self.lexer.at);
        let mut error = SyntaxError::new(span, "an operator", format!("expected an operator, found {found}"));
        match self.lexer.source.character(span.start as usize) {
            Some('“' | '”' | '„' | '‘' | '’') => error = error.help("use the straight quotes `\"` and `'`"),
            Some('!') => {
                error = error.help("a sheet's name with blanks or signs stands in single quotes: `'My sheet'!A1`")
            }
            Some('\\') => error = error.help("columns of an array are parted by `,`"),
            Some('"') => error = error.help("texts are joined by `&`; a quote inside a text is written twice"),
            _ => {}
        }
        self.fail(error);
        self.skip_argument();
        let end = self.lexer.at;
        self.invalidate_top(end);
        Expect::Operator
    }

    /// Makes the operand on top, whatever it was, invalid up to `end`.
    fn invalidate_top(&mut self, end: usize) {
        if let Some(top) = self.operands.pop() {
            let start = self.ast.span(top.root).start as usize;
            self.ast.nodes.truncate(top.first as usize);
            self.ast.spans.truncate(top.first as usize);
            self.push_leaf(Node::Invalid, Span::new(start, end));
        }
    }

    fn separator(&mut self, token: OperatorToken) -> Expect {
        let end = self.lexer.at;
        if self.in_arguments_or_array() {
            self.reduce_down_to(0);
        }
        let Some(Frame::Bracket(bracket)) = self.frames.last() else {
            return self.union_or_fault(token, end);
        };
        match (&bracket.kind, token) {
            (BracketKind::Parenthesis, _) => return self.union_or_fault(token, end),
            (BracketKind::Array, OperatorToken::Semicolon) => self.rows.push(self.operands.len()),
            (BracketKind::Call(_) | BracketKind::Stored(_) | BracketKind::Invoke, OperatorToken::Semicolon)
                if self.lexer.dialect == Dialect::Excel =>
            {
                let message = match &bracket.kind {
                    BracketKind::Call(name) => {
                        format!("expected `,` or `)` after an argument of `{}`, found `;`", short(name))
                    }
                    _ => "expected `,` or `)` after an argument, found `;`".to_string(),
                };
                let span = Span::new(end.saturating_sub(1), end);
                self.fail(SyntaxError::new(span, "`,` or `)`", message).help("arguments are parted by `,`"));
            }
            _ => {}
        }
        Expect::Operand
    }

    fn in_arguments_or_array(&self) -> bool {
        let innermost = self.brackets.last().and_then(|at| self.frames.get(*at));
        matches!(innermost, Some(Frame::Bracket(bracket)) if !matches!(bracket.kind, BracketKind::Parenthesis))
    }

    /// A separator outside of arguments and arrays: `,` joins references to a union.
    fn union_or_fault(&mut self, token: OperatorToken, end: usize) -> Expect {
        if token == OperatorToken::Comma && self.top_is_reference() {
            self.push_binary(BinaryOperator::Union, end);
            return Expect::Operand;
        }
        let found = if token == OperatorToken::Comma { "`,`" } else { "`;`" };
        let span = Span::new(end.saturating_sub(1), end);
        let message = format!("expected an operator, found {found}");
        let mut error = SyntaxError::new(span, "an operator", message);
        if token == OperatorToken::Comma {
            error = error.help("outside of a function's arguments `,` joins references only");
        }
        self.fail(error);
        self.skip_argument();
        let end = self.lexer.at;
        self.invalidate_top(end);
        Expect::Operator
    }

    fn close(&mut self, token: OperatorToken) -> Expect {
        let end = self.lexer.at;
        self.reduce_down_to(0);
        let closer = if token == OperatorToken::CloseBrace { "`}`" } else { "`)`" };
        let matching = match self.frames.last() {
            Some(Frame::Bracket(bracket)) => {
                matches!(bracket.kind, BracketKind::Array) == (token == OperatorToken::CloseBrace)
            }
            _ => {
                let span = Span::new(end.saturating_sub(1), end);
                let message = format!("expected an operator or end of formula, found {closer}");
                self.fail(
                    SyntaxError::new(span, "an operator or end of formula", message)
                        .help("no bracket is open that it would close"),
                );
                self.invalidate_top(end);
                return Expect::Operator;
            }
        };
        if !matching {
            let (expected, opener) = if token == OperatorToken::CloseBrace { ("`)`", "(") } else { ("`}`", "{") };
            let span = Span::new(end.saturating_sub(1), end);
            let message = format!("expected {expected} to close `{opener}`, found {closer}");
            self.fail(SyntaxError::new(span, expected, message));
        }
        self.brackets.pop();
        if let Some(Frame::Bracket(bracket)) = self.frames.pop() {
            self.close_bracket(bracket, end);
        }
        Expect::Operator
    }

    /// Makes one operand of a bracket and what stands in it.
    fn close_bracket(&mut self, bracket: Bracket, end: usize) {
        let base = bracket.operands.min(self.operands.len());
        let first = self.operands.get(base).map_or(self.ast.nodes.len() as u32, |operand| operand.first);
        let span = Span::new(bracket.start, end);
        match bracket.kind {
            BracketKind::Parenthesis => {
                if let Some(inner) = self.operands.pop() {
                    self.push_node(Node::Parenthesis(inner.root), span, inner.first);
                }
            }
            BracketKind::Call(name) => {
                let arguments = self.take_operands(base);
                self.push_node(Node::Call { name, arguments }, span, first);
            }
            BracketKind::Stored(operator) => self.close_stored(operator, base, first, span),
            BracketKind::Invoke => {
                let arguments = self.take_operands(base);
                if let Some(callee) = self.operands.pop() {
                    let span = self.ast.span(callee.root).to(span);
                    self.push_node(Node::Invoke { callee: callee.root, arguments }, span, callee.first);
                }
            }
            BracketKind::Array => self.close_array(bracket.rows, base, first, span),
        }
    }

    /// Makes an operator of the function that it is stored as. An operand that the operator would not reach as a whole gets
    /// the parentheses that the formula has in the cell.
    fn close_stored(&mut self, operator: UnaryOperator, base: usize, first: u32, span: Span) {
        let count = self.operands.len() - base;
        if count != 1 {
            self.fail(SyntaxError::new(span, "one argument", format!("expected one argument, found {count}")));
            self.operands.truncate(base);
            self.ast.nodes.truncate(first as usize);
            self.ast.spans.truncate(first as usize);
            self.push_leaf(Node::Invalid, span);
            return;
        }
        if operator == UnaryOperator::Spill {
            self.require_reference_on_top("`#`");
        }
        if let Some(operand) = self.operands.pop() {
            let mut root = operand.root;
            if precedence::of(self.ast.node(root)) < precedence::unary(operator) {
                self.push_node(Node::Parenthesis(root), self.ast.span(root), first);
                root = self.operands.pop().map_or(root, |wrapped| wrapped.root);
            }
            self.push_node(Node::Unary { operator, operand: root }, span, first);
        }
    }

    fn close_array(&mut self, rows_from: usize, base: usize, first: u32, span: Span) {
        let mut ends = self.rows.split_off(rows_from.min(self.rows.len()));
        let elements = self.take_operands(base);
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
        if self.lexer.dialect == Dialect::Excel {
            self.check_rows(&rows);
        }
        self.push_node(Node::Array { rows }, span, first);
    }

    /// Excel's arrays have rows of one length and no arrays in them. That it takes constants only is not checked: no
    /// file holds more, and what another expression would mean is clear.
    fn check_rows(&mut self, rows: &[Vec<NodeId>]) {
        let columns = rows.first().map_or(0, Vec::len);
        for row in rows {
            if row.len() != columns
                && let (Some(first), Some(last)) = (row.first(), row.last())
            {
                let span = self.ast.span(*first).to(self.ast.span(*last));
                let message = format!("expected {columns} elements in every row of the array, found {}", row.len());
                self.fail(SyntaxError::new(span, "rows of one length", message));
            }
            for element in row {
                if matches!(self.ast.node(*element), Node::Array { .. }) {
                    let message = "expected a value in the array, found another array";
                    self.fail(SyntaxError::new(self.ast.span(*element), "a value", message));
                }
            }
        }
    }

    /// At the end of the text: closes what is open, and leaves one operand.
    fn finish(&mut self) {
        self.reduce_down_to(0);
        // A missing operand at the end has been reported: the bracket around it is clear.
        let length = self.lexer.source.len();
        let mut reported = self.errors.last().is_some_and(|error| error.span == Span::new(length, length));
        while let Some(frame) = self.frames.pop() {
            let Frame::Bracket(bracket) = frame else { continue };
            if !reported {
                reported = true;
                let (expected, opener) = match &bracket.kind {
                    BracketKind::Array => ("`}`", "{".to_string()),
                    BracketKind::Call(name) => ("`)`", format!("{}(", short(name))),
                    _ => ("`)`", "(".to_string()),
                };
                let span = Span::new(bracket.start, bracket.end);
                let message = format!("expected {expected} to close `{opener}`, found end of formula");
                self.fail(SyntaxError::new(span, expected, message));
            }
            self.close_bracket(bracket, length);
            self.reduce_down_to(0);
        }
    }

    fn push_binary(&mut self, operator: BinaryOperator, end: usize) {
        let own = precedence::binary(operator);
        let from_right = precedence::groups_from_right(operator, self.lexer.dialect);
        self.reduce_down_to(own + u8::from(from_right));
        self.frames.push(Frame::Binary { operator, end });
    }

    /// Gives the operators on the stack that bind at least so tightly their operands.
    fn reduce_down_to(&mut self, least: u8) {
        loop {
            match self.frames.last() {
                Some(Frame::Prefix { operator, start }) if precedence::unary(*operator) >= least => {
                    let (operator, start) = (*operator, *start);
                    self.frames.pop();
                    if let Some(top) = self.operands.pop() {
                        let span = Span::new(start, start).to(self.ast.span(top.root));
                        self.push_node(Node::Unary { operator, operand: top.root }, span, top.first);
                    }
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

    fn reduce_binary(&mut self, operator: BinaryOperator, operator_end: usize) {
        let (Some(right), Some(left)) = (self.operands.pop(), self.operands.pop()) else { return };
        let span = self.ast.span(left.root).to(self.ast.span(right.root));
        if matches!(operator, BinaryOperator::Range | BinaryOperator::Intersection | BinaryOperator::Union) {
            if operator == BinaryOperator::Range
                && let Some(merged) = self.merged(left, right)
            {
                self.ast.nodes.truncate(left.first as usize);
                self.ast.spans.truncate(left.first as usize);
                self.push_node(Node::Reference(merged), span, left.first);
                return;
            }
            for side in [left, right] {
                if !self.is_reference(side.root) {
                    self.not_a_reference(operator, operator_end, self.ast.span(side.root));
                    break;
                }
            }
        }
        self.push_node(Node::Binary { operator, left: left.root, right: right.root }, span, left.first);
    }

    fn not_a_reference(&mut self, operator: BinaryOperator, end: usize, span: Span) {
        let error = match operator {
            BinaryOperator::Intersection => {
                let message = "expected an operator, found another operand after a blank";
                SyntaxError::new(Span::new(end, end), "an operator", message)
            }
            _ => {
                let text = precedence::binary_text(operator);
                let message = format!("expected a reference on both sides of `{text}`, found a value");
                SyntaxError::new(span, "a reference", message)
            }
        };
        self.fail(error);
    }

    /// `Sheet1!A1:Sheet1!B2` is the range `Sheet1!A1:B2`.
    fn merged(&self, left: Operand, right: Operand) -> Option<Reference> {
        let (Node::Reference(a), Node::Reference(b)) = (self.ast.node(left.root), self.ast.node(right.root)) else {
            return None;
        };
        if a.sheet != b.sheet || !a.area.single || !b.area.single {
            return None;
        }
        Some(Reference { sheet: a.sheet.clone(), area: a.area.up_to(b.area) })
    }

    fn require_reference_on_top(&mut self, operator: &str) {
        if !self.top_is_reference()
            && let Some(top) = self.operands.last()
        {
            let message = format!("expected a reference before {operator}, found a value");
            let span = self.ast.span(top.root);
            self.fail(SyntaxError::new(span, "a reference", message));
        }
    }

    fn top_is_reference(&self) -> bool {
        self.operands.last().is_some_and(|top| self.is_reference(top.root))
    }

    /// Whether a node can stand for cells, as far as its form tells.
    fn is_reference(&self, id: NodeId) -> bool {
        match self.ast.node(id) {
            Node::Reference(_) | Node::Name { .. } | Node::Structured(_) | Node::Error(_) | Node::Invalid => true,
            Node::Call { .. } | Node::Invoke { .. } | Node::Parenthesis(_) => true,
            Node::Unary { operator, .. } => {
                matches!(operator, UnaryOperator::Spill | UnaryOperator::Intersect)
            }
            Node::Binary { operator, .. } => {
                matches!(operator, BinaryOperator::Range | BinaryOperator::Intersection | BinaryOperator::Union)
            }
            Node::Number(_) | Node::Text(_) | Node::Bool(_) | Node::Missing | Node::Array { .. } => false,
        }
    }

    /// Whether `(` close behind the operand calls it: it is a call, parenthesised, or a function of another workbook.
    fn top_is_callable(&self) -> bool {
        self.operands.last().is_some_and(|top| {
            matches!(
                self.ast.node(top.root),
                Node::Call { .. } | Node::Invoke { .. } | Node::Parenthesis(_) | Node::Name { sheet: Some(_), .. }
            )
        })
    }

    fn take_operands(&mut self, base: usize) -> Vec<NodeId> {
        self.operands.drain(base..).map(|operand| operand.root).collect()
    }

    fn wrap_top(&mut self, operator: UnaryOperator, end: usize) {
        if let Some(top) = self.operands.pop() {
            let span = self.ast.span(top.root).to(Span::new(end, end));
            self.push_node(Node::Unary { operator, operand: top.root }, span, top.first);
        }
    }

    fn push_leaf(&mut self, node: Node, span: Span) {
        let first = self.ast.nodes.len() as u32;
        self.push_node(node, span, first);
    }

    fn push_node(&mut self, node: Node, span: Span, first: u32) {
        let root = NodeId(self.ast.nodes.len() as u32);
        self.ast.nodes.push(node);
        self.ast.spans.push(span);
        self.operands.push(Operand { root, first });
    }

    fn fail(&mut self, error: SyntaxError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
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

/// A name cut to what fits into a message.
fn short(name: &str) -> &str {
    name.char_indices().nth(32).and_then(|(cut, _)| name.get(..cut)).unwrap_or(name)
}
