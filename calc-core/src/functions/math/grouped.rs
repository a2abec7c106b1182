//! Conditions that ask for equal values, answered from an index instead of a walk.
//!
//! Those that ask for anything else are held against the rows that the others leave. The rows come in order, so what is added up is
//! added up as the walk would.

use super::super::criteria::Criterion;
use super::super::indexes::FEW_CELLS;
use super::super::indexes::key::{IndexKey, MOST_PARTS};
use super::super::indexes::totals::{Summed, Total};
use super::super::prelude::*;
use crate::reference::RangeRef;

/// The most conditions that are answered so.
const MOST_CONDITIONS: usize = 8;

/// Conditions on columns side by side, those of equal values in a key of their index.
pub struct Grouped {
    key: IndexKey,
    wanted: [Value; MOST_PARTS],
    rest: [Option<(RangeRef, Criterion)>; MOST_CONDITIONS],
    /// The first of the ranges whose values have to be equal: rows of the index are its rows.
    first: RangeRef,
    walk: u64,
}

impl Grouped {
    /// Reads pairs of ranges and conditions; `None` if they are no columns of one height, if none asks for an equal value, or if they are
    /// short.
    pub fn new(call: &Call<'_>, from: usize, to: usize) -> Option<Grouped> {
        let mut key = IndexKey::default();
        let mut wanted: [Value; MOST_PARTS] = Default::default();
        let mut rest: [Option<(RangeRef, Criterion)>; MOST_CONDITIONS] = Default::default();
        let mut first: Option<RangeRef> = None;
        let mut walk = 0;
        let mut height = None;
        let mut left = rest.iter_mut();
        for index in (from..to).step_by(2) {
            let range = column(call, index)?;
            if *height.get_or_insert(range.rows()) != range.rows() {
                return None;
            }
            walk += used_rows(range, call);
            let condition = Criterion::new(call.value(index + 1), call.context);
            let place = key.parts().len();
            match (condition.equality(), wanted.get_mut(place)) {
                (Some((reading, value)), Some(slot)) => {
                    let top = first.get_or_insert(range).top;
                    key.add(range, top, reading);
                    *slot = value;
                }
                _ => *left.next()? = Some((range, condition)),
            }
        }
        (walk >= FEW_CELLS).then_some(Grouped { key, wanted, rest, first: first?, walk })
    }

    fn holds(&self, row: u32, call: &Call<'_>) -> bool {
        self.rest.iter().map_while(Option::as_ref).all(|(range, condition)| {
            let cell = call.context.grid.value(range.sheet, range.top + (row - self.first.top), range.left);
            condition.holds(cell, call.context)
        })
    }

    /// The rows at which all conditions hold, one by one; `None` if there is no index.
    fn each(
        &self,
        call: &Call<'_>,
        values: Option<RangeRef>,
        mut visit: impl FnMut(u32) -> Result<(), CellError>,
    ) -> Option<Result<(), CellError>> {
        let mut indexes = call.context.indexes.borrow_mut();
        let bounds = (self.first.top, self.first.bottom);
        indexes.matches(&self.key, self.wanted.iter(), bounds, self.walk, call.context)?;
        for beside in self.rest.iter().flatten().map(|(range, _)| *range).chain(values) {
            indexes.beside(&self.key, beside.sheet, beside.left, beside.top as i32 - self.first.top as i32);
        }
        indexes.answer();
        let matches = indexes.matches(&self.key, self.wanted.iter(), bounds, 0, call.context)?;
        let rows = matches.rows();
        if let Err(error) = call.spend(rows.len() as u64 + 1) {
            return Some(Err(error));
        }
        Some(rows.iter().filter(|row| self.holds(**row, call)).try_for_each(|row| visit(*row - self.first.top)))
    }

    /// How many rows there are; `None` if there is no index.
    pub fn count(&self, call: &Call<'_>) -> Option<Result<u64, CellError>> {
        if self.has_rest() {
            let mut count = 0;
            let visit = |_| {
                count += 1;
                Ok(())
            };
            return self.each(call, None, visit).map(|result| result.map(|()| count));
        }
        let mut indexes = call.context.indexes.borrow_mut();
        let bounds = (self.first.top, self.first.bottom);
        let mut matches = indexes.matches(&self.key, self.wanted.iter(), bounds, self.walk, call.context)?;
        matches.answer();
        Some(call.spend(1).map(|()| matches.rows().len() as u64))
    }

    /// The sum of the values beside the rows; `None` if there is no index, or the values are no column.
    pub fn total(&self, call: &Call<'_>, values: RangeRef) -> Option<Result<Total, CellError>> {
        if values.left != values.right {
            return None;
        }
        if self.has_rest() {
            let mut total = Total::default();
            let visit = |row: u32| total.add(call.context.grid.value(values.sheet, values.top + row, values.left));
            return self.each(call, Some(values), visit).map(|result| result.map(|()| total));
        }
        let mut indexes = call.context.indexes.borrow_mut();
        let bounds = (self.first.top, self.first.bottom);
        let mut matches = indexes.matches(&self.key, self.wanted.iter(), bounds, self.walk, call.context)?;
        matches.answer();
        let shift = values.top as i32 - self.first.top as i32;
        let summed = Summed { sheet: values.sheet, column: values.left, shift };
        Some(call.spend(1).and_then(|()| matches.total(summed, call.context)))
    }

    /// Runs over the values beside the rows; `None` if there is no index, or the values are no column.
    pub fn each_value(
        &self,
        call: &Call<'_>,
        values: RangeRef,
        mut visit: impl FnMut(&Value),
    ) -> Option<Result<(), CellError>> {
        if values.left != values.right {
            return None;
        }
        self.each(call, Some(values), |row| {
            match call.context.grid.value(values.sheet, values.top + row, values.left) {
                Value::Error(error) => Err(*error),
                value => {
                    visit(value);
                    Ok(())
                }
            }
        })
    }

    fn has_rest(&self) -> bool {
        self.rest.iter().any(Option::is_some)
    }
}

/// The argument, if it is one column.
fn column(call: &Call<'_>, index: usize) -> Option<RangeRef> {
    match call.arguments.get(index) {
        Some(Operand::Range(range)) if range.left == range.right => Some(*range),
        _ => None,
    }
}

fn used_rows(range: RangeRef, call: &Call<'_>) -> u64 {
    let used = call.context.grid.used_rows(range.sheet, range.left).min(range.bottom + 1);
    used.saturating_sub(range.top).into()
}
