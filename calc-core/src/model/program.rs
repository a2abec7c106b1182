//! The flat program: what formulas become.
//!
//! Filled-down formulas share one [`Shape`]: one stretch of [`Op`]s over a stack of operands, with references in relative form. A
//! formula cell is then its place and its shape, nothing more.

use crate::functions::FunctionId;
use crate::functions::args::Operand;
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, RangeRef, SheetId};
use crate::syntax::ast::{BinaryOperator, UnaryOperator};
use crate::value::CellError;

/// One step of a program. Jumps name the op that runs next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    /// Pushes a constant of the program.
    Constant(u32),
    /// Pushes a missing argument.
    Missing,
    /// Pushes the value of the one cell of an area.
    Cell(u32),
    /// Pushes an area as a range whose cells are going to be read.
    Range(u32),
    /// Pushes an area as a range whose cells are not read, or not yet: where `OFFSET` starts from, a corner of `A1:INDEX(…)`.
    Place(u32),
    /// Pushes the areas of a list of the program, as `Place` does: a reference over several sheets.
    Span(u32),
    /// The cells on top, which only the run has found, are going to be read.
    Read,
    /// Turns the reference to an anchor on top into one to the cells that it fills: `A1#`.
    Spilled,
    /// Pushes the value of the cell where an area meets the formula's row or column.
    Meet(u32),
    /// Makes the top one value: a range is intersected with the formula's row or column, an array stays.
    Intersect,
    /// Makes the top one value: as `Intersect`, and an array gives its first element.
    First,
    /// Applies a prefix or postfix operator to the top.
    Unary(UnaryOperator),
    /// Applies an operator to the two on top.
    Binary(BinaryOperator),
    /// As `Binary`, for the last `+` or `-` of a formula in Excel: a near-zero result is 0.
    Snap(BinaryOperator),
    /// Joins two references: `:`, a space or `,`.
    Join(BinaryOperator),
    /// Calls a function with the arguments on top.
    Call {
        /// Which.
        function: FunctionId,
        /// How many arguments.
        arguments: u8,
    },
    /// Builds `{…}` from the operands on top; a list of the program says how many each row has.
    Blocks(u32),
    /// Takes the condition off. True goes on; false goes on at `otherwise`; an array goes on and remembers.
    If {
        /// The first op of the other branch; the op before it is its `Else`.
        otherwise: u32,
    },
    /// Ends the first branch: on to `end`, unless the condition was an array.
    Else {
        /// The `EndIf`.
        end: u32,
    },
    /// Ends an `If`: joins both branches where the condition was an array.
    EndIf,
    /// Goes on at `end` unless the top is an error that the guard catches; takes that off.
    Guard {
        /// Which errors.
        catch: Catch,
        /// The `EndGuard`.
        end: u32,
    },
    /// Ends a guard: joins value and fallback where the value was an array.
    EndGuard,
    /// Moves the top into a variable.
    Store(u16),
    /// Pushes a variable.
    Load(u16),
    /// Pushes a LAMBDA of the program, with the variables that its body sees.
    Lambda(u32),
    /// Pushes a function by its name, as a LAMBDA: the `SUM` of `BYROW(A1:B9,SUM)`.
    Function(FunctionId),
    /// Goes on at `to`: past the body of a LAMBDA, which runs only when it is called.
    Skip {
        /// The op after the body.
        to: u32,
    },
    /// Calls the LAMBDA that stands below so many arguments.
    Apply {
        /// How many arguments.
        arguments: u8,
    },
    /// Calls a function that calls its last argument, a LAMBDA, again and again: MAP, REDUCE.
    Iterate {
        /// Which.
        function: FunctionId,
        /// How many arguments.
        arguments: u8,
    },
}

/// Which errors a guard replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Catch {
    /// All but `#LIMIT!`: IFERROR.
    Any,
    /// `#N/A`: IFNA.
    Na,
}

impl Catch {
    /// Whether an error is replaced.
    pub fn catches(self, error: CellError) -> bool {
        match self {
            // What was too large to compute is not known: a fallback in its place would be a wrong number that looks right.
            Catch::Any => error != CellError::Limit,
            Catch::Na => error == CellError::Na,
        }
    }
}

/// A function that a formula makes. Its body has variables of its own: first those that it sees of what surrounds it, then its
/// parameters, then those of its LETs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lambda {
    /// The first op of the body.
    pub start: u32,
    /// One past the last op.
    pub end: u32,
    /// How many variables the body needs.
    pub variables: u16,
    /// How many arguments it takes at most.
    pub parameters: u8,
    /// How many of them have to be given.
    pub required: u8,
    /// Index of the list of the program that names the variables around it that it sees.
    pub captures: u32,
}

