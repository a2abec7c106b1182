//! One reading of a text.

use std::borrow::Cow;

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
        // A table of flags is filled without a branch; folding it into bits costs 32 steps, whatever the text's length.
        let mut seen = [0_u8; 256];
        for byte in text {
            if let Some(flag) = seen.get_mut(usize::from(*byte)) {
                *flag = 1;
            }
        }
        let mut set = ByteSet::default();
        for (word, flags) in set.0.iter_mut().zip(seen.as_chunks::<64>().0) {
            for (part, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
                // The product moves the eight flags, a byte apart, side by side into the highest byte.
                let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
                *word |= bits << (8 * part);
            }
        }
        set
    }

    /// The same with the letters of ASCII made small.
    fn lower(self) -> ByteSet {
        const CAPITALS: u64 = 0x07FF_FFFE;
        let ByteSet([a, b, c, d]) = self;
        ByteSet([a, b & !CAPITALS | (b & CAPITALS) << 32, c, d])
    }

    /// Whether there is nothing beyond ASCII.
    pub const fn is_ascii(self) -> bool {
        let ByteSet([_, _, c, d]) = self;
        c | d == 0
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
}

impl<'t> View<'t> {
    /// A reading of a text that is borrowed, or was made.
    pub fn new(text: Cow<'t, str>) -> View<'t> {
        let bytes = ByteSet::of_text(text.as_bytes());
        View::with_bytes(text, bytes)
    }

    /// A reading of a text whose bytes are known.
    pub fn with_bytes(text: Cow<'t, str>, bytes: ByteSet) -> View<'t> {
        let small = bytes.lower();
        let lower = match &text {
            Cow::Borrowed(text) if small == bytes => Cow::Borrowed(*text),
            text => Cow::Owned(text.to_ascii_lowercase()),
        };
        View { text, lower, bytes: small }
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
        let view = View::new(Cow::Borrowed("ÄBC İ"));
        assert_eq!(view.lower, "Äbc İ");
        assert_eq!(view.bytes, ByteSet::of_text(view.lower.as_bytes()));
    }
}
