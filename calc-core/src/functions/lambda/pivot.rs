//! GROUPBY and PIVOTBY: rows brought together by what stands in some of their columns, each group's values handed to a LAMBDA.
//!
//! Both lay groups along an axis: down the sheet, and for PIVOTBY across it too. A group is told by the first so many fields of its rows,
//! from none (all rows: the grand total) to all of them. Each pair of groups is one call for each column of values; where what stands is
//! known when all calls were made, since rows may be sorted by what the calls came to.

use std::cmp::Ordering;

use super::{Iteration, one_value};
use crate::functions::args::{Call, Context, Operand};
use crate::functions::array::extent;
use crate::functions::compare;
use crate::functions::table::Kind::{Array as ArrayKind, Integer, Lambda};
use crate::functions::table::{FunctionSpec, optional, required};
use crate::value::{Array, CellError, Matrix, Value};

/// The rows of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::iterated(
        "GROUPBY",
        &[
            required("row_fields", ArrayKind),
            required("values", ArrayKind),
            required("function", Lambda),
            optional("field_headers", Integer),
            optional("total_depth", Integer),
            optional("sort_order", ArrayKind),
            optional("filter_array", ArrayKind),
            optional("field_relationship", Integer),
        ],
        group_by,
        "Values brought together by what stands beside them, a row for each group.",
    ),
    FunctionSpec::iterated(
        "PIVOTBY",
        &[
            required("row_fields", ArrayKind),
            required("col_fields", ArrayKind),
            required("values", ArrayKind),
            required("function", Lambda),
            optional("field_headers", Integer),
            optional("row_total_depth", Integer),
            optional("row_sort_order", ArrayKind),
            optional("col_total_depth", Integer),
            optional("col_sort_order", ArrayKind),
            optional("filter_array", ArrayKind),
            optional("relative_to", Integer),
        ],
        pivot_by,
        "Values brought together by what stands beside them, a row and a column for each group.",
    ),
];

/// Whether the first row of the data holds the names of its columns, and what is shown of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Headers {
    given: bool,
    shown: bool,
}

/// How groups follow each other where there are several fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relationship {
    /// Groups of the second field are sorted within those of the first.
    Hierarchy,
    /// Each field for itself.
    Table,
}

/// Which values a function of two arguments holds a group's against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RelativeTo {
    Column,
    Row,
    All,
    ParentColumn,
    ParentRow,
}

/// Some fields of the data, and how their groups are sorted and summed up.
#[derive(Debug)]
struct Axis {
    /// The fields of each row that counts.
    keys: Vec<Vec<Value>>,
    fields: usize,
    names: Vec<Value>,
    /// How many levels of totals there are, 1 for the grand total alone.
    totals: usize,
    /// Whether totals come before what they sum up.
    first: bool,
    /// Fields to sort by, from 1, then columns of values; below 0 descending.
    order: Vec<i64>,
    relationship: Relationship,
    groups: Vec<Group>,
}

/// The rows that agree in their first fields.
#[derive(Clone, Debug)]
struct Group {
    /// A row of the group: it has the fields of all.
    sample: usize,
    /// How many fields tell the group.
    depth: usize,
    rows: Vec<usize>,
}

impl Axis {
    fn key(&self, row: usize, field: usize) -> &Value {
        self.keys.get(row).and_then(|fields| fields.get(field)).unwrap_or(&crate::value::BLANK)
    }

    fn order_by_fields(&self, left: usize, right: usize, depth: usize) -> Ordering {
        let fields = (0..depth).map(|field| order(self.key(left, field), self.key(right, field)));
        fields.fold(Ordering::Equal, Ordering::then)
    }

    /// All groups of every depth, deeper ones after, each depth in the order of its fields.
    fn group(&mut self) {
        let mut rows: Vec<usize> = (0..self.keys.len()).collect();
        rows.sort_by(|a, b| self.order_by_fields(*a, *b, self.fields));
        for depth in 0..=self.fields {
            let same = |a: &usize, b: &usize| self.order_by_fields(*a, *b, depth) == Ordering::Equal;
            let groups: Vec<Group> = rows
                .chunk_by(same)
                .filter_map(|rows| {
                    let mut rows = rows.to_vec();
                    rows.sort_unstable();
                    Some(Group { sample: *rows.first()?, depth, rows })
                })
                .collect();
            self.groups.extend(groups);
        }
    }

