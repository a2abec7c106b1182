//! Functions that read more than one cell.

use calc_core::functions::args::{Context, Operand};
use calc_core::functions::compare::{equal_texts, order, order_texts};
use calc_core::functions::{coerce, wildcard};
use calc_core::value::{Array, BLANK, CellError, Value};
use rustc_hash::FxHashMap;

/// A rectangle of cells, column by column.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// From its first cell on.
    pub cells: &'a [Value],
    /// From one column to the next.
    pub stride: usize,
    /// Its rows.
    pub rows: usize,
    /// Its columns.
    pub columns: usize,
}

impl<'a> View<'a> {
    fn column(&self, column: usize) -> &'a [Value] {
        self.cells.get(column * self.stride..column * self.stride + self.rows).unwrap_or(&[])
    }

    fn all(&self) -> impl Iterator<Item = &'a Value> {
        let view = *self;
        (0..self.columns).flat_map(move |column| view.column(column))
    }

    /// The same as an operand of the engine's functions.
    pub fn operand(&self) -> Operand {
        let array = Array::from_fn(self.rows as u32, self.columns as u32, |row, column| {
            self.column(column as usize).get(row as usize).cloned().unwrap_or_default()
        });
        array.map_or(CellError::Value.into(), Operand::from)
    }
}

/// `SUM` of some rectangles.
#[inline]
pub fn sum(views: &[View<'_>]) -> Value {
    let mut sum = 0.0;
    for value in views.iter().flat_map(View::all) {
        match value {
            Value::Number(number) => sum += number,
            Value::Error(error) => return Value::Error(*error),
            _ => {}
        }
    }
    Value::from(sum)
}

/// `VLOOKUP` of an exact value; the column counts from 1.
pub fn lookup(sought: &Value, table: View<'_>, column: usize) -> Value {
    if let Value::Error(error) = sought {
        return Value::Error(*error);
    }
    let keys = table.column(0);
    let found = match sought {
        Value::Text(text) if wildcard::has_wildcards(text) => return Value::Error(CellError::Calc),
        Value::Text(text) => keys.iter().position(|key| matches!(key, Value::Text(key) if equal_texts(key, text))),
        Value::Number(number) => keys.iter().position(|key| matches!(key, Value::Number(key) if key == number)),
        Value::Blank => keys.iter().position(|key| matches!(key, Value::Number(0.0))),
        other => keys.iter().position(|key| key == other),
    };
    match found {
        Some(row) => table.column(column - 1).get(row).cloned().unwrap_or_default(),
        None => Value::Error(CellError::Na),
    }
}

/// Whether each cell of a column is the same as a value.
pub fn same_as(column: View<'_>, value: &Value) -> Vec<bool> {
    let is_same = |cell: &Value| match (cell, value) {
        (Value::Text(cell), Value::Text(value)) => equal_texts(cell, value),
        (Value::Error(_), _) => false,
        _ => order(cell, value).is_eq(),
    };
    column.all().map(is_same).collect()
}

/// `FILTER`: the rows of a column for which all conditions hold.
pub fn filter(column: View<'_>, conditions: &[Vec<bool>]) -> Operand {
    let holds = |row: usize| conditions.iter().all(|condition| condition.get(row).is_some_and(|holds| *holds));
    let kept = column.all().enumerate().filter(|(row, _)| holds(*row)).map(|(_, value)| value.clone()).collect();
    Array::column(kept).map_or(CellError::Na.into(), Operand::from)
}

/// `TEXTJOIN` that leaves empty texts out.
pub fn joined(separator: &str, operand: &Operand) -> Value {
    let values = match operand {
        Operand::Array(array) => array.values(),
        Operand::Value(value) => std::slice::from_ref(value),
        _ => return Value::Error(CellError::Value),
    };
    let mut text = String::new();
    for value in values {
        let start = text.len();
        if start > 0 {
            text.push_str(separator);
        }
        let before = text.len();
        if let Err(error) = coerce::push_text(&mut text, value) {
            return Value::Error(error);
        }
        if text.len() == before {
            text.truncate(start);
        }
    }
    text.into()
}

/// `OR` of single values.
pub fn is_any(values: &[&Value], context: &Context<'_>) -> Value {
    let mut holds = false;
    for value in values {
        match coerce::to_bool(value, context) {
            Ok(this) => holds |= this,
            Err(error) => return Value::Error(error),
        }
    }
    Value::Bool(holds)
}

/// `FIND` from the first sign on.
pub fn find(sought: &Value, text: &Value) -> Option<Value> {
    let (Value::Text(sought), Value::Text(text)) = (sought, text) else { return None };
    if !text.is_ascii() {
        return None;
    }
    Some(text.find(sought.as_str()).map_or(Value::Error(CellError::Value), |at| Value::Number((at + 1) as f64)))
}

/// `select K, sum(V) group by K` over the rows below the headings; keys of another type are null.
pub fn sums_by_key(table: View<'_>, columns: (usize, usize), headers: usize, heading: Option<&[Value; 2]>) -> Operand {
    let (keys, values) = (table.column(columns.0), table.column(columns.1));
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut groups: Vec<(Option<&str>, Option<f64>)> = Vec::new();
    let mut null = None;
    for (key, value) in keys.iter().zip(values).skip(headers) {
        let next = groups.len();
        let place = match key {
            Value::Text(key) => *places.entry(key.as_str()).or_insert(next),
            _ => *null.get_or_insert(next),
        };
        if place == next {
            groups.push((if let Value::Text(key) = key { Some(key.as_str()) } else { None }, None));
        }
        if let (Value::Number(number), Some((_, sum))) = (value, groups.get_mut(place)) {
            *sum = Some(sum.unwrap_or(0.0) + number);
        }
    }
    groups.sort_by(|left, right| match (left.0, right.0) {
        (Some(left), Some(right)) => order_texts(left, right).then_with(|| left.cmp(right)),
        (left, right) => left.is_some().cmp(&right.is_some()),
    });
    let mut made = Vec::with_capacity(2 * groups.len() + 2);
    made.extend(heading.into_iter().flatten().cloned());
    for (key, sum) in groups {
        made.push(key.map_or(Value::Blank, Value::text));
        made.push(sum.map_or(Value::Blank, Value::Number));
    }
    Array::new((made.len() / 2) as u32, 2, made).map_or(CellError::Na.into(), Operand::from)
}

/// Puts an array where it spills: so many rows and columns.
pub fn spill(operand: Operand, cells: &mut [Value], stride: usize, rows: usize, columns: usize) {
    let array = match operand {
        Operand::Array(array) => array,
        Operand::Value(value) => {
            if let Some(cell) = cells.first_mut() {
                *cell = value;
            }
            return;
        }
        _ => return,
    };
    for column in 0..columns {
        for row in 0..rows {
            if let Some(cell) = cells.get_mut(column * stride + row) {
                let inside = (row as u32) < array.rows() && (column as u32) < array.columns();
                *cell = if inside { array.value(row as u32, column as u32).clone() } else { BLANK.clone() };
            }
        }
    }
}
