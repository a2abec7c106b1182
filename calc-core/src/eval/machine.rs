//! Runs the ops of one formula over a stack of operands.
//!
//! The machine reads the grid and writes nothing: where a result lands is the session's business.

use std::sync::Arc;

use crate::functions;
use crate::functions::args::{Context, Operand};
use crate::functions::{array, coerce, operators};
use crate::graph::FormulaIndex;
use crate::model::program::{Catch, Op, Program, RelativeArea, Shape};
use crate::number;
use crate::reference::{CellRef, RangeRef};
use crate::syntax::ast::BinaryOperator;
use crate::value::{Array, CellError, Matrix, Value};

/// Tells whether cells that are about to be read are up to date.
pub trait Freshness {
    /// A formula in the range whose value is not up to date, or `None` if all can be read.
    fn stale(&self, range: RangeRef) -> Option<FormulaIndex>;
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
struct Frame {
    /// The op at which they are joined.
    end: usize,
    /// The condition, or the guarded value.
    subject: Arc<Array>,
}

/// The stacks of a machine, kept between formulas so that nothing is allocated anew.
#[derive(Debug, Default)]
pub struct Stacks {
    operands: Vec<Operand>,
    frames: Vec<Frame>,
    variables: Vec<Operand>,
}

/// Runs a shape for one cell.
pub fn run<F: Freshness>(
    program: &Program,
    shape: &Shape,
    context: &Context<'_>,
    stacks: &mut Stacks,
    fresh: &F,
) -> Result<Operand, Needs> {
    stacks.operands.clear();
    stacks.frames.clear();
    stacks.variables.clear();
    stacks.variables.resize(shape.variables as usize, Operand::Missing);
    let mut machine = Machine { program, context, stacks, fresh };
    let mut at = shape.start as usize;
    while at < shape.end as usize {
        let Some(op) = program.ops.get(at) else { break };
        at = machine.step(*op, at)?;
    }
    Ok(machine.pop())
}

struct Machine<'a, F> {
    program: &'a Program,
    context: &'a Context<'a>,
    stacks: &'a mut Stacks,
    fresh: &'a F,
}

