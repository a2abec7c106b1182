//! The end of a long text: what is a piece of a statement as a whole is one behind a page of prose too.

/// A shorter text is read whole.
const LONG: usize = 512;

/// No more of the end is read.
const TAIL: usize = 384;

/// The last sentence of a long text, or none.
pub fn last_sentence(text: &str) -> Option<&str> {
    if text.len() < LONG {
        return None;
    }
    let mut start = text.len() - TAIL;
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let tail = text.get(start..)?;
    let is_end = |pair: &[u8]| matches!(pair, [b'.' | b'!' | b'?' | b'\n', b' ' | b'\n' | b'\r'] | [b'\n', _]);
    let break_at = tail.as_bytes().windows(2).rposition(is_end)?;
    let last = tail.get(break_at + 1..)?.trim_start_matches([' ', '\n']);
    (!last.is_empty()).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::last_sentence;

    #[test]
    fn the_last_sentence_of_a_long_text_is_found() {
        let prose = "Paint the hall. ".repeat(40);
        assert_eq!(last_sentence(&format!("{prose}aa'^0!='1")), Some("aa'^0!='1"));
        assert_eq!(last_sentence("Paint the hall. Then the den"), None);
        assert_eq!(last_sentence(&"x".repeat(2000)), None);
    }
}
