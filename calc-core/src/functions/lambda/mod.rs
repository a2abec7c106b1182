//! Functions that call a LAMBDA again and again: MAP, REDUCE, SCAN, BYROW, BYCOL, MAKEARRAY.
//!
//! A kernel cannot run a formula's ops, so these do not call: they say which arguments come next and take the result, until there
//! are no more calls. The machine, or [`run`] for a function of the library, does the calling in between.

mod along;
mod fold;
mod make;
mod map;
mod pivot;

use super::args::{Call, Callee, Context, Operand};
use super::invoke::invoke;
use super::library::spec;
use super::table::Kind::Any;
use super::table::{Category, FunctionSpec, required};
use crate::dialect::Dialect;
use crate::reference::RangeRef;
use crate::value::{Array, CellError, Matrix, Value};

pub use along::FUNCTIONS as ALONG;
pub use fold::FUNCTIONS as FOLD;
pub use make::FUNCTIONS as MAKE;
pub use map::FUNCTIONS as MAP;
pub use pivot::FUNCTIONS as PIVOT;

/// The rows of this file.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "ISOMITTED",
    Category::Logical,
    &[required("argument", Any)],
    |call| Ok((!call.has(0)).into()),
    "Whether a LAMBDA was called without the argument.",
)];

/// Calls still to be made, and what came of those that were.
pub trait Iteration: std::fmt::Debug {
    /// The arguments of the next call; `None` when all calls were made.
    fn next(&mut self, context: &Context<'_>) -> Option<Vec<Operand>>;

    /// How many of the last arguments are left out where the callee takes fewer.
    fn spare(&self) -> usize {
        0
    }

    /// Takes what the last call came to.
    ///
    /// An error ends the iteration and is its result.
    fn take(&mut self, result: Operand, context: &Context<'_>) -> Result<(), CellError>;

    /// What all calls come to.
    fn finish(self: Box<Self>, context: &Context<'_>) -> Operand;
}

/// Sets up the calls of a function; in place of the LAMBDA, nothing is among the arguments given.
pub type Start = fn(&Call<'_>) -> Result<Box<dyn Iteration>, CellError>;

/// Runs an iteration whose calls go to a function of the library.
pub fn run(mut iteration: Box<dyn Iteration>, function: super::FunctionId, context: &Context<'_>) -> Operand {
    while let Some(mut arguments) = iteration.next(context) {
        let fewest = arguments.len().saturating_sub(iteration.spare());
        arguments.truncate(fewest.max(spec(function).min_arguments()));
        if let Err(error) = context.budget.spend(1) {
            return error.into();
        }
        if let Err(error) = iteration.take(invoke(spec(function), &arguments, context), context) {
            return error.into();
        }
    }
    iteration.finish(context)
}

/// What a wrong number of arguments comes to, which in Sheets is the same as everywhere.
pub fn wrong_count(dialect: Dialect) -> CellError {
    if dialect.wrong_argument_count_is_na() { CellError::Na } else { CellError::Value }
}

/// The one value that a call has to come to: neither Excel nor Sheets puts arrays into arrays.
fn one_value(result: Operand, context: &Context<'_>) -> Value {
    let nested = match context.dialect {
        Dialect::Excel => CellError::Calc,
        Dialect::Sheets => CellError::Value,
    };
    match result {
        Operand::Missing => Value::Blank,
        Operand::Value(value) => value,
        Operand::Array(array) if array.values().len() == 1 => array.value(0, 0).clone(),
        Operand::Range(range) if range.is_cell() => context.grid.value(range.sheet, range.top, range.left).clone(),
        Operand::Lambda(_) => Callee::uncalled(context.dialect).into(),
        Operand::Array(_) | Operand::Range(_) | Operand::Union(_) => nested.into(),
    }
}

/// A block whose elements, rows or columns become arguments. Those of a range stay references: `MAP(A1:A9,LAMBDA(x,ROW(x)))`.
#[derive(Debug)]
struct Source {
    block: Operand,
    rows: u32,
    columns: u32,
}

impl Source {
    fn new(call: &Call<'_>, index: usize) -> Result<Source, CellError> {
        let matrix = call.matrix(index);
        let (rows, columns) = super::array::extent(&matrix);
        call.context.budget.spend_array(rows.into(), columns.into())?;
        let block = match call.arguments.get(index) {
            Some(Operand::Union(areas)) => areas.first().map_or(Operand::Missing, |first| Operand::Range(*first)),
            other => other.cloned().unwrap_or_default(),
        };
        Ok(Source { block, rows, columns })
    }

    /// The part of so many rows and columns from a place on; `#N/A` past the end.
    fn part(&self, row: u32, column: u32, rows: u32, columns: u32) -> Operand {
        if row >= self.rows || column >= self.columns {
            return CellError::Na.into();
        }
        match &self.block {
            Operand::Range(range) => {
                let (top, left) = (range.top + row, range.left + column);
                Operand::Range(RangeRef {
                    sheet: range.sheet,
                    top,
                    left,
                    bottom: top + (rows - 1),
                    right: left + (columns - 1),
                })
            }
            Operand::Array(array) if rows == 1 && columns == 1 => Operand::Value(array.value(row, column).clone()),
            Operand::Array(array) => {
                let part = Array::from_fn(rows, columns, |down, right| array.value(row + down, column + right).clone());
                part.map_or(Operand::Missing, Operand::from)
            }
            one => one.clone(),
        }
    }
}

/// A block of results that is filled row by row.
#[derive(Debug)]
struct Results {
    rows: u32,
    columns: u32,
    values: Vec<Value>,
}

impl Results {
    fn new(rows: u32, columns: u32, context: &Context<'_>) -> Result<Results, CellError> {
        context.budget.spend_array(rows.into(), columns.into())?;
        Ok(Results { rows, columns, values: Vec::new() })
    }

    /// The place of the next result; `None` when all are there.
    fn place(&self) -> Option<(u32, u32)> {
        let at = self.values.len() as u64;
        let columns = u64::from(self.columns);
        let row = at.checked_div(columns)?;
        (row < u64::from(self.rows)).then_some((row as u32, (at % columns) as u32))
    }

    fn finish(self, dialect: Dialect) -> Operand {
        let error = if dialect == Dialect::Sheets { CellError::Na } else { CellError::Calc };
        Array::new(self.rows, self.columns, self.values).map_or(error.into(), Operand::from)
    }
}

/// A single error in place of a block is the result.
fn refuse_error(call: &Call<'_>, index: usize) -> Result<(), CellError> {
    match call.matrix(index) {
        Matrix::One(Value::Error(error)) => Err(*error),
        _ => Ok(()),
    }
}
