//! One reading of a text.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::tokens::{Code, Tokens};

/// Which bytes occur in a text. Detectors ask it before they read: most texts lack what most detectors need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// The set of these bytes.
    pub const fn of(bytes: &[u8]) -> ByteSet {
        let mut set = ByteSet([0; 4]);
        let mut rest = bytes;
        while let [byte, tail @ ..] = rest {
            set = set.with(*byte);
            rest = tail;
        }
        set
    }

    const fn with(self, byte: u8) -> ByteSet {
        let ByteSet([mut a, mut b, mut c, mut d]) = self;
        let bit = 1_u64 << (byte & 63);
        match byte >> 6 {
            0 => a |= bit,
            1 => b |= bit,
            2 => c |= bit,
            _ => d |= bit,
        }
        ByteSet([a, b, c, d])
    }

    /// The bytes of a text.
    pub fn of_text(text: &[u8]) -> ByteSet {
        // A table of flags is filled without a branch; folding it into bits costs 256 steps, whatever the text's length.
        let mut seen = [false; 256];
        for byte in text {
            if let Some(flag) = seen.get_mut(usize::from(*byte)) {
                *flag = true;
            }
        }
        let mut set = ByteSet::default();
        for (word, flags) in set.0.iter_mut().zip(seen.chunks(64)) {
            for (bit, flag) in flags.iter().enumerate() {
                *word |= u64::from(*flag) << bit;
            }
        }
        set
    }

    /// Whether a byte is in the set.
    pub const fn has(self, byte: u8) -> bool {
        let ByteSet([a, b, c, d]) = self;
        let word = match byte >> 6 {
            0 => a,
            1 => b,
            2 => c,
            _ => d,
        };
        word >> (byte & 63) & 1 == 1
    }

    /// Whether the sets share a byte.
    pub const fn meets(self, other: ByteSet) -> bool {
        let (ByteSet([a, b, c, d]), ByteSet([e, f, g, h])) = (self, other);
        (a & e) | (b & f) | (c & g) | (d & h) != 0
    }
}

/// One reading of a text: as it stands, or decoded.
#[derive(Clone, Debug)]
pub struct View<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// The text with ASCII letters in lower case; as long as `text`, byte for byte.
    pub lower: Cow<'t, str>,
    /// The bytes of `lower`.
    pub bytes: ByteSet,
    /// Whether this is the text as it stands.
    pub is_raw: bool,
    tokens: OnceCell<Tokens>,
}

impl<'t> View<'t> {
    /// The text as it stands.
    pub fn raw(text: &'t str) -> View<'t> {
        View::new(Cow::Borrowed(text), true)
    }

    /// A decoded reading.
    pub fn decoded(text: String) -> View<'t> {
        View::new(Cow::Owned(text), false)
    }

    fn new(text: Cow<'t, str>, is_raw: bool) -> View<'t> {
        let lower = match &text {
            Cow::Borrowed(text) if !text.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Borrowed(*text),
            text => Cow::Owned(text.to_ascii_lowercase()),
        };
        let bytes = ByteSet::of_text(lower.as_bytes());
        View { text, lower, bytes, is_raw, tokens: OnceCell::new() }
    }

    /// The text's tokens, read when a detector first asks for them.
    pub(crate) fn code(&self) -> Code<'_> {
        Code::new(&self.text, self.tokens.get_or_init(|| Tokens::read(&self.text)))
    }

    /// Whether any of these bytes occurs; ask for letters in lower case.
    pub fn has_any(&self, bytes: ByteSet) -> bool {
        self.bytes.meets(bytes)
    }

    /// Whether a byte occurs; ask for letters in lower case.
    pub fn has(&self, byte: u8) -> bool {
        self.bytes.has(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_set_holds_the_bytes_of_a_text() {
        let set = ByteSet::of_text("a<ÿ".as_bytes());
        assert!(set.has(b'a') && set.has(b'<') && set.has(0xC3) && set.has(0xBF));
        assert!(!set.has(b'b') && !set.has(0) && !set.has(255));
        assert!(set.meets(ByteSet::of(b"<>")) && !set.meets(ByteSet::of(b">")));
    }

    #[test]
    fn lower_case_is_as_long_as_the_text() {
        let view = View::raw("ÄBC İ");
        assert_eq!(view.lower, "Äbc İ");
    }
}
