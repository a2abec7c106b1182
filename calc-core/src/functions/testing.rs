//! A place for kernels to run in tests.

use std::sync::Arc;

use super::args::{Budget, Context, Operand};
use super::{find, invoke, spec};
use crate::dialect::{DateSystem, Dialect};
use crate::reference::{CellRef, RangeRef, SheetId, parse_a1};
use crate::value::{Array, Grid, Value};

/// One blank sheet, `Sheet1`, and a formula in row 1001 of column `ZZ`.
pub struct Bench {
    /// The cells.
    pub grid: Grid,
    names: Vec<String>,
    dialect: Dialect,
}

impl Bench {
    pub fn new(dialect: Dialect) -> Bench {
        Bench { grid: Grid::new(1), names: vec!["Sheet1".to_string()], dialect }
    }

    /// Puts a value into a cell.
    pub fn set(&mut self, cell: &str, value: impl Into<Value>) -> &mut Bench {
        let (row, column) = parse_a1(cell).unwrap();
        self.grid.replace(SheetId(0), row, column, value.into());
        self
    }

    pub fn run<T>(&self, run: impl FnOnce(&Context<'_>) -> T) -> T {
        let budget = Budget::new(10_000_000);
        run(&Context {
            grid: &self.grid,
            sheet_names: &self.names,
            dialect: self.dialect,
            date_system: DateSystem::Y1900,
            now: 45_500.25,
            seed: 1,
            place: CellRef { sheet: SheetId(0), row: 1_000, column: 701 },
            budget: &budget,
        })
    }

    /// Calls a function by its name.
    pub fn call(&self, name: &str, arguments: &[Operand]) -> Operand {
        self.run(|context| invoke(spec(find(name).unwrap()), arguments, context))
    }

    /// Calls a function by its name for its top left value.
    pub fn value(&self, name: &str, arguments: &[Operand]) -> Value {
        let result = self.call(name, arguments);
        self.run(|context| super::invoke::first_value(&result, context))
    }
}

/// A range of the bench's sheet: `A1:B2`.
pub fn range(text: &str) -> Operand {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let ((top, left), (bottom, right)) = (parse_a1(first).unwrap(), parse_a1(last).unwrap());
    Operand::Range(RangeRef { sheet: SheetId(0), top, left, bottom, right })
}

/// An array from its rows.
pub fn array<T: Into<Value> + Clone>(rows: &[&[T]]) -> Operand {
    let values = rows.iter().flat_map(|row| row.iter().cloned().map(Into::into)).collect();
    Operand::Array(Arc::new(Array::new(rows.len() as u32, rows[0].len() as u32, values).unwrap()))
}
