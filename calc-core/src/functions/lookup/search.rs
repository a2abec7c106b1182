//! Ways to find a key in a line.
//!
//! For the older functions only values of the key's type are candidates: blanks, errors and others are passed over, in a binary
//! search too. XLOOKUP and XMATCH put all types in one order.

use std::cmp::Ordering;

use super::super::compare::{equal_texts, matches, order_texts, rank};
use super::super::indexes::FEW_CELLS;
use super::super::indexes::key::{IndexKey, Reading};
use super::super::prelude::*;
use super::super::wildcard::{Pattern, has_wildcards};
use super::line::Line;
use crate::reference::{CellRef, RangeRef};
use crate::value::BLANK;

/// Whether `*`, `?` and `~` in a text key mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wildcards {
    /// They do.
    Read,
    /// They stand for themselves.
    Plain,
}

/// Which of several matches counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The first.
    Start,
    /// The last.
    End,
}

/// The position of a value equal to the key, from an index where the line has one. The caller is going to look at no other cells than
/// those of `beside`, in the row of that position.
pub fn exact(
    call: &Call<'_>,
    line: &Line<'_>,
    key: &Value,
    wildcards: Wildcards,
    from: From,
    beside: Option<RangeRef>,
) -> Result<Option<u32>, CellError> {
    let is_pattern = matches!(key, Value::Text(text) if wildcards == Wildcards::Read && has_wildcards(text));
    if !is_pattern && let Some(found) = indexed(call, line, key, from)? {
        answer(call, line, beside);
        return Ok(found);
    }
    let looked = match line.stored() {
        Some((first, values)) => first + values.len() as u32,
        None => line.used(),
    };
    call.spend(looked.into())?;
    Ok(walk(line, key, wildcards, from))
}

/// What an index says of a key: a position or nothing; `None` if there is no index.
fn indexed(call: &Call<'_>, line: &Line<'_>, key: &Value, from: From) -> Result<Option<Option<u32>>, CellError> {
    let Some(column) = line.column().filter(|column| u64::from(column.rows()) >= FEW_CELLS) else { return Ok(None) };
    if key.error().is_some() {
        return Ok(None);
    }
    let used = call.context.grid.used_rows(column.sheet, column.left).min(column.bottom + 1);
    let walk = u64::from(used.saturating_sub(column.top));
    if walk < FEW_CELLS {
        return Ok(None);
    }
    let mut indexes = call.context.indexes.borrow_mut();
    let columns = IndexKey::column(column, Reading::Exact);
    let bounds = (column.top, column.bottom);
    let Some(matches) = indexes.matches(&columns, std::iter::once(key), bounds, walk, call.context) else {
        return Ok(None);
    };
    call.spend(1)?;
    let rows = matches.rows();
    let row = match from {
        From::Start => rows.first(),
        From::End => rows.last(),
    };
    Ok(Some(row.map(|row| row - column.top)))
}

/// Notes what the answer of an index hangs on: on the key, and on what stands beside it.
fn answer(call: &Call<'_>, line: &Line<'_>, beside: Option<RangeRef>) {
    let Some(column) = line.column() else { return };
    let mut indexes = call.context.indexes.borrow_mut();
    if let Some(beside) = beside {
        if beside.columns() > MOST_BESIDE {
            return;
        }
        let shift = beside.top as i32 - column.top as i32;
        for of in beside.left..=beside.right {
            indexes.beside(&IndexKey::column(column, Reading::Exact), beside.sheet, of, shift);
        }
    }
    indexes.answer();
}

/// The answer of a walk through the whole line hangs on all of it, and on what stands beside the position found.
pub fn answer_whole(call: &Call<'_>, line: &Line<'_>, beside: Option<CellRef>) {
    let Some(column) = line.column() else { return };
    let mut indexes = call.context.indexes.borrow_mut();
    indexes.watch_column(column.sheet, column.left);
    if let Some(beside) = beside {
        indexes.watch_cell(beside);
    }
    indexes.answer();
}

/// Columns of a result that are watched one by one.
const MOST_BESIDE: u32 = 8;

fn walk(line: &Line<'_>, key: &Value, wildcards: Wildcards, from: From) -> Option<u32> {
    let find = |test: &dyn Fn(&Value) -> bool| match from {
        From::Start => line.find(test),
        From::End => line.find_last(test),
    };
    match key {
        Value::Number(number) => find(&|value| matches!(value, Value::Number(other) if other == number)),
        Value::Text(text) if wildcards == Wildcards::Read && has_wildcards(text) => {
            let pattern = Pattern::new(text);
            find(&|value| matches!(value, Value::Text(other) if pattern.matches(other)))
        }
        Value::Text(text) => find(&|value| matches!(value, Value::Text(other) if equal_texts(other, text))),
        key => find(&|value| matches(value, key)),
    }
}

/// The order of a value and a key of one type; `None` for different types.
pub fn order(value: &Value, key: &Value) -> Option<Ordering> {
    match (value, key) {
        (Value::Number(value), Value::Number(key)) => value.partial_cmp(key),
        (Value::Text(value), Value::Text(key)) => Some(order_texts(value, key)),
        (Value::Bool(value), Value::Bool(key)) => Some(value.cmp(key)),
        _ => None,
    }
}

