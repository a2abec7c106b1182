//! Characters that look like ASCII, or like nothing, to ASCII: full-width forms, styled letters, letters of other scripts
//! among Latin ones, typographic signs; control and zero-width characters are dropped.

/// What becomes of control characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controls {
    /// They stay: some languages take them for blanks.
    Keep,
    /// They go: others do not see them.
    Drop,
}

/// The first byte beyond ASCII.
fn first_high(bytes: &[u8]) -> Option<usize> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (eights, _) = bytes.as_chunks::<8>();
    let is_high = |eight: &[u8; 8]| u64::from_le_bytes(*eight) & HIGH != 0;
    let from = 8 * eights.iter().position(is_high).unwrap_or(eights.len());
    bytes.get(from..)?.iter().position(|byte| !byte.is_ascii()).map(|step| from + step)
}

/// The text folded, or none where nothing changes.
pub fn fold(text: &str, controls: Controls) -> Option<String> {
    let is_dropped = |byte: u8| controls == Controls::Drop && is_dropped_control(byte);
    let bytes = text.as_bytes();
    let mut folded = String::new();
    let mut taken = 0;
    let mut at = 0;
    // The last character of what is folded so far, where it was changed: a styled letter stands among Latin ones too.
    let mut changed = None;
    let has_dropped = bytes.iter().any(|byte| is_dropped(*byte));
    let next = |rest: &[u8]| {
        if has_dropped { rest.iter().position(|byte| !byte.is_ascii() || is_dropped(*byte)) } else { first_high(rest) }
    };
    while let Some(step) = bytes.get(at..).and_then(next) {
        let mark = at + step;
        let Some(character) = text.get(mark..).and_then(|rest| rest.chars().next()) else { break };
        let end = mark + character.len_utf8();
        let before = match changed {
            Some(ascii) if step == 0 => Some(ascii),
            _ => mark.checked_sub(1).and_then(|before| bytes.get(before)).copied(),
        };
        let is_latin = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let change = if character.is_ascii() {
            Change::Drop
        } else {
            change(character, is_latin(before) || is_latin(bytes.get(end).copied()))
        };
        changed = match change {
            Change::None => None,
            Change::Drop => before,
            Change::To(ascii) => u8::try_from(ascii).ok(),
        };
        if change != Change::None {
            folded.push_str(text.get(taken..mark).unwrap_or_default());
            taken = end;
        }
        if let Change::To(ascii) = change {
            folded.push(ascii);
        }
        at = end;
    }
    if taken == 0 {
        return None;
    }
    folded.push_str(text.get(taken..).unwrap_or_default());
    Some(folded)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    Drop,
    To(char),
}

/// Tab, line feed, vertical tab, form feed and carriage return are white space; other control bytes are nothing.
const fn is_dropped_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 14..=31 | 127)
}

/// The control bytes that are nothing.
pub const DROPPED: [u8; 28] = {
    let mut dropped = [127; 28];
    let (mut byte, mut at) = (0, 0);
    while byte < 32 {
        if is_dropped_control(byte) {
            #[expect(clippy::indexing_slicing, reason = "run by the compiler, which stops at a fault")]
            {
                dropped[at] = byte;
            }
            at += 1;
        }
        byte += 1;
    }
    dropped
};