/// A row or column of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// That row or column.
    Absolute(u32),
    /// So many after the formula's own.
    Relative(i32),
    /// So many after the formula's own, and past the edge of the sheet on from its start: how defined names count.
    Wrapping(u32),
}

impl Bound {
    fn resolve(self, own: u32, limit: u32) -> Option<u32> {
        let index = match self {
            Bound::Absolute(index) => index,
            Bound::Relative(offset) => own.checked_add_signed(offset)?,
            Bound::Wrapping(offset) => own.checked_add(offset)? % limit,
        };
        (index < limit).then_some(index)
    }
}

/// A reference in relative form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RelativeArea {
    /// The sheet.
    pub sheet: SheetId,
    /// The first row.
    pub top: Bound,
    /// The first column.
    pub left: Bound,
    /// The last row.
    pub bottom: Bound,
    /// The last column.
    pub right: Bound,
}

impl RelativeArea {
    /// The cell meant from a formula's place, of an area that is one; `None` if it lies off the sheet.
    pub fn cell(&self, place: CellRef) -> Option<CellRef> {
        let row = self.top.resolve(place.row, MAX_ROWS)?;
        let column = self.left.resolve(place.column, MAX_COLUMNS)?;
        Some(CellRef { sheet: self.sheet, row, column })
    }

    /// The cells meant from a formula's place; `None` if they lie off the sheet.
    pub fn resolve(&self, place: CellRef) -> Option<RangeRef> {
        let top = self.top.resolve(place.row, MAX_ROWS)?;
        let bottom = self.bottom.resolve(place.row, MAX_ROWS)?;
        let left = self.left.resolve(place.column, MAX_COLUMNS)?;
        let right = self.right.resolve(place.column, MAX_COLUMNS)?;
        Some(RangeRef {
            sheet: self.sheet,
            top: top.min(bottom),
            left: left.min(right),
            bottom: top.max(bottom),
            right: left.max(right),
        })
    }
}

/// What happens with a formula's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Landing {
    /// One value.
    Single,
    /// As far as it reaches.
    Spill,
    /// Into a fixed area of so many rows and columns.
    Fixed {
        /// Rows.
        rows: u32,
        /// Columns.
        columns: u32,
    },
}

/// A formula in relative form: the same for all cells it was filled into.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The first op.
    pub start: u32,
    /// One past the last op.
    pub end: u32,
    /// The first of its static precedents in the program's `reads`.
    pub reads_start: u32,
    /// One past the last of them.
    pub reads_end: u32,
    /// How many variables it needs.
    pub variables: u16,
    /// What happens with its result.
    pub landing: Landing,
    /// Whether its value may change though nothing it reads does.
    pub volatile: bool,
    /// Whether what it reads is known only when it runs.
    pub dynamic: bool,
    /// Whether it is a subtotal, which other subtotals leave out.
    pub subtotal: bool,
}

/// A formula of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormulaCell {
    /// Where it stands.
    pub cell: CellRef,
    /// The index of its shape.
    pub shape: u32,
}

/// All shapes with what they refer to.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The ops of all shapes.
    pub ops: Vec<Op>,
    /// The shapes.
    pub shapes: Vec<Shape>,
    /// Areas, by index in ops.
    pub areas: Vec<RelativeArea>,
    /// Indices of areas that shapes read, shape by shape.
    pub reads: Vec<u32>,
    /// Constants, by index in ops.
    pub constants: Vec<Operand>,
    /// For each `Blocks`, how many operands each row has; for each `Span`, its areas; for each `Lambda`, the variables that it sees.
    pub lists: Vec<Vec<u32>>,
    /// The LAMBDAs of all formulas.
    pub lambdas: Vec<Lambda>,
}

impl Program {
    /// The shape with that index.
    pub fn shape(&self, index: u32) -> Option<&Shape> {
        self.shapes.get(index as usize)
    }

    /// The areas that a shape reads, whatever branch it takes.
    pub fn reads(&self, shape: &Shape) -> impl Iterator<Item = &RelativeArea> {
        self.read_areas(shape).iter().filter_map(|area| self.areas.get(*area as usize))
    }

    /// The indices of the areas that a shape reads, whatever branch it takes.
    pub fn read_areas(&self, shape: &Shape) -> &[u32] {
        self.reads.get(shape.reads_start as usize..shape.reads_end as usize).unwrap_or(&[])
    }
}
