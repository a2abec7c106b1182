//! The tokens that the languages of attacks share: words, numbers, blanks and single marks.
//!
//! One pass over a text serves every detector of code: a shell command, a PHP call and a tag are sequences of the same words and
//! marks. A word carries what the vocabulary knows of it, so that a rule compares bits and not texts. Quotes are marks: in a text
//! that begins inside somebody else's string nobody can tell which quote opens.

use crate::vocabulary;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, digits, underscores, and whatever is not ASCII; begins with no digit.
    Word,
    /// Digits, and the letters after them.
    Number,
    /// A run of blanks and control characters without a line break.
    Blank,
    /// A run of blanks with a line break.
    Break,
    /// One ASCII mark.
    Mark,
    /// Before the first and after the last token.
    Edge,
}

/// A token and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    /// The mark's byte, else 0.
    pub(crate) mark: u8,
    /// The word's place in the vocabulary, else 0.
    pub(crate) entry: u16,
    /// The next token of the same chain; 0 at its end.
    next: u32,
}

const EDGE: Token = Token { start: 0, end: 0, kind: Kind::Edge, mark: 0, entry: 0, next: 0 };

/// The chains of words that the vocabulary knows, and of line breaks; the others are those of the marks.
const KNOWN: u8 = 0;
const BREAKS: u8 = 1;
const CHAINS: usize = 128;

/// What a byte begins or continues.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Letter,
    Digit,
    Blank,
    Break,
    Mark,
    High,
}

const fn byte_kind(byte: u8) -> Byte {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => Byte::Letter,
        b'0'..=b'9' => Byte::Digit,
        b'\n' | b'\r' => Byte::Break,
        0..=b' ' | 0x7F => Byte::Blank,
        0x80.. => Byte::High,
        _ => Byte::Mark,
    }
}

/// The tokens of one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    list: Vec<Token>,
    /// What the vocabulary knows of any of the words.
    flags: u64,
    /// The first token of each chain, counted from 1: a detector visits only the tokens that it knows what to do with.
    first: Vec<u32>,
}

impl Tokens {
    /// Reads a text. Texts of 4 GiB and more have no tokens; the body limit is far below.
    pub(crate) fn read(text: &str) -> Tokens {
        if u32::try_from(text.len()).is_err() {
            return Tokens::default();
        }
        let bytes = text.as_bytes();
        let mut tokens = Tokens { list: Vec::with_capacity(bytes.len() / 3 + 8), flags: 0, first: vec![0; CHAINS] };
        let mut last = [0_u32; CHAINS];
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let token = match byte_kind(*byte) {
                Byte::Letter => word(bytes, at),
                Byte::Digit => number(bytes, at),
                Byte::Blank | Byte::Break => blank(bytes, at),
                Byte::Mark => single(at, 1, Kind::Mark, *byte),
                Byte::High => match wide(bytes, at) {
                    Wide::Letter => word(bytes, at),
                    Wide::Blank(_) => blank(bytes, at),
                    Wide::Quote(length, mark) => single(at, length, Kind::Mark, mark),
                },
            };
            at = token.end as usize;
            tokens.flags |= vocabulary::flags(token.entry);
            tokens.list.push(token);
            let chain = match token.kind {
                Kind::Mark => token.mark,
                Kind::Break => BREAKS,
                Kind::Word if token.entry != 0 => KNOWN,
                _ => continue,
            };
            tokens.link(&mut last, chain);
        }
        tokens
    }
}

impl Tokens {
    /// Puts the token that was read last at the end of a chain.
    fn link(&mut self, last: &mut [u32; CHAINS], chain: u8) {
        let Some(last) = last.get_mut(usize::from(chain)) else { return };
        let place = place(self.list.len());
        match (*last as usize).checked_sub(1) {
            Some(before) => {
                if let Some(token) = self.list.get_mut(before) {
                    token.next = place;
                }
            }
            None => {
                if let Some(first) = self.first.get_mut(usize::from(chain)) {
                    *first = place;
                }
            }
        }
        *last = place;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "`Tokens::read` turns longer texts away")]
const fn place(at: usize) -> u32 {
    at as u32
}

fn single(at: usize, length: usize, kind: Kind, mark: u8) -> Token {
    Token { start: place(at), end: place(at + length), kind, mark, entry: 0, next: 0 }
}

/// What a character beyond ASCII is to a reader of code.
enum Wide {
    Letter,
    Blank(usize),
    Quote(usize, u8),
}

