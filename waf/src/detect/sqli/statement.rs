//! Tokens with what belongs together: brackets, quotes, operands, conditions.

use std::mem::take;

use super::token::{Role, Token, read};
use super::whole::LONGEST;

/// A text as tokens.
pub struct Statement<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// For a bracket that opens, where it closes; for a quote, where the next of its kind is. As long as `tokens`, or empty where
    /// nobody asks.
    partners: Vec<u32>,
    is_active: bool,
}

/// The memory of statements, kept from one to the next.
#[derive(Default)]
pub struct Memory {
    tokens: Vec<Token>,
    partners: Vec<u32>,
}

impl Memory {
    pub const fn new() -> Memory {
        Memory { tokens: Vec::new(), partners: Vec::new() }
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> usize {
        self.tokens.capacity() * size_of::<Token>() + self.partners.capacity() * size_of::<u32>()
    }
}

/// No partner.
const NONE: u32 = u32::MAX;

/// How many pieces an operand may have: `1+2+3…`.
const PIECES: usize = 24;

/// What an operand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number, NULL, TRUE.
    Literal,
    /// A text between quotes.
    Text,
    /// A quote without its partner: the statement's own quote would close it.
    OpenText,
    /// A column or anything else with a name.
    Name,
    /// A call of a function of databases.
    Call,
    /// A call of anything else.
    OtherCall,
    /// `@name`.
    Variable,
    /// Something in brackets.
    Group,
}

/// An operand: a value with whatever is added to it.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    /// What its first piece is.
    pub kind: Kind,
    /// What its last piece is.
    pub last: Kind,
    /// Its first token behind signs.
    pub first: usize,
    /// The token behind it.
    pub end: usize,
    /// How many pieces it has.
    pub pieces: usize,
    /// Whether a `-`, `+`, `!`, `~` or NOT stands before it.
    pub is_signed: bool,
}

/// `operand operator operand`.
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    /// The left side.
    pub left: Operand,
    /// Where the operator is.
    pub operator: usize,
    /// The right side.
    pub right: Operand,
}

impl<'t> Statement<'t> {
    /// Reads a text in lower case.
    pub fn read(text: &'t str, memory: &mut Memory) -> Statement<'t> {
        let (mut tokens, mut partners) = (take(&mut memory.tokens), take(&mut memory.partners));
        let is_active = read(text, &mut tokens);
        partners.clear();
        if is_active || tokens.len() <= LONGEST {
            find_partners(&tokens, &mut partners);
        }
        Statement { text, tokens, partners, is_active }
    }

    /// Leaves its memory to the next.
    pub fn give_back(self, memory: &mut Memory) {
        (memory.tokens, memory.partners) = (self.tokens, self.partners);
    }

    /// What stands behind the last sentence, of a text with more tokens than that; none where there is no sentence so near the
    /// end.
    pub fn last_sentence(&self, longest: usize) -> Option<Statement<'t>> {
        let from = self.tokens.len().checked_sub(longest)?;
        let last = self.tokens.get(from..)?;
        let text = self.text.as_bytes();
        let begins = |token: &Token| {
            let before = text.get(..token.start as usize).unwrap_or_default();
            let blanks = before.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
            let end = before.len().checked_sub(blanks + 1).and_then(|at| before.get(at));
            let has_break = before.iter().rev().take(blanks).any(|byte| *byte == b'\n');
            blanks > 0 && (has_break || matches!(end, Some(b'.' | b'!' | b'?')))
        };
        let start = last.iter().rposition(begins)?;
        let tokens = last.get(start..)?.to_vec();
        let mut partners = Vec::new();
        find_partners(&tokens, &mut partners);
        Some(Statement { text: self.text, tokens, partners, is_active: true })
    }

    /// The tokens that a rule turns on.
    pub fn active(&self) -> impl Iterator<Item = usize> {
        let tokens = if self.is_active { self.tokens.as_slice() } else { &[] };
        tokens.iter().enumerate().filter(|(_, token)| !token.role.is_passive()).map(|(at, _)| at)
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The role of a token; [`Role::End`] behind the last.
    pub fn role(&self, at: usize) -> Role {
        self.tokens.get(at).map_or(Role::End, |token| token.role)
    }

    /// The first byte of a token; 0 behind the last.
    pub fn byte(&self, at: usize) -> u8 {
        self.tokens.get(at).map_or(0, |token| token.byte)
    }

    /// The role of the token before; [`Role::End`] before the first.
    pub fn role_before(&self, at: usize) -> Role {
        at.checked_sub(1).map_or(Role::End, |before| self.role(before))
    }

    /// The text of a token.
    pub fn word(&self, at: usize) -> &'t str {
        self.tokens
            .get(at)
            .and_then(|token| self.text.get(token.start as usize..token.end as usize))
            .unwrap_or_default()
    }

