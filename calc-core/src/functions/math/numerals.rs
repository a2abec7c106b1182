//! Numbers written otherwise: Roman, and to any base.

use super::super::prelude::*;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "ROMAN",
        Category::Math,
        &[required("number", Kind::Integer), optional("form", Kind::Scalar)],
        roman,
        "The number in Roman numerals, from classic (0) to the most concise (4).",
    )
    .steps(5),
    FunctionSpec::new(
        "ARABIC",
        Category::Math,
        &[required("text", Kind::Text)],
        arabic,
        "The number that Roman numerals say.",
    )
    .steps(5),
    FunctionSpec::new(
        "BASE",
        Category::Math,
        &[required("number", Kind::Integer), required("base", Kind::Integer), optional("length", Kind::Integer)],
        base,
        "The number written to a base, with zeros in front up to a length.",
    )
    .steps(5),
    FunctionSpec::new(
        "DECIMAL",
        Category::Math,
        &[required("text", Kind::Text), required("base", Kind::Integer)],
        decimal,
        "The number that digits to a base say.",
    )
    .differs(&[differs(
        "What cannot be read is `#NUM!`; there is no sign.",
        "What cannot be read is `#VALUE!`, a base of 0 `#NUM!`; the number may be negative.",
    )])
    .steps(5),
];

const NUMERALS: [(i64, char); 7] = [(1000, 'M'), (500, 'D'), (100, 'C'), (50, 'L'), (10, 'X'), (5, 'V'), (1, 'I')];

/// Digit by digit. A 4 or 9 is a smaller numeral before a larger one; each form lets the smaller one be one numeral smaller, so
/// that it takes away less and says more: 499 is `CDXCIX`, `LDVLIV`, `XDIX`, `VDIV` and `ID`.
fn roman(call: &Call<'_>) -> Outcome {
    let number = call.integer(0);
    let form = match call.value(1) {
        Value::Number(form) => form.trunc() as i64,
        Value::Bool(true) | Value::Blank => 0,
        Value::Bool(false) => 4,
        value => super::super::coerce::to_number(value, call.context)?.trunc() as i64,
    };
    if !(0..=3999).contains(&number) || !(0..=4).contains(&form) {
        return Err(CellError::Value);
    }
    let numeral = |index: usize| NUMERALS.get(index).copied().unwrap_or((1, 'I'));
    let mut text = String::new();
    let mut left = number;
    for unit in [0, 2, 4, 6] {
        let (value, letter) = numeral(unit);
        let digit = left / value;
        if digit % 5 == 4 {
            let (larger, after) = numeral(if digit == 4 { unit - 1 } else { unit - 2 });
            let last = (unit + form as usize).min(NUMERALS.len() - 1);
            let smaller = (unit..=last).take_while(|index| larger - numeral(*index).0 <= left).last().unwrap_or(unit);
            let (less, before) = numeral(smaller);
            text.extend([before, after]);
            left -= larger - less;
        } else {
            if digit >= 5 {
                text.push(numeral(unit.saturating_sub(1)).1);
            }
            text.extend(std::iter::repeat_n(letter, (digit % 5) as usize));
            left %= value;
        }
    }
    Ok(text.into())
}

/// The most letters that ARABIC reads.
const MOST_LETTERS: usize = 255;

fn arabic(call: &Call<'_>) -> Outcome {
    let text = call.text(0).trim();
    if text.len() > MOST_LETTERS {
        return Err(CellError::Value);
    }
    let (sign, letters) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let mut total = 0;
    let mut larger = 0;
    for letter in letters.chars().rev() {
        let letter = letter.to_ascii_uppercase();
        let Some((value, _)) = NUMERALS.iter().find(|(_, numeral)| *numeral == letter) else {
            return Err(CellError::Value);
        };
        if *value < larger {
            total -= value;
        } else {
            total += value;
            larger = *value;
        }
    }
    Ok((sign * total as f64 + 0.0).into())
}

/// From here on whole numbers have gaps.
const MOST: f64 = 9_007_199_254_740_992.0;
const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn base(call: &Call<'_>) -> Outcome {
    let (number, base, length) = (call.number(0), call.integer(1), call.integer_or(2, 0));
    if !(0.0..MOST).contains(&number) || !(2..=36).contains(&base) || !(0..=255).contains(&length) {
        return Err(CellError::Num);
    }
    let mut left = number as u64;
    let mut digits = Vec::new();
    while left > 0 || digits.is_empty() {
        digits.extend(DIGITS.get((left % base as u64) as usize));
        left /= base as u64;
    }
    while digits.len() < length as usize {
        digits.push(b'0');
    }
    Ok(digits.iter().rev().map(|digit| char::from(*digit)).collect::<String>().into())
}

fn decimal(call: &Call<'_>) -> Outcome {
    let (text, base) = (call.text(0).trim(), call.integer(1));
    // In Sheets digits and bases that there are not are `#VALUE!`, and a number may be negative.
    let is_sheets = call.context.dialect == Dialect::Sheets;
    let refused = if is_sheets { CellError::Value } else { CellError::Num };
    // A base of 0 is what nothing counts as.
    if is_sheets && base == 0 {
        return Err(CellError::Num);
    }
    if !(2..=36).contains(&base) || text.len() > MOST_LETTERS {
        return Err(refused);
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(digits) if is_sheets && !digits.is_empty() => (-1.0, digits),
        _ => (1.0, text),
    };
    let text = match base {
        16 => text.trim_start_matches(['x', 'X', '0']).trim_end_matches(['h', 'H']),
        2 => text.trim_end_matches(['b', 'B']),
        _ => text,
    };
    let mut number = 0.0;
    for letter in text.chars() {
        let digit = letter.to_digit(base as u32).ok_or(refused)?;
        number = number * base as f64 + f64::from(digit);
    }
    Ok((sign * number).into())
}