/// Which way a line is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The last position of a sorted line whose value does not lie past the key, by binary search.
///
/// A candidate of another type makes room for the next one of the right type; if there is none up to the upper end, the search
/// goes on below. In a line that is not sorted the result is what the spreadsheets' own binary search happens upon: Excel's looks at
/// the lower of two values in the middle and stops at an equal one, that of Sheets looks at the upper one and never stops. Of equal
/// values in a descending line the first counts.
pub fn sorted(call: &Call<'_>, line: &Line<'_>, key: &Value, sorted: Sorted) -> Result<Option<u32>, CellError> {
    let (mut low, mut high) = (0, line.len());
    let (mut found, mut equal) = (None, None);
    let stored = line.stored();
    let value = |at: u32| match stored {
        Some((first, values)) => values.get(at.wrapping_sub(first) as usize).unwrap_or(&BLANK),
        None => line.value(at),
    };
    let is_sheets = call.context.dialect == Dialect::Sheets;
    while low < high {
        let middle = low + if is_sheets { (high - low) / 2 } else { (high - low - 1) / 2 };
        let (candidate, looked) = match order(value(middle), key) {
            Some(order) => (Some((middle, order)), 1),
            None => next_candidate(line, key, middle, high),
        };
        call.spend(looked)?;
        let Some((at, order)) = candidate else {
            high = middle;
            continue;
        };
        match if sorted == Sorted::Ascending { order } else { order.reverse() } {
            Ordering::Equal if !is_sheets => return last_equal(call, line, key, at).map(Some),
            Ordering::Equal if sorted == Sorted::Descending => (equal, high) = (Some(at), middle),
            Ordering::Less | Ordering::Equal => {
                found = Some(at);
                low = at + 1;
            }
            Ordering::Greater => high = middle,
        }
    }
    Ok(equal.or(found))
}

/// The next value of the key's type from a position on, with its order, and how many values were looked at for it.
fn next_candidate(line: &Line<'_>, key: &Value, from: u32, before: u32) -> (Option<(u32, Ordering)>, u64) {
    let mut looked = 1;
    let candidate = line.from(from).take_while(|(at, _)| *at < before).find_map(|(at, value)| {
        looked += 1;
        order(value, key).map(|order| (at, order))
    });
    (candidate, looked)
}

/// The last of the equal values that follow a position without a gap.
fn last_equal(call: &Call<'_>, line: &Line<'_>, key: &Value, at: u32) -> Result<u32, CellError> {
    let is_equal = |at: u32| order(line.value(at), key) == Some(Ordering::Equal);
    let mut last = at;
    while last + 1 < line.len() && is_equal(last + 1) {
        last += 1;
    }
    call.spend(u64::from(last - at) + 1)?;
    Ok(last)
}

/// The order of any value and a key as XLOOKUP and XMATCH see it: numbers before texts before logicals, blanks after all else.
pub fn order_across(value: &Value, key: &Value) -> Ordering {
    match (value.is_blank(), key.is_blank()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => order(value, key).unwrap_or_else(|| rank(value).cmp(&rank(key))),
    }
}

/// Where a key lies in a sorted line: at a position, or before one, which may be the end.
pub fn bisect(call: &Call<'_>, line: &Line<'_>, key: &Value, sorted: Sorted) -> Result<Result<u32, u32>, CellError> {
    let (mut low, mut high) = (0, line.used());
    while low < high {
        call.spend(1)?;
        let middle = low + (high - low - 1) / 2;
        let order = order_across(line.value(middle), key);
        match if sorted == Sorted::Ascending { order } else { order.reverse() } {
            Ordering::Equal => return last_equal(call, line, key, middle).map(Ok),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    Ok(Err(low))
}

/// The position of a value equal to the key, or else of the nearest one below (`Less`) or above (`Greater`), in any order.
pub fn nearest(
    call: &Call<'_>,
    line: &Line<'_>,
    key: &Value,
    side: Ordering,
    from: From,
    beside: Option<RangeRef>,
) -> Result<Option<u32>, CellError> {
    if let Some(Some(equal)) = indexed(call, line, key, from)? {
        answer(call, line, beside);
        return Ok(Some(equal));
    }
    let mut best: Option<(u32, &Value)> = None;
    let used = line.used();
    call.spend(used.into())?;
    for step in 0..used {
        let at = if from == From::Start { step } else { used - 1 - step };
        let value = line.value(at);
        if value.is_blank() || value.error().is_some() {
            continue;
        }
        match order_across(value, key) {
            Ordering::Equal => return Ok(Some(at)),
            found if found == side && best.is_none_or(|(_, best)| order_across(value, best) == side.reverse()) => {
                best = Some((at, value));
            }
            _ => {}
        }
    }
    Ok(best.map(|(at, _)| at))
}

/// A key as a lookup sees it: a blank is 0.
pub fn key(value: &Value) -> Value {
    if value.is_blank() { Value::Number(0.0) } else { value.clone() }
}
