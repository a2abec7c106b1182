//! Values of one type where another is wanted.

use super::args::Context;
use crate::number;
use crate::value::{CellError, Text, Value};

/// The value as a number: logicals count as 1 and 0, blank as 0, text by what it reads as.
///
/// Text that is no number is `#VALUE!`, and so is `""` in Excel; in Sheets `""` is 0.
pub fn to_number(value: &Value, context: &Context<'_>) -> Result<f64, CellError> {
    match value {
        Value::Number(number) => Ok(*number),
        Value::Bool(logical) => Ok(f64::from(*logical)),
        Value::Blank => Ok(0.0),
        Value::Text(text) => text_to_number(text, context),
        Value::Error(error) => Err(*error),
    }
}

/// The number that a text reads as; `#VALUE!` if it is none.
pub fn text_to_number(text: &str, context: &Context<'_>) -> Result<f64, CellError> {
    if text.is_empty() && context.dialect.blank_text_is_zero() {
        return Ok(0.0);
    }
    parse_number(text, context).ok_or(CellError::Value)
}

/// The number that a text reads as, without the rule for `""`.
pub fn parse_number(text: &str, context: &Context<'_>) -> Option<f64> {
    let number_in = |year| number::parse_number(text, context.calendar(), year);
    // Every day that a text can name is a day of both years, and another one in each: if they agree, all years do.
    if context.timed.is_some() && number_in(2000) != number_in(2004) {
        context.note_time();
    }
    number_in(year(context))
}

/// The year that a date without one belongs to.
pub fn this_year(context: &Context<'_>) -> i32 {
    context.note_time();
    year(context)
}

fn year(context: &Context<'_>) -> i32 {
    context.calendar().date(context.now.floor() as i64).map_or(1900, |date| date.year)
}

/// The value as text: numbers in General form, logicals as `TRUE` and `FALSE`, blank as `""`.
pub fn to_text(value: &Value, _: &Context<'_>) -> Result<Text, CellError> {
    Ok(match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number::general(*number).into(),
        Value::Bool(true) => TRUE.clone(),
        Value::Bool(false) => FALSE.clone(),
        Value::Blank => Text::new(),
        Value::Error(error) => return Err(*error),
    })
}

static TRUE: Text = arcstr::literal!("TRUE");
static FALSE: Text = arcstr::literal!("FALSE");

/// Appends what [`to_text`] returns.
pub fn push_text(text: &mut String, value: &Value) -> Result<(), CellError> {
    match value {
        Value::Text(more) => text.push_str(more),
        Value::Number(number) => number::write_general(text, *number),
        Value::Bool(logical) => text.push_str(if *logical { "TRUE" } else { "FALSE" }),
        Value::Blank => {}
        Value::Error(error) => return Err(*error),
    }
    Ok(())
}

/// The value as a logical: a number is TRUE unless 0, blank is FALSE, text has to say `TRUE` or `FALSE`.
///
/// Other text is `#VALUE!`, and so is `""` in Excel; in Sheets `""` is 0 and so FALSE.
pub fn to_bool(value: &Value, context: &Context<'_>) -> Result<bool, CellError> {
    match value {
        Value::Bool(logical) => Ok(*logical),
        Value::Number(number) => Ok(*number != 0.0),
        Value::Blank => Ok(false),
        Value::Text(text) => text_to_bool(text)
            .or_else(|| (text.is_empty() && context.dialect.blank_text_is_zero()).then_some(false))
            .ok_or(CellError::Value),
        Value::Error(error) => Err(*error),
    }
}

/// The logical that a text names, in any case.
pub fn text_to_bool(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("TRUE") {
        Some(true)
    } else if text.eq_ignore_ascii_case("FALSE") {
        Some(false)
    } else {
        None
    }
}
