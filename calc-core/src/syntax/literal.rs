//! Numbers, texts and error literals.

use std::fmt::Write;

use super::characters::Source;
use super::error::SyntaxError;
use crate::diagnostic::Span;
use crate::diagnostic::catalogue::formula::NUMBER_RANGE;
use crate::dialect::Dialect;
use crate::value::{CellError, Text};

/// Reads a number: digits with an optional point (`1.`, `.5`) and an optional exponent (`1E+3`).
pub(super) fn read_number(source: Source<'_>, start: usize) -> Result<(f64, usize), SyntaxError> {
    let mut at = start;
    let mut whole: u64 = 0;
    while source.byte(at).is_ascii_digit() {
        whole = whole.wrapping_mul(10).wrapping_add(u64::from(source.byte(at) - b'0'));
        at += 1;
    }
    // At most 15 digits without a point are exact as they are.
    let mut exact = at - start <= 15;
    if source.byte(at) == b'.' {
        exact = false;
        at += 1;
        while source.byte(at).is_ascii_digit() {
            at += 1;
        }
    }
    if matches!(source.byte(at), b'e' | b'E') {
        let sign = usize::from(matches!(source.byte(at + 1), b'+' | b'-'));
        if source.byte(at + 1 + sign).is_ascii_digit() {
            exact = false;
            at += 1 + sign;
            while source.byte(at).is_ascii_digit() {
                at += 1;
            }
        }
    }
    if exact {
        return Ok((whole as f64, at));
    }
    match source.slice(start, at).parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((number, at)),
        _ => {
            let message = "expected a number below 1.8E+308, found a greater one";
            Err(SyntaxError::new(Span::new(start, at), "a number below 1.8E+308", message).code(NUMBER_RANGE))
        }
    }
}

/// Reads a text from its opening quote on; a doubled quote stands for one. Sheets closes a text that is left open.
pub(super) fn read_text(source: Source<'_>, start: usize, dialect: Dialect) -> Result<(Text, usize), SyntaxError> {
    let mut at = start + 1;
    let mut doubled = false;
    loop {
        match source.byte(at) {
            b'"' if source.byte(at + 1) == b'"' => {
                doubled = true;
                at += 2;
            }
            b'"' => break,
            0 if at >= source.len() && dialect == Dialect::Sheets => break,
            0 if at >= source.len() => {
                let span = Span::new(start, source.len());
                let message = "expected `\"` to close the text, found end of formula";
                return Err(SyntaxError::new(span, "`\"`", message)
                    .help("every text ends with a double quote; a quote inside it is written twice"));
            }
            _ => at += 1,
        }
    }
    let inner = source.slice(start + 1, at);
    let text = if doubled { Text::from(inner.replace("\"\"", "\"")) } else { Text::from(inner) };
    Ok((text, (at + 1).min(source.len())))
}

/// Reads an error literal such as `#N/A` from its `#` on.
pub(super) fn read_error(source: Source<'_>, start: usize) -> Result<(CellError, usize), SyntaxError> {
    for error in CellError::ALL {
        let end = start + error.name().len();
        if source.slice(start, end).eq_ignore_ascii_case(error.name()) {
            return Ok((error, end));
        }
    }
    let mut end = source.word_end(start + 1);
    if matches!(source.byte(end), b'!' | b'/') {
        end += 1;
    }
    let found = source.slice(start, end);
    let message = format!("expected an error value such as `#N/A`, found `{found}`");
    Err(SyntaxError::new(Span::new(start, end), "an error value", message))
}

/// Writes a number so that it reads as the same one.
pub(super) fn write_number(number: f64, out: &mut String) {
    let size = number.abs();
    let before = out.len();
    if size == 0.0 || (1e-9..1e15).contains(&size) {
        let _ = write!(out, "{number}");
        return;
    }
    let _ = write!(out, "{number:E}");
    if let Some(exponent) = out.rfind('E')
        && exponent > before
        && !out.ends_with('E')
        && out.as_bytes().get(exponent + 1) != Some(&b'-')
    {
        out.insert(exponent + 1, '+');
    }
}

/// Writes a text in its quotes.
pub(super) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut parts = text.split('"');
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        out.push_str("\"\"");
        out.push_str(part);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_read() {
        for (number, text) in [
            (0.0, "0"),
            (1.5, "1.5"),
            (1e15, "1E+15"),
            (999_999_999_999_999.0, "999999999999999"),
            (1.25e-12, "1.25E-12"),
            (f64::MAX, "1.7976931348623157E+308"),
        ] {
            let mut out = String::from("E");
            write_number(number, &mut out);
            assert_eq!(&out[1..], text);
            assert_eq!(read_number(Source { text }, 0).unwrap(), (number, text.len()));
        }
    }
}