    /// The group of a row at a depth.
    fn of(&self, row: usize, depth: usize) -> Option<usize> {
        let same = |group: &Group| group.depth == depth && self.order_by_fields(group.sample, row, depth).is_eq();
        self.groups.iter().position(same)
    }

    /// The groups in the order in which they are shown, with totals. `total` is what a group's values in a column come to.
    fn shown(&self, total: &dyn Fn(usize, usize) -> Value) -> Vec<usize> {
        let mut leaves: Vec<usize> = (0..self.groups.len()).filter(|at| self.depth(*at) == self.fields).collect();
        let by = |left: usize, right: usize, wanted: i64| {
            let field = wanted.unsigned_abs() as usize;
            let found = if field <= self.fields {
                order(self.key(self.sample(left), field - 1), self.key(self.sample(right), field - 1))
            } else {
                order(&total(left, field - self.fields - 1), &total(right, field - self.fields - 1))
            };
            if wanted < 0 { found.reverse() } else { found }
        };
        let ancestors: Vec<Vec<usize>> = leaves
            .iter()
            .map(|leaf| (1..=self.fields).filter_map(|depth| self.of(self.sample(*leaf), depth)).collect())
            .collect();
        let mut order: Vec<usize> = (0..leaves.len()).collect();
        order.sort_by(|a, b| {
            let (Some(left), Some(right)) = (ancestors.get(*a), ancestors.get(*b)) else { return Ordering::Equal };
            if self.relationship == Relationship::Table {
                let leaf = |line: &[usize]| line.last().copied().unwrap_or(0);
                let wanted = self.order.iter().map(|wanted| by(leaf(left), leaf(right), *wanted));
                return wanted.fold(Ordering::Equal, Ordering::then);
            }
            // Level by level: by what was asked of that field or of the values, then by the field itself.
            let levels = left.iter().zip(right).enumerate().map(|(level, (left, right))| {
                let field = level as i64 + 1;
                let asked = self.order.iter().filter(|wanted| {
                    wanted.unsigned_abs() == field as u64 || wanted.unsigned_abs() as usize > self.fields
                });
                asked
                    .map(|wanted| by(*left, *right, *wanted))
                    .fold(Ordering::Equal, Ordering::then)
                    .then(by(*left, *right, field))
            });
            levels.fold(Ordering::Equal, Ordering::then)
        });
        leaves = order.into_iter().filter_map(|at| leaves.get(at).copied()).collect();
        self.with_totals(&leaves)
    }

    /// Puts the totals before or after the groups that they sum up.
    fn with_totals(&self, leaves: &[usize]) -> Vec<usize> {
        let mut shown = Vec::new();
        let subtotals = 1..self.totals.min(self.fields);
        let grand = (self.totals > 0).then(|| self.groups.iter().position(|group| group.depth == 0)).flatten();
        if self.first {
            shown.extend(grand);
        }
        for (at, leaf) in leaves.iter().enumerate() {
            let sample = self.sample(*leaf);
            let differs = |other: Option<&usize>, depth: usize| {
                other.is_none_or(|other| self.order_by_fields(self.sample(*other), sample, depth).is_ne())
            };
            if self.first {
                let before = at.checked_sub(1).and_then(|before| leaves.get(before));
                shown.extend(subtotals.clone().filter(|d| differs(before, *d)).filter_map(|d| self.of(sample, d)));
            }
            shown.push(*leaf);
            if !self.first {
                let after = leaves.get(at + 1);
                shown.extend(subtotals.clone().rev().filter(|d| differs(after, *d)).filter_map(|d| self.of(sample, d)));
            }
        }
        if !self.first {
            shown.extend(grand);
        }
        shown
    }

    fn depth(&self, group: usize) -> usize {
        self.groups.get(group).map_or(0, |group| group.depth)
    }

    fn sample(&self, group: usize) -> usize {
        self.groups.get(group).map_or(0, |group| group.sample)
    }

    /// What stands for a group in the column (or row) of a field: its field, or the name of a total.
    fn label(&self, group: usize, field: usize) -> Value {
        let depth = self.depth(group);
        if field < depth {
            return match self.key(self.sample(group), field) {
                Value::Blank => "".into(),
                value => value.clone(),
            };
        }
        match (depth, field) {
            (0, 0) if self.totals > 1 && self.fields > 1 => "Grand Total".into(),
            (0, 0) => "Total".into(),
            _ => "".into(),
        }
    }
}