fn change(character: char, is_among_latin: bool) -> Change {
    let code = u32::from(character);
    match code {
        0xAD | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0xFEFF | 0xFE00..=0xFE0F => Change::Drop,
        // Full-width forms.
        0xFF01..=0xFF5E => to(code - 0xFF01 + 0x21),
        0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 | 0x85 | 0x2028 | 0x2029 => Change::To(' '),
        0x2018 | 0x2019 | 0x201A | 0x201B | 0x2032 | 0x02B9 | 0x02BC | 0x02C8 | 0x00B4 => Change::To('\''),
        0x201C..=0x201F | 0x2033 | 0x02BA => Change::To('"'),
        0x2010..=0x2013 | 0x2212 | 0xFE58 | 0xFE63 => Change::To('-'),
        0x2044 | 0x2215 | 0x29F8 => Change::To('/'),
        0x2216 | 0x29F5 | 0xFE68 => Change::To('\\'),
        0x2039 | 0x2329 | 0x27E8 | 0x3008 | 0x02C2 | 0xFE64 => Change::To('<'),
        0x203A | 0x232A | 0x27E9 | 0x3009 | 0x02C3 | 0xFE65 => Change::To('>'),
        0x2236 | 0xA789 | 0x02D0 | 0xFE55 => Change::To(':'),
        0x037E | 0xFE54 => Change::To(';'),
        0xFE59 | 0x207D | 0x208D | 0x2768 => Change::To('('),
        0xFE5A | 0x207E | 0x208E | 0x2769 => Change::To(')'),
        0xFE66 | 0x207C | 0x208C => Change::To('='),
        0xFE69 => Change::To('$'),
        0xFE6A => Change::To('%'),
        0xFE60 => Change::To('&'),
        0x2024 | 0xFE52 => Change::To('.'),
        // Circled and bracketed letters and digits.
        0x24B6..=0x24CF => to(code - 0x24B6 + 0x41),
        0x24D0..=0x24E9 => to(code - 0x24D0 + 0x61),
        0x249C..=0x24B5 => to(code - 0x249C + 0x61),
        0x2460..=0x2468 if is_among_latin => to(code - 0x2460 + 0x31),
        // Mathematical letters, 26 capitals and 26 small ones a style, then digits, ten a style.
        0x1D400..=0x1D6A3 => {
            let letter = (code - 0x1D400) % 52;
            to(if letter < 26 { letter + 0x41 } else { letter - 26 + 0x61 })
        }
        0x1D7CE..=0x1D7FF => to((code - 0x1D7CE) % 10 + 0x30),
        0x1F130..=0x1F149 => to(code - 0x1F130 + 0x41),
        // Their low byte is a line break, and some servers keep no other.
        0x560D => Change::To('\r'),
        0x560A => Change::To('\n'),
        0x017F => Change::To('s'),
        0x212A => Change::To('k'),
        0x0131 if is_among_latin => Change::To('i'),
        // Superscript and subscript digits.
        0x2070 | 0x2074..=0x2079 if is_among_latin => to(code - 0x2070 + 0x30),
        0x2080..=0x2089 if is_among_latin => to(code - 0x2080 + 0x30),
        _ if is_among_latin => homoglyph(character).map_or(Change::None, Change::To),
        _ => Change::None,
    }
}

fn to(code: u32) -> Change {
    char::from_u32(code).map_or(Change::None, Change::To)
}

/// The Latin letter that a letter of another script looks like; a word in that script alone is left as it is.
fn homoglyph(character: char) -> Option<char> {
    const PAIRS: &[(&str, &str)] = &[
        ("аеорсухіјѕһԁԛԝӏ", "aeopcyxijshdqwl"),
        ("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS"),
        ("αορνικτυχ", "aopvikTux"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
        ("ɑɡɩᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "agiabcdeghijklmnoprstuvwyz"),
    ];
    // The first and the last of them, script by script.
    if !matches!(character, '\u{251}'..='\u{29F}' | '\u{391}'..='\u{51D}' | '\u{1D00}'..='\u{1D22}' | '\u{A731}') {
        return None;
    }
    PAIRS
        .iter()
        .find_map(|(from, to)| to.chars().zip(from.chars()).find(|(_, c)| *c == character).map(|(ascii, _)| ascii))
}

#[cfg(test)]
mod tests {
    use super::{Controls, fold};

    #[test]
    fn look_alikes_become_ascii() {
        assert_eq!(fold("＜ｓｃｒｉｐｔ＞", Controls::Drop), Some("<script>".to_owned()));
        assert_eq!(fold("𝓼𝓮𝓵𝓮𝓬𝓽 ⓤⓝⓘⓞⓝ", Controls::Drop), Some("select union".to_owned()));
        assert_eq!(fold("sеlесt", Controls::Drop), Some("select".to_owned()));
        assert_eq!(fold("O’Brien", Controls::Keep), Some("O'Brien".to_owned()));
        assert_eq!(fold("a\u{0}b\u{200B}c\u{AD}d", Controls::Drop), Some("abcd".to_owned()));
    }

    #[test]
    fn other_scripts_stay() {
        for text in ["покраска стен", "Δημήτρης", "你好", "plain\ttext\n"] {
            assert_eq!(fold(text, Controls::Drop), None, "{text}");
        }
        assert_eq!(fold("a\u{0}b", Controls::Keep), None);
    }
}
