//! What stands at a position of the text, where an operand or where an operator may stand.

use super::ast::{BinaryOperator, Node, Reference, SheetPrefix, UnaryOperator};
use super::characters::Source;
use super::error::SyntaxError;
use super::literal::{read_error, read_number, read_text};
use super::range_text::read_area;
use super::sheet_prefix::{read_external, read_quoted};
use super::structured::read_structured;
use crate::diagnostic::Span;
use crate::dialect::Dialect;
use crate::value::Text;

/// What stands where an operand may.
#[derive(Debug)]
pub(super) enum OperandToken {
    /// An operand without parts of its own.
    Leaf(Node),
    /// An operator before its operand.
    Prefix(UnaryOperator),
    /// A function's name with the parenthesis that opens its arguments.
    Call(CalledName),
    /// `(`
    OpenParenthesis,
    /// `{`
    OpenBrace,
    /// Nothing that an operand starts with; nothing was read.
    Absent,
}

/// The function that a call names.
#[derive(Debug)]
pub(super) enum CalledName {
    /// A function, in upper case and without its storage prefix.
    Function(Text),
    /// `_xlfn.SINGLE(x)` and `_xlfn.ANCHORARRAY(x)`, as `@x` and `x#` are stored.
    Stored(UnaryOperator),
}

/// What stands where an operator may.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum OperatorToken {
    /// An operator between two operands; not `,` and not a blank, which depend on what stands around.
    Binary(BinaryOperator),
    /// `%`
    Percent,
    /// `#` close behind its operand
    Spill,
    /// `(` close behind an operand
    Call,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `)`
    CloseParenthesis,
    /// `}`
    CloseBrace,
    /// The start of another operand after a blank; nothing was read.
    OperandAfterBlank,
    /// Anything else; nothing was read.
    Other,
    /// The end of the text.
    End,
}

/// Reads a formula piece by piece.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    pub(super) source: Source<'a>,
    pub(super) at: usize,
    pub(super) dialect: Dialect,
}

impl<'a> Lexer<'a> {
    /// Reads what stands where an operand may; the position is then behind it.
    pub(super) fn operand(&mut self) -> Result<OperandToken, SyntaxError> {
        self.at = self.source.skip_blanks(self.at);
        let token = match self.source.byte(self.at) {
            b'-' => OperandToken::Prefix(UnaryOperator::Minus),
            b'+' => OperandToken::Prefix(UnaryOperator::Plus),
            b'@' => OperandToken::Prefix(UnaryOperator::Intersect),
            b'(' => OperandToken::OpenParenthesis,
            b'{' => OperandToken::OpenBrace,
            b'"' => {
                let (text, end) = read_text(self.source, self.at, self.dialect)?;
                return Ok(self.leaf(Node::Text(text), end));
            }
            b'\'' => {
                let (sheet, end) = read_quoted(self.source, self.at, self.dialect)?;
                return self.after_sheet(sheet, end);
            }
            b'[' => return self.bracket(),
            b'#' => return self.error_literal(self.at),
            b'.' | b'0'..=b'9' => return self.number_or_rows(),
            b'$' => return self.absolute(),
            _ if self.source.starts_word(self.at) => return self.word(None),
            _ => return Ok(OperandToken::Absent),
        };
        self.at += 1;
        Ok(token)
    }

