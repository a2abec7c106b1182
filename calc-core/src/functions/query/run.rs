//! Carrying out a query: filter, group and pivot, sort, skip, cut, select, label, in that order.

use std::cmp::Ordering;

use super::check::check;
use super::evaluate::{Evaluator, Scope};
use super::expression::{Aggregate, Expression, Step};
use super::group::{Grouping, aggregate, order, order_keys};
use super::heading::heading;
use super::parser::{Direction, Query};
use super::source::{Source, show};
use crate::functions::args::Context;
use crate::value::{Array, CellError, Value};

/// The result of a query: its rows, under a row of headings unless all of those are empty.
///
/// Without rows and headings the result is `#N/A`, as in Sheets: the query completed with an empty output.
pub(super) fn run(query: &Query, source: &Source<'_>, context: &Context<'_>) -> Result<Array, CellError> {
    let select = match &query.select {
        Some(select) => select.clone(),
        None => (0..source.columns()).map(|column| Expression { steps: vec![Step::Column(column)] }).collect(),
    };
    check(query, &select, source)?;
    let mut evaluator = Evaluator::new(context);
    let rows = filter(query, source, &mut evaluator, context)?;
    let result = if select.iter().any(Expression::is_aggregated) {
        grouped(query, &select, &rows, source, &mut evaluator, context)?
    } else {
        plain(query, &select, &rows, source, &mut evaluator, context)?
    };
    result.into_array().ok_or(CellError::Na)
}

/// Headings and rows, not yet one block.
struct Table {
    headings: Vec<String>,
    rows: usize,
    /// Row by row.
    values: Vec<Value>,
}

impl Table {
    fn into_array(self) -> Option<Array> {
        let columns = self.headings.len();
        let headed = self.headings.iter().any(|heading| !heading.is_empty());
        let rows = self.rows + usize::from(headed);
        if !headed {
            return Array::new(rows as u32, columns as u32, self.values);
        }
        let mut values = Vec::with_capacity(rows * columns);
        values.extend(self.headings.into_iter().map(Value::from));
        values.extend(self.values);
        Array::new(rows as u32, columns as u32, values)
    }
}