/// The order of two fields: as SORT has it, blanks after all else.
fn order(left: &Value, right: &Value) -> Ordering {
    match (left.is_blank(), right.is_blank()) {
        (false, false) => compare::order(left, right),
        (left, right) => left.cmp(&right),
    }
}

/// Calls that are still to be made for pairs of groups, and what those came to that were.
#[derive(Debug)]
struct Pivot {
    rows: Axis,
    columns: Option<Axis>,
    /// The columns of values, of the rows that count.
    values: Vec<Vec<Value>>,
    names: Vec<Value>,
    shown: bool,
    relative_to: RelativeTo,
    results: Vec<Value>,
}

/// A block of which single values are no part.
fn block<'a>(call: &Call<'a>, index: usize) -> Result<(Matrix<'a>, u32, u32), CellError> {
    let block = call.matrix(index);
    if let Matrix::One(Value::Error(error)) = block {
        return Err(*error);
    }
    let (rows, columns) = extent(&block);
    call.context.budget.spend_array(rows.into(), columns.into())?;
    Ok((block, rows, columns))
}

/// Reads whether there are headers. Where nothing is said, a text over a number in the values tells; they are shown then if there is more
/// than one field.
fn headers(call: &Call<'_>, index: usize, values: &Matrix<'_>, fields: u32) -> Result<Headers, CellError> {
    if !call.has(index) {
        let is_number = values.rows() > 1 && matches!(values.value(1, 0), Value::Number(_));
        let given = matches!(values.value(0, 0), Value::Text(_)) && is_number;
        return Ok(Headers { given, shown: given && fields > 1 });
    }
    match whole(call, index)? {
        0 => Ok(Headers { given: false, shown: false }),
        1 => Ok(Headers { given: true, shown: false }),
        2 => Ok(Headers { given: false, shown: true }),
        3 => Ok(Headers { given: true, shown: true }),
        _ => Err(CellError::Value),
    }
}

/// A whole number from an argument; 0 if missing.
fn whole(call: &Call<'_>, index: usize) -> Result<i64, CellError> {
    Ok(crate::functions::coerce::to_number(call.matrix(index).value(0, 0), call.context)?.trunc() as i64)
}

/// The rows after the headers that the filter lets through.
fn kept(call: &Call<'_>, filter: usize, rows: u32, headers: Headers) -> Result<Vec<u32>, CellError> {
    let first = u32::from(headers.given);
    if !call.has(filter) {
        return Ok((first..rows).collect());
    }
    let (mask, height, width) = block(call, filter)?;
    // The filter may leave the headers out.
    let shift = match (width, rows.checked_sub(height)) {
        (1, Some(0)) => 0,
        (1, Some(missing)) if missing == first => missing,
        _ => return Err(CellError::Value),
    };
    let mut kept = Vec::new();
    for row in first..rows {
        if crate::functions::coerce::to_bool(mask.value(row - shift, 0), call.context)? {
            kept.push(row);
        }
    }
    Ok(kept)
}

/// Where the arguments of an axis stand.
struct Place {
    fields: usize,
    totals: usize,
    order: usize,
    relationship: Relationship,
    generated: &'static str,
}

fn axis(call: &Call<'_>, place: &Place, kept: &[u32], headers: Headers) -> Result<Axis, CellError> {
    let (fields, _, columns) = block(call, place.fields)?;
    let count = columns as usize;
    // Left out, there are all the totals that the fields have room for.
    let depth = if call.has(place.totals) { whole(call, place.totals)? } else { count as i64 };
    let most = if place.relationship == Relationship::Table { 1 } else { count.max(1) };
    if depth.unsigned_abs() as usize > most && call.has(place.totals) {
        return Err(CellError::Value);
    }
    let mut order = Vec::new();
    if call.has(place.order) {
        for value in call.matrix(place.order).values() {
            let wanted = crate::functions::coerce::to_number(value, call.context)?.trunc() as i64;
            if wanted == 0 {
                return Err(CellError::Value);
            }
            order.push(wanted);
        }
    } else if place.relationship == Relationship::Table {
        order.extend(1..=count as i64);
    }
    let mut axis = Axis {
        keys: kept.iter().map(|row| (0..columns).map(|column| fields.value(*row, column).clone()).collect()).collect(),
        fields: count,
        names: (0..columns)
            .map(|column| match headers.given {
                true => fields.value(0, column).clone(),
                false => format!("{} {}", place.generated, column + 1).into(),
            })
            .collect(),
        totals: (depth.unsigned_abs() as usize).min(most),
        first: depth < 0,
        order,
        relationship: place.relationship,
        groups: Vec::new(),
    };
    axis.group();
    Ok(axis)
}

