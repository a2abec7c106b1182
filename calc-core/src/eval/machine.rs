//! Runs the ops of one formula over a stack of operands.
//!
//! The machine reads the grid and writes nothing: where a result lands is the session's business.

use std::sync::Arc;

use super::calls::Activation;
use crate::functions;
use crate::functions::args::{Callee, Context, Operand};
use crate::functions::{array, operators};
use crate::graph::FormulaIndex;
use crate::model::program::{Catch, Op, Program, RelativeArea, Shape};
use crate::number;
use crate::reference::{CellRef, RangeRef};
use crate::syntax::ast::BinaryOperator;
use crate::value::{Array, CellError, Value};

/// Looks on while a formula runs, and tells whether cells that are about to be read are up to date.
pub trait Freshness {
    /// A formula in the range whose value is not up to date, or `None` if all can be read.
    fn stale(&self, range: RangeRef) -> Option<FormulaIndex>;

    /// An `IF` was decided by one value.
    fn decided(&self, _condition: &Value, _held: bool) {}

    /// An `IFERROR` or `IFNA` replaces an error.
    fn replaced(&self, _error: CellError) {}
}

/// Everything is up to date: the order of the walk saw to it.
pub struct Fresh;

impl Freshness for Fresh {
    fn stale(&self, _: RangeRef) -> Option<FormulaIndex> {
        None
    }
}

/// Why a formula did not run to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs(pub FormulaIndex);

/// An `IF` or a guard whose value was an array: both branches run, then they are joined.
#[derive(Debug)]
pub(super) struct Frame {
    /// The op at which they are joined.
    pub(super) end: usize,
    /// The condition, or the guarded value.
    pub(super) subject: Arc<Array>,
    /// Which of a guarded value's errors make room for the fallback.
    pub(super) catch: Catch,
}

/// The stacks of a machine, kept between formulas so that nothing is allocated anew.
#[derive(Debug, Default)]
pub struct Stacks {
    pub(super) operands: Vec<Operand>,
    pub(super) frames: Vec<Frame>,
    pub(super) variables: Vec<Operand>,
    pub(super) activations: Vec<Activation>,
}

/// Elements that the arrays of one formula may have together at any time: 64 MB.
const MOST_HELD: usize = 4 << 20;

/// Arrays of no more elements are not counted.
const SMALL: usize = 1_024;

/// Runs a shape for one cell. `spill_of` tells which cells the formula in a cell fills.
pub fn run<F: Freshness>(
    program: &Program,
    shape: &Shape,
    context: &Context<'_>,
    stacks: &mut Stacks,
    fresh: &F,
    spill_of: &dyn Fn(CellRef) -> Option<RangeRef>,
) -> Result<Operand, Needs> {
    begin(shape, context, stacks);
    go_on(program, shape, context, stacks, fresh, spill_of, Start { at: shape.start as usize, made: None })
}

/// Gets the stacks ready for a shape, and pays for its ops.
pub(super) fn begin(shape: &Shape, context: &Context<'_>, stacks: &mut Stacks) {
    stacks.operands.clear();
    stacks.frames.clear();
    stacks.variables.clear();
    stacks.activations.clear();
    if shape.variables > 0 {
        stacks.variables.resize(shape.variables as usize, Operand::Missing);
    }
    // Where the budget ends, the recalculation ends: what this formula comes to is of no interest.
    let _ = context.budget.spend(shape.end.saturating_sub(shape.start).into());
}

/// Where the machine begins in a shape, with the operands that are on the stack.
pub(super) struct Start {
    /// The first op.
    pub(super) at: usize,
    /// What the op before it made, if it is not yet on the stack.
    pub(super) made: Option<Operand>,
}

/// Runs a shape for one cell from one of its ops to the end.
pub(super) fn go_on<F: Freshness>(
    program: &Program,
    shape: &Shape,
    context: &Context<'_>,
    stacks: &mut Stacks,
    fresh: &F,
    spill_of: &dyn Fn(CellRef) -> Option<RangeRef>,
    start: Start,
) -> Result<Operand, Needs> {
    let end = shape.end as usize;
    let mut machine = Machine { program, context, stacks, fresh, spill_of, end, variables: 0, joins: 0 };
    if let Some(made) = start.made {
        machine.push_made(made);
    }
    let mut at = start.at;
    loop {
        while at < machine.end {
            let Some(op) = program.ops.get(at) else { break };
            at = machine.step(*op, at)?;
        }
        match machine.leave() {
            Some(next) => at = next,
            None => return Ok(machine.pop()),
        }
    }
}

