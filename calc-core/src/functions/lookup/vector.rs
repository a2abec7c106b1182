//! MATCH and LOOKUP.

use super::super::prelude::*;
use super::super::wildcard::has_wildcards;
use super::line::{Along, Line};
use super::search::{From, Sorted, Wildcards, exact, key, order, sorted};

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "MATCH",
        Category::Lookup,
        &[required("key", Kind::Scalar), required("line", Kind::Range), optional("type", Kind::Number)],
        match_in,
        "The position of a key in a row or column.",
    )
    .differs(&[differs(
        "An unsorted line is searched by Excel's own binary search; with type -1 it is read from its start.",
        "It is searched by that of Sheets, which looks at the upper of two middles and never stops early.",
    )])
    .flags(Flags::SEARCHES),
    FunctionSpec::new(
        "LOOKUP",
        Category::Lookup,
        &[required("key", Kind::Scalar), required("line", Kind::Range), optional("results", Kind::Range)],
        lookup,
        "The value beside a key in a sorted row or column.",
    ),
];

fn match_in(call: &Call<'_>) -> Outcome {
    let key = key(call.value(0));
    let block = call.matrix(1);
    if let Some(error) = call.value(1).error() {
        return Err(error);
    }
    let line = Line::only(block).ok_or(CellError::Na)?;
    let kind = call.number_default(2, 1.0);
    // With wildcards Excel looks for an equal value first, whatever the type (observed, not documented).
    let pattern = matches!(&key, Value::Text(text) if kind != 0.0 && has_wildcards(text));
    if pattern
        && call.context.dialect == Dialect::Excel
        && let Some(position) = exact(call, &line, &key, Wildcards::Read, From::Start, None)?
    {
        return Ok(f64::from(position + 1).into());
    }
    let position = if kind > 0.0 {
        sorted(call, &line, &key, Sorted::Ascending)?
    } else if kind == 0.0 {
        exact(call, &line, &key, Wildcards::Read, From::Start, None)?
    } else if call.context.dialect == Dialect::Sheets {
        sorted(call, &line, &key, Sorted::Descending)?
    } else {
        call.spend(u64::from(line.used()))?;
        descending(&line, &key)
    };
    position.map(|position| f64::from(position + 1).into()).ok_or(CellError::Na)
}

/// The last position before the values of a descending line fall below the key, or the first equal one.
fn descending(line: &Line<'_>, key: &Value) -> Option<u32> {
    let mut found = None;
    for at in 0..line.used() {
        match order(line.value(at), key) {
            Some(std::cmp::Ordering::Equal) => return Some(at),
            Some(std::cmp::Ordering::Greater) => found = Some(at),
            Some(std::cmp::Ordering::Less) => break,
            None => {}
        }
    }
    found
}

/// With one block the key is sought in its first row if it is wider than high, otherwise in its first column; the result
/// stands in the last.
fn lookup(call: &Call<'_>) -> Outcome {
    let block = call.matrix(1);
    if let Some(error) = call.value(1).error() {
        return Err(error);
    }
    let along = if block.columns() > block.rows() { Along::Columns } else { Along::Rows };
    let line = Line::new(block, along, 0);
    let position = sorted(call, &line, &key(call.value(0)), Sorted::Ascending)?.ok_or(CellError::Na)?;
    let results = if call.has(2) {
        let results = Line::only(call.matrix(2)).ok_or(CellError::Na)?;
        // A reference goes on beyond its end, along the way it runs.
        if let Some(mut area) = call.reference(2) {
            let single = area.is_cell();
            let along = if single { along } else { results.along() };
            match along {
                Along::Rows => area.bottom = area.bottom.max(area.top.saturating_add(position)),
                Along::Columns => area.right = area.right.max(area.left.saturating_add(position)),
            }
            let results = Line::new(crate::value::Matrix::Area(call.context.grid.area(area)), along, 0);
            return Ok(results.value(position).clone().into());
        }
        if position >= results.len() {
            return Err(CellError::Na);
        }
        results
    } else {
        let last = match along {
            Along::Rows => block.columns(),
            Along::Columns => block.rows(),
        };
        Line::new(block, along, last - 1)
    };
    Ok(results.value(position).clone().into())
}
