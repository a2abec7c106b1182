//! The tokens that the languages of attacks share: words, numbers, blanks and single marks.
//!
//! One pass over a text serves every detector of code: a shell command, a PHP call and a tag are sequences of the same words and
//! marks. A word carries its hash and what the vocabulary knows of it, so that a rule compares numbers and not texts; a mark is
//! one of [`CLASSES`], so that "one of these marks" is one bit of a set. Quotes are marks: in a text that begins inside somebody
//! else's string nobody can tell which quote opens.

use crate::vocabulary::{self, Hash, next_word};

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

/// A token. It ends where the next begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: u32,
    /// Of a word or a number, without case; 0 of anything else.
    hash: u32,
    /// What the vocabulary knows of the word.
    pub(crate) flags: u32,
    class: u8,
    /// The mark's byte, else 0.
    pub(crate) mark: u8,
}

const EDGE: Token = Token { start: 0, hash: 0, flags: 0, class: CLASS_EDGE, mark: 0 };

// The classes of tokens: those of the marks, in the order of their bytes, and then these.
const CLASS_WORD: u8 = 32;
const CLASS_NUMBER: u8 = 33;
const CLASS_BLANK: u8 = 34;
const CLASS_BREAK: u8 = 35;
const CLASS_EDGE: u8 = 36;
/// No class of a token: the first byte of a character beyond ASCII.
const HIGH: u8 = 37;

/// The class of what begins with a byte.
static CLASSES: [u8; 256] = {
    let mut classes = [HIGH; 256];
    let mut byte = 0;
    let mut marks = 0;
    while byte < 128 {
        let class = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => CLASS_WORD,
            b'0'..=b'9' => CLASS_NUMBER,
            b'\n' | b'\r' => CLASS_BREAK,
            0..=b' ' | 0x7F => CLASS_BLANK,
            _ => {
                marks += 1;
                marks - 1
            }
        };
        #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
        {
            classes[byte] = class;
        }
        byte += 1;
    }
    classes
};

#[inline]
fn class_of(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(HIGH)
}

/// A set of marks.
#[derive(Clone, Copy)]
pub(crate) struct Marks(u32);

impl Marks {
    /// The set of these marks.
    #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
    pub(crate) const fn of(bytes: &[u8]) -> Marks {
        let mut set = 0;
        let mut at = 0;
        while at < bytes.len() {
            let class = CLASSES[bytes[at] as usize];
            assert!(class < CLASS_WORD, "only marks may be asked for");
            set |= 1 << class;
            at += 1;
        }
        Marks(set)
    }
}

/// The words of a list with blanks between them, as they are asked for.
#[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
pub(crate) const fn hashes<const N: usize>(list: &str) -> [u32; N] {
    let bytes = list.as_bytes();
    let mut hashes = [0; N];
    let mut word = next_word(bytes, 0);
    let mut at = 0;
    while word.0 < word.1 {
        hashes[at] = Hash::of_const(bytes, word.0, word.1).word();
        at += 1;
        word = next_word(bytes, word.1);
    }
    hashes
}

/// How many words a list has.
pub(crate) const fn count(list: &str) -> usize {
    let mut word = next_word(list.as_bytes(), 0);
    let mut count = 0;
    while word.0 < word.1 {
        count += 1;
        word = next_word(list.as_bytes(), word.1);
    }
    count
}

/// Marks as a set, made by the compiler.
macro_rules! marks {
    ($bytes:literal) => {
        const { $crate::tokens::Marks::of($bytes) }
    };
}

/// A word as [`Code::says`] compares it.
macro_rules! word {
    ($word:literal) => {
        const { $crate::tokens::hashes::<1>($word)[0] }
    };
}

/// A list of words as [`Code::says_any`] compares them: four bytes each in the program.
macro_rules! words {
    ($list:literal) => {
        const { &$crate::tokens::hashes::<{ $crate::tokens::count($list) }>($list) }
    };
}

pub(crate) use {marks, word, words};

/// The tokens of one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    list: Vec<Token>,
}

impl Tokens {
    pub(crate) const fn new() -> Tokens {
        Tokens { list: Vec::new() }
    }

    /// How many bytes the memory has.
    pub(crate) fn bytes(&self) -> usize {
        self.list.capacity() * size_of::<Token>()
    }

