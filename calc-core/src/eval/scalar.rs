//! Runs the ops of one formula as long as every operand is one value.
//!
//! Most formulas never hold anything else, and what they read stands somewhere already: in a cell, or among the constants. Such a value
//! is borrowed where it stands; only what an op makes is put on the stack of the machine. As soon as something else comes up - an array,
//! a variable, a LAMBDA - the machine goes on from that op with the operands as they are, so nothing runs twice and every rule beyond
//! single values is the machine's.

use super::machine::{self, Fresh, Stacks, Start};
use super::places::Places;
use crate::functions;
use crate::functions::args::{Context, Operand};
use crate::functions::compare::equal_texts;
use crate::functions::{coerce, operators};
use crate::model::program::{Catch, Op, Program, Shape};
use crate::number;
use crate::reference::{CellRef, RangeRef};
use crate::syntax::ast::{BinaryOperator, UnaryOperator};
use crate::value::{BLANK, CellError, Value};

/// Operands that a formula may hold at a time; one that needs more is the machine's.
const DEPTH: usize = 12;

static TRUE: Value = Value::Bool(true);
static FALSE: Value = Value::Bool(false);
static REF: Value = Value::Error(CellError::Ref);
static NO_VALUE: Value = Value::Error(CellError::Value);

/// An operand.
#[derive(Clone, Copy)]
enum Slot<'a> {
    Missing,
    Number(f64),
    Value(&'a Value),
    /// An area of the program, as a range.
    Area(u32),
    /// Stands on the machine's stack: for the topmost slot of this kind the topmost operand.
    Made,
}

/// What an operand is. Kinds and contents stand apart: a slot that is written in two parts and then read as a whole would stall.
#[derive(Clone, Copy)]
enum Content {
    Missing,
    Number,
    Value,
    Area,
    Made,
}

/// What a formula came to.
pub enum Outcome<'a> {
    /// A number.
    Number(f64),
    /// A value that stands somewhere.
    Value(&'a Value),
    /// Anything else.
    Operand(Operand),
}

/// Why the machine has to go on.
enum Stop {
    /// It has to do this op.
    Op,
    /// The op is done, and has made what the slots cannot hold; that stands in `left`.
    Left,
}

/// The next op, or why that is the machine's business.
type Next = Result<usize, Stop>;

/// Runs a shape for one cell whose precedents are up to date.
pub fn run<'a>(
    program: &'a Program,
    places: &'a Places,
    shape: &Shape,
    context: &'a Context<'a>,
    stacks: &mut Stacks,
    spill_of: &dyn Fn(CellRef) -> Option<RangeRef>,
) -> Outcome<'a> {
    machine::begin(shape, context, stacks);
    let (mut at, end) = (shape.start as usize, shape.end as usize);
    let ops = program.ops.get(..end).unwrap_or(&[]);
    let made = &mut stacks.operands;
    let left = Operand::Missing;
    let mut slots = Slots {
        contents: [Content::Missing; DEPTH],
        numbers: [0.0; DEPTH],
        values: [&BLANK; DEPTH],
        areas: [0; DEPTH],
        depth: 0,
        program,
        places,
        context,
        made,
        left,
    };
    while let Some(op) = ops.get(at) {
        let stop = match slots.step(*op, at) {
            Ok(next) => {
                at = next;
                continue;
            }
            Err(stop) => stop,
        };
        let start = match stop {
            Stop::Op => Start { at, made: None },
            Stop::Left => Start { at: at + 1, made: Some(std::mem::take(&mut slots.left)) },
        };
        slots.give_back();
        let result = machine::go_on(program, shape, context, stacks, &Fresh, spill_of, start);
        return Outcome::Operand(result.unwrap_or_default());
    }
    match slots.pop() {
        Slot::Missing => Outcome::Value(&BLANK),
        Slot::Number(number) => Outcome::Number(number),
        Slot::Value(value) => Outcome::Value(value),
        slot => Outcome::Operand(slots.operand(slot)),
    }
}

