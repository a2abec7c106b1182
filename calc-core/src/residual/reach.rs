//! How far a formula's array may reach, whatever its inputs are.
//!
//! The bound follows the ops with the greatest size that each operand can have. Where it is not known, it is the whole sheet.

use crate::functions::args::Operand;
use crate::functions::table::{Flags, FunctionSpec};
use crate::functions::{self, FunctionId};
use crate::model::program::{Landing, Op, Program, Shape};
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, RangeRef};
use crate::value::Value;

/// The greatest size of an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size {
    rows: u32,
    columns: u32,
    /// The constant of the program that it is, if it is one.
    constant: Option<u32>,
}

const ONE: Size = Size { rows: 1, columns: 1, constant: None };
const ANY: Size = Size { rows: MAX_ROWS, columns: MAX_COLUMNS, constant: None };

impl Size {
    fn of(rows: u32, columns: u32) -> Size {
        Size { rows: rows.min(MAX_ROWS), columns: columns.min(MAX_COLUMNS), constant: None }
    }

    fn or(self, other: Size) -> Size {
        Size::of(self.rows.max(other.rows), self.columns.max(other.columns))
    }
}

/// The cells that a formula may fill from its place; its own alone if it cannot spill.
pub fn reach(program: &Program, shape: &Shape, place: CellRef) -> RangeRef {
    let size = match shape.landing {
        Landing::Single => ONE,
        Landing::Fixed { rows, columns } => Size::of(rows, columns),
        Landing::Spill => size(program, shape, place).unwrap_or(ANY),
    };
    RangeRef {
        sheet: place.sheet,
        top: place.row,
        left: place.column,
        bottom: place.row.saturating_add(size.rows.saturating_sub(1)).min(MAX_ROWS - 1),
        right: place.column.saturating_add(size.columns.saturating_sub(1)).min(MAX_COLUMNS - 1),
    }
}

/// The size of what a shape comes to; `None` if it cannot be told.
fn size(program: &Program, shape: &Shape, place: CellRef) -> Option<Size> {
    let mut stack: Vec<Size> = Vec::new();
    let mut conditions: Vec<Size> = Vec::new();
    let mut variables = vec![ONE; shape.variables.into()];
    let area = |index: u32| {
        let range = program.areas.get(index as usize).and_then(|area| area.resolve(place));
        range.map_or(ONE, |range| Size::of(range.rows(), range.columns()))
    };
    let mut at = shape.start;
    while at < shape.end {
        let made = match *program.ops.get(at as usize)? {
            Op::Constant(index) => match program.constants.get(index as usize)? {
                Operand::Array(array) => Size::of(array.rows(), array.columns()),
                _ => Size { constant: Some(index), ..ONE },
            },
            Op::Missing | Op::Cell(_) | Op::Meet(_) | Op::Lambda(_) | Op::Function(_) => ONE,
            Op::Range(index) | Op::Place(index) => area(index),
            Op::Span(_) => ANY,
            Op::Skip { to } => {
                at = to;
                continue;
            }
            Op::Read => stack.pop()?,
            Op::Spilled | Op::Apply { .. } => return None,
            Op::Intersect | Op::Unary(_) => Size { constant: None, ..stack.pop()? },
            Op::First => stack.pop().map(|_| ONE)?,
            Op::Binary(_) | Op::Snap(_) => stack.pop()?.or(stack.pop()?),
            Op::Join(_) => return None,
            Op::Call { function, arguments } => {
                let from = stack.len().checked_sub(arguments.into())?;
                call(program, functions::spec(function), &stack.split_off(from))
            }
            Op::Iterate { function, arguments } => {
                let from = stack.len().checked_sub(arguments.into())?;
                iterate(function, &stack.split_off(from))
            }
            Op::Blocks(list) => {
                let mut all = Size::of(0, 0);
                for count in program.lists.get(list as usize)?.iter().rev() {
                    let from = stack.len().checked_sub(*count as usize)?;
                    let row = stack.split_off(from);
                    let columns = row.iter().fold(0_u32, |sum, size| sum.saturating_add(size.columns));
                    let rows = row.iter().map(|size| size.rows).max()?;
                    all = Size::of(all.rows.saturating_add(rows), all.columns.max(columns));
                }
                all
            }
            Op::If { .. } => {
                conditions.push(stack.pop()?);
                at += 1;
                continue;
            }
            Op::Else { .. } | Op::Guard { .. } => {
                at += 1;
                continue;
            }
            Op::EndIf => stack.pop()?.or(stack.pop()?).or(conditions.pop()?),
            Op::EndGuard => stack.pop()?.or(stack.pop()?),
            Op::Store(slot) => {
                let stored = stack.pop()?;
                let variable = variables.get_mut(slot as usize)?;
                *variable = variable.or(stored);
                at += 1;
                continue;
            }
            Op::Load(slot) => *variables.get(slot as usize)?,
        };
        stack.push(made);
        at += 1;
    }
    match stack.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

fn call(program: &Program, spec: &FunctionSpec, arguments: &[Size]) -> Size {
    let first = arguments.first().copied().unwrap_or(ONE);
    let all = arguments.iter().fold(ONE, |all, size| all.or(*size));
    match spec.name {
        "SORT" | "SORTN" | "SORTBY" | "UNIQUE" | "TAKE" | "DROP" => first,
        "FILTER" => match spec.parameter(2).map(|parameter| parameter.kind.is_value()) {
            // Excel has a third argument for when nothing is left.
            Some(true) => first.or(arguments.get(2).copied().unwrap_or(ONE)),
            _ => all,
        },
        "TRANSPOSE" => Size::of(first.columns, first.rows),
        "SPLIT" => Size::of(first.rows, MAX_COLUMNS),
        "ARRAYFORMULA" => all,
        "QUERY" => query(program, arguments),
        _ if spec.flags.has(Flags::DYNAMIC_PRECEDENTS) || spec.flags.has(Flags::SPILLS) => ANY,
        _ if spec.flags.has(Flags::RETURNS_REFERENCE) => all,
        _ => {
            // One run for each element of what stands where one value is wanted.
            let values = arguments
                .iter()
                .enumerate()
                .filter(|(argument, _)| spec.parameter(*argument).is_none_or(|parameter| parameter.kind.is_value()));
            values.fold(ONE, |all, (_, size)| all.or(*size))
        }
    }
}

/// A table has a row for a header more than its data, and a column for each item of `select`, or those of the data.
fn query(program: &Program, arguments: &[Size]) -> Size {
    let table = arguments.first().copied().unwrap_or(ONE);
    let text = arguments.get(1).and_then(|size| program.constants.get(size.constant? as usize));
    let Some(Operand::Value(Value::Text(text))) = text else { return ANY };
    if text.to_lowercase().contains("pivot") {
        return ANY;
    }
    let items = text.bytes().filter(|byte| *byte == b',').count() as u32 + 1;
    Size::of(table.rows.saturating_add(1), table.columns.max(items))
}

fn iterate(function: FunctionId, arguments: &[Size]) -> Size {
    match functions::spec(function).name {
        "MAP" => arguments.iter().fold(ONE, |all, size| all.or(*size)),
        _ => ANY,
    }
}