impl<F: Freshness> Machine<'_, F> {
    fn pop(&mut self) -> Operand {
        self.stacks.operands.pop().unwrap_or_default()
    }

    fn push(&mut self, operand: Operand) {
        self.stacks.operands.push(operand);
    }

    fn push_error(&mut self, error: CellError) {
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
            Op::Meet(area) => match self.area(area).map(|range| meet(range, self.context.place)) {
                Some(Some(cell)) => self.read_cell(RangeRef::cell(cell))?,
                Some(None) => self.push_error(CellError::Value),
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
                self.push(operators::unary(operator, &operand, self.context));
            }
            Op::Binary(operator) => {
                let right = self.pop();
                let left = self.pop();
                self.push(operators::binary(operator, &left, &right, self.context));
            }
            Op::Snap(operator) => self.snap(operator),
            Op::Join(operator) => self.join(operator)?,
            Op::Call { function, arguments } => {
                let from = self.stacks.operands.len().saturating_sub(arguments as usize);
                let given = self.stacks.operands.get(from..).unwrap_or(&[]);
                let result = functions::invoke(functions::spec(function), given, self.context);
                self.stacks.operands.truncate(from);
                if let Operand::Range(range) = result {
                    self.push_range(range)?;
                } else {
                    self.push(result);
                }
            }
            Op::Blocks(layout) => self.blocks(layout),
            Op::If { otherwise } => return Ok(self.branch(otherwise as usize, at)),
            Op::Else { end } => {
                let end = end as usize;
                let joins = self.stacks.frames.last().is_some_and(|frame| frame.end == end);
                return Ok(if joins { at + 1 } else { end });
            }
            Op::EndIf => self.join_branches(at),
            Op::Guard { catch, end } => return Ok(self.guard(catch, end as usize, at)),
            Op::EndGuard => self.join_guard(at),
            Op::Store(slot) => {
                let operand = self.pop();
                if let Some(variable) = self.stacks.variables.get_mut(slot as usize) {
                    *variable = operand;
                }
            }
            Op::Load(slot) => {
                let operand = self.stacks.variables.get(slot as usize).cloned().unwrap_or_default();
                self.push(operand);
            }
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
        if let Some(needed) = self.fresh.stale(range) {
            return Err(Needs(needed));
        }
        self.push(Operand::Range(range));
        Ok(())
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
        match meet(range, self.context.place) {
            Some(cell) => self.read_cell(RangeRef::cell(cell)),
            None => {
                self.push_error(CellError::Value);
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
        self.push(snapped.unwrap_or(result));
    }

    fn join(&mut self, operator: BinaryOperator) -> Result<(), Needs> {
        let right = self.pop();
        let left = self.pop();
        let (Some(left), Some(right)) = (areas_of(&left), areas_of(&right)) else {
            let error = [&left, &right].into_iter().find_map(|operand| match operand {
                Operand::Value(value) => value.error(),
                _ => None,
            });
            self.push_error(error.unwrap_or(CellError::Value));
            return Ok(());
        };
        let joined: Vec<RangeRef> = match operator {
            BinaryOperator::Union => left.into_iter().chain(right).collect(),
            BinaryOperator::Intersection => {
                left.iter().flat_map(|a| right.iter().filter_map(|b| a.intersection(b))).collect()
            }
            _ => left.into_iter().chain(right).reduce(hull).into_iter().collect(),
        };
        match joined.as_slice() {
            [] => self.push_error(CellError::Null),
            [range] => return self.push_range(*range),
            _ => self.push(Operand::Union(joined.into())),
        }
        Ok(())
    }

    fn blocks(&mut self, layout: u32) {
        let layout = self.program.layouts.get(layout as usize).map_or(&[][..], |rows| rows.as_slice());
        let count: u32 = layout.iter().sum();
        let from = self.stacks.operands.len().saturating_sub(count as usize);
        let mut operands = self.stacks.operands.split_off(from).into_iter();
        let rows = layout.iter().map(|count| operands.by_ref().take(*count as usize).collect()).collect();
        let result = array::blocks(rows, self.context);
        self.push(result);
    }

    /// Decides an `IF`. An error in the condition is the result.
    fn branch(&mut self, otherwise: usize, at: usize) -> usize {
        let end = match self.program.ops.get(otherwise.wrapping_sub(1)) {
            Some(Op::Else { end }) => *end as usize,
            _ => otherwise,
        };
        let condition = self.pop();
        if let Some(array) = self.as_array(&condition) {
            self.stacks.frames.push(Frame { end, subject: array });
            return at + 1;
        }
        let value = self.single(&condition);
        match coerce::to_bool(&value, self.context) {
            Ok(true) => at + 1,
            Ok(false) => otherwise,
            Err(error) => {
                self.push_error(error);
                end + 1
            }
        }
    }

    fn join_branches(&mut self, at: usize) {
        if self.stacks.frames.last().is_none_or(|frame| frame.end != at) {
            return;
        }
        let Some(frame) = self.stacks.frames.pop() else { return };
        let otherwise = self.pop();
        let then = self.pop();
        let result = self.choose(&frame.subject, &then, &otherwise, |value, context| coerce::to_bool(value, context));
        self.push(result);
    }

    fn guard(&mut self, catch: Catch, end: usize, at: usize) -> usize {
        let Some(top) = self.stacks.operands.last() else { return at + 1 };
        let caught = |error: CellError| catch == Catch::Any || error == CellError::Na;
        match top {
            Operand::Value(Value::Error(error)) if caught(*error) => {
                self.pop();
                at + 1
            }
            Operand::Array(_) | Operand::Range(_) => {
                let top = top.clone();
                let failing = match self.as_array(&top) {
                    Some(array) if array.values().iter().any(|v| v.error().is_some_and(caught)) => Some(array),
                    Some(_) => None,
                    None => {
                        let single = self.single(&top);
                        if single.error().is_some_and(caught) {
                            self.pop();
                            return at + 1;
                        }
                        None
                    }
                };
                match failing {
                    Some(array) => {
                        self.pop();
                        self.stacks.frames.push(Frame { end, subject: array });
                        at + 1
                    }
                    None => end + 1,
                }
            }
            _ => end + 1,
        }
    }

    fn join_guard(&mut self, at: usize) {
        if self.stacks.frames.last().is_none_or(|frame| frame.end != at) {
            return;
        }
        let Some(frame) = self.stacks.frames.pop() else { return };
        let fallback = self.pop();
        let guarded = Operand::Array(frame.subject.clone());
        let result = self.choose(&frame.subject, &guarded, &fallback, |value, _| Ok(value.error().is_none()));
        self.push(result);
    }

    /// Takes each element from `then` or `otherwise`, as the subject says.
    fn choose(
        &self,
        subject: &Array,
        then: &Operand,
        otherwise: &Operand,
        holds: impl Fn(&Value, &Context<'_>) -> Result<bool, CellError>,
    ) -> Operand {
        let (then, otherwise) = (self.view(then), self.view(otherwise));
        let rows = subject.rows().max(then.rows()).max(otherwise.rows());
        let columns = subject.columns().max(then.columns()).max(otherwise.columns());
        if self.context.budget.spend(u64::from(rows) * u64::from(columns)).is_err() {
            return CellError::Limit.into();
        }
        let chosen = Array::from_fn(rows, columns, |row, column| {
            match spread(&Matrix::Array(subject), row, column) {
                None => Value::Error(CellError::Na),
                Some(value) => match holds(value, self.context) {
                    Err(error) => Value::Error(error),
                    Ok(holds) => {
                        let branch = if holds { &then } else { &otherwise };
                        spread(branch, row, column).cloned().unwrap_or(Value::Error(CellError::Na))
                    }
                },
            }
        });
        chosen.map_or(Operand::Missing, Operand::from)
    }

    fn view<'o>(&'o self, operand: &'o Operand) -> Matrix<'o> {
        match operand {
            Operand::Missing => Matrix::One(&crate::value::BLANK),
            Operand::Value(value) => Matrix::One(value),
            Operand::Array(array) => Matrix::Array(array),
            Operand::Range(range) => Matrix::Area(self.context.grid.area(*range)),
            Operand::Union(areas) => match areas.first() {
                Some(range) => Matrix::Area(self.context.grid.area(*range)),
                None => Matrix::One(&crate::value::BLANK),
            },
        }
    }

    /// An array, or a range of several cells as an array; `None` for one value.
    fn as_array(&self, operand: &Operand) -> Option<Arc<Array>> {
        match operand {
            Operand::Array(array) if array.values().len() > 1 => Some(array.clone()),
            Operand::Range(range) if !range.is_cell() => {
                let area = self.context.grid.area(*range);
                let cells = u64::from(area.rows()) * u64::from(area.columns());
                if self.context.budget.spend(cells).is_err() {
                    return None;
                }
                Array::from_fn(area.rows(), area.columns(), |row, column| area.value(row, column).clone()).map(Arc::new)
            }
            _ => None,
        }
    }

    fn single(&self, operand: &Operand) -> Value {
        self.view(operand).value(0, 0).clone()
    }
}

/// The element that stands for a row and column when a block is combined with larger ones: a single row or column repeats.
fn spread<'a>(matrix: &Matrix<'a>, row: u32, column: u32) -> Option<&'a Value> {
    let row = if matrix.rows() == 1 { 0 } else { row };
    let column = if matrix.columns() == 1 { 0 } else { column };
    (row < matrix.rows() && column < matrix.columns()).then(|| matrix.value(row, column))
}

