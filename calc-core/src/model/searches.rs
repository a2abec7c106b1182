//! Which ranges a formula only searches.
//!
//! `VLOOKUP(A2,Prices!A:C,3,FALSE)` does not hang on all of its table: only on its key and on what stands beside it. Whether it does is
//! known when it has run; that it may is seen here, and the graph keeps such reads apart.

use super::operands::ShapeOps;
use super::program::{Op, Program, Shape};
use crate::functions::table::{Flags, Kind};
use crate::functions::{self, FunctionId};

/// The areas of a shape that nothing but searches reads, sorted.
pub fn searched_areas(program: &Program, shape: &Shape) -> Vec<u32> {
    if shape.dynamic || shape.volatile {
        return Vec::new();
    }
    let ops = ShapeOps::new(program, shape);
    let mut searched: Vec<usize> = Vec::new();
    for (at, op) in ops.iter() {
        if let Op::Call { function, arguments } = op
            && functions::spec(*function).flags.has(Flags::SEARCHES)
            && ends_as_value(ops, at, *function)
        {
            searched.extend(ranges(ops, at, *function, (*arguments).into()));
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
    if ops.iter().any(|(_, op)| matches!(op, Op::Span(_) | Op::Lambda(_))) {
        return Vec::new();
    }
    let mut areas: Vec<u32> = searched.iter().filter_map(|at| ops.get(*at).and_then(area_of)).collect();
    areas.sort_unstable();
    areas.dedup();
    let read_otherwise = |area: u32| ops.iter().any(|(at, op)| area_of(op) == Some(area) && !searched.contains(&at));
    areas.retain(|area| !read_otherwise(*area));
    areas
}

/// Whether what a call returns is read on the spot. A reference that goes on into another function may be read beyond its cells: SUMIF
/// does that with the start of its values.
fn ends_as_value(ops: ShapeOps<'_>, call: usize, function: FunctionId) -> bool {
    !functions::spec(function).flags.has(Flags::RETURNS_REFERENCE)
        || matches!(ops.get(call + 1), Some(Op::Intersect | Op::First))
}

/// The places of the ranges that a call searches.
fn ranges(ops: ShapeOps<'_>, call: usize, function: FunctionId, count: usize) -> impl Iterator<Item = usize> {
    let spec = functions::spec(function);
    let takes_range = move |argument| spec.parameter(argument).is_some_and(|parameter| parameter.kind == Kind::Range);
    let found = ops
        .arguments(call, count)
        .filter(move |(argument, last)| takes_range(*argument) && matches!(ops.get(*last), Some(Op::Range(_))));
    found.map(|(_, last)| last)
}
