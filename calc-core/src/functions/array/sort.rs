//! SORT, SORTBY and SORTN.
//!
//! One stable sort serves all three: the rows (or columns) are ordered by keys, each with a direction. Types order before
//! contents, blanks come last whichever way, texts are compared without regard to case.

use std::cmp::Ordering;

use super::{build, extent, first};
use crate::dialect::Dialect;
use crate::functions::args::{Call, Context, Outcome};
use crate::functions::table::{Category, Flags, FunctionSpec, Kind, differs, optional, required};
use crate::functions::{coerce, compare};
use crate::value::{BLANK, CellError, Matrix, Value};

/// The functions of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[
    FunctionSpec::new(
        "SORT",
        Category::Array,
        &[required("array", Kind::Array), optional("sort_index", Kind::Array), optional("sort_order", Kind::Array)],
        sort,
        "The rows sorted. Excel: by index, order 1 or -1, and a last argument TRUE to sort columns; Sheets: pairs of a column \
         and whether it ascends.",
    ).differs(&[differs("By one index or several, rows or columns.", "By pairs of a column and whether it ascends.")])
    .repeats(2)
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "SORTBY",
        Category::Array,
        &[required("array", Kind::Array), required("by_array", Kind::Array), optional("sort_order", Kind::Array)],
        sort_by,
        "The rows or columns sorted by other rows or columns of the same length.",
    )
    .repeats(2)
    .flags(Flags::SPILLS),
    FunctionSpec::new(
        "SORTN",
        Category::Google,
        &[
            required("range", Kind::Array),
            optional("n", Kind::Integer),
            optional("display_ties_mode", Kind::Integer),
            optional("sort_column", Kind::Array),
            optional("is_ascending", Kind::Bool),
        ],
        sort_n,
        "The first rows of the sorted range, with ties shown or left out.",
    )
    .repeats(2)
    .flags(Flags::SPILLS),
];

/// What is sorted by: a column of the block or a vector beside it, and which way.
struct Key<'a> {
    block: Matrix<'a>,
    line: u32,
    axis: Axis,
    direction: Direction,
}

/// What is moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Rows,
    Columns,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Ascending,
    Descending,
}

impl Key<'_> {
    /// The value that a row (or column) is sorted by.
    fn value(&self, index: u32) -> &Value {
        match self.axis {
            Axis::Rows => self.block.value(index, self.line),
            Axis::Columns => self.block.value(self.line, index),
        }
    }
}

fn sort(call: &Call<'_>) -> Outcome {
    match call.context.dialect {
        Dialect::Excel => sort_excel(call),
        Dialect::Sheets => {
            let (rows, columns) = extent(&first(call)?);
            let keys = column_keys(call, 1, rows, columns)?;
            arranged(call, Axis::Rows, &sorted(call.context, rows, &keys)?)
        }
    }
}

/// `SORT(array, [sort_index], [sort_order], [by_col])`, where index and order may be arrays of equal length.
fn sort_excel(call: &Call<'_>) -> Outcome {
    if call.len() > 4 {
        return Err(CellError::Value);
    }
    let block = first(call)?;
    let (rows, columns) = extent(&block);
    let by_column = call.has(3) && coerce::to_bool(call.matrix(3).value(0, 0), call.context)?;
    let (axis, length, lines) = if by_column { (Axis::Columns, columns, rows) } else { (Axis::Rows, rows, columns) };
    let indices = numbers(call, 1)?;
    let orders = numbers(call, 2)?;
    if orders.len() != 1 && orders.len() != indices.len() {
        return Err(CellError::Value);
    }
    let mut keys = Vec::new();
    for (position, index) in indices.iter().enumerate() {
        if *index < 1.0 || *index >= f64::from(lines) + 1.0 {
            return Err(CellError::Value);
        }
        let order = orders.get(position).or(orders.first()).copied().unwrap_or(1.0);
        keys.push(Key { block, line: *index as u32 - 1, axis, direction: excel_direction(order)? });
    }
    arranged(call, axis, &sorted(call.context, length, &keys)?)
}

/// The numbers of an argument that may be an array; 1 if it is missing.
fn numbers(call: &Call<'_>, argument: usize) -> Result<Vec<f64>, CellError> {
    if !call.has(argument) {
        return Ok(vec![1.0]);
    }
    let values = super::elements(call, &call.matrix(argument))?;
    values.iter().map(|value| coerce::to_number(value, call.context)).collect()
}

fn excel_direction(order: f64) -> Result<Direction, CellError> {
    match order.trunc() {
        1.0 => Ok(Direction::Ascending),
        -1.0 => Ok(Direction::Descending),
        _ => Err(CellError::Value),
    }
}

fn sort_by(call: &Call<'_>) -> Outcome {
    let (rows, columns) = extent(&first(call)?);
    let vector = call.matrix(1);
    let (axis, length) = if vector.columns() == 1 && vector.rows() == call.matrix(0).rows() {
        (Axis::Rows, rows)
    } else {
        (Axis::Columns, columns)
    };
    let mut keys = Vec::new();
    for argument in (1..call.len()).step_by(2) {
        let block = call.matrix(argument);
        let fits = match axis {
            Axis::Rows => block.columns() == 1 && block.rows() == call.matrix(0).rows(),
            Axis::Columns => block.rows() == 1 && block.columns() == call.matrix(0).columns(),
        };
        if !fits {
            return Err(CellError::Value);
        }
        let order = if call.has(argument + 1) {
            coerce::to_number(call.matrix(argument + 1).value(0, 0), call.context)?
        } else {
            1.0
        };
        keys.push(Key { block, line: 0, axis, direction: excel_direction(order)? });
    }
    arranged(call, axis, &sorted(call.context, length, &keys)?)
}

