//! REGEXMATCH, REGEXEXTRACT, REGEXREPLACE, and Excel's versions of them.

use regex_lite::Captures;

use super::regex::Pattern;
use crate::dialect::Dialect;
use crate::functions::args::{Call, Operand, Outcome};
use crate::functions::coerce;
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, differs, optional, required};
use crate::value::{Array, CellError, MAX_TEXT, Text, Value, utf16_len};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "REGEXMATCH",
        Category::Google,
        &[required("text", Kind::Scalar), required("regular_expression", Kind::Text)],
        regex_match,
        "Whether a part of the text matches the regular expression.",
    ),
    FunctionSpec::new(
        "REGEXTEST",
        Category::Text,
        &[
            required("text", Kind::Scalar),
            required("pattern", Kind::Text),
            optional("case_sensitivity", Kind::Integer),
        ],
        regex_test,
        "Whether a part of the text matches the pattern.",
    ),
    FunctionSpec::new(
        "REGEXEXTRACT",
        Category::Text,
        &[
            required("text", Kind::Range),
            required("regular_expression", Kind::Text),
            optional("return_mode", Kind::Integer),
            optional("case_sensitivity", Kind::Integer),
        ],
        regex_extract,
        "The first part of the text that matches: in Sheets its groups in a row if it has any, in Excel as the mode says.",
    ).differs(&[differs("What the mode says: the first match, all, or the groups of the first.", "The groups in a row, or the match if there are none.")])
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "REGEXREPLACE",
        Category::Text,
        &[
            required("text", Kind::Scalar),
            required("regular_expression", Kind::Text),
            required("replacement", Kind::Text),
            optional("occurrence", Kind::Integer),
            optional("case_sensitivity", Kind::Integer),
        ],
        regex_replace,
        "The text with what matches replaced; `$1` in the replacement is the first group.",
    ),
];

/// The text to search. Sheets takes texts and blanks only; Excel takes any value as text.
fn subject(call: &Call<'_>, value: &Value) -> Result<Text, CellError> {
    match (call.context.dialect, value) {
        (Dialect::Sheets, Value::Number(_) | Value::Bool(_)) => Err(CellError::Value),
        _ => coerce::to_text(value, call.context),
    }
}

/// The compiled second argument; case does not count if the argument at `case` is 1.
fn pattern(call: &Call<'_>, case: usize) -> Result<std::rc::Rc<Pattern>, CellError> {
    match call.integer_or(case, 0) {
        0 => Pattern::compile(call.text(1)),
        1 => Pattern::compile(&format!("(?i){}", call.text(1))),
        _ => Err(CellError::Value),
    }
}

fn regex_match(call: &Call<'_>) -> Outcome {
    regex_test(call)
}

fn regex_test(call: &Call<'_>) -> Outcome {
    let pattern = pattern(call, 2)?;
    let text = subject(call, call.value(0))?;
    Ok(pattern.on(&text, call.context.budget)?.is_match(&text).into())
}

/// Several texts make a row each, shorter ones filled up with blanks.
fn regex_extract(call: &Call<'_>) -> Outcome {
    let pattern = pattern(call, 3)?;
    let block = call.matrix(0);
    let extract = |value: &Value| -> Result<Vec<Value>, CellError> {
        let text = subject(call, value)?;
        extracted(call, &pattern, &text)
    };
    if block.len() == 1 {
        let found = extract(block.value(0, 0))?;
        return match <[Value; 1]>::try_from(found) {
            Ok([one]) => Ok(Operand::Value(one)),
            Err(several) => Array::row(several).map(Into::into).ok_or(CellError::Na),
        };
    }
    let (rows, columns) = block.used();
    call.spend(u64::from(rows) * u64::from(columns))?;
    if block.columns() > 1 {
        // Groups would have no place beside each other: each element shows the first of its own.
        let first = |row, column| match extract(block.value(row, column)) {
            Ok(found) => found.into_iter().next().unwrap_or_default(),
            Err(error) => error.into(),
        };
        let (rows, columns) = (rows.max(1), columns.max(1));
        return Array::from_fn(rows, columns, first).map(Into::into).ok_or(CellError::Na);
    }
    let mut lines = Vec::new();
    for value in block.values() {
        lines.push(extract(value).unwrap_or_else(|error| vec![error.into()]));
    }
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    call.spend(lines.len() as u64 * width as u64)?;
    let height = lines.len() as u32;
    for line in &mut lines {
        line.resize(width, Value::Blank);
    }
    Array::new(height, width as u32, lines.into_iter().flatten().collect()).map(Into::into).ok_or(CellError::Na)
}

