//! JSON in the one form that RFC 8785 gives it: no white space, members in the order of their UTF-16, numbers as ECMAScript writes them.

use std::fmt::Write;

use serde_json::Value as Json;

/// What is still to be written: the walk keeps a stack of its own instead of calling itself.
enum Rest<'a> {
    Value(&'a Json),
    Member(&'a str, &'a Json),
    Mark(char),
}

/// The canonical text of a value.
///
/// A number that is not a double, which no reader of this program makes, is written as the nearest one.
///
/// ```
/// use edge_worker::cache::write_canonical;
/// let json = serde_json::json!({"b": [1.0, 1e21, null], "a": "\u{1f}é"});
/// assert_eq!(write_canonical(&json), r#"{"a":"\u001fé","b":[1,1e+21,null]}"#);
/// ```
pub fn write_canonical(json: &Json) -> String {
    let mut text = String::new();
    let mut todo = vec![Rest::Value(json)];
    while let Some(next) = todo.pop() {
        let value = match next {
            Rest::Mark(mark) => {
                text.push(mark);
                continue;
            }
            Rest::Member(name, value) => {
                write_text(&mut text, name);
                text.push(':');
                value
            }
            Rest::Value(value) => value,
        };
        match value {
            Json::Null => text.push_str("null"),
            Json::Bool(logical) => text.push_str(if *logical { "true" } else { "false" }),
            Json::Number(number) => write_number(&mut text, number.as_f64().unwrap_or_default()),
            Json::String(string) => write_text(&mut text, string),
            Json::Array(elements) => {
                text.push('[');
                todo.push(Rest::Mark(']'));
                push_separated(&mut todo, elements.iter().map(Rest::Value));
            }
            Json::Object(members) => {
                text.push('{');
                todo.push(Rest::Mark('}'));
                let mut members: Vec<(&String, &Json)> = members.iter().collect();
                members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
                push_separated(&mut todo, members.into_iter().map(|(name, value)| Rest::Member(name, value)));
            }
        }
    }
    text
}

/// Pushes parts with commas between them, so that the first is taken first.
fn push_separated<'a>(todo: &mut Vec<Rest<'a>>, parts: impl DoubleEndedIterator<Item = Rest<'a>>) {
    let mut parts = parts.rev().peekable();
    while let Some(part) = parts.next() {
        todo.push(part);
        if parts.peek().is_some() {
            todo.push(Rest::Mark(','));
        }
    }
}

/// RFC 8785, section 3.2.2.2: only what has to be escaped is, each in one way.
fn write_text(text: &mut String, string: &str) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            // Writing to a string cannot fail.
            control if control < ' ' => _ = write!(text, "\\u{:04x}", u32::from(control)),
            plain => text.push(plain),
        }
    }
    text.push('"');
}

/// ECMAScript's Number::toString, which RFC 8785 asks for: the fewest digits that read back as the same double, with an exponent only
/// from 1e21 and below 1e-6.
fn write_number(text: &mut String, number: f64) {
    if number == 0.0 {
        text.push('0');
        return;
    }
    // The digits are those of the JSON writer, which of two equally short and near ones takes the even one, as ECMAScript does.
    let shortest = Json::from(number.abs()).to_string();
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{before}{after}");
    let significant = all.trim_start_matches('0');
    let leading_zeros = all.len() - significant.len();
    let digits = significant.trim_end_matches('0');
    let count = digits.len() as i32;
    // How many digits stand before the point.
    let whole = exponent.parse::<i32>().unwrap_or_default() + before.len() as i32 - leading_zeros as i32;
    if number < 0.0 {
        text.push('-');
    }
    let (head, tail) = digits.split_at(whole.clamp(0, count) as usize);
    match whole {
        _ if (count..=21).contains(&whole) => {
            text.push_str(digits);
            text.extend((count..whole).map(|_| '0'));
        }
        1..=21 => _ = write!(text, "{head}.{tail}"),
        -5..=0 => _ = write!(text, "0.{}{tail}", "0".repeat(whole.unsigned_abs() as usize)),
        _ => {
            let (first, others) = digits.split_at(1);
            let point = if others.is_empty() { "" } else { "." };
            let sign = if whole > 0 { '+' } else { '-' };
            let _ = write!(text, "{first}{point}{others}e{sign}{}", (whole - 1).unsigned_abs());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8785, appendix B: doubles by their bits, and their text.
    const NUMBERS: &[(u64, &str)] = &[
        (0x0000_0000_0000_0000, "0"),
        (0x8000_0000_0000_0000, "0"),
        (0x0000_0000_0000_0001, "5e-324"),
        (0x8000_0000_0000_0001, "-5e-324"),
        (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
        (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
        (0x4340_0000_0000_0000, "9007199254740992"),
        (0xc340_0000_0000_0000, "-9007199254740992"),
        (0x4430_0000_0000_0000, "295147905179352830000"),
        (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
        (0x44b5_2d02_c7e1_4af6, "1e+23"),
        (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
        (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
        (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
        (0x444b_1ae4_d6e2_ef50, "1e+21"),
        (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
        (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
        (0x41b3_de43_5555_5553, "333333333.3333332"),
        (0x41b3_de43_5555_5554, "333333333.33333325"),
        (0x41b3_de43_5555_5555, "333333333.3333333"),
        (0x41b3_de43_5555_5556, "333333333.3333334"),
        (0x41b3_de43_5555_5557, "333333333.33333343"),
        (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
        (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ];

    #[test]
    fn numbers_are_written_as_the_rfc_lists_them() {
        for (bits, expected) in NUMBERS {
            let mut text = String::new();
            write_number(&mut text, f64::from_bits(*bits));
            assert_eq!(text, *expected, "{bits:016x}");
        }
    }
}
