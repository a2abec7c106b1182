//! XLOOKUP and XMATCH.

use std::cmp::Ordering;

use super::super::coerce;
use super::super::google::regex::Pattern;
use super::super::prelude::*;
use super::index::part;
use super::line::{Along, Line};
use super::search::{From, Sorted, Wildcards, bisect, exact, nearest};
use crate::reference::RangeRef;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "XLOOKUP",
        Category::Lookup,
        &[
            required("key", Kind::Scalar),
            required("line", Kind::Range),
            required("results", Kind::Range),
            optional("if_not_found", Kind::Any),
            optional("match_mode", Kind::Integer),
            optional("search_mode", Kind::Integer),
        ],
        xlookup,
        "What stands beside a key: a value, a row or a column.",
    )
    .flags(Flags::RETURNS_REFERENCE.with(Flags::SEARCHES)),
    FunctionSpec::new(
        "XMATCH",
        Category::Lookup,
        &[
            required("key", Kind::Scalar),
            required("line", Kind::Range),
            optional("match_mode", Kind::Integer),
            optional("search_mode", Kind::Integer),
        ],
        xmatch,
        "The position of a key in a row or column, by a choice of ways.",
    )
    .flags(Flags::SEARCHES),
];

/// Finds the key as `match_mode` (0 equal, -1 or next smaller, 1 or next larger, 2 wildcards, 3 a
/// regular expression) and `search_mode` (1 from the
/// first, -1 from the last, 2 ascending, -2 descending) say.
fn find(
    call: &Call<'_>,
    line: &Line<'_>,
    match_mode: i64,
    search_mode: i64,
    beside: Option<RangeRef>,
) -> Result<Option<u32>, CellError> {
    let key = call.value(0);
    let most = if call.context.dialect == Dialect::Excel { 3 } else { 2 };
    if !(-1..=most).contains(&match_mode) || !matches!(search_mode, -2 | -1 | 1 | 2) {
        return Err(CellError::Value);
    }
    if key.is_blank() && match_mode < 2 {
        // A blank key is found in a blank element.
        let blank = (0..line.len()).find(|at| line.value(*at).is_blank());
        call.spend(u64::from(blank.unwrap_or(0)))?;
        if blank.is_some() || match_mode == 0 {
            return Ok(blank);
        }
    }
    let from = if search_mode == -1 { From::End } else { From::Start };
    if match_mode == 3 {
        return if search_mode.abs() == 1 { by_expression(call, line, key, from) } else { Err(CellError::Value) };
    }
    if search_mode.abs() == 1 {
        return match match_mode {
            -1 => nearest(call, line, key, Ordering::Less, from, beside),
            1 => nearest(call, line, key, Ordering::Greater, from, beside),
            2 => exact(call, line, key, Wildcards::Read, from, beside),
            _ => exact(call, line, key, Wildcards::Plain, from, beside),
        };
    }
    if match_mode == 2 {
        return Err(CellError::Value);
    }
    let direction = if search_mode == 2 { Sorted::Ascending } else { Sorted::Descending };
    let after = match bisect(call, line, key, direction)? {
        Ok(at) => return Ok(Some(at)),
        Err(after) => after,
    };
    let wanted_before = (match_mode == -1) == (direction == Sorted::Ascending);
    Ok(match match_mode {
        0 => None,
        _ if wanted_before => after.checked_sub(1),
        _ => (after < line.used()).then_some(after),
    })
}

/// The position of a text of which a part matches the regular expression that the key is.
fn by_expression(call: &Call<'_>, line: &Line<'_>, key: &Value, from: From) -> Result<Option<u32>, CellError> {
    let pattern = Pattern::compile(&coerce::to_text(key, call.context)?)?;
    let budget = call.context.budget;
    budget.spend(line.used().into())?;
    for step in 0..line.used() {
        let at = if from == From::Start { step } else { line.used() - 1 - step };
        if let Value::Text(text) = line.value(at)
            && pattern.on(text, budget)?.is_match(text)
        {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn xmatch(call: &Call<'_>) -> Outcome {
    let line = Line::only(call.matrix(1)).ok_or(CellError::Na)?;
    let found = find(call, &line, call.integer_or(2, 0), call.integer_or(3, 1), None)?;
    found.map(|at| f64::from(at + 1).into()).ok_or(CellError::Na)
}

fn xlookup(call: &Call<'_>) -> Outcome {
    let block = call.matrix(1);
    let results = call.matrix(2);
    for index in [1, 2] {
        if let Some(error) = call.value(index).error() {
            return Err(error);
        }
    }
    let line = Line::only(block).ok_or(CellError::Value)?;
    // A single element is a row to a column of results, and a column to a row of them.
    let along = match line.along() {
        Along::Rows if block.len() == 1 && results.rows() > 1 => Along::Columns,
        along => along,
    };
    let length = match along {
        Along::Rows => results.rows(),
        Along::Columns => results.columns(),
    };
    if length != line.len() {
        return Err(CellError::Value);
    }
    let beside = call.reference(2);
    match find(call, &line, call.integer_or(4, 0), call.integer_or(5, 1), beside)? {
        Some(at) => match along {
            Along::Rows => part(call, 2, at + 1, 0),
            Along::Columns => part(call, 2, 0, at + 1),
        },
        None if call.has(3) => Ok(call.value(3).clone().into()),
        None => Err(CellError::Na),
    }
}
