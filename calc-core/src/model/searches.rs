//! Which ranges a formula only searches.
//!
//! `VLOOKUP(A2,Prices!A:C,3,FALSE)` does not hang on all of its table: only on its key and on what stands beside it. Whether it does is
//! known when it has run; that it may is seen here, and the graph keeps such reads apart.

use super::program::{Op, Program, Shape};
use crate::functions::table::{Flags, Kind};
use crate::functions::{self, FunctionId};

/// The areas of a shape that nothing but searches reads, sorted.
pub fn searched_areas(program: &Program, shape: &Shape) -> Vec<u32> {
    let (start, end) = (shape.start as usize, shape.end as usize);
    if shape.dynamic || shape.volatile {
        return Vec::new();
    }
    let ops = program.ops.get(start..end).unwrap_or(&[]);
    let mut searched: Vec<usize> = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        if let Op::Call { function, arguments } = op
            && functions::spec(*function).flags.has(Flags::SEARCHES)
            && ends_as_value(ops, at, *function)
        {
            add_ranges(ops, at, *function, (*arguments).into(), &mut searched);
        }
    }
    if searched.is_empty() {
        return Vec::new();
    }
    let area_of = |op: &Op| match op {
        Op::Cell(area) | Op::Range(area) | Op::Place(area) | Op::Meet(area) => Some(*area),
        _ => None,
    };
    // A span of sheets names its areas in a list; what the body of a LAMBDA reads depends on who calls it.
    if ops.iter().any(|op| matches!(op, Op::Span(_) | Op::Lambda(_))) {
        return Vec::new();
    }
    let mut areas: Vec<u32> = searched.iter().filter_map(|at| ops.get(*at).and_then(area_of)).collect();
    areas.sort_unstable();
    areas.dedup();
    let read_otherwise =
        |area: u32| ops.iter().enumerate().any(|(at, op)| area_of(op) == Some(area) && !searched.contains(&at));
    areas.retain(|area| !read_otherwise(*area));
    areas
}

/// Whether what a call returns is read on the spot. A reference that goes on into another function may be read beyond its cells: SUMIF
/// does that with the start of its values.
fn ends_as_value(ops: &[Op], call: usize, function: FunctionId) -> bool {
    !functions::spec(function).flags.has(Flags::RETURNS_REFERENCE)
        || matches!(ops.get(call + 1), Some(Op::Intersect | Op::First))
}

/// Adds the places of the ranges that a call searches, from its last argument back as far as they can be told apart.
fn add_ranges(ops: &[Op], call: usize, function: FunctionId, arguments: usize, searched: &mut Vec<usize>) {
    let spec = functions::spec(function);
    let mut end = call;
    for argument in (0..arguments).rev() {
        let Some(last) = end.checked_sub(1) else { return };
        let is_range = spec.parameter(argument).is_some_and(|parameter| parameter.kind == Kind::Range);
        if is_range && matches!(ops.get(last), Some(Op::Range(_))) {
            searched.push(last);
        }
        match start_of(ops, last) {
            Some(start) => end = start,
            None => return,
        }
    }
}

/// The first op of the operand that an op completes; `None` where branches and variables make that hard to tell.
fn start_of(ops: &[Op], last: usize) -> Option<usize> {
    let mut wanted = 1;
    let mut at = last + 1;
    while wanted > 0 {
        at = at.checked_sub(1)?;
        let takes = match ops.get(at)? {
            Op::Constant(_) | Op::Missing | Op::Cell(_) | Op::Range(_) | Op::Place(_) | Op::Meet(_) | Op::Load(_) => 0,
            Op::Unary(_) | Op::Intersect | Op::First | Op::Read => 1,
            Op::Binary(_) | Op::Snap(_) => 2,
            Op::Call { arguments, .. } => usize::from(*arguments),
            _ => return None,
        };
        wanted = wanted - 1 + takes;
    }
    Some(at)
}