fn group_by(call: &Call<'_>) -> Result<Box<dyn Iteration>, CellError> {
    let relationship = match whole(call, 7)? {
        0 => Relationship::Hierarchy,
        1 => Relationship::Table,
        _ => return Err(CellError::Value),
    };
    let rows = Place { fields: 0, totals: 4, order: 5, relationship, generated: "Row Field" };
    start(call, &rows, None, (1, 3, 6), RelativeTo::Column)
}

fn pivot_by(call: &Call<'_>) -> Result<Box<dyn Iteration>, CellError> {
    let relative_to = match whole(call, 10)? {
        0 => RelativeTo::Column,
        1 => RelativeTo::Row,
        2 => RelativeTo::All,
        3 => RelativeTo::ParentColumn,
        4 => RelativeTo::ParentRow,
        _ => return Err(CellError::Value),
    };
    let relationship = Relationship::Hierarchy;
    let rows = Place { fields: 0, totals: 5, order: 6, relationship, generated: "Row Field" };
    let columns = Place { fields: 1, totals: 7, order: 8, relationship, generated: "Column Field" };
    start(call, &rows, Some(&columns), (2, 4, 9), relative_to)
}

/// `at` says where values, headers and filter stand.
fn start(
    call: &Call<'_>,
    rows: &Place,
    columns: Option<&Place>,
    at: (usize, usize, usize),
    relative_to: RelativeTo,
) -> Result<Box<dyn Iteration>, CellError> {
    let (values, height, width) = block(call, at.0)?;
    for place in [Some(rows), columns].into_iter().flatten() {
        if block(call, place.fields)?.1 != height {
            return Err(CellError::Value);
        }
    }
    let fields = block(call, rows.fields)?.2.max(columns.map_or(Ok(0), |place| Ok(block(call, place.fields)?.2))?);
    let headers = headers(call, at.1, &values, fields)?;
    let kept = kept(call, at.2, height, headers)?;
    if kept.is_empty() {
        return Err(CellError::Calc);
    }
    let columns = columns.map(|place| axis(call, place, &kept, headers)).transpose()?;
    let rows = axis(call, rows, &kept, headers)?;
    let most = rows.fields + width as usize;
    if rows
        .order
        .iter()
        .chain(columns.iter().flat_map(|axis| &axis.order))
        .any(|wanted| wanted.unsigned_abs() as usize > most)
    {
        return Err(CellError::Value);
    }
    let across = columns.as_ref().map_or(1, |axis| axis.groups.len());
    call.context.budget.spend_array(rows.groups.len() as u64 * across as u64, width.into())?;
    call.spend(kept.len() as u64 * (rows.groups.len() + across) as u64)?;
    let names = (0..width).map(|column| match headers.given {
        true => values.value(0, column).clone(),
        false => format!("Value {}", column + 1).into(),
    });
    Ok(Box::new(Pivot {
        names: names.collect(),
        values: (0..width).map(|column| kept.iter().map(|row| values.value(*row, column).clone()).collect()).collect(),
        rows,
        columns,
        shown: headers.shown,
        relative_to,
        results: Vec::new(),
    }))
}

impl Pivot {
    fn across(&self) -> usize {
        self.columns.as_ref().map_or(1, |axis| axis.groups.len())
    }

    /// The rows that belong to a group of rows and one of columns.
    fn members(&self, row: usize, column: usize) -> Vec<usize> {
        let rows = self.rows.groups.get(row).map_or(&[][..], |group| &group.rows);
        match self.columns.as_ref().and_then(|axis| axis.groups.get(column)) {
            None => rows.to_vec(),
            Some(group) => rows.iter().copied().filter(|row| group.rows.binary_search(row).is_ok()).collect(),
        }
    }

    fn vector(&self, members: &[usize], of: usize) -> Operand {
        let values = self.values.get(of).map_or(&[][..], Vec::as_slice);
        let column = members.iter().filter_map(|row| values.get(*row).cloned()).collect();
        Array::column(column).map_or(Operand::Missing, Operand::from)
    }