/// Blanks and quotes beyond ASCII count as what they look like: editors and attackers put them in.
fn wide(bytes: &[u8], at: usize) -> Wide {
    let next = |offset: usize| bytes.get(at + offset).copied().unwrap_or(0);
    match (next(0), next(1), next(2)) {
        (0xC2, 0x85 | 0xA0, _) => Wide::Blank(2),
        (0xE1, 0x9A, 0x80) | (0xE1, 0xA0, 0x8E) => Wide::Blank(3),
        (0xE2, 0x80, 0x80..=0x8F | 0xA8..=0xAF) | (0xE2, 0x81, 0x9F | 0xA0) => Wide::Blank(3),
        (0xE3, 0x80, 0x80) | (0xEF, 0xBB, 0xBF) => Wide::Blank(3),
        (0xE2, 0x80, 0x98..=0x9B) => Wide::Quote(3, b'\''),
        (0xE2, 0x80, 0x9C..=0x9F) => Wide::Quote(3, b'"'),
        _ => Wide::Letter,
    }
}

fn word(bytes: &[u8], start: usize) -> Token {
    let mut at = start;
    let mut hash = vocabulary::Hash::new();
    while let Some(byte) = bytes.get(at) {
        match byte_kind(*byte) {
            Byte::Letter | Byte::Digit => {}
            Byte::High if matches!(wide(bytes, at), Wide::Letter) => {}
            _ => break,
        }
        hash = hash.with(*byte);
        at += 1;
    }
    // A character of several bytes is one letter: its later bytes never begin a wide blank, so `at` moved past `start`.
    Token {
        start: place(start),
        end: place(at.max(start + 1)),
        kind: Kind::Word,
        mark: 0,
        entry: vocabulary::find(hash),
        next: 0,
    }
}

fn number(bytes: &[u8], start: usize) -> Token {
    let tail = bytes.get(start..).unwrap_or_default();
    let length = tail.iter().take_while(|byte| matches!(byte_kind(**byte), Byte::Letter | Byte::Digit)).count();
    single(start, length.max(1), Kind::Number, 0)
}

fn blank(bytes: &[u8], start: usize) -> Token {
    let mut at = start;
    let mut kind = Kind::Blank;
    while let Some(byte) = bytes.get(at) {
        match byte_kind(*byte) {
            Byte::Blank => at += 1,
            Byte::Break => {
                kind = Kind::Break;
                at += 1;
            }
            Byte::High => match wide(bytes, at) {
                Wide::Blank(length) => at += length,
                _ => break,
            },
            _ => break,
        }
    }
    single(start, at.max(start + 1) - start, kind, 0)
}

/// The tokens together with their text.
#[derive(Clone, Copy)]
pub(crate) struct Code<'v> {
    pub(crate) text: &'v str,
    tokens: &'v Tokens,
}

