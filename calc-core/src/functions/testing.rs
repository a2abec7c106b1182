//! A place for kernels to run in tests.

use std::sync::Arc;

use super::args::{Budget, Context, NoFormulas, Operand};
use super::draws::Draws;
use super::indexes::SharedIndexes;
use crate::dialect::{DateSystem, Dialect};
use crate::reference::{CellRef, SheetId};
use crate::value::{Array, Grid, Value};

/// One blank sheet, `Sheet1`, and a formula in row 1001 of column `ZZ`.
pub struct Bench {
    grid: Grid,
    names: Vec<String>,
    dialect: Dialect,
}

impl Bench {
    pub fn new(dialect: Dialect) -> Bench {
        Bench { grid: Grid::new(1), names: vec!["Sheet1".to_string()], dialect }
    }

    pub fn run<T>(&self, run: impl FnOnce(&Context<'_>) -> T) -> T {
        let budget = Budget::new(10_000_000);
        let place = CellRef { sheet: SheetId(0), row: 1_000, column: 701 };
        run(&Context {
            grid: &self.grid,
            formulas: &NoFormulas,
            sheet_names: &self.names,
            dialect: self.dialect,
            date_system: DateSystem::Y1900,
            now: 45_500.25,
            timed: None,
            draws: Draws::new(1, place),
            place,
            budget: &budget,
            indexes: &SharedIndexes::default(),
        })
    }
}

/// An array from its rows.
pub fn array<T: Into<Value> + Clone>(rows: &[&[T]]) -> Operand {
    let values = rows.iter().flat_map(|row| row.iter().cloned().map(Into::into)).collect();
    Operand::Array(Arc::new(Array::new(rows.len() as u32, rows[0].len() as u32, values).unwrap()))
}