fn areas_of(operand: &Operand) -> Option<Vec<RangeRef>> {
    match operand {
        Operand::Range(range) => Some(vec![*range]),
        Operand::Union(areas) => Some(areas.to_vec()),
        _ => None,
    }
}

/// The smallest range that covers both; on two sheets the first stays.
fn hull(a: RangeRef, b: RangeRef) -> RangeRef {
    if a.sheet != b.sheet {
        return a;
    }
    RangeRef {
        sheet: a.sheet,
        top: a.top.min(b.top),
        left: a.left.min(b.left),
        bottom: a.bottom.max(b.bottom),
        right: a.right.max(b.right),
    }
}

/// Implicit intersection: the one cell of a range that stands for it at a place.
pub fn meet(range: RangeRef, place: CellRef) -> Option<CellRef> {
    if range.is_cell() {
        return Some(range.first());
    }
    let in_rows = (range.top..=range.bottom).contains(&place.row);
    let in_columns = (range.left..=range.right).contains(&place.column);
    let one_row = range.top == range.bottom;
    let one_column = range.left == range.right;
    let (row, column) = match (one_row, one_column) {
        (true, _) if in_columns => (range.top, place.column),
        (_, true) if in_rows => (place.row, range.left),
        (false, false) if in_rows && in_columns && range.sheet != place.sheet => (place.row, place.column),
        _ => return None,
    };
    Some(CellRef { sheet: range.sheet, row, column })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::SheetId;

    fn place(row: u32, column: u32) -> CellRef {
        CellRef { sheet: SheetId(0), row, column }
    }

    fn range(top: u32, left: u32, bottom: u32, right: u32) -> RangeRef {
        RangeRef { sheet: SheetId(0), top, left, bottom, right }
    }

    #[test]
    fn a_column_meets_a_row_only_where_it_has_that_row() {
        assert_eq!(meet(range(3, 11, 24, 11), place(10, 27)), Some(place(10, 11)));
        assert_eq!(meet(range(3, 11, 24, 11), place(63, 27)), None);
        assert_eq!(meet(range(3, 0, 3, 9), place(63, 5)), Some(place(3, 5)));
        assert_eq!(meet(range(3, 0, 4, 9), place(3, 12)), None);
    }
}