/// Pairs of a column and whether it ascends, from an argument on; without any, all columns from the left.
///
/// A column is a number, counted from 1, or a vector as high as the range.
fn column_keys<'a>(call: &Call<'a>, from: usize, rows: u32, columns: u32) -> Result<Vec<Key<'a>>, CellError> {
    let range = call.matrix(0);
    let mut keys = Vec::new();
    for argument in (from..call.len()).step_by(2) {
        if !call.has(argument) {
            continue;
        }
        let by = call.matrix(argument);
        let ascending = match call.arguments.get(argument + 1) {
            Some(_) if call.has(argument + 1) => coerce::to_bool(call.matrix(argument + 1).value(0, 0), call.context)?,
            _ => true,
        };
        let direction = if ascending { Direction::Ascending } else { Direction::Descending };
        let is_vector = by.columns() == 1 && by.rows() == range.rows() && rows > 1;
        let (block, line) = if is_vector {
            (by, 0)
        } else {
            let index = coerce::to_number(by.value(0, 0), call.context)?.trunc();
            if by.len() > 1 || index < 1.0 || index > f64::from(columns) {
                return Err(CellError::Value);
            }
            (range, index as u32 - 1)
        };
        keys.push(Key { block, line, axis: Axis::Rows, direction });
    }
    if keys.is_empty() {
        let all = |line| Key { block: range, line, axis: Axis::Rows, direction: Direction::Ascending };
        keys.extend((0..columns).map(all));
    }
    Ok(keys)
}

/// `SORTN(range, [n], [display_ties_mode], [sort_column, is_ascending], …)`.
///
/// Rows are tied if all that they are sorted by is equal. Mode 0 shows n rows, 1 also those tied with the last of them, 2 only
/// the first of every tie, 3 the first n ties with all their rows.
fn sort_n(call: &Call<'_>) -> Outcome {
    let (rows, columns) = extent(&first(call)?);
    let count = call.number_or(1, 1.0);
    if count < 1.0 {
        return Err(CellError::Value);
    }
    let count = count.min(f64::from(rows)) as usize;
    let keys = column_keys(call, 3, rows, columns)?;
    let order = sorted(call.context, rows, &keys)?;
    let dialect = call.context.dialect;
    let tied = |a: &u32, b: &u32| order_keys(&keys, *a, *b, dialect).is_eq();
    let kept: Vec<u32> = match call.integer_or(2, 0) {
        0 => order.into_iter().take(count).collect(),
        1 => {
            let last = count.checked_sub(1).and_then(|index| order.get(index)).copied();
            let shown = |(index, row): (usize, u32)| {
                (index < count || last.is_some_and(|last| tied(&last, &row))).then_some(row)
            };
            order.into_iter().enumerate().map_while(shown).collect()
        }
        2 => order.chunk_by(tied).take(count).filter_map(|tie| tie.first()).copied().collect(),
        3 => order.chunk_by(tied).take(count).flatten().copied().collect(),
        _ => return Err(CellError::Value),
    };
    arranged(call, Axis::Rows, &kept)
}

/// The indices `0..length` in the order of their keys; what is equal stays as it was.
fn sorted(context: &Context<'_>, length: u32, keys: &[Key<'_>]) -> Result<Vec<u32>, CellError> {
    let steps = u64::from(length) * keys.len() as u64;
    context.budget.spend(steps.saturating_mul(u64::from(1 + length.checked_ilog2().unwrap_or(0))))?;
    let mut order: Vec<u32> = (0..length).collect();
    order.sort_by(|a, b| order_keys(keys, *a, *b, context.dialect));
    Ok(order)
}

fn order_keys(keys: &[Key<'_>], a: u32, b: u32, dialect: Dialect) -> Ordering {
    keys.iter()
        .map(|key| order_values(key.value(a), key.value(b), key.direction, dialect))
        .find(|ordering| ordering.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn order_values(a: &Value, b: &Value, direction: Direction, dialect: Dialect) -> Ordering {
    match (a.is_blank(), b.is_blank()) {
        (false, false) => {}
        (a_blank, b_blank) => return a_blank.cmp(&b_blank),
    }
    let ordering = match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Value::Text(a), Value::Text(b)) => compare::order_texts(a, b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Error(a), Value::Error(b)) if dialect == Dialect::Excel => a.cmp(b),
        _ => type_rank(a, dialect).cmp(&type_rank(b, dialect)),
    };
    if direction == Direction::Ascending { ordering } else { ordering.reverse() }
}

/// Excel sorts errors last, by their kind; Sheets right behind the numbers, as they stood.
fn type_rank(value: &Value, dialect: Dialect) -> u8 {
    match value {
        Value::Number(_) => 0,
        Value::Error(_) if dialect == Dialect::Sheets => 1,
        Value::Text(_) => 2,
        Value::Bool(_) => 3,
        Value::Error(_) => 4,
        Value::Blank => 5,
    }
}

/// The block with its rows (or columns) in another order.
fn arranged(call: &Call<'_>, axis: Axis, order: &[u32]) -> Outcome {
    let block = call.matrix(0);
    let (rows, columns) = extent(&block);
    let at = |index: u32| order.get(index as usize).copied();
    let count = order.len() as u64;
    match axis {
        Axis::Rows => build(call.context, count, u64::from(columns), |row, column| {
            at(row).map_or(&BLANK, |row| block.value(row, column)).clone()
        }),
        Axis::Columns => build(call.context, u64::from(rows), count, |row, column| {
            at(column).map_or(&BLANK, |column| block.value(row, column)).clone()
        }),
    }
}
