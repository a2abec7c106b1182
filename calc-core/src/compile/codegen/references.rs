//! References, as what is wanted of them asks: cells to read, places to look at, one value.

use super::{Generator, Mode, ProblemKind, Take, TreeId, Want};
use crate::bind::BindError;
use crate::dialect::Dialect;
use crate::model::program::{Op, RelativeArea};
use crate::syntax::ast::NodeId;
use crate::value::CellError;

impl Generator<'_, '_> {
    pub(super) fn unbound(&mut self, error: BindError, tree: TreeId, node: NodeId) {
        let shown = if error == BindError::OutsideTable { CellError::Value } else { CellError::Ref };
        self.problem(ProblemKind::Reference(error), tree, node);
        self.error(shown);
    }

    fn area(&mut self, area: RelativeArea, want: Want) -> u32 {
        let next = self.program.areas.len() as u32;
        let id = *self.area_ids.entry(area).or_insert(next);
        if id == next {
            self.program.areas.push(area);
        }
        if want.take != Take::Cells {
            self.out.reads.push(id);
        }
        id
    }

    pub(super) fn areas(&mut self, areas: &[RelativeArea], single: bool, want: Want) {
        let [area] = areas else {
            let ids = areas.iter().map(|area| self.area(*area, want)).collect();
            let list = self.list(ids);
            self.emit(Op::Span(list));
            if let Some(op) = self.read(want) {
                self.emit(op);
            }
            return;
        };
        let id = self.area(*area, want);
        let op = match (want.take, want.mode) {
            (Take::Cells | Take::Corner, _) => Op::Place(id),
            (Take::Block, _) => Op::Range(id),
            (Take::Value | Take::Result, _) if single => Op::Cell(id),
            (Take::Value | Take::Result, Mode::Single) => Op::Meet(id),
            (Take::Value | Take::Result, Mode::Arrays) => Op::Range(id),
        };
        self.emit(op);
    }

    /// Makes one value of what a function or operator over references left, where one is wanted.
    pub(super) fn narrow(&self, want: Want) -> Option<Op> {
        match (want.take, want.mode) {
            (Take::Value, Mode::Single) if self.dialect == Dialect::Sheets => Some(Op::First),
            (Take::Value, Mode::Single) => Some(Op::Intersect),
            _ => None,
        }
    }

    /// What happens to a reference that only the run finds: it is made one value, read as it is, or only looked at.
    pub(super) fn read(&self, want: Want) -> Option<Op> {
        match want.take {
            Take::Cells | Take::Corner => None,
            _ => self.narrow(want).or(Some(Op::Read)),
        }
    }
}
