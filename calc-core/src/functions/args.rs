//! What a kernel is handed: arguments already evaluated, intersected and made to fit their parameters.

use std::cell::Cell;
use std::sync::Arc;

use super::draws::Draws;
use super::indexes::SharedIndexes;
use super::library::FunctionId;
use super::table::FunctionSpec;
use crate::calendar::Calendar;
use crate::dialect::{DateSystem, Dialect};
use crate::reference::{CellRef, RangeRef, SheetId};
use crate::value::{Array, BLANK, CellError, Grid, Matrix, Value};

/// An argument, or a kernel's result.
#[derive(Clone, Debug, Default)]
pub enum Operand {
    /// The argument is not there: `f(1,,2)`. Reads as blank.
    #[default]
    Missing,
    /// One value.
    Value(Value),
    /// A block of values.
    Array(Arc<Array>),
    /// Cells.
    Range(RangeRef),
    /// Several areas: `(A1:A3,C1)`.
    Union(Arc<[RangeRef]>),
    /// A function, which is no value.
    Lambda(Callee),
}

/// What can be called with arguments.
#[derive(Clone, Debug)]
pub enum Callee {
    /// A LAMBDA of the formula.
    Body {
        /// Which one of the program.
        index: u32,
        /// The values of what it sees around it.
        captured: Arc<[Operand]>,
    },
    /// A function of the library.
    Function(FunctionId),
}

impl Callee {
    /// What a LAMBDA comes to where a value is wanted: nobody called it.
    pub fn uncalled(dialect: Dialect) -> CellError {
        match dialect {
            Dialect::Excel => CellError::Calc,
            Dialect::Sheets => CellError::Na,
        }
    }
}

impl<T: Into<Value>> From<T> for Operand {
    fn from(value: T) -> Operand {
        Operand::Value(value.into())
    }
}

impl From<Array> for Operand {
    fn from(array: Array) -> Operand {
        Operand::Array(Arc::new(array))
    }
}

/// A LAMBDA where a block of values is wanted.
pub(crate) static UNCALLED: Value = Value::Error(CellError::Calc);

/// What a kernel returns: a value, or the error that stopped it.
pub type Outcome = Result<Operand, CellError>;

/// How much a recalculation may do before it is stopped. Counted in elements touched; shared by all kernels of one run.
///
/// Beside steps, the bytes of text that formulas make are counted: a few steps can make a long text.
#[derive(Debug)]
pub struct Budget {
    left: Cell<u64>,
    text: Cell<u64>,
}

/// Bytes of text that one recalculation may make.
const MOST_TEXT: u64 = 64 << 20;

/// The most elements that one array may have: those of two full columns, 32 MB.
pub const MOST_ELEMENTS: u64 = 2 << 20;

impl Budget {
    /// A budget of so many steps.
    pub fn new(steps: u64) -> Budget {
        Budget { left: Cell::new(steps), text: Cell::new(MOST_TEXT) }
    }

    /// Takes steps off; `#LIMIT!` when there are not enough, and from then on for every later call.
    pub fn spend(&self, steps: u64) -> Result<(), CellError> {
        match self.left.get().checked_sub(steps) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => {
                self.left.set(0);
                Err(CellError::Limit)
            }
        }
    }

    /// Takes the elements of an array off before it is made; `#LIMIT!` if they are too many for one array or for what is left.
    pub fn spend_array(&self, rows: u64, columns: u64) -> Result<(), CellError> {
        match rows.checked_mul(columns) {
            Some(count) if count <= MOST_ELEMENTS => self.spend(count),
            _ => Err(CellError::Limit),
        }
    }

    /// Takes the bytes of a text that was made off; `#LIMIT!` when there are not enough, and the steps are used up with them.
    pub fn spend_text(&self, bytes: usize) -> Result<(), CellError> {
        match self.text.get().checked_sub(bytes as u64) {
            Some(left) => {
                self.text.set(left);
                Ok(())
            }
            None => self.spend(u64::MAX),
        }
    }

    /// The steps that are left.
    pub fn left(&self) -> u64 {
        self.left.get()
    }
}

