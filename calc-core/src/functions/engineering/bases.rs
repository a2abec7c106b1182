//! Whole numbers written to base 2, 8, 10 and 16, in ten digits of two's complement.

use super::super::coerce;
use super::super::information::not_logical;
use super::super::prelude::*;

const TO_DECIMAL: &[Parameter] = &[required("number", Kind::AddInScalar)];
const TO_OTHER: &[Parameter] = &[required("number", Kind::AddInScalar), optional("places", Kind::AddInNumber)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row("BIN2DEC", TO_DECIMAL, |c| to_decimal(c, 2), "A binary number as a decimal one.").steps(5),
    row("OCT2DEC", TO_DECIMAL, |c| to_decimal(c, 8), "An octal number as a decimal one.").steps(5),
    row("HEX2DEC", TO_DECIMAL, |c| to_decimal(c, 16), "A hexadecimal number as a decimal one.").steps(5),
    row("BIN2OCT", TO_OTHER, |c| convert(c, 2, 8), "A binary number as an octal one.").steps(5),
    row("BIN2HEX", TO_OTHER, |c| convert(c, 2, 16), "A binary number as a hexadecimal one.").steps(5),
    row("OCT2BIN", TO_OTHER, |c| convert(c, 8, 2), "An octal number as a binary one.").steps(5),
    row("OCT2HEX", TO_OTHER, |c| convert(c, 8, 16), "An octal number as a hexadecimal one.").steps(5),
    row("HEX2BIN", TO_OTHER, |c| convert(c, 16, 2), "A hexadecimal number as a binary one.").steps(5),
    row("HEX2OCT", TO_OTHER, |c| convert(c, 16, 8), "A hexadecimal number as an octal one.").steps(5),
    row("DEC2BIN", TO_OTHER, |c| from_decimal(c, 2), "A decimal number as a binary one.").steps(5),
    row("DEC2OCT", TO_OTHER, |c| from_decimal(c, 8), "A decimal number as an octal one.").steps(5),
    row("DEC2HEX", TO_OTHER, |c| from_decimal(c, 16), "A decimal number as a hexadecimal one.").steps(5),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Engineering, parameters, kernel, summary)
}

/// A number has at most this many digits; with all of them used, the first half of all numbers are positive.
const DIGITS: u32 = 10;

/// The number that the first argument's digits say.
fn read(call: &Call<'_>, base: u32) -> Result<i64, CellError> {
    let text = coerce::to_text(not_logical(call)?, call.context)?;
    if text.len() > DIGITS as usize {
        return Err(CellError::Num);
    }
    let mut number = 0i64;
    for letter in text.chars() {
        number = number * i64::from(base) + i64::from(letter.to_digit(base).ok_or(CellError::Num)?);
    }
    let all = i64::from(base).pow(DIGITS);
    Ok(if number >= all / 2 { number - all } else { number })
}

/// Writes a number with at least as many digits as the second argument says; a negative one always has ten.
fn write(call: &Call<'_>, number: i64, base: u32) -> Outcome {
    let all = i64::from(base).pow(DIGITS);
    if number < -all / 2 || number >= all / 2 {
        return Err(CellError::Num);
    }
    let mut left = if number < 0 { number + all } else { number };
    let mut digits = Vec::new();
    while left > 0 || digits.is_empty() {
        digits.extend(char::from_digit((left % i64::from(base)) as u32, base).map(|digit| digit.to_ascii_uppercase()));
        left /= i64::from(base);
    }
    if call.has(1) {
        let places = call.number(1).trunc();
        if !(1.0..=f64::from(DIGITS)).contains(&places) {
            return Err(CellError::Num);
        }
        if number >= 0 {
            if digits.len() > places as usize {
                return Err(CellError::Num);
            }
            digits.resize(places as usize, '0');
        }
    }
    Ok(digits.iter().rev().collect::<String>().into())
}

fn to_decimal(call: &Call<'_>, base: u32) -> Outcome {
    Ok((read(call, base)? as f64).into())
}

fn convert(call: &Call<'_>, from: u32, to: u32) -> Outcome {
    write(call, read(call, from)?, to)
}

fn from_decimal(call: &Call<'_>, base: u32) -> Outcome {
    let number = coerce::to_number(not_logical(call)?, call.context)?.trunc();
    if number.abs() > 1e15 { Err(CellError::Num) } else { write(call, number as i64, base) }
}