impl<'v> Code<'v> {
    pub(crate) fn new(text: &'v str, tokens: &'v Tokens) -> Code<'v> {
        Code { text, tokens }
    }

    pub(crate) fn len(self) -> usize {
        self.tokens.list.len()
    }

    /// Whether any word has any of these flags.
    pub(crate) fn knows(self, flags: u64) -> bool {
        self.tokens.flags & flags != 0
    }

    /// The tokens of one chain.
    fn chain(self, chain: u8) -> impl Iterator<Item = (usize, &'v Token)> {
        let start = self.tokens.first.get(usize::from(chain)).copied().unwrap_or(0);
        let token = move |place: u32| {
            let index = (place as usize).checked_sub(1)?;
            Some((index, self.tokens.list.get(index)?))
        };
        std::iter::successors(token(start), move |(_, before)| token(before.next))
    }

    /// The places of these marks, one mark after the other.
    pub(crate) fn marked(self, marks: &'static [u8]) -> impl Iterator<Item = (usize, &'v Token)> {
        marks.iter().flat_map(move |mark| self.chain(*mark))
    }

    /// The words that the vocabulary knows.
    pub(crate) fn known(self) -> impl Iterator<Item = (usize, &'v Token)> {
        self.chain(KNOWN)
    }

    /// The line breaks.
    pub(crate) fn breaks(self) -> impl Iterator<Item = (usize, &'v Token)> {
        self.chain(BREAKS)
    }

    /// All tokens.
    pub(crate) fn tokens(self) -> impl Iterator<Item = (usize, &'v Token)> {
        self.tokens.list.iter().enumerate()
    }

    pub(crate) fn at(self, index: usize) -> Token {
        self.tokens.list.get(index).copied().unwrap_or(EDGE)
    }

    /// The text of a token.
    pub(crate) fn str(self, index: usize) -> &'v str {
        let token = self.at(index);
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// The text from a token to the end.
    pub(crate) fn text_at(self, index: usize) -> &'v str {
        self.text.get(self.at(index).start as usize..).unwrap_or_default()
    }

    /// The text from a token to before another.
    pub(crate) fn between(self, from: usize, to: usize) -> &'v str {
        let start = self.at(from).start as usize;
        let end = if to >= self.len() { self.text.len() } else { self.at(to).start as usize };
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether the token is this mark.
    pub(crate) fn is(self, index: usize, mark: u8) -> bool {
        self.at(index).mark == mark && mark != 0
    }

    /// Whether the token is one of these marks.
    pub(crate) fn is_any(self, index: usize, marks: &[u8]) -> bool {
        let token = self.at(index);
        token.kind == Kind::Mark && marks.contains(&token.mark)
    }

    pub(crate) fn kind(self, index: usize) -> Kind {
        self.at(index).kind
    }

    pub(crate) fn is_word(self, index: usize) -> bool {
        self.kind(index) == Kind::Word
    }

    pub(crate) fn is_blank(self, index: usize) -> bool {
        matches!(self.kind(index), Kind::Blank | Kind::Break)
    }

    pub(crate) fn is_end(self, index: usize) -> bool {
        index >= self.len()
    }

    /// Whether the vocabulary has any of these flags for the word.
    pub(crate) fn has(self, index: usize, flags: u64) -> bool {
        vocabulary::flags(self.at(index).entry) & flags != 0
    }

    /// Whether the word is this one; ask in lower case.
    pub(crate) fn says(self, index: usize, word: &str) -> bool {
        self.str(index).eq_ignore_ascii_case(word)
    }

    /// Whether the word is one of these; ask in lower case.
    pub(crate) fn says_any(self, index: usize, words: &[&str]) -> bool {
        let text = self.str(index);
        !text.is_empty() && words.iter().any(|word| text.eq_ignore_ascii_case(word))
    }

    /// The first token from here on that is not blank.
    pub(crate) fn solid(self, index: usize) -> usize {
        index + usize::from(self.is_blank(index))
    }

    /// The last token up to before here that is not blank; none at the beginning.
    pub(crate) fn before(self, index: usize) -> Option<usize> {
        let last = index.checked_sub(1)?;
        if self.is_blank(last) { last.checked_sub(1) } else { Some(last) }
    }

    /// The mark before a token, blanks passed over; 0 if there is none.
    pub(crate) fn mark_before(self, index: usize) -> u8 {
        self.before(index).map_or(0, |before| self.at(before).mark)
    }

    /// The first token from here on that is neither blank nor part of a comment of C, PHP or a shell.
    pub(crate) fn past_comments(self, index: usize) -> usize {
        let mut at = self.solid(index);
        for _ in 0..8 {
            at = if self.is(at, b'/') && self.is(at + 1, b'*') {
                let Some(end) = self.find_near(at + 2, |code, i| code.is(i, b'*') && code.is(i + 1, b'/')) else {
                    break;
                };
                self.solid(end + 2)
            } else if self.is(at, b'#') || (self.is(at, b'/') && self.is(at + 1, b'/')) {
                let Some(end) = self.find_near(at + 1, |code, i| code.kind(i) == Kind::Break) else { break };
                end + 1
            } else {
                break;
            };
        }
        at
    }

    /// The first of the next few tokens for which a question is true. A bound keeps questions asked at every token linear.
    pub(crate) fn find_near(self, from: usize, is_it: impl Fn(Code<'v>, usize) -> bool) -> Option<usize> {
        (from..self.len().min(from + NEAR)).find(|index| is_it(self, *index))
    }

    /// Whether two tokens touch.
    pub(crate) fn touches(self, left: usize, right: usize) -> bool {
        left < self.len() && right < self.len() && self.at(left).end == self.at(right).start
    }
}

/// How far [`Code::find_near`] looks.
pub(crate) const NEAR: usize = 48;

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        let tokens = Tokens::read(text);
        let code = Code::new(text, &tokens);
        (0..code.len()).map(|index| (code.kind(index), code.str(index).to_owned())).collect()
    }

    #[test]
    fn words_numbers_blanks_and_marks_are_told_apart() {
        let expected = [
            (Kind::Word, "a_1é"),
            (Kind::Blank, " \u{a0}\t"),
            (Kind::Number, "0x7f"),
            (Kind::Mark, "="),
            (Kind::Break, "\r\n "),
            (Kind::Mark, "“"),
            (Kind::Word, "ж"),
        ];
        assert_eq!(kinds("a_1é \u{a0}\t0x7f=\r\n “ж"), expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn a_text_is_covered_without_gaps() {
        for text in ["", "\u{a0}x\u{2003}", "„a“ 1ж 中文,\u{feff}", "\u{e2}\u{80}\u{a8}"] {
            let joined: String = kinds(text).into_iter().map(|(_, text)| text).collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn comments_of_three_languages_are_passed_over() {
        for text in ["exec/*a*/ /*b*/(", "exec // x\n(", "exec \t#\n (", "exec("] {
            let tokens = Tokens::read(text);
            let code = Code::new(text, &tokens);
            assert!(code.is(code.past_comments(1), b'('), "{text}");
        }
    }
}