/// The rows that meet the condition.
fn filter(
    query: &Query,
    source: &Source<'_>,
    evaluator: &mut Evaluator<'_>,
    context: &Context<'_>,
) -> Result<Vec<u32>, CellError> {
    let Some(condition) = &query.filter else { return Ok((0..source.rows()).collect()) };
    context.budget.spend(u64::from(source.rows()) * condition.steps.len() as u64)?;
    let mut rows = Vec::new();
    for row in 0..source.rows() {
        if evaluator.holds(condition, &Scope::Row { source, row })? {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// A query without aggregates: a result row for each row.
fn plain(
    query: &Query,
    select: &[Expression],
    rows: &[u32],
    source: &Source<'_>,
    evaluator: &mut Evaluator<'_>,
    context: &Context<'_>,
) -> Result<Table, CellError> {
    let width = query.order.len();
    let mut keys = Vec::with_capacity(rows.len() * width);
    for &row in rows {
        for (column, _) in &query.order {
            keys.push(evaluator.value(column, &Scope::Row { source, row })?);
        }
    }
    context.budget.spend(sorting_steps(rows.len(), width))?;
    let sorted = in_order(rows.len(), &keys, &query.order);
    let kept = cut(query, sorted.into_iter().filter_map(|at| rows.get(at).copied()));
    let mut result = Table { headings: headings(query, select, source), rows: 0, values: Vec::new() };
    for row in kept {
        context.budget.spend(select.len() as u64)?;
        result.rows += 1;
        for column in select {
            result.values.push(evaluator.value(column, &Scope::Row { source, row })?);
        }
    }
    Ok(result)
}

/// A query with aggregates: a result row for each group, and under a pivot a result column for each pivot key.
fn grouped(
    query: &Query,
    select: &[Expression],
    rows: &[u32],
    source: &Source<'_>,
    evaluator: &mut Evaluator<'_>,
    context: &Context<'_>,
) -> Result<Table, CellError> {
    let bound: Option<Vec<Expression>> = select.iter().map(|column| column.over_keys(&query.group)).collect();
    let sort: Option<Vec<Expression>> = query.order.iter().map(|(column, _)| column.over_keys(&query.group)).collect();
    let (Some(bound), Some(sort)) = (bound, sort) else { return Err(CellError::Value) };
    let mut wanted: Vec<(Aggregate, usize)> = Vec::new();
    for one in select.iter().flat_map(Expression::aggregates) {
        if !wanted.contains(&one) {
            wanted.push(one);
        }
    }

    let parts = || query.group.iter().chain(&query.pivot);
    let width = query.group.len() + query.pivot.len();
    let plain = |part: &Expression| match part.steps.as_slice() {
        [Step::Column(column)] => Some(source.column(*column)),
        _ => None,
    };
    let columns: Vec<_> = parts().map(|part| (part, plain(part))).collect();
    context.budget.spend(sorting_steps(rows.len(), width + wanted.len()))?;
    let of_column = match columns.as_slice() {
        [(_, Some(column))] => Grouping::of_column(rows, column),
        _ => None,
    };
    let grouping = match of_column {
        Some(grouping) => grouping,
        None => {
            let mut keys = Vec::with_capacity(rows.len() * width);
            for &row in rows {
                for (part, column) in &columns {
                    keys.push(match column {
                        Some(column) => column.value(row),
                        None => evaluator.value(part, &Scope::Row { source, row })?,
                    });
                }
            }
            Grouping::new(rows, &keys, width)
        }
    };
    let groups = Groups::new(&grouping, query.group.len(), &wanted, source);
    context.budget.spend(groups.rows.len() as u64 * groups.pivots.len() as u64 * select.len() as u64)?;

    let nothing = vec![Value::Blank; wanted.len()];
    let mut values = Vec::new();
    let mut order = Vec::with_capacity(groups.rows.len() * sort.len());
    for group in &groups.rows {
        let scope = |pivot: usize| Scope::Group {
            keys: group.keys,
            wanted: &wanted,
            aggregates: group.aggregates(pivot).unwrap_or(&nothing),
        };
        for (column, whole) in bound.iter().zip(select) {
            let spread = if whole.is_aggregated() { groups.pivots.len() } else { 1 };
            for pivot in 0..spread {
                values.push(evaluator.value(column, &scope(pivot))?);
            }
        }
        for column in &sort {
            order.push(evaluator.value(column, &scope(0))?);
        }
    }
    let headings = pivot_headings(query, select, source, &groups.pivots, wanted.len());
    let mut result = Table { headings, rows: 0, values: Vec::with_capacity(values.len()) };
    let columns = values.len() / groups.rows.len().max(1);
    for at in cut(query, in_order(groups.rows.len(), &order, &query.order).into_iter()) {
        result.rows += 1;
        result.values.extend(values.iter_mut().skip(at * columns).take(columns).map(std::mem::take));
    }
    Ok(result)
}

/// The groups of a query, by ascending keys.
struct Groups<'g> {
    rows: Vec<Group<'g>>,
    /// The distinct pivot keys, ascending; one without parts if there is no pivot.
    pivots: Vec<&'g [Value]>,
}

struct Group<'g> {
    keys: &'g [Value],
    /// Pivot position and aggregates, ascending by position; pivot keys that the group does not have are not there.
    cells: Vec<(usize, Vec<Value>)>,
}

impl Group<'_> {
    fn aggregates(&self, pivot: usize) -> Option<&[Value]> {
        let index = self.cells.binary_search_by_key(&pivot, |(position, _)| *position).ok()?;
        self.cells.get(index).map(|(_, aggregates)| aggregates.as_slice())
    }
}

