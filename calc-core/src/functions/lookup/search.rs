//! Ways to find a key in a line.
//!
//! For the older functions only values of the key's type are candidates: blanks, errors and others are passed over, in a binary
//! search too. XLOOKUP and XMATCH put all types in one order.

use std::cmp::Ordering;

use super::super::compare::{equal_texts, matches, order_texts, rank};
use super::super::prelude::*;
use super::super::wildcard::{Pattern, has_wildcards};
use super::line::Line;

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

/// The position of a value equal to the key.
pub fn exact(line: &Line<'_>, key: &Value, wildcards: Wildcards, from: From) -> Option<u32> {
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
/// goes on below. In a line that is not sorted the result is what the spreadsheets' own binary search happens upon.
pub fn sorted(line: &Line<'_>, key: &Value, sorted: Sorted) -> Option<u32> {
    let used = line.used();
    let (mut low, mut high) = (0, line.len());
    let mut found = None;
    while low < high {
        let middle = low + (high - low - 1) / 2;
        let candidate = (middle..high.min(used)).find_map(|at| order(line.value(at), key).map(|order| (at, order)));
        let Some((at, order)) = candidate else {
            high = middle;
            continue;
        };
        match if sorted == Sorted::Ascending { order } else { order.reverse() } {
            Ordering::Equal => return Some(last_equal(line, key, at)),
            Ordering::Less => {
                found = Some(at);
                low = at + 1;
            }
            Ordering::Greater => high = middle,
        }
    }
    found
}

/// The last of the equal values that follow a position without a gap.
fn last_equal(line: &Line<'_>, key: &Value, at: u32) -> u32 {
    (at + 1..line.used()).take_while(|next| order(line.value(*next), key) == Some(Ordering::Equal)).last().unwrap_or(at)
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
pub fn bisect(line: &Line<'_>, key: &Value, sorted: Sorted) -> Result<u32, u32> {
    let (mut low, mut high) = (0, line.used());
    while low < high {
        let middle = low + (high - low - 1) / 2;
        let order = order_across(line.value(middle), key);
        match if sorted == Sorted::Ascending { order } else { order.reverse() } {
            Ordering::Equal => return Ok(last_equal(line, key, middle)),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

/// The position of a value equal to the key, or else of the nearest one below (`Less`) or above (`Greater`), in any order.
pub fn nearest(line: &Line<'_>, key: &Value, side: Ordering, from: From) -> Option<u32> {
    let mut best: Option<(u32, &Value)> = None;
    let used = line.used();
    for step in 0..used {
        let at = if from == From::Start { step } else { used - 1 - step };
        let value = line.value(at);
        if value.is_blank() || value.error().is_some() {
            continue;
        }
        match order_across(value, key) {
            Ordering::Equal => return Some(at),
            found if found == side && best.is_none_or(|(_, best)| order_across(value, best) == side.reverse()) => {
                best = Some((at, value));
            }
            _ => {}
        }
    }
    best.map(|(at, _)| at)
}

/// A key as a lookup sees it: a blank is 0.
pub fn key(value: &Value) -> Value {
    if value.is_blank() { Value::Number(0.0) } else { value.clone() }
}
