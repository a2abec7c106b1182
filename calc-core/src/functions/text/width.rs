//! Full-width and half-width characters of East Asian text, and Thai amounts.

use super::super::prelude::*;
use super::units::bounded;

const TEXT: &[Parameter] = &[required("text", Kind::Text)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "ASC",
        Category::Text,
        TEXT,
        |c| bounded(half_width(c.text(0))),
        "Full-width characters as half-width ones.",
    ),
    FunctionSpec::new(
        "DBCS",
        Category::Text,
        TEXT,
        |c| bounded(full_width(c.text(0))),
        "Half-width characters as full-width ones.",
    )
    .aliases(&["JIS"]),
    FunctionSpec::new("BAHTTEXT", Category::Text, NUMBER, baht_text, "An amount of baht in Thai words."),
];

/// The half-width katakana from U+FF61 on, with the full-width characters that they stand for.
const KATAKANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
const FIRST_KATAKANA: u32 = 0xFF61;
/// Marks that make the character before them voiced or half-voiced.
const VOICED: char = '\u{FF9E}';
const HALF_VOICED: char = '\u{FF9F}';
/// Full-width Latin letters lie so far above the ones of ASCII.
const LATIN: u32 = 0xFEE0;

fn half_width(text: &str) -> String {
    let mut result = String::new();
    for letter in text.chars() {
        match letter {
            '\u{3000}' => result.push(' '),
            '\u{FF01}'..='\u{FF5E}' => result.extend(char::from_u32(u32::from(letter) - LATIN)),
            '\u{201D}' => result.push('"'),
            '\u{2019}' => result.push('\''),
            _ => push_half_katakana(&mut result, letter),
        }
    }
    result
}

fn push_half_katakana(result: &mut String, letter: char) {
    let half = |full: char| {
        let place = KATAKANA.chars().position(|known| known == full)?;
        char::from_u32(FIRST_KATAKANA + place as u32)
    };
    if let Some(plain) = half(letter) {
        return result.push(plain);
    }
    let code = u32::from(letter);
    // A voiced character follows its plain one; a half-voiced one comes after that.
    for (distance, mark) in [(1, VOICED), (2, HALF_VOICED)] {
        let plain = char::from_u32(code.wrapping_sub(distance));
        if let Some(plain) = plain.filter(|plain| join_mark(*plain, mark) == Some(letter)).and_then(half) {
            result.extend([plain, mark]);
            return;
        }
    }
    if letter == 'ヴ' {
        result.extend(['ｳ', VOICED]);
        return;
    }
    result.push(letter);
}

/// The voiced or half-voiced form of a full-width katakana.
fn join_mark(plain: char, mark: char) -> Option<char> {
    let code = u32::from(plain);
    match (plain, mark) {
        ('ウ', VOICED) => Some('ヴ'),
        (
            'カ' | 'キ' | 'ク' | 'ケ' | 'コ' | 'サ' | 'シ' | 'ス' | 'セ' | 'ソ' | 'タ' | 'チ' | 'ツ' | 'テ' | 'ト',
            VOICED,
        ) => char::from_u32(code + 1),
        ('ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ', VOICED) => char::from_u32(code + 1),
        ('ハ' | 'ヒ' | 'フ' | 'ヘ' | 'ホ', HALF_VOICED) => char::from_u32(code + 2),
        _ => None,
    }
}

fn full_width(text: &str) -> String {
    let mut result = String::new();
    for letter in text.chars() {
        match letter {
            ' ' => result.push('\u{3000}'),
            '"' => result.push('\u{201D}'),
            '\'' => result.push('\u{2019}'),
            '!'..='~' => result.extend(char::from_u32(u32::from(letter) + LATIN)),
            VOICED | HALF_VOICED => match result.chars().next_back().and_then(|plain| join_mark(plain, letter)) {
                Some(joined) => {
                    result.pop();
                    result.push(joined);
                }
                None => result.extend(full_katakana(letter)),
            },
            '\u{FF61}'..='\u{FF9D}' => result.extend(full_katakana(letter)),
            _ => result.push(letter),
        }
    }
    result
}

fn full_katakana(letter: char) -> Option<char> {
    KATAKANA.chars().nth((u32::from(letter) - FIRST_KATAKANA) as usize)
}

const DIGITS: [&str; 10] = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
const PLACES: [&str; 6] = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];
const MILLION: &str = "ล้าน";

/// Satang are hundredths of a baht.
fn baht_text(call: &Call<'_>) -> Outcome {
    let number = call.number(0);
    let cents = crate::number::cents(number.abs()).ok_or(CellError::Num)?;
    let (baht, satang) = cents.split_once('.').unwrap_or((&cents, "00"));
    let mut text = String::new();
    let none = satang == "00";
    if number < 0.0 && cents != "0.00" {
        text.push_str("ลบ");
    }
    if baht != "0" || none {
        push_thai(&mut text, baht);
        text.push_str("บาท");
    }
    if none {
        text.push_str("ถ้วน");
    } else {
        push_thai(&mut text, satang);
        text.push_str("สตางค์");
    }
    bounded(text)
}

/// Writes digits in words, six at a time with "million" between. One in the tens is left unsaid, two there has a word of its own, and
/// so has a one that follows other digits.
fn push_thai(text: &mut String, digits: &str) {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        text.push_str("ศูนย์");
        return;
    }
    let count = digits.len();
    for (position, digit) in digits.bytes().enumerate() {
        let place = (count - 1 - position) % PLACES.len();
        let digit = usize::from(digit.saturating_sub(b'0'));
        let word = match (place, digit) {
            (_, 0) => "",
            (1, 1) => "",
            (1, 2) => "ยี่",
            (0, 1) if position > 0 => "เอ็ด",
            _ => DIGITS.get(digit).copied().unwrap_or_default(),
        };
        text.push_str(word);
        if digit != 0 {
            text.push_str(PLACES.get(place).copied().unwrap_or_default());
        }
        if place == 0 && position + 1 < count {
            text.push_str(MILLION);
        }
    }
}
