//! Numbers to text and back.

use super::super::coerce;
use super::super::prelude::*;
use super::units::bounded;
use crate::format;
use crate::number::round_half_away;

const MONEY: &[Parameter] = &[required("number", Kind::Number), optional("decimals", Kind::Integer)];

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    row(
        "TEXT",
        &[required("value", Kind::Scalar), required("format", Kind::Text)],
        text,
        "The value as a number format shows it.",
    )
    .differs(&[differs("A format that cannot be read is `#VALUE!`.", "A text stays as it is.")])
    .steps(48),
    row("VALUE", &[required("text", Kind::Scalar)], value, "The number that a text reads as.")
        .differs(&[differs("A logical is `#VALUE!`.", "It is 1 or 0.")])
        .steps(10),
    row("DOLLAR", MONEY, dollar, "The number as an amount of dollars.")
        .differs(&[differs("A negative amount stands in brackets.", "It has a minus sign.")])
        .steps(36)
        .aliases(&["USDOLLAR"]),
    row(
        "FIXED",
        &[required("number", Kind::Number), optional("decimals", Kind::Integer), optional("no_commas", Kind::Bool)],
        fixed,
        "The number as text with so many decimals.",
    )
    .steps(36),
    row(
        "NUMBERVALUE",
        &[required("text", Kind::Text), optional("decimal_mark", Kind::Text), optional("group_mark", Kind::Text)],
        number_value,
        "The number that a text reads as, with its own decimal and group marks.",
    )
    .steps(10),
    row(
        "VALUETOTEXT",
        &[required("value", Kind::Any), optional("format", Kind::Integer)],
        value_to_text,
        "The value as text, or as it would be typed.",
    ),
];

const fn row(
    name: &'static str,
    parameters: &'static [Parameter],
    kernel: fn(&Call<'_>) -> Outcome,
    summary: &'static str,
) -> FunctionSpec {
    FunctionSpec::new(name, Category::Text, parameters, kernel, summary)
}

fn text(call: &Call<'_>) -> Outcome {
    let context = call.context;
    // A text may read as a day of this year, nothing else hangs on it.
    let year = if matches!(call.value(0), Value::Text(_)) { coerce::this_year(context) } else { 0 };
    let text = format::text(call.value(0), call.text(1), context.calendar(), year);
    match call.value(0) {
        Value::Text(shown) if text.is_err() && context.dialect == Dialect::Sheets => {
            Ok(Value::Text(shown.clone()).into())
        }
        _ => bounded(text?),
    }
}

fn value(call: &Call<'_>) -> Outcome {
    match call.value(0) {
        Value::Bool(_) if call.context.dialect == Dialect::Excel => Err(CellError::Value),
        value => Ok(coerce::to_number(value, call.context)?.into()),
    }
}

/// The most decimals that FIXED and DOLLAR write.
const MOST_DECIMALS: f64 = 127.0;

/// The number of the first argument, rounded to the decimals of the second, 2 if left out; and how many of those are shown.
fn rounded(call: &Call<'_>) -> Result<(f64, usize), CellError> {
    let decimals = call.number_default(1, 2.0);
    if decimals > MOST_DECIMALS {
        return Err(CellError::Value);
    }
    let number = round_half_away(call.number(0), decimals.max(-400.0) as i32);
    Ok((number, decimals.max(0.0) as usize))
}

fn render(call: &Call<'_>, number: f64, code: &str) -> Result<String, CellError> {
    let context = call.context;
    format::text(&number.into(), code, context.calendar(), 0)
}

/// A format code for so many decimals.
fn code(whole: &str, decimals: usize) -> String {
    if decimals == 0 { whole.to_string() } else { format!("{whole}.{}", "0".repeat(decimals)) }
}

fn dollar(call: &Call<'_>) -> Outcome {
    let (number, decimals) = rounded(call)?;
    let amount = code("$#,##0", decimals);
    let negative = if call.context.dialect == Dialect::Excel { format!("({amount})") } else { format!("-{amount}") };
    Ok(render(call, number, &format!("{amount};{negative}"))?.into())
}

fn fixed(call: &Call<'_>) -> Outcome {
    let (number, decimals) = rounded(call)?;
    let whole = if call.bool_or(2, false) { "0" } else { "#,##0" };
    Ok(render(call, number, &code(whole, decimals))?.into())
}

/// Blanks are passed over everywhere, group marks before the decimal mark; percent signs at the end each divide by 100.
fn number_value(call: &Call<'_>) -> Outcome {
    let first = |index: usize, default: char| -> Result<char, CellError> {
        if index < call.len() { call.text(index).chars().next().ok_or(CellError::Value) } else { Ok(default) }
    };
    let (decimal_mark, group_mark) = (first(1, '.')?, first(2, ',')?);
    if decimal_mark == group_mark {
        return Err(CellError::Value);
    }
    let mut plain = String::new();
    let mut percents = 0;
    let mut decimal_seen = false;
    for letter in call.text(0).chars().filter(|letter| !letter.is_whitespace()) {
        if letter == '%' {
            percents += 1;
        } else if percents > 0 && letter != ')' {
            return Err(CellError::Value);
        } else if letter == decimal_mark && !decimal_seen {
            decimal_seen = true;
            plain.push('.');
        } else if letter == group_mark && !decimal_seen {
            continue;
        } else if letter.is_ascii_digit() || matches!(letter, '+' | '-' | 'e' | 'E' | '$' | '(' | ')') {
            plain.push(letter);
        } else {
            return Err(CellError::Value);
        }
    }
    if plain.is_empty() {
        return Ok(0.0.into());
    }
    let number = crate::number::parse_plain(&plain, call.context.dialect).ok_or(CellError::Value)?;
    Ok((0..percents).fold(number, |number, _| number / 100.0).into())
}

fn value_to_text(call: &Call<'_>) -> Outcome {
    let strict = match call.integer_or(1, 0) {
        0 => false,
        1 => true,
        _ => return Err(CellError::Value),
    };
    let value = call.value(0);
    Ok(match value {
        Value::Error(error) => error.name().into(),
        Value::Text(text) if strict => format!("\"{}\"", text.replace('"', "\"\"")).into(),
        value => Value::Text(coerce::to_text(value, call.context)?).into(),
    })
}