/// What a workbook knows of its formulas and rows beside their values.
pub trait Formulas: std::fmt::Debug {
    /// Whether a formula stands in the cell, and nothing was put in its place.
    fn is_formula(&self, cell: CellRef) -> bool;

    /// The formula in the cell with its `=`.
    fn text(&self, cell: CellRef) -> Option<String>;

    /// Whether the formula in the cell is a subtotal.
    fn is_subtotal(&self, cell: CellRef) -> bool;

    /// Whether the row is not shown, for whatever reason.
    fn is_hidden(&self, sheet: SheetId, row: u32) -> bool;

    /// Whether a filter leaves the row out.
    fn is_filtered(&self, sheet: SheetId, row: u32) -> bool;
}

/// A place without formulas, whose rows are all shown.
#[derive(Debug)]
pub struct NoFormulas;

impl Formulas for NoFormulas {
    fn is_formula(&self, _: CellRef) -> bool {
        false
    }

    fn text(&self, _: CellRef) -> Option<String> {
        None
    }

    fn is_subtotal(&self, _: CellRef) -> bool {
        false
    }

    fn is_hidden(&self, _: SheetId, _: u32) -> bool {
        false
    }

    fn is_filtered(&self, _: SheetId, _: u32) -> bool {
        false
    }
}

/// What the host hands in and what does not change during one recalculation.
#[derive(Debug)]
pub struct Context<'a> {
    /// All cells.
    pub grid: &'a Grid,
    /// The formulas in them.
    pub formulas: &'a dyn Formulas,
    /// The names of the sheets, by `SheetId`.
    pub sheet_names: &'a [String],
    /// Whose semantics.
    pub dialect: Dialect,
    /// How serial dates count.
    pub date_system: DateSystem,
    /// The time now as a serial number in local time, for TODAY and NOW.
    pub now: f64,
    /// Where it is noted that a result hangs on the time, if somebody wants to know.
    pub timed: Option<&'a Cell<bool>>,
    /// The random numbers of this run.
    pub draws: Draws,
    /// The cell that the formula stands in.
    pub place: CellRef,
    /// What may still be spent.
    pub budget: &'a Budget,
    /// What is remembered of columns that are searched again and again.
    pub indexes: &'a SharedIndexes,
}

impl Context<'_> {
    /// Notes that the result hangs on the time.
    pub fn note_time(&self) {
        if let Some(timed) = self.timed {
            timed.set(true);
        }
    }

    /// How serial numbers and dates belong together here.
    pub fn calendar(&self) -> Calendar {
        Calendar::new(self.date_system, self.dialect)
    }
}

/// One call of a kernel.
#[derive(Debug)]
pub struct Call<'a> {
    /// The function.
    pub spec: &'static FunctionSpec,
    /// The arguments as given, fitted to their parameters.
    pub arguments: &'a [Operand],
    /// What surrounds the call.
    pub context: &'a Context<'a>,
}

impl<'a> Call<'a> {
    /// How many arguments were given, missing ones included.
    pub fn len(&self) -> usize {
        self.arguments.len()
    }

    /// Whether there is no argument.
    pub fn is_empty(&self) -> bool {
        self.arguments.is_empty()
    }

    /// Whether the argument was given and is not missing: not left out, not `f(1,,2)`.
    pub fn has(&self, index: usize) -> bool {
        !matches!(self.arguments.get(index), None | Some(Operand::Missing))
    }

    /// The argument of a `Number` or `Integer` parameter; 0 if missing.
    pub fn number(&self, index: usize) -> f64 {
        self.number_or(index, 0.0)
    }

    /// The argument of a `Number` or `Integer` parameter, or `default` if it was left out or is missing.
    pub fn number_or(&self, index: usize, default: f64) -> f64 {
        match self.value(index) {
            Value::Number(number) => *number,
            Value::Bool(logical) => f64::from(*logical),
            _ if self.has(index) => 0.0,
            _ => default,
        }
    }

