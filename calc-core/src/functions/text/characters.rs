//! Characters by their codes.

use super::super::prelude::*;
use super::units::count;
use crate::value::MAX_TEXT;

const TEXT: &[Parameter] = &[required("text", Kind::Text)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("CHAR", NUMBER, char_of, "The character with a code from 1 to 255.").differs(&[differs(
        "The number of a character of Windows-1252, 1 to 255.",
        "The number of any Unicode character; none is `#NUM!`.",
    )]),
    row("CODE", TEXT, code, "The code of the first character.")
        .differs(&[differs("The number in Windows-1252; 63 for what is not in it.", "The number in Unicode.")]),
    row("UNICHAR", NUMBER, unichar, "The character with a Unicode number."),
    row("UNICODE", TEXT, unicode, "The Unicode number of the first character."),
    row("REPT", &[required("text", Kind::Text), required("times", Kind::Number)], rept, "The text so many times."),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Text, parameters, kernel, summary)
}

/// What the codes 128 to 159 stand for in Windows' western code page; the five without a character stand for themselves.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn char_of(call: &Call<'_>) -> Outcome {
    let code = call.number(0).trunc();
    if call.context.dialect == Dialect::Sheets {
        return from_unicode(code, CellError::Num);
    }
    if !(1.0..256.0).contains(&code) {
        return Err(CellError::Value);
    }
    let code = code as u8;
    let letter = code.checked_sub(128).and_then(|index| WINDOWS.get(index as usize)).copied();
    Ok(letter.unwrap_or(char::from(code)).to_string().into())
}

fn code(call: &Call<'_>) -> Outcome {
    let letter = call.text(0).chars().next().ok_or(CellError::Value)?;
    let code = match WINDOWS.iter().position(|known| *known == letter) {
        Some(index) if call.context.dialect == Dialect::Excel => index as u32 + 128,
        // A character outside the code page is a question mark there.
        None if call.context.dialect == Dialect::Excel && u32::from(letter) > 255 => u32::from('?'),
        _ => u32::from(letter),
    };
    Ok(f64::from(code).into())
}

fn from_unicode(number: f64, outside: CellError) -> Outcome {
    if !(1.0..=1_114_111.0).contains(&number) {
        return Err(outside);
    }
    char::from_u32(number as u32).map(|letter| letter.to_string().into()).ok_or(CellError::Na)
}

fn unichar(call: &Call<'_>) -> Outcome {
    from_unicode(call.number(0).trunc(), CellError::Value)
}

fn unicode(call: &Call<'_>) -> Outcome {
    let letter = call.text(0).chars().next().ok_or(CellError::Value)?;
    Ok(f64::from(u32::from(letter)).into())
}

fn rept(call: &Call<'_>) -> Outcome {
    let (text, times) = (call.text(0), count(call.number(1))?);
    // Measured before it is made: a formula may ask for gigabytes.
    if crate::value::utf16_len(text).saturating_mul(times) > MAX_TEXT {
        return Err(CellError::Value);
    }
    Ok(text.repeat(if text.is_empty() { 0 } else { times }).into())
}
