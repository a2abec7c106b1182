//! Formulas that make a number of numbers: `=B7*0.5+C7`, `=SUM(A$1:A7)`.
//!
//! Most cells of a price list are of this kind, and for them a stack of operands that may be anything is most of the cost. Their shapes
//! are translated once a session into steps over a stack of doubles. As soon as something comes up that is no number where one is
//! read, or no finite number where one is made, the machine runs the formula as it would have: what is an error, a text or a blank
//! is said in one place only.

use super::places::{Place, Places};
use crate::functions::args::Budget;
use crate::functions::indexes::Indexes;
use crate::functions::{find, table::FunctionSpec};
use crate::graph::FormulaIndex;
use crate::model::program::{Landing, Op, Program, RelativeArea, Shape};
use crate::model::{Model, searched_areas};
use crate::number;
use crate::reference::{CellRef, RangeRef};
use crate::syntax::ast::{BinaryOperator, UnaryOperator};
use crate::value::{Grid, Value};

/// Doubles that a formula may hold at a time; a formula that needs more is none of the quick.
const DEPTH: usize = 8;

#[derive(Clone, Copy, Debug)]
enum Step {
    Number(f64),
    Cell(Place),
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Percent,
    SnapAdd,
    SnapSubtract,
    /// The sum of an area of the program, if it is kept.
    Sum(RelativeArea),
}

/// The quick shapes of a model.
#[derive(Debug, Default)]
pub struct Quick {
    steps: Vec<Step>,
    /// The steps of each shape; none for those that are not quick.
    shapes: Vec<(u32, u32)>,
    /// Whether each shape has ranges that it only searches.
    searching: Vec<bool>,
    /// The places of the program's areas.
    pub places: Places,
}

impl Quick {
    /// Translates the shapes of a model.
    pub fn new(model: &Model) -> Quick {
        let mut quick = Quick { places: Places::new(model.program()), ..Quick::default() };
        let sum = find("SUM").map(crate::functions::spec);
        for shape in &model.program().shapes {
            let start = quick.steps.len();
            if quick.translate(model.program(), shape, sum).is_none() {
                quick.steps.truncate(start);
            }
            quick.shapes.push((start as u32, quick.steps.len() as u32));
            quick.searching.push(!searched_areas(model.program(), shape).is_empty());
        }
        quick
    }

    fn translate(&mut self, program: &Program, shape: &Shape, sum: Option<&'static FunctionSpec>) -> Option<()> {
        if shape.landing != Landing::Single || shape.volatile || shape.dynamic {
            return None;
        }
        let ops = program.ops.get(shape.start as usize..shape.end as usize)?;
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(op) = ops.get(at) {
            let step = match (*op, ops.get(at + 1)) {
                (Op::Range(area), Some(Op::Call { function, arguments: 1 }))
                    if sum.is_some_and(|sum| std::ptr::eq(sum, crate::functions::spec(*function))) =>
                {
                    at += 1;
                    Step::Sum(*program.areas.get(area as usize)?)
                }
                (op, _) => step(op, program)?,
            };
            let (taken, made) = step.arity();
            depth = depth.checked_sub(taken)? + made;
            if depth > DEPTH {
                return None;
            }
            self.steps.push(step);
            at += 1;
        }
        // A formula that only shows another cell, or a constant, shows whatever that is.
        let ends_in_arithmetic = self.steps.last().is_some_and(|step| !matches!(step, Step::Number(_) | Step::Cell(_)));
        (depth == 1 && ends_in_arithmetic).then_some(())
    }

    /// Whether a formula has ranges that it only searches.
    pub fn searches(&self, model: &Model, formula: FormulaIndex) -> bool {
        let shape = model.formulas().get(formula as usize).map(|formula| formula.shape);
        shape.and_then(|shape| self.searching.get(shape as usize)).is_some_and(|searching| *searching)
    }

    /// What a shape comes to in a cell; `None` if the machine has to run it.
    pub fn run(&self, shape: u32, place: CellRef, grid: &Grid, indexes: &mut Indexes, budget: &Budget) -> Option<f64> {
        let (start, end) = *self.shapes.get(shape as usize)?;
        let steps = self.steps.get(start as usize..end as usize)?;
        if steps.is_empty() {
            return None;
        }
        let mut stack = [0.0; DEPTH];
        let mut depth = 0_usize;
        for step in steps {
            let made = match step {
                Step::Number(number) => *number,
                Step::Cell(of) => {
                    let cell = of.cell(place)?;
                    match grid.value(cell.sheet, cell.row, cell.column) {
                        Value::Number(number) => *number,
                        _ => return None,
                    }
                }
                Step::Sum(area) => {
                    let range: RangeRef = area.resolve(place)?;
                    indexes.kept_sum(range, grid, budget)?.ok()?.sum
                }
                Step::Negate => {
                    depth = depth.checked_sub(1)?;
                    0.0 - *stack.get(depth)?
                }
                Step::Percent => {
                    depth = depth.checked_sub(1)?;
                    *stack.get(depth)? / 100.0
                }
                binary => {
                    depth = depth.checked_sub(2)?;
                    let (left, right) = (*stack.get(depth)?, *stack.get(depth + 1)?);
                    match binary {
                        Step::Add => left + right,
                        Step::Subtract => left - right,
                        Step::Multiply => left * right,
                        Step::SnapAdd => number::snap(left, right, left + right),
                        Step::SnapSubtract => number::snap(left, right, left - right),
                        _ if right == 0.0 => return None,
                        _ => left / right,
                    }
                }
            };
            if !made.is_finite() {
                return None;
            }
            *stack.get_mut(depth)? = made;
            depth += 1;
        }
        budget.spend(u64::from(end - start)).ok()?;
        stack.first().copied()
    }
}

impl Step {
    /// How many doubles it takes and makes.
    fn arity(self) -> (usize, usize) {
        match self {
            Step::Number(_) | Step::Cell(_) | Step::Sum(_) => (0, 1),
            Step::Negate | Step::Percent => (1, 1),
            Step::Add | Step::Subtract | Step::Multiply | Step::Divide | Step::SnapAdd | Step::SnapSubtract => (2, 1),
        }
    }
}

fn step(op: Op, program: &Program) -> Option<Step> {
    Some(match op {
        Op::Constant(index) => match program.constants.get(index as usize)? {
            crate::functions::args::Operand::Value(Value::Number(number)) => Step::Number(*number),
            _ => return None,
        },
        Op::Cell(area) => Step::Cell(Place::of(program.areas.get(area as usize)?)?),
        Op::Unary(UnaryOperator::Minus) => Step::Negate,
        Op::Unary(UnaryOperator::Percent) => Step::Percent,
        Op::Binary(operator) => match operator {
            BinaryOperator::Add => Step::Add,
            BinaryOperator::Subtract => Step::Subtract,
            BinaryOperator::Multiply => Step::Multiply,
            BinaryOperator::Divide => Step::Divide,
            _ => return None,
        },
        Op::Snap(BinaryOperator::Add) => Step::SnapAdd,
        Op::Snap(BinaryOperator::Subtract) => Step::SnapSubtract,
        _ => return None,
    })
}