impl<'g> Groups<'g> {
    /// Groups of rows by the first `parts` parts of their keys; the other parts are pivot keys.
    fn new(grouping: &'g Grouping, parts: usize, wanted: &[(Aggregate, usize)], source: &Source<'_>) -> Groups<'g> {
        let split = |group: usize| grouping.key(group).split_at_checked(parts).unwrap_or_default();
        let mut pivots: Vec<&[Value]> = (0..grouping.len()).map(|group| split(group).1).collect();
        pivots.sort_by(|a, b| order_keys(a, b));
        pivots.dedup_by(|a, b| order_keys(a, b).is_eq());
        if pivots.is_empty() {
            pivots.push(&[]);
        }
        let mut ascending: Vec<usize> = (0..grouping.len()).collect();
        ascending.sort_by(|a, b| order_keys(grouping.key(*a), grouping.key(*b)));
        let mut rows: Vec<Group<'_>> = Vec::with_capacity(ascending.len());
        for group in ascending {
            let (keys, pivot) = split(group);
            let position = pivots.binary_search_by(|known| order_keys(known, pivot)).unwrap_or(0);
            let of = grouping.rows(group);
            let aggregates = wanted.iter().map(|(kind, column)| aggregate(*kind, *column, of, source)).collect();
            match rows.last_mut() {
                Some(last) if order_keys(last.keys, keys).is_eq() => last.cells.push((position, aggregates)),
                _ => rows.push(Group { keys, cells: vec![(position, aggregates)] }),
            }
        }
        Groups { rows, pivots }
    }
}

/// The headings of a query without pivot.
fn headings(query: &Query, select: &[Expression], source: &Source<'_>) -> Vec<String> {
    select
        .iter()
        .map(|column| match custom_heading(query, column) {
            Some(label) => label.to_string(),
            None => heading(column, source),
        })
        .collect()
}

fn custom_heading<'q>(query: &'q Query, column: &Expression) -> Option<&'q str> {
    query.labels.iter().rev().find(|(labelled, _)| labelled == column).map(|(_, label)| label.as_str())
}

/// The headings of a query with groups. A column that a pivot makes is headed by its key, joined by commas, and by what it
/// shows only where that is in doubt: where there is more than one aggregate, or a label of the query's own.
fn pivot_headings(
    query: &Query,
    select: &[Expression],
    source: &Source<'_>,
    pivots: &[&[Value]],
    aggregates: usize,
) -> Vec<String> {
    let mut result = Vec::new();
    for (column, usual) in select.iter().zip(headings(query, select, source)) {
        if !column.is_aggregated() {
            result.push(usual);
            continue;
        }
        let custom = custom_heading(query, column);
        let certain = aggregates == 1 && matches!(column.steps.as_slice(), [_]);
        for pivot in pivots {
            let key = pivot.iter().map(show).collect::<Vec<_>>().join(",");
            result.push(match custom {
                _ if pivot.is_empty() => usual.clone(),
                Some(label) if pivots.len() == 1 => label.to_string(),
                None if certain => key,
                _ => format!("{key} {usual}"),
            });
        }
    }
    result
}

/// The order of two rows by their `order by` values.
fn order_directed(left: &[Value], right: &[Value], columns: &[(Expression, Direction)]) -> Ordering {
    left.iter()
        .zip(right)
        .zip(columns)
        .map(|((a, b), (_, direction))| match direction {
            Direction::Ascending => order(a, b),
            Direction::Descending => order(b, a),
        })
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// The places of so many rows, sorted by their `order by` values.
fn in_order(rows: usize, keys: &[Value], columns: &[(Expression, Direction)]) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..rows).collect();
    let width = columns.len();
    if width > 0 {
        let key = |at: usize| keys.get(at * width..(at + 1) * width).unwrap_or(&[]);
        sorted.sort_by(|a, b| order_directed(key(*a), key(*b), columns));
    }
    sorted
}

/// What `skipping`, `offset` and `limit` leave.
fn cut<T>(query: &Query, rows: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    rows.step_by(query.skipping.max(1)).skip(query.offset).take(query.limit.unwrap_or(usize::MAX))
}

/// What sorting so many rows by so many columns costs.
fn sorting_steps(rows: usize, columns: usize) -> u64 {
    let rows = rows as u64;
    rows * (1 + columns as u64) * u64::from(1 + rows.checked_ilog2().unwrap_or(0))
}
