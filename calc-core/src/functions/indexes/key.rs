//! What an index is made over, and which values it takes for the same.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::super::args::Context;
use super::super::coerce;
use super::super::compare::equal_texts;
use crate::calendar::Calendar;
use crate::number::{self, Digits};
use crate::reference::{RangeRef, SheetId};
use crate::value::Value;

/// The most columns that one index is made over.
pub const MOST_PARTS: usize = 3;

/// Which values of a column are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reading {
    /// As a lookup finds them: numbers to the bit but for -0, texts without regard to case.
    #[default]
    Exact,
    /// As a condition on a number holds: at 15 digits, texts by the number that they read as. Nothing else is the same as anything.
    Digits,
}

/// One column of an index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Part {
    /// The sheet.
    pub sheet: SheetId,
    /// The column.
    pub column: u32,
    /// How many rows further down than in the first column the cell of the same row of the index stands.
    pub shift: i32,
    /// Which of its values are the same.
    pub reading: Reading,
}

/// Columns side by side, whose rows are grouped by their values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct IndexKey {
    parts: [Part; MOST_PARTS],
    count: u8,
}

impl IndexKey {
    /// The column that a range of one column lies in.
    pub fn column(range: RangeRef, reading: Reading) -> IndexKey {
        let mut key = IndexKey::default();
        key.add(range, range.top, reading);
        key
    }

    /// Adds the column of a range whose first row stands beside row `top` of the first one; whether there was room.
    pub fn add(&mut self, range: RangeRef, top: u32, reading: Reading) -> bool {
        let shift = range.top as i32 - top as i32;
        let Some(part) = self.parts.get_mut(self.count as usize) else { return false };
        *part = Part { sheet: range.sheet, column: range.left, shift, reading };
        self.count += 1;
        true
    }

    /// The columns.
    pub fn parts(&self) -> &[Part] {
        self.parts.get(..self.count as usize).unwrap_or(&[])
    }
}

/// One value for each column of an index, each standing for all that are the same.
pub type Class = [Value; MOST_PARTS];

/// What reading a text as a number depends on.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    calendar: Calendar,
    year: i32,
}

impl Reader {
    /// The reader of a recalculation.
    pub fn new(context: &Context<'_>) -> Reader {
        Reader { calendar: context.calendar(), year: coerce::this_year(context) }
    }

    /// The value that stands for all that are the same as this one; `None` if nothing is.
    pub fn canonical(&self, value: &Value, reading: Reading) -> Option<Value> {
        match (reading, value) {
            (_, Value::Blank) => None,
            // Adding 0 makes 0 of -0.
            (Reading::Exact, Value::Number(number)) => Some(Value::Number(number + 0.0)),
            (Reading::Exact, value) => Some(value.clone()),
            (Reading::Digits, Value::Number(number)) => Some(Value::Number(rounded(*number))),
            (Reading::Digits, Value::Text(text)) => {
                number::parse_number(text, self.calendar, self.year).map(|number| Value::Number(rounded(number)))
            }
            (Reading::Digits, _) => None,
        }
    }
}

/// The one double for all of the same 15 digits.
fn rounded(number: f64) -> f64 {
    const WHOLE: f64 = 1e15;
    if number.abs() < WHOLE && number.trunc() == number { number + 0.0 } else { Digits::of(number).to_f64() }
}

/// Whether two canonical values are the same.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Text(a), Value::Text(b)) => equal_texts(a, b),
        (a, b) => a == b,
    }
}

/// A hash that is equal for canonical values that are the same.
pub fn hash<'v>(values: impl Iterator<Item = &'v Value>) -> u32 {
    let mut hasher = FxHasher::default();
    for value in values {
        match value {
            Value::Blank => hasher.write_u8(0),
            Value::Number(number) => hasher.write_u64(number.to_bits()),
            Value::Text(text) if text.is_ascii() => {
                text.bytes().for_each(|letter| hasher.write_u32(letter.to_ascii_lowercase().into()));
            }
            Value::Text(text) => {
                text.chars().flat_map(char::to_lowercase).for_each(|letter| hasher.write_u32(letter.into()));
            }
            Value::Bool(logical) => hasher.write_u8(1 + u8::from(*logical)),
            Value::Error(error) => hasher.write_u8(3 + *error as u8),
        }
    }
    let hash = hasher.finish();
    // The upper bits of a product are the better ones.
    (hash >> 32) as u32 ^ hash as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{DateSystem, Dialect};

    fn reader() -> Reader {
        Reader { calendar: Calendar::new(DateSystem::Y1900, Dialect::Excel), year: 2026 }
    }

    #[test]
    fn what_is_the_same_has_one_hash() {
        let alike = |reading, left: Value, right: Value| {
            let canonical = |value| reader().canonical(&value, reading);
            let (Some(left), Some(right)) = (canonical(left), canonical(right)) else { return false };
            let alike = same(&left, &right);
            assert!(!alike || hash([&left].into_iter()) == hash([&right].into_iter()), "{left:?} {right:?}");
            alike
        };
        assert!(alike(Reading::Exact, 0.0.into(), (-0.0).into()));
        assert!(!alike(Reading::Exact, (0.1 + 0.2).into(), 0.3.into()));
        assert!(alike(Reading::Exact, "Straße".into(), "STRAßE".into()));
        assert!(alike(Reading::Exact, "\u{212A}elvin".into(), "kELVIN".into()));
        assert!(!alike(Reading::Exact, "1".into(), 1.0.into()));
        assert!(alike(Reading::Digits, (0.1 + 0.2).into(), 0.3.into()));
        assert!(alike(Reading::Digits, "$1,200".into(), 1200.0.into()));
        assert!(!alike(Reading::Digits, "x".into(), "x".into()));
        assert!(!alike(Reading::Digits, true.into(), true.into()));
        assert!(!alike(Reading::Exact, Value::Blank, Value::Blank));
    }
}