    /// Reads a text in place of the one before. Texts of 4 GiB and more have no tokens; the body limit is far below.
    pub(crate) fn read(&mut self, text: &str) {
        self.list.clear();
        if u32::try_from(text.len()).is_err() {
            return;
        }
        let bytes = text.as_bytes();
        self.list.reserve(bytes.len() / 3 + 8);
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let mut class = class_of(*byte);
            let mut end = at + 1;
            let mut token = Token { start: place(at), hash: 0, flags: 0, class, mark: 0 };
            if class == HIGH {
                class = match wide(bytes, at) {
                    Wide::Letter => CLASS_WORD,
                    Wide::Blank(_) => CLASS_BLANK,
                    Wide::Quote(length, mark) => {
                        end = at + length;
                        token.mark = mark;
                        class_of(mark)
                    }
                };
            } else if class < CLASS_WORD {
                token.mark = *byte;
            }
            match class {
                CLASS_WORD => {
                    end = end_of_word(bytes, at);
                    let hash = Hash::of(bytes, at, end);
                    token.hash = hash.word();
                    token.flags = vocabulary::flags(hash);
                }
                CLASS_NUMBER => {
                    end = end_of_number(bytes, at);
                    token.hash = Hash::of(bytes, at, end).word();
                }
                CLASS_BLANK | CLASS_BREAK => (class, end) = blank(bytes, at),
                _ => {}
            }
            token.class = class;
            self.list.push(token);
            at = end;
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "`Tokens::read` turns longer texts away")]
const fn place(at: usize) -> u32 {
    at as u32
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

fn end_of_word(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match class_of(*byte) {
            CLASS_WORD | CLASS_NUMBER => {}
            // A character of several bytes is one letter: its later bytes never begin a wide blank.
            HIGH if *byte < 0xC2 || matches!(wide(bytes, at), Wide::Letter) => {}
            _ => break,
        }
        at += 1;
    }
    at.max(start + 1)
}

fn end_of_number(bytes: &[u8], start: usize) -> usize {
    let tail = bytes.get(start..).unwrap_or_default();
    let length = tail.iter().position(|byte| !matches!(class_of(*byte), CLASS_WORD | CLASS_NUMBER));
    start + length.unwrap_or(tail.len()).max(1)
}

fn blank(bytes: &[u8], start: usize) -> (u8, usize) {
    let mut at = start;
    let mut class = CLASS_BLANK;
    while let Some(byte) = bytes.get(at) {
        match class_of(*byte) {
            CLASS_BLANK => at += 1,
            CLASS_BREAK => {
                class = CLASS_BREAK;
                at += 1;
            }
            HIGH => match wide(bytes, at) {
                Wide::Blank(length) => at += length,
                _ => break,
            },
            _ => break,
        }
    }
    (class, at.max(start + 1))
}

/// The tokens together with their text.
#[derive(Clone, Copy)]
pub(crate) struct Code<'v>(&'v Source<'v>);

/// A text and its tokens.
pub(crate) struct Source<'v> {
    text: &'v str,
    list: &'v [Token],
}

impl<'v> Source<'v> {
    pub(crate) fn new(text: &'v str, tokens: &'v Tokens) -> Source<'v> {
        Source { text, list: &tokens.list }
    }

    pub(crate) fn code(&'v self) -> Code<'v> {
        Code(self)
    }
}

impl<'v> Code<'v> {
    pub(crate) fn len(self) -> usize {
        self.0.list.len()
    }

