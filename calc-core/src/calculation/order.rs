//! The order in which the scenarios of a batch are calculated.
//!
//! Each costs what its difference from the one before reaches. Sorted like the rows of a table, those that agree in the first inputs follow
//! each other, so an input changes the less often the further to the front it stands. There stand the inputs that reach most; behind all
//! others those that are different in nearly every scenario, since what comes after them changes as often as they do.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::batch::Batch;
use super::calculator::Calculator;
use crate::model::work::Ahead;
use crate::reference::CellRef;
use crate::value::Value;

/// Positions of the graph that are looked at to find out which inputs reach most.
const MOST_LOOKED: usize = 1_000_000;

/// A scenario as a row of the table: the column and the value of each setting, in the order of the columns.
type Row = Vec<(u32, u64)>;

/// The places of all scenarios in the order in which they are calculated.
pub(super) fn order(batch: &Batch, calculator: &Calculator) -> Vec<usize> {
    let scenarios = &batch.scenarios;
    let mut order: Vec<usize> = (0..scenarios.len()).collect();
    if scenarios.len() <= 2 {
        return order;
    }
    let columns = columns(batch, calculator);
    let row = |at: usize| -> Row {
        let settings = scenarios.get(at).map_or(&[][..], |scenario| scenario.settings());
        let places = settings.iter().filter_map(|setting| Some((*columns.get(&setting.cell)?, digest(&setting.value))));
        let mut row: Row = places.collect();
        row.sort_unstable();
        row
    };
    let rows: Vec<Row> = order.iter().map(|at| row(*at)).collect();
    order.sort_by(|a, b| match (rows.get(*a), rows.get(*b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    order
}

/// Rows by their columns; one without a value in a column comes first.
fn compare(a: &Row, b: &Row) -> Ordering {
    let different = a.iter().zip(b).find(|(a, b)| a != b);
    match different {
        Some(((of_a, a), (of_b, b))) => of_b.cmp(of_a).then(a.cmp(b)),
        None => a.len().cmp(&b.len()),
    }
}

/// The column of each cell that scenarios set.
fn columns(batch: &Batch, calculator: &Calculator) -> FxHashMap<CellRef, u32> {
    let count = batch.scenarios.len();
    let mut values: FxHashMap<CellRef, (usize, FxHashSet<u64>)> = FxHashMap::default();
    for setting in batch.scenarios.iter().flat_map(|scenario| scenario.settings()) {
        let (set, values) = values.entry(setting.cell).or_default();
        *set += 1;
        values.insert(digest(&setting.value));
    }
    let mut ahead = Ahead::new(calculator.work(), MOST_LOOKED);
    let mut cells: Vec<(CellRef, usize, u64)> = values
        .into_iter()
        .map(|(cell, (set, values))| {
            let distinct = values.len() + usize::from(set < count);
            (cell, distinct, ahead.of_cell(calculator.model(), cell))
        })
        .collect();
    let is_restless = |distinct: usize| distinct * 2 > count;
    // Of two inputs the one in front costs as often as it has values, the other as often as both have together.
    let gain = |distinct: usize, reach: u64| {
        let distinct = distinct as f64;
        reach as f64 * distinct / (distinct - 1.0).max(0.1)
    };
    cells.sort_by(|(cell_a, distinct_a, reach_a), (cell_b, distinct_b, reach_b)| {
        is_restless(*distinct_a)
            .cmp(&is_restless(*distinct_b))
            .then(gain(*distinct_b, *reach_b).total_cmp(&gain(*distinct_a, *reach_a)))
            .then(cell_a.cmp(cell_b))
    });
    cells.into_iter().zip(0..).map(|((cell, ..), column)| (cell, column)).collect()
}

/// Equal values have equal digests; that others may have the same costs nothing but time.
fn digest(value: &Value) -> u64 {
    let mut hasher = FxHasher::default();
    match value {
        Value::Blank => 0_u8.hash(&mut hasher),
        Value::Number(number) => number.to_bits().hash(&mut hasher),
        Value::Text(text) => text.as_str().hash(&mut hasher),
        Value::Bool(bool) => bool.hash(&mut hasher),
        Value::Error(error) => error.hash(&mut hasher),
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_agree_in_the_first_columns_follow_each_other() {
        let rows: [&[(u32, u64)]; 6] = [&[], &[(1, 4)], &[(1, 5)], &[(0, 2)], &[(0, 2), (1, 4)], &[(0, 3), (2, 1)]];
        for (at, row) in rows.iter().enumerate() {
            for (other, second) in rows.iter().enumerate() {
                assert_eq!(compare(&row.to_vec(), &second.to_vec()), at.cmp(&other), "{row:?} {second:?}");
            }
        }
    }
}
