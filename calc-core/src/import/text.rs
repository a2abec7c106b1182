//! What text in a part may hold beyond XML.

use std::borrow::Cow;

/// UTF-16 units that a cell can hold, in Excel.
pub(super) const MAX_UNITS: usize = 32_767;

/// Resolves `_xHHHH_`, in which spreadsheets write the UTF-16 units that XML cannot hold (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        resolved.push_str(before);
        let (character, length) = leading_character(from).unwrap_or(('_', 1));
        resolved.push(character);
        rest = from.get(length..).unwrap_or("");
    }
    resolved.push_str(rest);
    Cow::Owned(resolved)
}

/// The character that the text begins with in escaped form, and how many bytes that takes; two units may make one character.
fn leading_character(text: &str) -> Option<(char, usize)> {
    let first = leading_unit(text)?;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((character, ESCAPE));
    }
    let second = text.get(ESCAPE..).and_then(leading_unit);
    match second.and_then(|second| char::decode_utf16([first, second]).next()) {
        Some(Ok(character)) => Some((character, 2 * ESCAPE)),
        _ => Some((char::REPLACEMENT_CHARACTER, ESCAPE)),
    }
}

/// The bytes of `_xHHHH_`.
const ESCAPE: usize = 7;

fn leading_unit(text: &str) -> Option<u16> {
    let digits = text.get(..ESCAPE)?.strip_prefix("_x")?.strip_suffix('_')?;
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hexadecimal { u16::from_str_radix(digits, 16).ok() } else { None }
}

/// The text cut to what a cell can hold, if it is longer.
pub(super) fn cut(text: &str) -> Option<&str> {
    // No text has more UTF-16 units than bytes.
    if text.len() <= MAX_UNITS {
        return None;
    }
    let mut units = 0;
    let end = text.char_indices().find(|&(_, character)| {
        units += character.len_utf16();
        units > MAX_UNITS
    });
    end.and_then(|(at, _)| text.get(..at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_units_are_resolved_and_nothing_else() {
        for (written, meant) in [
            ("a_x000D_b", "a\rb"),
            // A literal `_x000D_` is written with its underscore escaped.
            ("_x005F_x000D_", "_x000D_"),
            ("_x000d__x000A_", "\r\n"),
            ("_xD83D__xDE00_!", "\u{1f600}!"),
            ("_xD83D_!", "\u{fffd}!"),
            ("_x00_ _xGGGG_ _x+123_ _x", "_x00_ _xGGGG_ _x+123_ _x"),
            ("_xé000_", "_xé000_"),
        ] {
            assert_eq!(unescape(written), meant, "{written}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let fits = "é".repeat(MAX_UNITS);
        assert_eq!(cut(&fits), None);
        let pairs = "\u{1f600}".repeat(MAX_UNITS);
        assert_eq!(cut(&pairs).map(|text| text.encode_utf16().count()), Some(MAX_UNITS - 1));
    }
}