pub(super) struct Machine<'a, F> {
    pub(super) program: &'a Program,
    pub(super) context: &'a Context<'a>,
    pub(super) stacks: &'a mut Stacks,
    pub(super) fresh: &'a F,
    spill_of: &'a dyn Fn(CellRef) -> Option<RangeRef>,
    /// One past the last op of what runs: the formula, or the body of a LAMBDA.
    pub(super) end: usize,
    /// Where its variables begin.
    pub(super) variables: usize,
    /// The frames below are not its own.
    pub(super) joins: usize,
}

impl<F: Freshness> Machine<'_, F> {
    pub(super) fn pop(&mut self) -> Operand {
        self.stacks.operands.pop().unwrap_or_default()
    }

    pub(super) fn push(&mut self, operand: Operand) {
        self.stacks.operands.push(operand);
    }

    /// Pushes what an operator or a function made, unless the formula would hold too many elements at once.
    pub(super) fn push_made(&mut self, operand: Operand) {
        let held = |operand: &Operand| if let Operand::Array(array) = operand { array.values().len() } else { 0 };
        let elements = held(&operand);
        if elements > SMALL {
            let stacks = &self.stacks;
            let on_stacks: usize = stacks.operands.iter().chain(&stacks.variables).map(held).sum();
            let in_frames: usize = stacks.frames.iter().map(|frame| frame.subject.values().len()).sum();
            if elements.saturating_add(on_stacks).saturating_add(in_frames) > MOST_HELD {
                return self.push_error(CellError::Limit);
            }
        }
        self.push(operand);
    }

    pub(super) fn push_error(&mut self, error: CellError) {
        self.push(Operand::Value(Value::Error(error)));
    }

    /// Does one op and says which one is next.
    fn step(&mut self, op: Op, at: usize) -> Result<usize, Needs> {
        match op {
            Op::Constant(index) => {
                let operand = self.program.constants.get(index as usize).cloned().unwrap_or_default();
                self.push(operand);
            }
            Op::Missing => self.push(Operand::Missing),
            Op::Cell(area) => match self.area(area) {
                Some(range) => self.read_cell(range)?,
                None => self.push_error(CellError::Ref),
            },
            Op::Range(area) => match self.area(area) {
                Some(range) => self.push_range(range)?,
                None => self.push_error(CellError::Ref),
            },
            Op::Place(area) => match self.area(area) {
                Some(range) => self.push(Operand::Range(range)),
                None => self.push_error(CellError::Ref),
            },
            Op::Span(list) => self.span(list),
            Op::Read => self.read()?,
            Op::Spilled => self.spilled()?,
            Op::Meet(area) => match self.area(area) {
                Some(range) => self.meet(range)?,
                None => self.push_error(CellError::Ref),
            },
            Op::Intersect => self.intersect()?,
            Op::First => {
                self.intersect()?;
                if let Some(Operand::Array(array)) = self.stacks.operands.last() {
                    let first = array.value(0, 0).clone();
                    self.pop();
                    self.push(Operand::Value(first));
                }
            }
            Op::Unary(operator) => {
                let operand = self.pop();
                self.push_made(operators::unary(operator, &operand, self.context));
            }
            Op::Binary(operator) => {
                let right = self.pop();
                let left = self.pop();
                self.push_made(operators::binary(operator, &left, &right, self.context));
            }
            Op::Snap(operator) => self.snap(operator),
            Op::Join(operator) => self.join(operator),
            Op::Call { function, arguments } => {
                let from = self.stacks.operands.len().saturating_sub(arguments as usize);
                let given = self.stacks.operands.get(from..).unwrap_or(&[]);
                let result = functions::invoke(functions::spec(function), given, self.context);
                self.stacks.operands.truncate(from);
                self.push_made(result);
            }
            Op::Blocks(list) => self.blocks(list),
            Op::If { otherwise } => return Ok(self.branch(otherwise as usize, at)),
            Op::Else { end } => {
                let end = end as usize;
                let joins = self.joins_at(end);
                return Ok(if joins { at + 1 } else { end });
            }
            Op::EndIf => self.join_branches(at),
            Op::Guard { catch, end } => return Ok(self.guard(catch, end as usize, at)),
            Op::EndGuard => self.join_guard(at),
            Op::Store(slot) => {
                let operand = self.pop();
                if let Some(variable) = self.stacks.variables.get_mut(self.variables + slot as usize) {
                    *variable = operand;
                }
            }
            Op::Load(slot) => {
                let operand = self.stacks.variables.get(self.variables + slot as usize).cloned().unwrap_or_default();
                self.push(operand);
            }
            Op::Lambda(index) => self.close(index),
            Op::Function(function) => self.push(Operand::Lambda(Callee::Function(function))),
            Op::Skip { to } => return Ok(to as usize),
            Op::Apply { arguments } => return Ok(self.apply(arguments.into(), at + 1)),
            Op::Iterate { function, arguments } => return Ok(self.iterate(function, arguments.into(), at + 1)),
        }
        Ok(at + 1)
    }

    fn area(&self, area: u32) -> Option<RangeRef> {
        self.program.areas.get(area as usize).and_then(|area: &RelativeArea| area.resolve(self.context.place))
    }

    fn read_cell(&mut self, range: RangeRef) -> Result<(), Needs> {
        if let Some(needed) = self.fresh.stale(range) {
            return Err(Needs(needed));
        }
        let cell = range.first();
        let value = self.context.grid.value(cell.sheet, cell.row, cell.column).clone();
        self.push(Operand::Value(value));
        Ok(())
    }

    fn push_range(&mut self, range: RangeRef) -> Result<(), Needs> {
        self.push(Operand::Range(range));
        self.read()
    }

    /// Sees to it that the cells on top are up to date.
    fn read(&self) -> Result<(), Needs> {
        let areas = match self.stacks.operands.last() {
            Some(Operand::Range(range)) => std::slice::from_ref(range),
            Some(Operand::Union(areas)) => areas,
            _ => &[],
        };
        match areas.iter().find_map(|area| self.fresh.stale(*area)) {
            Some(needed) => Err(Needs(needed)),
            None => Ok(()),
        }
    }

    fn intersect(&mut self) -> Result<(), Needs> {
        let range = match self.stacks.operands.last() {
            Some(Operand::Range(range)) => *range,
            Some(Operand::Union(_)) => {
                self.pop();
                self.push_error(CellError::Value);
                return Ok(());
            }
            _ => return Ok(()),
        };
        self.pop();
        self.meet(range)
    }

    /// Pushes the value of the cell where a range meets the formula's row or column.
    fn meet(&mut self, range: RangeRef) -> Result<(), Needs> {
        match functions::intersect(range, self.context.place) {
            Operand::Range(cell) => self.read_cell(cell),
            error => {
                self.push(error);
                Ok(())
            }
        }
    }

    fn snap(&mut self, operator: BinaryOperator) {
        let right = self.pop();
        let left = self.pop();
        let result = operators::binary(operator, &left, &right, self.context);
        let snapped = match (&left, &right, &result) {
            (
                Operand::Value(Value::Number(left)),
                Operand::Value(Value::Number(right)),
                Operand::Value(Value::Number(result)),
            ) => Some(Operand::Value(Value::Number(number::snap(*left, *right, *result)))),
            _ => None,
        };
        self.push_made(snapped.unwrap_or(result));
    }

    fn join(&mut self, operator: BinaryOperator) {
        let right = self.pop();
        let left = self.pop();
        let joined = operators::join(operator, &left, &right);
        if let Operand::Union(areas) = &joined {
            // A long chain of unions copies what it has at every link.
            let _ = self.context.budget.spend(areas.len() as u64);
        }
        self.push(joined);
    }

    pub(super) fn list(&self, list: u32) -> &[u32] {
        self.program.lists.get(list as usize).map_or(&[], Vec::as_slice)
    }

    /// Pushes all areas of a list; one that lies off its sheet is an error.
    fn span(&mut self, list: u32) {
        let areas: Option<Vec<RangeRef>> = self.list(list).iter().map(|area| self.area(*area)).collect();
        match areas {
            Some(areas) => {
                let _ = self.context.budget.spend(areas.len() as u64);
                self.push(Operand::Union(areas.into()));
            }
            None => self.push_error(CellError::Ref),
        }
    }

    /// Turns the reference to an anchor on top into one to the cells that it fills.
    fn spilled(&mut self) -> Result<(), Needs> {
        self.read()?;
        let anchor = match self.pop() {
            Operand::Range(range) if range.is_cell() => (self.spill_of)(range.first()),
            Operand::Value(Value::Error(error)) => {
                self.push_error(error);
                return Ok(());
            }
            _ => None,
        };
        match anchor {
            Some(area) => self.push(Operand::Range(area)),
            None => self.push_error(CellError::Ref),
        }
        Ok(())
    }

    fn blocks(&mut self, list: u32) {
        let layout = self.list(list).to_vec();
        let count = layout.iter().fold(0_usize, |sum, count| sum.saturating_add(*count as usize));
        let from = self.stacks.operands.len().saturating_sub(count);
        let mut operands = self.stacks.operands.split_off(from).into_iter();
        let rows: Vec<Vec<Operand>> =
            layout.iter().map(|count| operands.by_ref().take(*count as usize).collect()).collect();
        self.push_made(array::blocks(&rows, self.context));
    }
}