    /// All tokens.
    pub(crate) fn tokens(self) -> &'v [Token] {
        self.0.list
    }

    #[inline]
    pub(crate) fn at(self, index: usize) -> &'v Token {
        self.0.list.get(index).unwrap_or(&EDGE)
    }

    /// Where a token begins in the text; the text's length behind the last.
    #[inline]
    pub(crate) fn start(self, index: usize) -> usize {
        self.0.list.get(index).map_or(self.0.text.len(), |token| token.start as usize)
    }

    /// The text of a token.
    pub(crate) fn str(self, index: usize) -> &'v str {
        self.0.text.get(self.start(index)..self.start(index.wrapping_add(1))).unwrap_or_default()
    }

    /// The text from a token to the end.
    pub(crate) fn text_at(self, index: usize) -> &'v str {
        self.0.text.get(self.at(index).start as usize..).unwrap_or_default()
    }

    /// The text from a token to before another.
    pub(crate) fn between(self, from: usize, to: usize) -> &'v str {
        self.0.text.get(self.at(from).start as usize..self.start(to)).unwrap_or_default()
    }

    /// Whether the token is this mark.
    #[inline]
    pub(crate) fn is(self, index: usize, mark: u8) -> bool {
        self.at(index).mark == mark && mark != 0
    }

    /// Whether the token is one of these marks.
    #[inline]
    pub(crate) fn is_any(self, index: usize, marks: Marks) -> bool {
        self.at(index).is_any(marks)
    }

    #[inline]
    pub(crate) fn kind(self, index: usize) -> Kind {
        self.at(index).kind()
    }

    #[inline]
    pub(crate) fn is_word(self, index: usize) -> bool {
        self.at(index).class == CLASS_WORD
    }

    #[inline]
    pub(crate) fn is_blank(self, index: usize) -> bool {
        matches!(self.at(index).class, CLASS_BLANK | CLASS_BREAK)
    }

    #[inline]
    pub(crate) fn is_end(self, index: usize) -> bool {
        index >= self.len()
    }

    /// Whether the vocabulary has any of these flags for the word.
    #[inline]
    pub(crate) fn has(self, index: usize, flags: u32) -> bool {
        self.at(index).flags & flags != 0
    }

    /// Whether the word is this one, whatever its case.
    #[inline]
    pub(crate) fn says(self, index: usize, word: u32) -> bool {
        self.at(index).hash == word
    }

    /// Whether the word is one of these, whatever its case.
    #[inline(never)]
    pub(crate) fn says_any(self, index: usize, words: &[u32]) -> bool {
        let hash = self.at(index).hash;
        hash != 0 && words.contains(&hash)
    }

    /// The first token from here on that is not blank.
    #[inline]
    pub(crate) fn solid(self, index: usize) -> usize {
        index + usize::from(self.is_blank(index))
    }

    /// The last token up to before here that is not blank; none at the beginning.
    #[inline]
    pub(crate) fn before(self, index: usize) -> Option<usize> {
        let last = index.checked_sub(1)?;
        if self.is_blank(last) { last.checked_sub(1) } else { Some(last) }
    }

    /// The mark before a token, blanks passed over; 0 if there is none.
    #[inline]
    pub(crate) fn mark_before(self, index: usize) -> u8 {
        self.before(index).map_or(0, |before| self.at(before).mark)
    }

    /// The first token from here on that is neither blank nor part of a comment of C, PHP or a shell.
    #[inline]
    pub(crate) fn past_comments(self, index: usize) -> usize {
        let at = self.solid(index);
        if self.is_any(at, marks!(b"/#")) { self.past_comment(at) } else { at }
    }

    #[inline(never)]
    fn past_comment(self, index: usize) -> usize {
        let mut at = index;
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
        (from..self.len().min(from.saturating_add(NEAR))).find(|index| is_it(self, *index))
    }

    /// Whether two tokens touch.
    #[inline]
    pub(crate) fn touches(self, left: usize, right: usize) -> bool {
        left.wrapping_add(1) == right && right < self.len()
    }
}

impl Token {
    #[inline]
    pub(crate) fn kind(&self) -> Kind {
        match self.class {
            CLASS_WORD => Kind::Word,
            CLASS_NUMBER => Kind::Number,
            CLASS_BLANK => Kind::Blank,
            CLASS_BREAK => Kind::Break,
            CLASS_EDGE => Kind::Edge,
            _ => Kind::Mark,
        }
    }

    #[inline]
    fn is_any(&self, marks: Marks) -> bool {
        (1_u64 << (self.class & 63)) as u32 & marks.0 != 0
    }
}

/// How far [`Code::find_near`] looks.
pub(crate) const NEAR: usize = 48;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Tokens {
        let mut tokens = Tokens::default();
        tokens.read(text);
        tokens
    }

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        let tokens = read(text);
        let source = Source::new(text, &tokens);
        let code = source.code();
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
            let tokens = read(text);
            let source = Source::new(text, &tokens);
            let code = source.code();
            assert!(code.is(code.past_comments(1), b'('), "{text}");
        }
    }
}
