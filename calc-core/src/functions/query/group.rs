//! Rows put together by their keys.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHashMap;

use super::expression::Aggregate;
use super::source::{Column, Source};
use crate::value::{Text, Value};

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

/// Rows put together by their keys. All keys stand one after another, so that no row has memory of its own.
pub(super) struct Grouping {
    /// The parts of a key.
    width: usize,
    /// For each group the key of its first row; groups stand in the order of their first rows.
    keys: Vec<Value>,
    /// The rows of all groups, one group after another, those of a group ascending.
    rows: Vec<u32>,
    /// Where the rows of each group begin, and the end of the last.
    starts: Vec<u32>,
}

/// A key among others, equal to what [`order_keys`] finds equal.
struct Key<'k>(&'k [Value]);

impl PartialEq for Key<'_> {
    fn eq(&self, other: &Key<'_>) -> bool {
        order_keys(self.0, other.0).is_eq()
    }
}

impl Eq for Key<'_> {}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for part in self.0 {
            match part {
                // 0 and -0 are one key.
                Value::Number(number) => (number + 0.0).to_bits().hash(state),
                Value::Text(text) => text.as_str().hash(state),
                other => rank(other).hash(state),
            }
        }
    }
}

/// Whether a key is seen at a glance to be that of the row before.
fn is_repeated(key: &[Value], before: &[Value]) -> bool {
    match (key, before) {
        ([Value::Blank], [Value::Blank]) => true,
        ([Value::Text(key)], [Value::Text(before)]) => Text::ptr_eq(key, before),
        _ => Key(key) == Key(before),
    }
}

impl Grouping {
    /// Puts rows together whose keys are equal; `keys` has `width` parts for each row.
    pub(super) fn new(rows: &[u32], keys: &[Value], width: usize) -> Grouping {
        let key = |at: usize| Some(keys.get(at * width..(at + 1) * width).unwrap_or(&[]));
        let grouping = Grouping::by(rows, width, key);
        grouping.unwrap_or(Grouping { width, keys: Vec::new(), rows: Vec::new(), starts: vec![0] })
    }

    /// Puts rows together that have the same in a column; `None` if the column shows what does not stand in it.
    pub(super) fn of_column(rows: &[u32], column: &Column<'_>) -> Option<Grouping> {
        Grouping::by(rows, 1, |at| rows.get(at).and_then(|row| column.standing(*row)).map(std::slice::from_ref))
    }

    /// Puts rows together by the keys of their places; `None` if one has none.
    fn by<'k>(rows: &[u32], width: usize, key: impl Fn(usize) -> Option<&'k [Value]>) -> Option<Grouping> {
        let mut found: FxHashMap<Key<'_>, u32> = FxHashMap::default();
        let mut firsts: Vec<&[Value]> = Vec::new();
        let mut groups: Vec<u32> = Vec::with_capacity(rows.len());
        let mut before: &[Value] = &[];
        let mut last = None;
        for at in 0..rows.len() {
            let key = key(at)?;
            // Tables stand in order, or are blank, more often than not.
            let group = match last {
                Some(last) if is_repeated(key, before) => last,
                _ => *found.entry(Key(key)).or_insert_with(|| {
                    firsts.push(key);
                    firsts.len() as u32 - 1
                }),
            };
            groups.push(group);
            (before, last) = (key, Some(group));
        }
        let keys = firsts.iter().copied().flatten().cloned().collect();
        if firsts.len() == 1 {
            return Some(Grouping { width, keys, rows: rows.to_vec(), starts: vec![0, rows.len() as u32] });
        }
        let mut starts = vec![0_u32; firsts.len() + 1];
        for group in &groups {
            if let Some(count) = starts.get_mut(*group as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut sorted = vec![0; rows.len()];
        for (row, group) in rows.iter().zip(&groups) {
            if let Some(place) = next.get_mut(*group as usize) {
                if let Some(slot) = sorted.get_mut(*place as usize) {
                    *slot = *row;
                }
                *place += 1;
            }
        }
        Some(Grouping { width, keys, rows: sorted, starts })
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The key of a group.
    pub(super) fn key(&self, group: usize) -> &[Value] {
        self.keys.get(group * self.width..(group + 1) * self.width).unwrap_or(&[])
    }

    /// The rows of a group.
    pub(super) fn rows(&self, group: usize) -> &[u32] {
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(start), Some(end)) => self.rows.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// What an aggregate makes of a column in some rows. Null does not count; of nothing there is only a count.
pub(super) fn aggregate(aggregate: Aggregate, column: usize, rows: &[u32], source: &Source<'_>) -> Value {
    let column = source.column(column);
    let mut count = 0u32;
    let mut sum = 0.0;
    let mut extreme = Value::Blank;
    for row in rows {
        match aggregate {
            Aggregate::Count => count += u32::from(column.has(*row)),
            Aggregate::Sum | Aggregate::Average => match column.number(*row) {
                Some(number) => {
                    count += 1;
                    sum += number;
                }
                None => count += u32::from(column.has(*row)),
            },
            Aggregate::Minimum | Aggregate::Maximum => {
                let value = column.value(*row);
                if value.is_blank() {
                    continue;
                }
                count += 1;
                let order = order(&value, &extreme);
                let is_further = if aggregate == Aggregate::Minimum { order.is_lt() } else { order.is_gt() };
                if count == 1 || is_further {
                    extreme = value;
                }
            }
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
