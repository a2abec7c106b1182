//! The graph in a model's bytes.

use super::build::{columns_of, index_ranges};
use super::{Graph, Node};
use crate::error::Error;
use crate::reference::{CellRef, SheetId};
use crate::wire::{Reader, Writer, list, read_cell, read_range, write_cell, write_range};

impl Graph {
    /// Writes the order, the edges and the readers; look-up tables are made again when it is read.
    pub(crate) fn write(&self, out: &mut Writer) {
        out.count(self.nodes.len());
        for node in &self.nodes {
            match node {
                Node::Block => out.int(0_u32),
                Node::Searched => out.int(1_u32),
                Node::Formula(formula) => out.int(u64::from(*formula) + 2),
            }
        }
        for position in 0..self.nodes.len() as u32 {
            let successors = self.successors(position);
            out.count(successors.len());
            // Nearly all lie ahead.
            successors.iter().for_each(|to| out.signed(i64::from(*to) - i64::from(position)));
        }
        out.count(self.cyclic.len());
        self.cyclic.iter().for_each(|formula| out.int(*formula));
        out.count(self.cell_readers.len());
        let mut last = CellRef { sheet: SheetId(0), row: 0, column: 0 };
        for (cell, position) in &self.cell_readers {
            write_cell(*cell, &mut last, out);
            out.int(*position);
        }
        out.count(self.ranges.len());
        for (range, position) in &self.ranges {
            write_range(*range, out);
            out.int(*position);
        }
    }

    /// Reads what [`Graph::write`] wrote, for formulas in the given cells.
    pub(crate) fn read(from: &mut Reader<'_>, cells: &[CellRef]) -> Result<Graph, Error> {
        let mut positions = vec![0; cells.len()];
        let mut position = 0;
        let nodes = list(from, |from| {
            let node = match from.int()? {
                0 => Node::Block,
                1 => Node::Searched,
                formula => {
                    let formula = formula - 2;
                    let slot = positions.get_mut(formula as usize);
                    *slot.ok_or_else(|| from.damaged("a formula that is not there"))? = position;
                    Node::Formula(formula)
                }
            };
            position += 1;
            Ok(node)
        })?;
        let mut edges = Vec::new();
        let mut starts = Vec::with_capacity(nodes.len() + 1);
        for position in 0..nodes.len() as i64 {
            starts.push(edges.len() as u32);
            for _ in 0..from.count()? {
                let to = position.checked_add(from.signed()?).and_then(|to| u32::try_from(to).ok());
                let to = to.filter(|to| (*to as usize) < nodes.len());
                edges.push(to.ok_or_else(|| from.damaged("an edge to nowhere"))?);
            }
        }
        starts.push(edges.len() as u32);
        let cyclic = list(from, Reader::int)?;
        let mut last = CellRef { sheet: SheetId(0), row: 0, column: 0 };
        let cell_readers = list(from, |from| Ok((read_cell(&mut last, from)?, from.int()?)))?;
        let ranges = list(from, |from| Ok((read_range(from)?, from.int()?)))?;
        let (by_column, wide) = index_ranges(&ranges);
        let columns = columns_of(cells);
        Ok(Graph { nodes, positions, edges, starts, cyclic, cell_readers, ranges, by_column, wide, columns })
    }
}