    /// The group of one field less.
    fn parent(axis: &Axis, group: usize) -> usize {
        let depth = axis.depth(group).saturating_sub(1);
        axis.of(axis.sample(group), depth).unwrap_or(0)
    }

    /// What a group's values are held against.
    fn whole(&self, row: usize, column: usize) -> Vec<usize> {
        // The first group of each axis is that of all rows.
        match self.relative_to {
            RelativeTo::Column => self.members(0, column),
            RelativeTo::Row => self.members(row, 0),
            RelativeTo::All => self.members(0, 0),
            RelativeTo::ParentColumn => {
                self.members(row, self.columns.as_ref().map_or(0, |axis| Pivot::parent(axis, column)))
            }
            RelativeTo::ParentRow => self.members(Pivot::parent(&self.rows, row), column),
        }
    }

    fn result(&self, row: usize, column: usize, of: usize) -> Value {
        let at = (row * self.across() + column) * self.values.len() + of;
        self.results.get(at).cloned().unwrap_or_default()
    }

    fn table(&self) -> Option<Array> {
        let down = self.rows.shown(&|group, of| self.result(group, 0, of));
        let across = match &self.columns {
            Some(axis) => axis.shown(&|group, of| self.result(0, group, of)),
            None => vec![0],
        };
        let several = self.values.len() > 1;
        // Over the values: the names of the columns' fields, those fields, and the names of the values.
        let keys = self.columns.as_ref().map_or(0, |axis| axis.fields);
        let names = usize::from(self.shown);
        let titled = names > 0 && (self.columns.is_none() || several);
        let top = match &self.columns {
            None => names,
            Some(_) => names + keys + usize::from(titled),
        };
        let left = self.rows.fields;
        let width = left + across.len() * self.values.len();
        Array::from_fn((top + down.len()) as u32, width as u32, |row, column| {
            let (row, column) = (row as usize, column as usize);
            let beside = column.checked_sub(left).map(|at| (at / self.values.len(), at % self.values.len()));
            let Some(group) = row.checked_sub(top).and_then(|at| down.get(at).copied()) else {
                return match beside {
                    None if names > 0 && row + 1 == top => self.rows.names.get(column).cloned().unwrap_or_default(),
                    None => "".into(),
                    Some((_, of)) if titled && row + 1 == top => self.names.get(of).cloned().unwrap_or_default(),
                    Some((0, 0)) if row < names => {
                        let names: Vec<String> =
                            self.columns.iter().flat_map(|axis| &axis.names).map(shown_text).collect();
                        names.join(", ").into()
                    }
                    Some(_) if row < names => "".into(),
                    Some((at, of)) => match (&self.columns, across.get(at)) {
                        (Some(axis), Some(group)) if of == 0 => axis.label(*group, row - names),
                        _ => "".into(),
                    },
                };
            };
            match beside {
                None => self.rows.label(group, column),
                Some((at, of)) => across.get(at).map(|across| self.result(group, *across, of)).unwrap_or_default(),
            }
        })
    }
}

fn shown_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Number(number) => crate::number::general(*number),
        _ => String::new(),
    }
}

impl Iteration for Pivot {
    fn next(&mut self, _: &Context<'_>) -> Option<Vec<Operand>> {
        loop {
            let at = self.results.len();
            let (pair, of) = (at / self.values.len(), at % self.values.len());
            let (row, column) = (pair / self.across(), pair % self.across());
            if row >= self.rows.groups.len() {
                return None;
            }
            let members = self.members(row, column);
            if members.is_empty() {
                self.results.push("".into());
                continue;
            }
            return Some(vec![self.vector(&members, of), self.vector(&self.whole(row, column), of)]);
        }
    }

    fn spare(&self) -> usize {
        1
    }

    fn take(&mut self, result: Operand, context: &Context<'_>) -> Result<(), CellError> {
        self.results.push(one_value(result, context));
        Ok(())
    }

    fn finish(self: Box<Self>, context: &Context<'_>) -> Operand {
        match self.table() {
            Some(table) => match context.budget.spend_array(table.rows().into(), table.columns().into()) {
                Ok(()) => table.into(),
                Err(error) => error.into(),
            },
            None => CellError::Calc.into(),
        }
    }
}
