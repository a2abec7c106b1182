//! Reads beyond the cells that a formula names.
//!
//! `SUMIF(A2:A40,"x",B2)` adds up B2:B40: of its last argument only the first cell counts, the size is that of its first. LOOKUP goes on
//! past the end of its results. What is read so does not stand in the formula, and yet it hangs on it.

use super::operands::ShapeOps;
use super::program::{Op, Program, Shape};
use crate::functions;
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, RangeRef};

/// How far a read goes from the first cell of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// As many rows and columns as another area has.
    Size,
    /// As many cells as another area has in the direction in which it is longer, along the area or, from one cell, along the other.
    Length,
}

/// An area that is read beyond its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beyond {
    /// The index of the area that is read.
    pub area: u32,
    /// The index of the area that says how far.
    sized_by: u32,
    reach: Reach,
}

/// The areas that a shape may read beyond their ends.
pub fn areas_beyond(program: &Program, shape: &Shape) -> Vec<Beyond> {
    let ops = ShapeOps::new(program, shape);
    let calls = ops.iter().filter_map(|(at, op)| match op {
        Op::Call { function, arguments: 3 } => {
            let (sizing, reach) = match functions::spec(*function).name {
                "SUMIF" | "AVERAGEIF" => (0, Reach::Size),
                "LOOKUP" => (1, Reach::Length),
                _ => return None,
            };
            let area_of = |wanted: usize| {
                let (_, last) = ops.arguments(at, 3).find(|(argument, _)| *argument == wanted)?;
                if let Some(Op::Range(area)) = ops.get(last) { Some(*area) } else { None }
            };
            Some(Beyond { area: area_of(2)?, sized_by: area_of(sizing)?, reach })
        }
        _ => None,
    });
    calls.collect()
}

impl Beyond {
    /// What is read from a formula's place, if that is more than the area itself.
    pub fn resolve(&self, program: &Program, place: CellRef) -> Option<RangeRef> {
        let area = |index: u32| program.areas.get(index as usize)?.resolve(place);
        let (read, size) = (area(self.area)?, area(self.sized_by)?);
        let (rows, columns) = match self.reach {
            Reach::Size => (size.rows(), size.columns()),
            Reach::Length => {
                let down = size.rows() >= size.columns();
                let length = if down { size.rows() } else { size.columns() };
                let along_rows = if read.is_cell() { down } else { read.columns() == 1 };
                if along_rows { (length, read.columns()) } else { (read.rows(), length) }
            }
        };
        let bottom = read.top.saturating_add(rows - 1).min(MAX_ROWS - 1);
        let right = read.left.saturating_add(columns - 1).min(MAX_COLUMNS - 1);
        let reached = RangeRef { bottom: bottom.max(read.bottom), right: right.max(read.right), ..read };
        (reached != read).then_some(reached)
    }
}
