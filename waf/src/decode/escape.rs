//! Escapes of JSON, JavaScript and their kin: `\u003c`, `\u{3c}`, `\x3c`, `\074`.

use super::octets::hex;

/// The text with its escapes decoded, or none where there are none. Back slashes that quote a back slash go with it: `\\u003c`.
pub fn decode(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = text;
    let mut is_changed = false;
    while let Some(mark) = rest.find('\\') {
        let (before, escape) = rest.split_at_checked(mark).unwrap_or_default();
        decoded.push_str(before);
        let slashes = escape.bytes().take_while(|byte| *byte == b'\\').count();
        let body = escape.get(slashes..).unwrap_or_default();
        match escaped(body.as_bytes()) {
            Some((character, length)) => {
                decoded.push(character);
                is_changed = true;
                rest = body.get(length..).unwrap_or_default();
            }
            None => {
                decoded.push_str(escape.get(..slashes).unwrap_or_default());
                rest = body;
            }
        }
    }
    if !is_changed {
        return None;
    }
    decoded.push_str(rest);
    Some(decoded)
}

/// The character behind the back slashes, and the length of what stood for it.
fn escaped(body: &[u8]) -> Option<(char, usize)> {
    let (code, length) = match body {
        [b'u' | b'U' | b'x', b'{', tail @ ..] => {
            let digits = tail.iter().take(9).position(|byte| *byte == b'}')?;
            (hex(tail.get(..digits)?)?, digits + 3)
        }
        [b'u' | b'U', ..] => {
            let first = hex(body.get(1..5)?)?;
            match surrogate(first, body.get(5..11)) {
                Some(code) => (code, 11),
                None => (first, 5),
            }
        }
        [b'x' | b'X', ..] => (hex(body.get(1..3)?)?, 3),
        [first @ b'0'..=b'3', second @ b'0'..=b'7', third @ b'0'..=b'7', ..] => {
            let digit = |byte: u8| u32::from(byte - b'0');
            (digit(*first) << 6 | digit(*second) << 3 | digit(*third), 3)
        }
        _ => return None,
    };
    Some((char::from_u32(code)?, length))
}

/// The character of two halves, as JSON writes those above the first plane.
fn surrogate(high: u32, low: Option<&[u8]>) -> Option<u32> {
    let low = match low? {
        [b'\\', b'u' | b'U', digits @ ..] => hex(digits)?,
        _ => return None,
    };
    let is_pair = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low);
    is_pair.then(|| 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn escapes_are_decoded_and_paths_stay() {
        assert_eq!(decode("\\u003cb\\x3e\\u{41}\\074"), Some("<b>A<".to_owned()));
        assert_eq!(decode("c\\\\u006fnsole"), Some("console".to_owned()));
        assert_eq!(decode("\\ud83d\\ude00"), Some("😀".to_owned()));
        assert_eq!(decode("C:\\photos\\urgent\\x-ray.pdf"), None);
    }
}