    /// Reads what stands where an operator may; the position is then behind it.
    pub(super) fn operator(&mut self) -> OperatorToken {
        let blanks_from = self.at;
        self.at = self.source.skip_blanks(self.at);
        let after_blank = self.at > blanks_from;
        let (token, length) = match self.source.byte(self.at) {
            b'=' => (OperatorToken::Binary(BinaryOperator::Equal), 1),
            b'<' => match self.source.byte(self.at + 1) {
                b'>' => (OperatorToken::Binary(BinaryOperator::NotEqual), 2),
                b'=' => (OperatorToken::Binary(BinaryOperator::LessOrEqual), 2),
                _ => (OperatorToken::Binary(BinaryOperator::Less), 1),
            },
            b'>' => match self.source.byte(self.at + 1) {
                b'=' => (OperatorToken::Binary(BinaryOperator::GreaterOrEqual), 2),
                _ => (OperatorToken::Binary(BinaryOperator::Greater), 1),
            },
            b'&' => (OperatorToken::Binary(BinaryOperator::Concat), 1),
            b'+' => (OperatorToken::Binary(BinaryOperator::Add), 1),
            b'-' => (OperatorToken::Binary(BinaryOperator::Subtract), 1),
            b'*' => (OperatorToken::Binary(BinaryOperator::Multiply), 1),
            b'/' => (OperatorToken::Binary(BinaryOperator::Divide), 1),
            b'^' => (OperatorToken::Binary(BinaryOperator::Power), 1),
            b':' => (OperatorToken::Binary(BinaryOperator::Range), 1),
            // The union of OpenFormula (6.4.11), which some exports carry over; `,` is the parser's to decide.
            b'~' => (OperatorToken::Binary(BinaryOperator::Union), 1),
            b'%' => (OperatorToken::Percent, 1),
            b',' => (OperatorToken::Comma, 1),
            b';' => (OperatorToken::Semicolon, 1),
            b')' => (OperatorToken::CloseParenthesis, 1),
            b'}' => (OperatorToken::CloseBrace, 1),
            b'#' if !after_blank => (OperatorToken::Spill, 1),
            b'(' if !after_blank => (OperatorToken::Call, 1),
            0 if self.at >= self.source.len() => (OperatorToken::End, 0),
            b'(' | b'\'' | b'[' | b'$' | b'#' | b'@' if after_blank => (OperatorToken::OperandAfterBlank, 0),
            b'0'..=b'9' if after_blank && read_area(self.source, self.at, self.dialect).is_some() => {
                (OperatorToken::OperandAfterBlank, 0)
            }
            _ if after_blank && self.source.starts_word(self.at) => (OperatorToken::OperandAfterBlank, 0),
            _ => (OperatorToken::Other, 0),
        };
        self.at += length;
        token
    }

    fn leaf(&mut self, node: Node, end: usize) -> OperandToken {
        self.at = end;
        OperandToken::Leaf(node)
    }

    /// What stands behind `sheet!`.
    fn after_sheet(&mut self, sheet: SheetPrefix, at: usize) -> Result<OperandToken, SyntaxError> {
        self.at = at;
        if let Some((area, end)) = read_area(self.source, at, self.dialect) {
            return Ok(self.leaf(Node::Reference(Reference { sheet: Some(sheet), area }), end));
        }
        match self.source.byte(at) {
            b'#' => self.error_literal(at),
            b'[' => {
                let (structured, end) = read_structured(self.source, Some(sheet), None, at)?;
                Ok(self.leaf(Node::Structured(structured), end))
            }
            _ if self.source.starts_word(at) => self.word(Some(sheet)),
            _ => {
                let (span, found) = self.found(at);
                let message = format!("expected a cell, a range or a name after `!`, found {found}");
                Err(SyntaxError::new(span, "a cell, a range or a name", message))
            }
        }
    }

    /// A reference that starts with a letter, a name, a logical value, a call, a sheet or a table.
    fn word(&mut self, sheet: Option<SheetPrefix>) -> Result<OperandToken, SyntaxError> {
        let start = self.at;
        if sheet.is_none()
            && let Some((area, end)) = read_area(self.source, start, self.dialect)
        {
            return Ok(self.leaf(Node::Reference(Reference { sheet: None, area }), end));
        }
        let end = self.source.word_end(start);
        let word = self.source.slice(start, end);
        match self.source.byte(end) {
            b'[' => {
                let (structured, end) = read_structured(self.source, sheet, Some(word), end)?;
                return Ok(self.leaf(Node::Structured(structured), end));
            }
            b'!' if sheet.is_none() => return self.after_sheet(SheetPrefix::Sheet(Text::from(word)), end + 1),
            _ => {}
        }
        // Blanks may stand around the `:` of a span, as around that of a range.
        let colon = self.source.skip_blanks(end);
        let start = self.source.skip_blanks(colon + 1);
        if sheet.is_none() && self.source.byte(colon) == b':' && self.source.starts_word(start) {
            let last_end = self.source.word_end(start);
            if self.source.byte(last_end) == b'!' {
                let last = self.source.slice(start, last_end);
                return self.after_sheet(SheetPrefix::Span(Text::from(word), Text::from(last)), last_end + 1);
            }
        }
        if sheet.is_none() {
            // Both spreadsheets read `SUM (1)` as a call and write it without the blank.
            let open = self.source.skip_blanks(end);
            if self.source.byte(open) == b'(' {
                self.at = open + 1;
                return Ok(OperandToken::Call(called_name(word)));
            }
            if word.eq_ignore_ascii_case("TRUE") {
                return Ok(self.leaf(Node::Bool(true), end));
            }
            if word.eq_ignore_ascii_case("FALSE") {
                return Ok(self.leaf(Node::Bool(false), end));
            }
        }
        let name = Text::from(strip_any(word, &["_xlpm.", "_xlop.", "_xleta.", "_xlfn."]));
        Ok(self.leaf(Node::Name { sheet, name }, end))
    }

