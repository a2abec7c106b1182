//! Rules for a text as a whole: one that is a piece of an expression from its first quote, or its first value, to its end.
//!
//! Prose is no expression: sooner or later two words stand side by side. That is what makes it safe to ask for so little else.

use super::rules::Rules;
use super::statement::Kind;
use super::token::Role;

/// A text of more tokens is no piece of an expression.
pub(super) const LONGEST: usize = 96;

/// The open text at the end is no longer than so many tokens, its operand's signs among them.
const OPEN: usize = 12;

/// How far the piece behind the first quote was understood.
struct Piece {
    /// The token behind it.
    end: usize,
    /// Whether there is a comparison or a logical operator in it, not only arithmetic.
    has_logic: bool,
    /// Whether there is an operator that is no word.
    has_sign: bool,
    /// Whether there is an operator that is a word of prose.
    has_prose: bool,
    /// How many operators it has.
    operators: usize,
    /// Whether it ends in a quote that the statement's own quote would close.
    is_open: bool,
}

impl Rules<'_, '_> {
    /// The rule that matches the text as a whole.
    pub(super) fn whole(&self) -> Option<&'static str> {
        if self.statement.len() > LONGEST {
            return None;
        }
        self.continued_quote().or_else(|| self.commented_value()).or_else(|| self.name_alone())
    }

    /// `aa'^0!='1`: what is behind the first quote goes on with an operator and ends in a quote or a comment.
    fn continued_quote(&self) -> Option<&'static str> {
        let quotes = (0..self.statement.len().min(6)).filter(|at| self.role(*at) == Role::Quote);
        for quote in quotes {
            let kind = self.statement.byte(quote);
            let start = self.statement.skip(quote + 1, &[Role::Close]);
            let piece = self.piece(start, kind);
            let is_comment = self.role(piece.end) == Role::Comment && piece.has_logic;
            let is_open = piece.is_open
                && self.last_quote() == Some(kind)
                && (piece.has_sign || !self.is_prose || (kind == b'\'' && (!piece.has_prose || piece.operators > 1)));
            if piece.operators > 0 && (is_comment || is_open) {
                return Some("sqli-continued-quote");
            }
        }
        None
    }

    fn last_quote(&self) -> Option<u8> {
        (0..self.statement.len()).rev().find(|at| self.role(*at) == Role::Quote).map(|at| self.statement.byte(at))
    }

    /// The operators and operands from a token on.
    fn piece(&self, start: usize, kind: u8) -> Piece {
        let mut piece =
            Piece { end: start, has_logic: false, has_sign: false, has_prose: false, operators: 0, is_open: false };
        while piece.operators < LONGEST {
            let operator = self.statement.skip(piece.end, &[Role::Not, Role::Close]);
            match self.role(operator) {
                Role::Compare | Role::Logic => (piece.has_logic, piece.has_sign) = (true, true),
                Role::Like | Role::And => {
                    piece.has_logic = true;
                    piece.has_prose |= matches!(self.word(operator), "is" | "in" | "like" | "and" | "or" | "between");
                }
                Role::Sign if !matches!(self.statement.byte(operator), b'~' | b'!') => {
                    piece.has_sign |= kind == b'\'' || self.statement.byte(operator) == b'^';
                }
                _ => break,
            }
            let next = self.statement.skip(operator + 1, &[Role::Like, Role::Not, Role::Compare]);
            let Some(operand) = self.statement.operand(next) else { break };
            piece.operators += 1;
            piece.end = operand.end;
            if operand.last == Kind::OpenText {
                piece.is_open = self.statement.len() - next <= OPEN;
                break;
            }
        }
        piece
    }

    /// `( @a or 1 ) --`, `1*1/*`: a value and a comment, where the rest of the statement was cut off.
    fn commented_value(&self) -> Option<&'static str> {
        let last = self.statement.len().checked_sub(1)?;
        let is_mark = self.role(last) == Role::Comment && self.statement.byte(last) != b'#';
        let first = self.statement.operand(0)?;
        let is_code = matches!(first.kind, Kind::Literal | Kind::Group | Kind::Variable);
        let is_prose = (0..last).any(|at| self.role(at) == Role::Plain);
        (is_mark && is_code && !is_prose && self.is_value(0, last)).then_some("sqli-commented-value")
    }

    /// Whether the tokens between two places are one expression.
    pub(super) fn is_value(&self, from: usize, to: usize) -> bool {
        if from == to {
            return false;
        }
        let mut at = from;
        for _ in 0..LONGEST {
            let Some(operand) = self.statement.operand(at) else { return false };
            at = operand.end;
            if at >= to {
                return at == to;
            }
            if !matches!(self.role(at), Role::Compare | Role::Like | Role::And | Role::Logic | Role::Sign) {
                return false;
            }
            at += 1;
        }
        false
    }

    /// A call that was cut off behind its bracket, or the name of a system's own database, and nothing else.
    fn name_alone(&self) -> Option<&'static str> {
        let len = self.statement.len();
        let is_call = matches!(self.role(0), Role::Call | Role::ProseCall | Role::StrongCall | Role::Insert);
        if len == 2 && is_call && self.role(1) == Role::Open && self.statement.byte(1) == b'(' {
            return Some("sqli-call-cut");
        }
        if len == 3 && is_call && self.word(1) == "\\" && self.role(2) == Role::Open {
            return Some("sqli-call-cut");
        }
        // 2^32 and its neighbours: asked for to overflow a column.
        let sign = usize::from(self.role(0) == Role::Sign);
        let is_bound = matches!(self.word(sign), "4294967295" | "4294967296");
        if is_bound && len == sign + 1 {
            return Some("sqli-overflow");
        }
        if self.role(0) == Role::Quote && self.role(1) == Role::Select && self.role(3) == Role::End {
            return (!self.statement.is_spaced(1)).then_some("sqli-broken-quote");
        }
        let quotes = (0..len).filter(|at| self.role(*at) == Role::Quote).count();
        if quotes + 1 == len && quotes > 1 && quotes < 8 && (1..len - 1).any(|at| self.role(at) == Role::And) {
            return Some("sqli-broken-quote");
        }
        let is_word = matches!(self.role(1), Role::Like | Role::And | Role::Union | Role::Having);
        if self.role(0) == Role::Close && is_word && self.role(2) == Role::Open {
            return Some("sqli-broken-bracket");
        }
        let is_system = matches!(self.word(0), "msdb" | "tempdb" | "sysdatabases") && len == 1;
        let is_table = self.word(0) == "mysql" && self.role(1) == Role::Dot && len == 3;
        (is_system || is_table).then_some("sqli-catalogue")
    }
}