    /// Whether white space stands before a token; also before the first and behind the last.
    pub fn is_spaced(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.is_spaced)
    }

    /// Where the bracket or quote at a place has its partner.
    pub fn partner(&self, at: usize) -> Option<usize> {
        self.partners.get(at).filter(|partner| **partner != NONE).map(|partner| *partner as usize)
    }

    /// The first of the tokens from a place on that is none of these, looking at no more than sixteen.
    pub fn skip(&self, from: usize, roles: &[Role]) -> usize {
        (from..from + 16).find(|at| !roles.contains(&self.role(*at))).unwrap_or(from + 16)
    }

    /// The operand that begins at a token.
    pub fn operand(&self, at: usize) -> Option<Operand> {
        let mut operand = self.piece(at)?;
        while operand.pieces < PIECES {
            let is_joint = match self.role(operand.end) {
                Role::Sign => true,
                Role::Logic => self.byte(operand.end) == b'|',
                Role::Cast => {
                    operand.end = (operand.end + 2).min(self.len());
                    continue;
                }
                _ => false,
            };
            if !is_joint {
                break;
            }
            let Some(next) = self.piece(operand.end + 1) else { break };
            operand.end = next.end;
            operand.last = next.kind;
            operand.pieces += 1;
        }
        Some(operand)
    }

    fn piece(&self, at: usize) -> Option<Operand> {
        let is_sign = |at: &usize| {
            self.role(*at) == Role::Not
                || (self.role(*at) == Role::Sign && matches!(self.byte(*at), b'+' | b'-' | b'!' | b'~'))
        };
        let first = (at..at + 16).find(|at| !is_sign(at))?;
        let (kind, end) = match self.role(first) {
            Role::Number | Role::Null => (Kind::Literal, first + 1),
            Role::Variable => (Kind::Variable, first + 1),
            Role::Quote => match self.partner(first) {
                Some(partner) => (Kind::Text, partner + 1),
                None => (Kind::OpenText, self.len()),
            },
            Role::Open => (Kind::Group, self.partner(first).map_or(self.len(), |close| close + 1)),
            Role::Select | Role::Exists | Role::Case => (Kind::Group, self.len()),
            Role::Call | Role::StrongCall if self.role(first + 1) == Role::Open => {
                (Kind::Call, self.partner(first + 1).map_or(self.len(), |close| close + 1))
            }
            Role::ProseCall | Role::Plain | Role::If | Role::Object | Role::Insert | Role::Type
                if self.role(first + 1) == Role::Open && !self.is_spaced(first + 1) =>
            {
                (Kind::OtherCall, self.partner(first + 1).map_or(self.len(), |close| close + 1))
            }
            Role::Plain
            | Role::Column
            | Role::StrongName
            | Role::Call
            | Role::StrongCall
            | Role::ProseCall
            | Role::Object
            | Role::Type => (Kind::Name, self.end_of_name(first)),
            _ => return None,
        };
        Some(Operand { kind, last: kind, first, end, pieces: 1, is_signed: first > at })
    }

    /// Behind `schema.table.column`.
    fn end_of_name(&self, first: usize) -> usize {
        let mut end = first + 1;
        for _ in 0..4 {
            if self.role(end) == Role::Dot && !self.is_spaced(end + 1) && self.role(end + 1) != Role::End {
                end += 2;
            }
        }
        end.min(self.len())
    }

    /// The condition that begins at a token.
    pub fn condition(&self, at: usize) -> Option<Condition> {
        let left = self.operand(at)?;
        let operator = self.skip(left.end, &[Role::Not, Role::Close]);
        if !matches!(self.role(operator), Role::Compare | Role::Like) {
            return None;
        }
        let right = self.operand(self.skip(operator + 1, &[Role::Not, Role::Like, Role::All, Role::Compare]))?;
        Some(Condition { left, operator, right })
    }

    /// Whether two operands are written alike, quotes apart.
    pub fn is_same(&self, left: &Operand, right: &Operand) -> bool {
        self.bare(left) == self.bare(right)
    }

    fn bare(&self, operand: &Operand) -> &'t str {
        let start = self.tokens.get(operand.first).map_or(0, |token| token.start as usize);
        let end =
            operand.end.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(start, |token| token.end as usize);
        self.text.get(start..end).unwrap_or_default().trim_matches(['\'', '"', '`', '(', ')', ' '])
    }
}

/// Finds the partners of brackets and quotes. While a bracket is open, its place holds the one that was open before it.
fn find_partners(tokens: &[Token], partners: &mut Vec<u32>) {
    partners.resize(tokens.len(), NONE);
    let mut open = NONE;
    let mut quotes = [NONE; 3];
    for (at, token) in tokens.iter().enumerate() {
        let at = at as u32;
        let mut put = |place: u32, partner: u32| {
            partners.get_mut(place as usize).map_or(NONE, |entry| std::mem::replace(entry, partner))
        };
        match token.role {
            Role::Open => {
                put(at, open);
                open = at;
            }
            Role::Close if open != NONE => open = put(open, at),
            Role::Quote => {
                let kind = match token.byte {
                    b'\'' => 0,
                    b'"' => 1,
                    _ => 2,
                };
                if let Some(latest) = quotes.get_mut(kind) {
                    put(*latest, at);
                    *latest = at;
                }
            }
            _ => {}
        }
    }
    while let Some(entry) = partners.get_mut(open as usize) {
        open = std::mem::replace(entry, NONE);
    }
}
