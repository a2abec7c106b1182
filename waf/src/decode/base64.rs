//! Base64, where it looks like it: a whole token that decodes to printable text.

/// Shorter tokens are words.
const SHORTEST: usize = 10;

/// What the base64 tokens of a text decode to, a line each, or none where there are none.
pub fn decoded(text: &str) -> Option<String> {
    let mut decoded: Option<String> = None;
    let bytes = text.as_bytes();
    let is_digit = |byte: &u8| DIGITS.get(usize::from(*byte)).is_some_and(|is_digit| *is_digit);
    // Where a token may begin. A token holds every byte of its shortest length: those before its last are asked only if that is
    // one of its digits.
    let mut start = 0;
    while let Some(shortest) = bytes.get(start..start + SHORTEST) {
        if let Some(other) = shortest.iter().rposition(|byte| !is_digit(byte)) {
            start += other + 1;
            continue;
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| !is_digit(byte)).unwrap_or(rest.len());
        let token = rest.get(..length).unwrap_or_default();
        start += length + 1;
        let Some(line) = printable(token) else { continue };
        let lines = decoded.get_or_insert_default();
        if !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(&line);
    }
    decoded
}

/// The bytes that have a value.
const DIGITS: [bool; 256] = {
    let mut digits = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let digit = byte as u8;
        #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
        {
            digits[byte] = digit.is_ascii_alphanumeric() || matches!(digit, b'+' | b'-' | b'/' | b'_');
        }
        byte += 1;
    }
    digits
};

fn value(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

/// The text of a token; none as soon as it is clear that it has none.
fn printable(token: &[u8]) -> Option<String> {
    if token.len() % 4 == 1 {
        return None;
    }
    let mut octets = Vec::new();
    for group in token.chunks(4) {
        let sum = group.iter().try_fold(0_u32, |sum, byte| Some(sum << 6 | value(*byte)?))? << (6 * (4 - group.len()));
        let [_, bytes @ ..] = sum.to_be_bytes();
        let whole = group.len() - 1;
        for octet in bytes.into_iter().take(whole) {
            // The NUL is let through: UTF-16 has it, and so have serialised objects.
            if (octet < 0x20 && !matches!(octet, b'\t' | b'\n' | b'\r' | 0)) || octet == 0x7F {
                return None;
            }
            octets.push(octet);
        }
    }
    let text = String::from_utf8(octets).ok()?;
    Some(if text.contains('\0') { text.replace('\0', "") } else { text })
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_token_that_decodes_to_text_is_decoded() {
        assert_eq!(decoded("x=PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="), Some("<script>alert(1)</script>".to_owned()));
        assert_eq!(decoded("data:text/html;base64,PHNjcmlwdD4"), Some("<script>".to_owned()));
    }

    #[test]
    fn words_are_words() {
        assert_eq!(decoded("internationalisation of the dining-room/porch estimates, 12345678901234"), None);
    }
}
