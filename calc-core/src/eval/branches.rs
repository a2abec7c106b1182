//! Branches: one is taken where one value decides, both run and are joined where an array does.

use std::sync::Arc;

use super::machine::{Frame, Freshness, Machine};
use crate::functions::args::{Context, Operand, UNCALLED};
use crate::functions::coerce;
use crate::model::program::{Catch, Op};
use crate::value::{Array, CellError, Matrix, Value};

impl<F: Freshness> Machine<'_, F> {
    /// Decides an `IF`. An error in the condition is the result.
    pub(super) fn branch(&mut self, otherwise: usize, at: usize) -> usize {
        let end = match self.program.ops.get(otherwise.wrapping_sub(1)) {
            Some(Op::Else { end }) => *end as usize,
            _ => otherwise,
        };
        let condition = self.pop();
        let decided = match self.block(&condition) {
            Ok(Some(array)) => {
                self.stacks.frames.push(Frame { end, subject: array, catch: Catch::Any });
                return at + 1;
            }
            Ok(None) => {
                let value = self.single(&condition);
                coerce::to_bool(&value, self.context).inspect(|held| self.fresh.decided(&value, *held))
            }
            Err(error) => Err(error),
        };
        match decided {
            Ok(true) => at + 1,
            Ok(false) => otherwise,
            Err(error) => {
                self.push_error(error);
                end + 1
            }
        }
    }

    /// Whether both branches of the If or guard that ends here ran. Frames of what called the running body are not looked at: it may
    /// be the same body.
    pub(super) fn joins_at(&self, at: usize) -> bool {
        let own = self.stacks.frames.get(self.joins..).unwrap_or(&[]);
        own.last().is_some_and(|frame| frame.end == at)
    }

    pub(super) fn join_branches(&mut self, at: usize) {
        if !self.joins_at(at) {
            return;
        }
        let Some(frame) = self.stacks.frames.pop() else { return };
        let otherwise = self.pop();
        let then = self.pop();
        let result = self.choose(&frame.subject, &then, &otherwise, coerce::to_bool);
        self.push_made(result);
    }

    /// Goes on with the fallback if the top is an error that the guard catches, or has one among its elements.
    pub(super) fn guard(&mut self, catch: Catch, end: usize, at: usize) -> usize {
        let caught = |error: CellError| catch.catches(error);
        let mut subject = self.pop();
        match self.block(&subject) {
            Ok(Some(array)) => {
                if array.values().iter().any(|value| value.error().is_some_and(caught)) {
                    self.stacks.frames.push(Frame { end, subject: array, catch });
                    return at + 1;
                }
                self.push(subject);
                return end + 1;
            }
            Ok(None) => {}
            Err(error) => subject = error.into(),
        }
        if let Some(error) = self.single(&subject).error().filter(|error| caught(*error)) {
            self.fresh.replaced(error);
            return at + 1;
        }
        self.push(subject);
        end + 1
    }

    pub(super) fn join_guard(&mut self, at: usize) {
        if !self.joins_at(at) {
            return;
        }
        let Some(frame) = self.stacks.frames.pop() else { return };
        let fallback = self.pop();
        let guarded = Operand::Array(frame.subject.clone());
        let result = self.choose(&frame.subject, &guarded, &fallback, |value, _| {
            Ok(!value.error().is_some_and(|error| frame.catch.catches(error)))
        });
        self.push_made(result);
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
        if let Err(error) = self.context.budget.spend_array(rows.into(), columns.into()) {
            return error.into();
        }
        let chosen = Array::from_fn(rows, columns, |row, column| match spread(&Matrix::Array(subject), row, column) {
            None => Value::Error(CellError::Na),
            Some(value) => match holds(value, self.context) {
                Err(error) => Value::Error(error),
                Ok(holds) => {
                    let branch = if holds { &then } else { &otherwise };
                    spread(branch, row, column).cloned().unwrap_or(Value::Error(CellError::Na))
                }
            },
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
            Operand::Lambda(_) => Matrix::One(&UNCALLED),
        }
    }

    /// An array, or a range of several cells as an array; `None` for one value, an error if the range is too large.
    fn block(&self, operand: &Operand) -> Result<Option<Arc<Array>>, CellError> {
        match operand {
            Operand::Array(array) if array.values().len() > 1 => Ok(Some(array.clone())),
            Operand::Range(range) if !range.is_cell() => {
                let area = self.context.grid.area(*range);
                self.context.budget.spend_array(area.rows().into(), area.columns().into())?;
                let array = Array::from_fn(area.rows(), area.columns(), |row, column| area.value(row, column).clone());
                Ok(array.map(Arc::new))
            }
            _ => Ok(None),
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
