//! Entities of HTML: `&lt;`, `&#60;`, `&#x3c`, with or without their semicolon.

use super::octets::hex;

/// Named entities for what an attack is made of. Sorted by nothing: there are few, and few texts have any.
const NAMES: &[(&str, char)] = &[
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("tab", '\t'),
    ("newline", '\n'),
    ("colon", ':'),
    ("semi", ';'),
    ("lpar", '('),
    ("rpar", ')'),
    ("equals", '='),
    ("sol", '/'),
    ("bsol", '\\'),
    ("lbrace", '{'),
    ("rbrace", '}'),
    ("lcub", '{'),
    ("rcub", '}'),
    ("lbrack", '['),
    ("rbrack", ']'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("grave", '`'),
    ("diacriticalgrave", '`'),
    ("num", '#'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("period", '.'),
    ("comma", ','),
    ("excl", '!'),
    ("quest", '?'),
    ("commat", '@'),
    ("plus", '+'),
    ("ast", '*'),
    ("midast", '*'),
    ("verbar", '|'),
    ("vert", '|'),
    ("lowbar", '_'),
    ("hat", '^'),
    ("hyphen", '-'),
    ("shy", '\u{AD}'),
    ("zwj", '\u{200D}'),
    ("zwnj", '\u{200C}'),
    ("zerowidthspace", '\u{200B}'),
];

/// No name is longer.
const LONGEST: usize = 16;

/// Names that browsers take without a semicolon.
const BARE: usize = 4;

/// The text with its entities decoded, or none where there are none.
pub fn decode(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = text;
    let mut is_changed = false;
    while let Some(mark) = rest.find('&') {
        let (before, entity) = rest.split_at_checked(mark).unwrap_or_default();
        decoded.push_str(before);
        let body = entity.get(1..).unwrap_or_default();
        let (character, length) = match named(body).or_else(|| numbered(body.as_bytes())) {
            Some((character, length)) => {
                is_changed = true;
                (character, length)
            }
            None => ('&', 0),
        };
        decoded.push(character);
        rest = body.get(length..).unwrap_or_default();
    }
    if !is_changed {
        return None;
    }
    decoded.push_str(rest);
    Some(decoded)
}

fn named(body: &str) -> Option<(char, usize)> {
    let length = body.bytes().take(LONGEST + 1).take_while(u8::is_ascii_alphabetic).count();
    let name = body.get(..length)?;
    if body.as_bytes().get(length) == Some(&b';') {
        let (_, character) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        return Some((*character, length + 1));
    }
    let bare = NAMES
        .iter()
        .take(BARE)
        .find(|(known, _)| name.get(..known.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(known)));
    bare.map(|(known, character)| (*character, known.len()))
}

fn numbered(body: &[u8]) -> Option<(char, usize)> {
    let (digits, radix, marks) = match body {
        [b'#', b'x' | b'X', tail @ ..] => (tail, 16, 2),
        [b'#', tail @ ..] => (tail, 10, 1),
        _ => return None,
    };
    // Zeros in front are a way to hide the number; so many are skipped, and no more, that the work stays linear.
    let zeros = digits.iter().take(64).take_while(|byte| **byte == b'0').count();
    let tail = digits.get(zeros..)?;
    let length = tail.iter().take(7).take_while(|byte| char::from(**byte).is_digit(radix)).count();
    let number = tail.get(..length)?;
    let code = match radix {
        16 => hex(number)?,
        _ => std::str::from_utf8(number).ok()?.parse().ok()?,
    };
    let end = marks + zeros + length;
    let semicolon = usize::from(body.get(end) == Some(&b';'));
    Some((char::from_u32(code)?, end + semicolon))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn entities_are_decoded_with_and_without_a_semicolon() {
        assert_eq!(decode("&lt;b&gt &#60;&#x3C;&#0000060&#x3cb"), Some("<b> <<<\u{3cb}".to_owned()));
        assert_eq!(decode("java&Tab;script&colon;"), Some("java\tscript:".to_owned()));
        assert_eq!(decode("Smith & Sons, A&B; R&D"), None);
    }
}
