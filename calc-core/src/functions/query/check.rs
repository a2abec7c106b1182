//! Rules that a query has to keep beyond its grammar, as Google states them in its error messages.

use super::expression::{Aggregate, Expression};
use super::parser::Query;
use super::source::{ColumnKind, Source};
use crate::value::CellError;

/// `#VALUE!` if the query breaks a rule.
pub(super) fn check(query: &Query, select: &[Expression], source: &Source<'_>) -> Result<(), CellError> {
    let selects_aggregates = select.iter().any(Expression::is_aggregated);
    let keys = || query.group.iter().chain(&query.pivot);
    let kept = no_repetition(select)
        && no_repetition(&query.group)
        && no_repetition(&query.pivot)
        && !keys().any(Expression::is_aggregated)
        && !query.filter.as_ref().is_some_and(Expression::is_aggregated)
        && (selects_aggregates || keys().next().is_none())
        && !query.group.iter().any(|key| query.pivot.contains(key))
        && (!selects_aggregates || select.iter().all(|column| column.over_keys(&query.group).is_some()))
        && query.order.iter().all(|(column, _)| may_order_by(column, query, select, selects_aggregates))
        && query.labels.iter().all(|(column, _)| select.contains(column))
        && query.formats.iter().all(|column| select.contains(column))
        && select.iter().flat_map(Expression::aggregates).all(|(aggregate, column)| {
            // A sum or mean of texts does not exist, and a column without values counts as one of texts.
            !matches!(aggregate, Aggregate::Sum | Aggregate::Average) || source.kind(column) == ColumnKind::Number
        });
    if kept { Ok(()) } else { Err(CellError::Value) }
}

fn no_repetition(columns: &[Expression]) -> bool {
    columns.iter().enumerate().all(|(index, column)| !columns.iter().take(index).any(|other| other == column))
}

/// Aggregates may be sorted by only if they are selected, keys of an aggregated query too, and nothing that a pivot spreads.
fn may_order_by(column: &Expression, query: &Query, select: &[Expression], selects_aggregates: bool) -> bool {
    if !selects_aggregates {
        return !column.is_aggregated();
    }
    if column.is_aggregated() && !query.pivot.is_empty() {
        return false;
    }
    select.contains(column) || column.over_keys(select).is_some_and(|bound| !bound.is_aggregated())
}