/// What is extracted of one text; `#N/A` if nothing matches. A group that takes no part is blank.
fn extracted(call: &Call<'_>, pattern: &Pattern, text: &str) -> Result<Vec<Value>, CellError> {
    let regex = pattern.on(text, call.context.budget)?;
    let groups = |found: &Captures<'_>| -> Vec<Value> {
        let texts = found.iter().skip(1);
        texts.map(|group| group.map_or(Value::Blank, |group| Value::text(group.as_str()))).collect()
    };
    let first = regex.captures(text).ok_or(CellError::Na)?;
    let whole = || vec![Value::text(first.get(0).map_or("", |found| found.as_str()))];
    match (call.context.dialect, call.has(2).then(|| call.integer_or(2, 0))) {
        (Dialect::Sheets, None) if first.len() > 1 => Ok(groups(&first)),
        (_, None | Some(0)) => Ok(whole()),
        (_, Some(1)) => {
            call.spend(text.len() as u64)?;
            let mut all = Vec::new();
            pattern.find_all(text, call.context.budget, |found| {
                all.extend(found.get(0).map(|whole| Value::text(whole.as_str())));
                Ok(())
            })?;
            Ok(all)
        }
        (_, Some(2)) if first.len() > 1 => Ok(groups(&first)),
        // Where there is no group, none can be returned.
        (Dialect::Excel, Some(2)) => Err(CellError::Value),
        (_, Some(2)) => Err(CellError::Na),
        _ => Err(CellError::Value),
    }
}

fn regex_replace(call: &Call<'_>) -> Outcome {
    let pattern = pattern(call, 4)?;
    let text = subject(call, call.value(0))?;
    let budget = call.context.budget;
    pattern.on(&text, budget)?;
    let occurrence = call.integer_or(3, 0);
    let mut count = 0;
    if occurrence < 0 {
        pattern.find_all(&text, budget, |_| {
            count += 1;
            Ok(())
        })?;
    }
    // Counted from 1, or from the end; 0 is all.
    let wanted = if occurrence < 0 { count + 1 + occurrence } else { occurrence };
    let mut result = String::new();
    let (mut copied, mut number) = (0, 0);
    pattern.find_all(&text, budget, |found| {
        number += 1;
        let Some(whole) = found.get(0).filter(|_| wanted == number || occurrence == 0) else { return Ok(()) };
        result.push_str(text.get(copied..whole.start()).unwrap_or(""));
        push_replacement(&mut result, call.text(2), &found);
        copied = whole.end();
        if result.len() > MAX_TEXT && utf16_len(&result) > MAX_TEXT {
            return Err(CellError::Value);
        }
        Ok(())
    })?;
    result.push_str(text.get(copied..).unwrap_or(""));
    if result.len() > MAX_TEXT && utf16_len(&result) > MAX_TEXT {
        return Err(CellError::Value);
    }
    Ok(Operand::Value(result.into()))
}

/// Appends a replacement: `$n` is a group, as many digits as name one; a backslash takes the meaning off what follows.
fn push_replacement(result: &mut String, replacement: &str, found: &Captures<'_>) {
    let mut rest = replacement.chars();
    while let Some(next) = rest.next() {
        match next {
            '$' => {
                let mut group = None;
                while let Some(digit) = rest.clone().next().and_then(|c| c.to_digit(10)) {
                    let longer = group.unwrap_or(0) * 10 + digit as usize;
                    if longer >= found.len() && group.is_some() {
                        break;
                    }
                    group = Some(longer);
                    rest.next();
                }
                match group {
                    Some(group) => result.push_str(found.get(group).map_or("", |group| group.as_str())),
                    None => result.push('$'),
                }
            }
            '\\' => result.push(rest.next().unwrap_or('\\')),
            other => result.push(other),
        }
    }
}