    /// The argument of an `Integer` parameter, or `default` if it was left out or is missing; saturates.
    pub fn integer_or(&self, index: usize, default: i64) -> i64 {
        if self.has(index) { self.number(index) as i64 } else { default }
    }

    /// The argument of a `Number` or `Integer` parameter, or `default` if it was left out; a missing one is 0, as in `LEFT(x,)`.
    pub fn number_default(&self, index: usize, default: f64) -> f64 {
        if index < self.len() { self.number(index) } else { default }
    }

    /// The argument of an `Integer` parameter, or `default` if it was left out; a missing one is 0. Saturates.
    pub fn integer_default(&self, index: usize, default: i64) -> i64 {
        if index < self.len() { self.number(index) as i64 } else { default }
    }

    /// The argument of an `Integer` parameter; 0 if missing. Saturates.
    pub fn integer(&self, index: usize) -> i64 {
        self.number(index) as i64
    }

    /// The argument of a `Text` parameter; `""` if missing.
    pub fn text(&self, index: usize) -> &'a str {
        match self.value(index) {
            Value::Text(text) => text.as_str(),
            _ => "",
        }
    }

    /// The argument of a `Bool` parameter, or `default` if it was left out or is missing.
    pub fn bool_or(&self, index: usize, default: bool) -> bool {
        match self.value(index) {
            Value::Bool(logical) => *logical,
            _ if self.has(index) => false,
            _ => default,
        }
    }

    /// The argument of a `Bool` parameter, or `default` if it was left out; a missing one is FALSE, as in `VLOOKUP(x,y,2,)`.
    pub fn bool_default(&self, index: usize, default: bool) -> bool {
        if index < self.len() { self.bool_or(index, false) } else { default }
    }

    /// The argument of a `Scalar` or `Any` parameter; blank if missing.
    pub fn value(&self, index: usize) -> &'a Value {
        match self.arguments.get(index) {
            Some(Operand::Value(value)) => value,
            _ => &BLANK,
        }
    }

    /// The argument as a block of values, whatever it is made of; a union shows its first area.
    pub fn matrix(&self, index: usize) -> Matrix<'a> {
        match self.arguments.get(index) {
            None | Some(Operand::Missing) => Matrix::One(&BLANK),
            Some(Operand::Value(value)) => Matrix::One(value),
            Some(Operand::Array(array)) => Matrix::Array(array),
            Some(Operand::Range(range)) => Matrix::Area(self.context.grid.area(*range)),
            Some(Operand::Union(areas)) => match areas.first() {
                Some(range) => Matrix::Area(self.context.grid.area(*range)),
                None => Matrix::One(&BLANK),
            },
            Some(Operand::Lambda(_)) => Matrix::One(&UNCALLED),
        }
    }

    /// All blocks of an argument: one for each area of a union, otherwise one.
    pub fn matrices(&self, index: usize) -> impl Iterator<Item = Matrix<'a>> + use<'a> {
        let context = self.context;
        let (areas, one): (&'a [RangeRef], _) = match self.arguments.get(index) {
            Some(Operand::Union(areas)) => (areas, None),
            _ => (&[], Some(self.matrix(index))),
        };
        areas.iter().map(move |range| Matrix::Area(context.grid.area(*range))).chain(one)
    }

    /// The cells of a `Reference` parameter; `None` if it is something else.
    pub fn reference(&self, index: usize) -> Option<RangeRef> {
        match self.arguments.get(index) {
            Some(Operand::Range(range)) => Some(*range),
            Some(Operand::Union(areas)) => areas.first().copied(),
            _ => None,
        }
    }

    /// Whether the argument is a range of cells rather than a value or an array: aggregates skip texts and logicals in those.
    pub fn is_range(&self, index: usize) -> bool {
        matches!(self.arguments.get(index), Some(Operand::Range(_) | Operand::Union(_)))
    }

    /// Takes steps off the budget; `#LIMIT!` when it is used up.
    pub fn spend(&self, steps: u64) -> Result<(), CellError> {
        self.context.budget.spend(steps)
    }
}
