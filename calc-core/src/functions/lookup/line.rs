//! One row or column of a block.

use super::super::prelude::*;
use crate::reference::RangeRef;
use crate::value::Matrix;

/// Which way a line runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    /// Down a column.
    Rows,
    /// Across a row.
    Columns,
}

/// One row or column of a block.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    block: Matrix<'a>,
    along: Along,
    at: u32,
}

impl<'a> Line<'a> {
    /// The column (along rows) or row (along columns) of a block at a position.
    pub fn new(block: Matrix<'a>, along: Along, at: u32) -> Line<'a> {
        Line { block, along, at }
    }

    /// The only line of a block of one row or column; `None` if it has more of both.
    pub fn only(block: Matrix<'a>) -> Option<Line<'a>> {
        if block.columns() == 1 {
            Some(Line::new(block, Along::Rows, 0))
        } else if block.rows() == 1 {
            Some(Line::new(block, Along::Columns, 0))
        } else {
            None
        }
    }

    /// Its cells, if it is part of a column.
    pub fn column(&self) -> Option<RangeRef> {
        match (self.along, &self.block) {
            (Along::Rows, Matrix::Area(area)) => {
                let range = area.range();
                let column = range.left.checked_add(self.at).filter(|column| *column <= range.right)?;
                Some(RangeRef { left: column, right: column, ..range })
            }
            _ => None,
        }
    }

    /// Which way it runs.
    pub fn along(&self) -> Along {
        self.along
    }

    /// How many elements there are.
    pub fn len(&self) -> u32 {
        match self.along {
            Along::Rows => self.block.rows(),
            Along::Columns => self.block.columns(),
        }
    }

    /// How many elements reach everything that is not blank.
    pub fn used(&self) -> u32 {
        let (rows, columns) = self.block.used();
        match self.along {
            Along::Rows => rows,
            Along::Columns => columns,
        }
    }

    /// The element at a position.
    pub fn value(&self, position: u32) -> &'a Value {
        match self.along {
            Along::Rows => self.block.value(position, self.at),
            Along::Columns => self.block.value(self.at, position),
        }
    }

    /// Its stored values and the position of the first, if they stand together in memory.
    pub fn stored(&self) -> Option<(u32, &'a [Value])> {
        let (Along::Rows, Matrix::Area(area)) = (self.along, &self.block) else { return None };
        let mut stretches = area.column(self.at);
        stretches.next().filter(|_| stretches.next().is_none())
    }

    /// The stored values from a position on, each with its own; blanks may be left out.
    pub fn from(&self, position: u32) -> impl Iterator<Item = (u32, &'a Value)> {
        let line = *self;
        let stored = match (self.along, &self.block) {
            (Along::Rows, Matrix::Area(area)) => Some(area.column_from(self.at, position)),
            _ => None,
        };
        let end = if stored.is_some() { 0 } else { self.used() };
        let column = stored.into_iter().flatten().flat_map(|(first, values)| (first..).zip(values));
        column.chain((position..end).map(move |at| (at, line.value(at))))
    }

    /// The first position whose value satisfies a test, within the used part.
    pub fn find(&self, test: impl Fn(&Value) -> bool) -> Option<u32> {
        match (self.along, &self.block) {
            (Along::Rows, Matrix::Area(area)) => area
                .column(self.at)
                .find_map(|(first, values)| values.iter().position(&test).map(|position| first + position as u32)),
            _ => (0..self.used()).find(|position| test(self.value(*position))),
        }
    }

    /// The last position whose value satisfies a test, within the used part.
    pub fn find_last(&self, test: impl Fn(&Value) -> bool) -> Option<u32> {
        (0..self.used()).rev().find(|position| test(self.value(*position)))
    }
}
