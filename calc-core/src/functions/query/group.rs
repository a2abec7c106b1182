//! Rows put together by their keys.

use std::cmp::Ordering;

use super::expression::Aggregate;
use super::source::Source;
use crate::value::Value;

/// The order of values in one column: null first, then as numbers, texts by code point, FALSE before TRUE.
pub(super) fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Value::Text(a), Value::Text(b)) => a.as_str().cmp(b.as_str()),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => rank(left).cmp(&rank(right)),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Blank => 0,
        Value::Number(_) => 1,
        Value::Text(_) => 2,
        Value::Bool(_) | Value::Error(_) => 3,
    }
}

/// The order of two keys, value by value.
pub(super) fn order_keys(left: &[Value], right: &[Value]) -> Ordering {
    let unequal = left.iter().zip(right).map(|(a, b)| order(a, b)).find(|o| o.is_ne());
    unequal.unwrap_or(Ordering::Equal)
}

/// A row with its key.
pub(super) struct Keyed {
    /// The values of the key's parts.
    pub(super) key: Vec<Value>,
    /// The row of the data.
    pub(super) row: u32,
}

/// The rows in runs of equal keys, keys ascending, rows of a run in their order.
pub(super) fn runs(rows: &mut [Keyed]) -> impl Iterator<Item = &[Keyed]> {
    rows.sort_by(|a, b| order_keys(&a.key, &b.key));
    rows.chunk_by(|a, b| order_keys(&a.key, &b.key).is_eq())
}

/// What an aggregate makes of a column in some rows. Null does not count; of nothing there is only a count.
pub(super) fn aggregate(aggregate: Aggregate, column: usize, rows: &[Keyed], source: &Source<'_>) -> Value {
    let mut count = 0u32;
    let mut sum = 0.0;
    let mut extreme = Value::Blank;
    for keyed in rows {
        let value = source.value(keyed.row, column);
        if value.is_blank() {
            continue;
        }
        count += 1;
        match aggregate {
            Aggregate::Count => {}
            Aggregate::Sum | Aggregate::Average => {
                if let Value::Number(number) = value {
                    sum += number;
                }
            }
            Aggregate::Minimum if count == 1 || order(&value, &extreme).is_lt() => extreme = value,
            Aggregate::Maximum if count == 1 || order(&value, &extreme).is_gt() => extreme = value,
            Aggregate::Minimum | Aggregate::Maximum => {}
        }
    }
    match aggregate {
        Aggregate::Count => Value::from(f64::from(count)),
        _ if count == 0 => Value::Blank,
        Aggregate::Sum => Value::from(sum),
        Aggregate::Average => Value::from(sum / f64::from(count)),
        Aggregate::Minimum | Aggregate::Maximum => extreme,
    }
}
