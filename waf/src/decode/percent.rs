//! Percent encoding: `%3C`, and `%u003C` as older servers take it.

use super::octets::{hex, to_text};

/// The text with its percent escapes decoded, or none where there are none.
pub fn decode(text: &str) -> Option<String> {
    let mut octets: Vec<u8> = Vec::new();
    let mut rest = text.as_bytes();
    let mut is_changed = false;
    while let Some(mark) = rest.iter().position(|byte| *byte == b'%') {
        let (before, escape) = rest.split_at_checked(mark).unwrap_or_default();
        octets.extend_from_slice(before);
        let long = match escape {
            [_, b'u' | b'U', ..] => escape.get(2..6).and_then(hex).and_then(char::from_u32),
            _ => None,
        };
        let short = escape.get(1..3).and_then(hex);
        let length = match (long, short) {
            (Some(character), _) => {
                octets.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                6
            }
            (None, Some(octet)) => {
                octets.push(octet as u8);
                3
            }
            (None, None) => {
                octets.push(b'%');
                1
            }
        };
        is_changed |= length > 1;
        rest = escape.get(length..).unwrap_or_default();
    }
    if !is_changed {
        return None;
    }
    octets.extend_from_slice(rest);
    Some(to_text(octets))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn escapes_are_decoded_and_a_lone_percent_sign_stays() {
        assert_eq!(decode("%3cb%3E 50% off %u003c%U0041"), Some("<b> 50% off <A".to_owned()));
        assert_eq!(decode("%2e%2e%c0%af"), Some("../".to_owned()));
        assert_eq!(decode("100% acrylic, 50%, %zz"), None);
    }
}