    /// A number, or rows such as `3:5`, or a sheet whose name starts with a digit.
    fn number_or_rows(&mut self) -> Result<OperandToken, SyntaxError> {
        let start = self.at;
        if let Some((area, end)) = read_area(self.source, start, self.dialect) {
            return Ok(self.leaf(Node::Reference(Reference { sheet: None, area }), end));
        }
        let word_end = self.source.word_end(start);
        if self.source.byte(word_end) == b'!' {
            let sheet = SheetPrefix::Sheet(Text::from(self.source.slice(start, word_end)));
            return self.after_sheet(sheet, word_end + 1);
        }
        if self.source.byte(start) == b'.' && !self.source.byte(start + 1).is_ascii_digit() {
            return Ok(OperandToken::Absent);
        }
        let (number, end) = read_number(self.source, start)?;
        Ok(self.leaf(Node::Number(number), end))
    }

    fn absolute(&mut self) -> Result<OperandToken, SyntaxError> {
        let start = self.at;
        if let Some((area, end)) = read_area(self.source, start, self.dialect) {
            return Ok(self.leaf(Node::Reference(Reference { sheet: None, area }), end));
        }
        let end = self.source.word_end(start + 1);
        let found = self.source.slice(start, end);
        let message = format!("expected a cell or a range, found `{found}`");
        Err(SyntaxError::new(Span::new(start, end), "a cell or a range", message)
            .help("`$` stands before the letters or the number of a cell, as in `$A$1`"))
    }

    /// `[1]Sheet!A1`, or a column of the table that the formula stands in.
    fn bracket(&mut self) -> Result<OperandToken, SyntaxError> {
        if let Some((sheet, end)) = read_external(self.source, self.at) {
            return self.after_sheet(sheet, end);
        }
        let (structured, end) = read_structured(self.source, None, None, self.at)?;
        Ok(self.leaf(Node::Structured(structured), end))
    }

    /// An error literal. `#REF!A1`, a reference whose sheet is gone, is one too.
    fn error_literal(&mut self, at: usize) -> Result<OperandToken, SyntaxError> {
        let (error, mut end) = read_error(self.source, at)?;
        if error == crate::value::CellError::Ref
            && let Some((_, lost)) = read_area(self.source, end, self.dialect)
        {
            end = lost;
        }
        Ok(self.leaf(Node::Error(error), end))
    }

    /// The piece of text at a position, for a message.
    pub(super) fn found(&self, at: usize) -> (Span, String) {
        let Some(first) = self.source.character(at) else {
            return (Span::new(at, at), "end of formula".to_string());
        };
        let mut end = self.source.word_end(at);
        if end == at {
            end = at + first.len_utf8();
        }
        let span = Span::new(at, end);
        if first.is_control() || matches!(first, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}') {
            return (span, format!("the invisible character U+{:04X}", u32::from(first)));
        }
        let word = self.source.slice(at, end);
        match word.char_indices().nth(24) {
            Some((cut, _)) => (span, format!("`{}…`", word.get(..cut).unwrap_or(""))),
            None => (span, format!("`{word}`")),
        }
    }
}

/// The prefixes that a file puts before functions newer than the format, and before Google's own.
const STORAGE_PREFIXES: [&str; 5] = ["_xlfn.", "_xlws.", "_xludf.", "__xludf.", "_xlpm."];

fn called_name(word: &str) -> CalledName {
    let name = strip_any(word, &STORAGE_PREFIXES);
    if name.len() < word.len() {
        if name.eq_ignore_ascii_case("SINGLE") {
            return CalledName::Stored(UnaryOperator::Intersect);
        }
        if name.eq_ignore_ascii_case("ANCHORARRAY") {
            return CalledName::Stored(UnaryOperator::Spill);
        }
    }
    CalledName::Function(upper_case(name))
}

/// Takes prefixes off, in any case and as often as one stands there.
fn strip_any<'a>(word: &'a str, prefixes: &[&str]) -> &'a str {
    let mut rest = word;
    while rest.starts_with('_') {
        let stripped = prefixes.iter().find_map(|prefix| {
            let (head, tail) = rest.split_at_checked(prefix.len())?;
            // What is left is a name, or the prefix is part of one.
            (head.eq_ignore_ascii_case(prefix) && starts_name(tail)).then_some(tail)
        });
        match stripped {
            Some(tail) => rest = tail,
            None => break,
        }
    }
    rest
}

fn starts_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '\\'))
}

fn upper_case(name: &str) -> Text {
    if name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_lowercase()) {
        Text::from(name)
    } else {
        Text::from(name.to_uppercase())
    }
}
