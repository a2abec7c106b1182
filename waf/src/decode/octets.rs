//! Octets to text, as a careless decoder does it.

/// The octets as text. What is no UTF-8 is read in the way that lets an attack through somewhere: overlong forms as what they
/// stand for, and any other octet as Latin-1.
pub fn to_text(octets: Vec<u8>) -> String {
    let octets = match String::from_utf8(octets) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(octets.len());
    let mut rest = octets.as_slice();
    while !rest.is_empty() {
        let (valid, invalid) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, 0),
            Err(error) => {
                let valid = rest.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok());
                (valid.unwrap_or_default(), 1)
            }
        };
        text.push_str(valid);
        rest = rest.get(valid.len()..).unwrap_or_default();
        if invalid == 0 {
            break;
        }
        let (character, length) = careless(rest);
        text.push(character);
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

/// The character that a decoder without checks finds, and its length.
fn careless(octets: &[u8]) -> (char, usize) {
    let low = |octet: u8| u32::from(octet & 0x3F);
    let found = match octets {
        // `C0 AE`, and as some servers take it, `C0 2E` and `C1 1C` too.
        [first @ 0xC0..=0xC1, second, ..] => Some((u32::from(first & 0x1F) << 6 | low(*second), 2)),
        [0xE0, second @ 0x80..=0x9F, third @ 0x80..=0xBF, ..] => Some((low(*second) << 6 | low(*third), 3)),
        [0xF0, 0x80..=0x8F, third @ 0x80..=0xBF, fourth @ 0x80..=0xBF, ..] => {
            Some((low(*third) << 6 | low(*fourth), 4))
        }
        _ => None,
    };
    let decoded = found.and_then(|(code, length)| Some((char::from_u32(code)?, length)));
    decoded.unwrap_or_else(|| (octets.first().map_or('\u{FFFD}', |octet| char::from(*octet)), 1))
}

/// The value of hexadecimal digits; none where there are none, or too many.
pub fn hex(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    digits.iter().try_fold(0_u32, |sum, digit| Some(sum << 4 | char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlong_forms_stand_for_ascii_and_stray_octets_for_latin_1() {
        assert_eq!(to_text(vec![0xC0, 0xAE, b'/', 0xE0, 0x80, 0xAF]), "./".to_owned() + "/");
        assert_eq!(to_text(vec![b'a', 0xA0, b'b']), "a\u{A0}b");
        assert_eq!(to_text("é".as_bytes().to_vec()), "é");
        assert_eq!(to_text(vec![0xC1, 0x1C]), "\\");
    }
}
