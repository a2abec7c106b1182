//! Which characters make words and blanks, and reading them from text by byte position.

/// The text of a formula, read by byte position without panics.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
}

impl<'a> Source<'a> {
    /// The byte at a position; 0 past the end.
    pub(super) fn byte(self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The character that starts at a position; `None` at the end.
    pub(super) fn character(self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            Some(_) => self.text.get(at..)?.chars().next(),
            None => None,
        }
    }

    /// The text between two positions; empty unless both are character boundaries in order.
    pub(super) fn slice(self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or("")
    }

    /// The number of bytes.
    pub(super) fn len(self) -> usize {
        self.text.len()
    }

    /// The first position from `at` on that is not blank.
    pub(super) fn skip_blanks(self, mut at: usize) -> usize {
        loop {
            match self.byte(at) {
                b' ' | b'\n' | b'\r' | b'\t' => at += 1,
                byte if byte.is_ascii() => return at,
                _ => match self.character(at) {
                    Some(c) if c.is_whitespace() => at += c.len_utf8(),
                    _ => return at,
                },
            }
        }
    }

    /// The end of the word characters from `at` on.
    pub(super) fn word_end(self, mut at: usize) -> usize {
        loop {
            let byte = self.byte(at);
            if byte.is_ascii() {
                if !is_ascii_word(byte) {
                    return at;
                }
                at += 1;
            } else {
                match self.character(at) {
                    Some(c) if is_word_character(c) => at += c.len_utf8(),
                    _ => return at,
                }
            }
        }
    }

    /// Whether a word goes on at a position.
    pub(super) fn continues_word(self, at: usize) -> bool {
        let byte = self.byte(at);
        if byte.is_ascii() { is_ascii_word(byte) } else { self.character(at).is_some_and(is_word_character) }
    }

    /// Whether a name may start at a position: a letter, `_` or `\`, not a digit, `.` or `?`.
    pub(super) fn starts_word(self, at: usize) -> bool {
        let byte = self.byte(at);
        if byte.is_ascii() {
            byte.is_ascii_alphabetic() || byte == b'_' || byte == b'\\'
        } else {
            self.character(at).is_some_and(is_word_character)
        }
    }
}

fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'\\' | b'?')
}

/// Whether a character may stand in a name without quotes. Beyond ASCII that is everything but blanks, invisible
/// characters and punctuation: what looks like `SUM` must not be another word by an invisible character in it.
fn is_word_character(c: char) -> bool {
    if c.is_ascii() {
        return is_ascii_word(c as u8);
    }
    if c.is_alphanumeric() {
        return true;
    }
    let invisible_or_punctuation = matches!(c,
        '\u{80}'..='\u{bf}'           // controls and Latin-1 punctuation
        | '\u{d7}' | '\u{f7}'         // multiplication and division signs
        | '\u{2000}'..='\u{206f}'     // general punctuation: zero-width, bidirectional, typographic quotes
        | '\u{2190}'..='\u{22ff}'     // arrows and mathematical operators
        | '\u{3000}'..='\u{3020}'     // ideographic punctuation
        | '\u{e000}'..='\u{f8ff}'     // private use
        | '\u{fe00}'..='\u{fe0f}'     // variation selectors
        | '\u{feff}' | '\u{fff0}'..='\u{ffff}'
        | '\u{ff00}'..='\u{ff65}'     // full-width punctuation
        | '\u{e0000}'..='\u{10ffff}'  // tags and private use
    );
    !invisible_or_punctuation && !c.is_whitespace() && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_invisible_characters() {
        for (text, end) in [("SU\u{200b}M", 2), ("Größe_1.2?", 12), ("名前+1", 6), ("a\u{a0}b", 1), ("x\u{feff}", 1)]
        {
            assert_eq!(Source { text }.word_end(0), end, "{text}");
        }
    }

    #[test]
    fn no_break_spaces_are_blanks() {
        assert_eq!(Source { text: " \u{a0}\u{3000}\r\n\t1" }.skip_blanks(0), 9);
    }
}