struct Slots<'a, 's> {
    contents: [Content; DEPTH],
    numbers: [f64; DEPTH],
    values: [&'a Value; DEPTH],
    areas: [u32; DEPTH],
    depth: usize,
    program: &'a Program,
    places: &'a Places,
    context: &'a Context<'a>,
    made: &'s mut Vec<Operand>,
    /// What was made last, if the slots could not hold it.
    left: Operand,
}

impl<'a> Slots<'a, '_> {
    /// The slot at a place; missing where there is none.
    #[inline(always)]
    fn slot(&self, at: usize) -> Slot<'a> {
        match self.contents.get(at) {
            Some(Content::Number) => self.numbers.get(at).map_or(Slot::Missing, |number| Slot::Number(*number)),
            Some(Content::Value) => self.values.get(at).map_or(Slot::Missing, |value| Slot::Value(value)),
            Some(Content::Area) => self.areas.get(at).map_or(Slot::Missing, |area| Slot::Area(*area)),
            Some(Content::Made) => Slot::Made,
            Some(Content::Missing) | None => Slot::Missing,
        }
    }

    #[inline(always)]
    fn pop(&mut self) -> Slot<'a> {
        self.depth = self.depth.saturating_sub(1);
        self.slot(self.depth)
    }

    /// The slot so many below the top.
    #[inline(always)]
    fn peek(&self, below: usize) -> Slot<'a> {
        self.slot(self.depth.wrapping_sub(below + 1))
    }

    /// Puts a slot on top and goes on behind the op.
    #[inline(always)]
    fn push(&mut self, slot: Slot<'a>, at: usize) -> Next {
        let depth = self.depth;
        let (Some(content), Some(number), Some(value), Some(area)) = (
            self.contents.get_mut(depth),
            self.numbers.get_mut(depth),
            self.values.get_mut(depth),
            self.areas.get_mut(depth),
        ) else {
            return self.leave(slot);
        };
        *content = match slot {
            Slot::Missing => Content::Missing,
            Slot::Number(is) => {
                *number = is;
                Content::Number
            }
            Slot::Value(is) => {
                *value = is;
                Content::Value
            }
            Slot::Area(is) => {
                *area = is;
                Content::Area
            }
            Slot::Made => Content::Made,
        };
        self.depth = depth + 1;
        Ok(at + 1)
    }

    /// The slots are full, or the program is broken.
    #[cold]
    fn leave(&mut self, slot: Slot<'a>) -> Next {
        self.left = self.operand(slot);
        Err(Stop::Left)
    }

    /// Puts a value that was made on top.
    fn push_made(&mut self, value: Value, at: usize) -> Next {
        match value {
            Value::Number(number) => self.push(Slot::Number(number), at),
            Value::Bool(held) => self.push_bool(held, at),
            Value::Blank => self.push(Slot::Value(&BLANK), at),
            value => {
                self.made.push(Operand::Value(value));
                self.push(Slot::Made, at)
            }
        }
    }

    #[inline(always)]
    fn push_bool(&mut self, held: bool, at: usize) -> Next {
        self.push(Slot::Value(if held { &TRUE } else { &FALSE }), at)
    }

    #[inline(always)]
    fn push_borrowed(&mut self, value: &'a Value, at: usize) -> Next {
        match value {
            Value::Number(number) => self.push(Slot::Number(*number), at),
            value => self.push(Slot::Value(value), at),
        }
    }

    /// A slot as an operand, if it is the topmost.
    fn operand(&mut self, slot: Slot<'a>) -> Operand {
        match slot {
            Slot::Made => self.made.pop().unwrap_or_default(),
            slot => borrowed(slot, self.program, self.context),
        }
    }

    /// Puts so many topmost slots behind what was made, in their order; returns where they begin there, and how many of what was made
    /// before is among them.
    fn lay_out(&mut self, count: usize) -> (usize, usize) {
        let from = self.depth.saturating_sub(count);
        let contents = self.contents.get(from..self.depth).unwrap_or(&[]);
        let taken = contents.iter().filter(|content| matches!(content, Content::Made)).count();
        let start = self.made.len();
        let mut next = start.saturating_sub(taken);
        for at in from..self.depth {
            let operand = match self.slot(at) {
                Slot::Made => {
                    next += 1;
                    self.made.get_mut(next - 1).map(std::mem::take).unwrap_or_default()
                }
                slot => borrowed(slot, self.program, self.context),
            };
            self.made.push(operand);
        }
        (start, taken)
    }

    /// Puts all slots on the machine's stack.
    fn give_back(&mut self) {
        let (start, _) = self.lay_out(self.depth);
        self.made.drain(..start);
        self.depth = 0;
    }

    /// The value of a slot, of which `made` is the operand if it was made; `None` if it is more than one value.
    fn single<'v>(slot: Slot<'v>, made: Option<&'v Operand>, number: &'v mut Value) -> Option<&'v Value> {
        match (slot, made) {
            (Slot::Number(is), _) => {
                *number = Value::Number(is);
                Some(number)
            }
            (Slot::Value(value), _) => Some(value),
            (Slot::Missing, _) => Some(&BLANK),
            (Slot::Made, Some(Operand::Value(value))) => Some(value),
            (Slot::Made | Slot::Area(_), _) => None,
        }
    }

    #[inline]
    fn step(&mut self, op: Op, at: usize) -> Next {
        match op {
            Op::Constant(index) => match self.program.constants.get(index as usize) {
                Some(Operand::Value(value)) => self.push_borrowed(value, at),
                _ => Err(Stop::Op),
            },
            Op::Missing => self.push(Slot::Missing, at),
            Op::Cell(area) => match self.places.cell(area, self.program, self.context.place) {
                Some(cell) => self.push_cell(cell, at),
                None => self.push(Slot::Value(&REF), at),
            },
            Op::Range(area) | Op::Place(area) => self.push(Slot::Area(area), at),
            Op::Meet(area) => self.meet(area, at),
            Op::Intersect | Op::First => match self.peek(0) {
                Slot::Missing | Slot::Number(_) | Slot::Value(_) => Ok(at + 1),
                Slot::Made if matches!(self.made.last(), Some(Operand::Value(_))) => Ok(at + 1),
                Slot::Made => Err(Stop::Op),
                Slot::Area(area) => {
                    self.depth = self.depth.saturating_sub(1);
                    self.meet(area, at)
                }
            },
            Op::Unary(operator) => self.unary(operator, at),
            Op::Binary(operator) => self.binary(operator, at),
            Op::Snap(operator) => match (self.peek(1), self.peek(0)) {
                (Slot::Number(left), Slot::Number(right)) => match arithmetic(operator, left, right) {
                    Some(result) => {
                        self.depth = self.depth.saturating_sub(2);
                        self.push(Slot::Number(number::snap(left, right, result)), at)
                    }
                    None => Err(Stop::Op),
                },
                _ => Err(Stop::Op),
            },
            Op::Call { function, arguments } => {
                let count = usize::from(arguments).min(self.depth);
                let (start, taken) = self.lay_out(count);
                let given = self.made.get(start..).unwrap_or(&[]);
                let result = functions::invoke(functions::spec(function), given, self.context);
                self.made.truncate(start.saturating_sub(taken));
                self.depth = self.depth.saturating_sub(count);
                match result {
                    Operand::Value(value) => self.push_made(value, at),
                    Operand::Missing => self.push(Slot::Missing, at),
                    Operand::Array(_) => {
                        self.left = result;
                        Err(Stop::Left)
                    }
                    result => {
                        self.made.push(result);
                        self.push(Slot::Made, at)
                    }
                }
            }
            Op::If { otherwise } => self.branch(otherwise as usize, at),
            // Nothing was joined, or the machine would have taken over.
            Op::Else { end } => Ok(end as usize + 1),
            Op::EndIf | Op::EndGuard => Ok(at + 1),
            Op::Guard { catch, end } => self.guard(catch, end as usize, at),
            Op::Span(_)
            | Op::Read
            | Op::Spilled
            | Op::Join(_)
            | Op::Blocks(_)
            | Op::Store(_)
            | Op::Load(_)
            | Op::Lambda(_)
            | Op::Function(_)
            | Op::Skip { .. }
            | Op::Apply { .. }
            | Op::Iterate { .. } => Err(Stop::Op),
        }
    }

    #[inline]
    fn push_cell(&mut self, cell: CellRef, at: usize) -> Next {
        let context: &'a Context<'a> = self.context;
        self.push_borrowed(context.grid.value(cell.sheet, cell.row, cell.column), at)
    }

    /// Pushes the value of the cell where a range meets the formula's row or column.
    fn meet(&mut self, area: u32, at: usize) -> Next {
        match range(area, self.program, self.context).map(|range| functions::intersect(range, self.context.place)) {
            Some(Operand::Range(cell)) => self.push_cell(cell.first(), at),
            Some(_) => self.push(Slot::Value(&NO_VALUE), at),
            None => self.push(Slot::Value(&REF), at),
        }
    }

    fn unary(&mut self, operator: UnaryOperator, at: usize) -> Next {
        match (operator, self.peek(0)) {
            (UnaryOperator::Plus, Slot::Area(_) | Slot::Made) => Err(Stop::Op),
            (UnaryOperator::Plus | UnaryOperator::Intersect | UnaryOperator::Spill, _) => Ok(at + 1),
            (UnaryOperator::Minus, Slot::Number(number)) => {
                self.depth = self.depth.saturating_sub(1);
                self.push(Slot::Number(0.0 - number), at)
            }
            (UnaryOperator::Percent, Slot::Number(number)) => {
                self.depth = self.depth.saturating_sub(1);
                self.push(Slot::Number(number / 100.0), at)
            }
            _ => Err(Stop::Op),
        }
    }

    fn binary(&mut self, operator: BinaryOperator, at: usize) -> Next {
        let (left, right) = (self.peek(1), self.peek(0));
        if let (Slot::Number(left), Slot::Number(right)) = (left, right)
            && let Some(result) = arithmetic(operator, left, right)
        {
            self.depth = self.depth.saturating_sub(2);
            return self.push(Slot::Number(result), at);
        }
        if let (Slot::Value(Value::Text(left)), Slot::Value(Value::Text(right))) = (left, right)
            && let Some(wanted) = operators::equality(operator)
        {
            self.depth = self.depth.saturating_sub(2);
            let held = equal_texts(left, right) == wanted;
            return self.push_bool(held, at);
        }
        if matches!(operator, BinaryOperator::Union | BinaryOperator::Intersection | BinaryOperator::Range) {
            return Err(Stop::Op);
        }
        let count = usize::from(matches!(left, Slot::Made)) + usize::from(matches!(right, Slot::Made));
        let rest = self.made.len().saturating_sub(count);
        let made = self.made.get(rest..).unwrap_or(&[]);
        let mut numbers = (Value::Blank, Value::Blank);
        let single =
            (Slots::single(left, made.first(), &mut numbers.0), Slots::single(right, made.last(), &mut numbers.1));
        let (Some(left), Some(right)) = single else { return Err(Stop::Op) };
        let result = operators::values(operator, left, right, self.context);
        self.made.truncate(rest);
        self.depth = self.depth.saturating_sub(2);
        self.push_made(result, at)
    }

    /// Decides an `IF`. An error in the condition is the result.
    fn branch(&mut self, otherwise: usize, at: usize) -> Next {
        let mut number = Value::Blank;
        let top = self.peek(0);
        let decided = match top {
            Slot::Number(number) => Ok(number != 0.0),
            Slot::Value(Value::Bool(held)) => Ok(*held),
            slot => match Slots::single(slot, self.made.last(), &mut number) {
                Some(condition) => coerce::to_bool(condition, self.context),
                None => return Err(Stop::Op),
            },
        };
        self.drop_top();
        match decided {
            Ok(true) => Ok(at + 1),
            Ok(false) => Ok(otherwise),
            Err(error) => {
                let end = match self.program.ops.get(otherwise.wrapping_sub(1)) {
                    Some(Op::Else { end }) => *end as usize,
                    _ => otherwise,
                };
                self.push_made(Value::Error(error), end)
            }
        }
    }

    /// Goes on with the fallback if the top is an error that the guard catches.
    fn guard(&mut self, catch: Catch, end: usize, at: usize) -> Next {
        let mut number = Value::Blank;
        let subject = match self.peek(0) {
            Slot::Number(_) => return Ok(end + 1),
            slot => Slots::single(slot, self.made.last(), &mut number),
        };
        let Some(subject) = subject else { return Err(Stop::Op) };
        if !subject.error().is_some_and(|error| catch.catches(error)) {
            return Ok(end + 1);
        }
        self.drop_top();
        Ok(at + 1)
    }

    fn drop_top(&mut self) {
        if let Slot::Made = self.pop() {
            self.made.pop();
        }
    }
}

/// A slot as an operand, if it was not made.
fn borrowed(slot: Slot<'_>, program: &Program, context: &Context<'_>) -> Operand {
    match slot {
        Slot::Number(number) => Operand::Value(Value::Number(number)),
        Slot::Value(value) => Operand::Value(value.clone()),
        Slot::Area(area) => match range(area, program, context) {
            Some(range) => Operand::Range(range),
            None => CellError::Ref.into(),
        },
        Slot::Missing | Slot::Made => Operand::Missing,
    }
}

fn range(area: u32, program: &Program, context: &Context<'_>) -> Option<RangeRef> {
    program.areas.get(area as usize).and_then(|area| area.resolve(context.place))
}

/// What the four operations make of two numbers, if it is a number.
fn arithmetic(operator: BinaryOperator, left: f64, right: f64) -> Option<f64> {
    let result = match operator {
        BinaryOperator::Add => left + right,
        BinaryOperator::Subtract => left - right,
        BinaryOperator::Multiply => left * right,
        BinaryOperator::Divide => left / right,
        _ => return None,
    };
    result.is_finite().then_some(result)
}
