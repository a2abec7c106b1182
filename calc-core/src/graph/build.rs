//! Building the graph from what each formula reads.

use rustc_hash::{FxHashMap, FxHashSet};

use super::order::{Ordered, order};
use super::{FormulaIndex, Graph, NARROW, Node};
use crate::reference::{CellRef, RangeRef, SheetId};

/// What the graph is built from.
#[derive(Debug)]
pub struct Reads<'a> {
    /// The cell of each formula.
    pub cells: &'a [CellRef],
    /// What formulas read: formula, range and how, in any order.
    pub reads: &'a [(FormulaIndex, RangeRef, How)],
    /// Cells that a formula is known to spill into: read, they come from it. Only the order gains by it.
    pub spills: &'a [(FormulaIndex, RangeRef)],
    /// Formulas whose result may spill.
    pub anchors: &'a [bool],
}

/// How a formula reads a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// It hangs on all of it.
    Whole,
    /// It searches it and may hang on a part.
    Searched,
}

/// A range over this few formulas of a column has edges from each of them.
const DIRECT: usize = 8;

/// The most cells of a spill that order is learned from.
const MAX_LEARNED: u64 = 100_000;

struct Builder {
    /// Formulas and spilled cells of each column by row.
    columns: FxHashMap<(SheetId, u32), Vec<(u32, FormulaIndex)>>,
    /// Edges between nodes: formulas first, blocks after them.
    edges: Vec<(u32, u32)>,
    /// How many nodes there are.
    nodes: u32,
    /// Blocks of a column's segment tree that exist.
    blocks: FxHashMap<(SheetId, u32, u32), u32>,
}

/// Builds the graph.
pub fn build(input: &Reads<'_>) -> Graph {
    let formula_columns = columns_of(input.cells);
    let mut builder = Builder {
        columns: formula_columns.clone(),
        edges: Vec::with_capacity(input.reads.len() * 2),
        nodes: input.cells.len() as u32,
        blocks: FxHashMap::default(),
    };
    builder.add_spills(input.spills, &formula_columns);

    let mut cell_readers: Vec<(CellRef, FormulaIndex)> = Vec::new();
    let mut ranges: Vec<(RangeRef, u32)> = Vec::new();
    let range_nodes = builder.ranges(input.reads, &mut ranges);
    for (formula, range, how) in input.reads {
        if range.is_cell() {
            let cell = range.first();
            let source = builder.source(cell);
            if let Some(source) = source {
                builder.edges.push((source, *formula));
            }
            let plain = source.is_some_and(|source| {
                input.cells.get(source as usize) == Some(&cell)
                    && !input.anchors.get(source as usize).copied().unwrap_or(false)
            });
            if !plain {
                cell_readers.push((cell, *formula));
            }
        } else {
            if let Some(node) = range_nodes.get(&(*range, *how)) {
                builder.edges.push((*node, *formula));
            }
        }
    }

    let ranks = ranks(input.cells);
    let rank = |node: u32| ranks.get(node as usize).copied().unwrap_or(node);
    let Ordered { order, positions, starts, edges, cyclic } = order(builder.nodes, &mut builder.edges, rank);
    let formulas = input.cells.len() as u32;
    let searched: FxHashSet<u32> =
        range_nodes.iter().filter(|((_, how), _)| *how == How::Searched).map(|(_, node)| *node).collect();
    let node_of = |node: &u32| match *node {
        formula if formula < formulas => Node::Formula(formula),
        range if searched.contains(&range) => Node::Searched,
        _ => Node::Block,
    };
    let nodes = order.iter().map(node_of).collect();
    let at = |node: u32| positions.get(node as usize).copied().unwrap_or(0);
    let mut cell_readers: Vec<_> = cell_readers.into_iter().map(|(cell, formula)| (cell, at(formula))).collect();
    cell_readers.sort_unstable();
    cell_readers.dedup();
    let ranges: Vec<_> = ranges.into_iter().map(|(range, node)| (range, at(node))).collect();
    let (by_column, wide) = index_ranges(&ranges);
    Graph {
        nodes,
        positions: (0..formulas).map(at).collect(),
        edges,
        starts,
        cyclic: cyclic.into_iter().filter(|node| *node < formulas).collect(),
        cell_readers,
        ranges,
        by_column,
        wide,
        columns: formula_columns,
    }
}

/// The place of each formula in the order of columns, in which their values are stored.
fn ranks(cells: &[CellRef]) -> Vec<u32> {
    let mut by_column: Vec<FormulaIndex> = (0..cells.len() as u32).collect();
    by_column
        .sort_unstable_by_key(|formula| cells.get(*formula as usize).map(|cell| (cell.sheet, cell.column, cell.row)));
    let mut ranks = vec![0; cells.len()];
    for (rank, formula) in (0..).zip(by_column) {
        if let Some(slot) = ranks.get_mut(formula as usize) {
            *slot = rank;
        }
    }
    ranks
}

pub(super) type Columns = FxHashMap<(SheetId, u32), Vec<(u32, FormulaIndex)>>;

/// The formulas of each column, by row.
pub(super) fn columns_of(cells: &[CellRef]) -> Columns {
    let mut columns = Columns::default();
    for (index, cell) in cells.iter().enumerate() {
        columns.entry((cell.sheet, cell.column)).or_default().push((cell.row, index as u32));
    }
    for column in columns.values_mut() {
        column.sort_unstable();
    }
    columns
}

pub(super) type Listed = FxHashMap<(SheetId, u32), Vec<u32>>;

/// Where to look for the ranges that a cell may be in.
pub(super) fn index_ranges(ranges: &[(RangeRef, u32)]) -> (Listed, FxHashMap<SheetId, Vec<u32>>) {
    let mut by_column = Listed::default();
    let mut wide: FxHashMap<SheetId, Vec<u32>> = FxHashMap::default();
    for (index, (range, _)) in ranges.iter().enumerate() {
        if range.columns() <= NARROW {
            for column in range.left..=range.right {
                by_column.entry((range.sheet, column)).or_default().push(index as u32);
            }
        } else {
            wide.entry(range.sheet).or_default().push(index as u32);
        }
    }
    (by_column, wide)
}

impl Builder {
    fn add_spills(&mut self, spills: &[(FormulaIndex, RangeRef)], formulas: &Columns) {
        let mut touched = Vec::new();
        for (anchor, area) in spills {
            if u64::from(area.rows()) * u64::from(area.columns()) > MAX_LEARNED {
                continue;
            }
            for column in area.left..=area.right {
                let key = (area.sheet, column);
                let own = formulas.get(&key);
                let list = self.columns.entry(key).or_default();
                for row in area.top..=area.bottom {
                    let taken = own.is_some_and(|c| c.binary_search_by_key(&row, |(r, _)| *r).is_ok());
                    if !taken {
                        list.push((row, *anchor));
                    }
                }
                touched.push(key);
            }
        }
        // A thousand spills side by side touch the same columns: each list is sorted once.
        touched.sort_unstable();
        touched.dedup();
        for key in touched {
            if let Some(list) = self.columns.get_mut(&key) {
                list.sort_unstable();
                list.dedup_by_key(|(row, _)| *row);
            }
        }
    }

    /// The formula that a cell's value comes from.
    fn source(&self, cell: CellRef) -> Option<u32> {
        let column = self.columns.get(&(cell.sheet, cell.column))?;
        let at = column.binary_search_by_key(&cell.row, |(row, _)| *row).ok()?;
        column.get(at).map(|(_, formula)| *formula)
    }

    /// A node for each range and way to read it. Ranges that differ only in their last row hang on each other: those of running sums need
    /// no more edges than there are rows.
    fn ranges(
        &mut self,
        reads: &[(FormulaIndex, RangeRef, How)],
        ranges: &mut Vec<(RangeRef, u32)>,
    ) -> FxHashMap<(RangeRef, How), u32> {
        let several = reads.iter().filter(|(_, range, _)| !range.is_cell());
        let mut wanted: Vec<(RangeRef, How)> = several.map(|(_, range, how)| (*range, *how)).collect();
        // Ranges order by sheet and first corner, then by last row.
        wanted
            .sort_unstable_by_key(|(range, how)| (range.sheet, range.top, range.left, range.right, range.bottom, *how));
        wanted.dedup();
        let mut nodes = FxHashMap::default();
        let mut before: Option<(RangeRef, u32)> = None;
        for (range, how) in wanted {
            let node = self.new_node();
            let begins_alike = |other: &RangeRef| RangeRef { bottom: range.bottom, ..*other } == range;
            match before.filter(|(other, _)| begins_alike(other)) {
                Some((other, earlier)) => {
                    self.edges.push((earlier, node));
                    if other.bottom < range.bottom {
                        self.range(RangeRef { top: other.bottom + 1, ..range }, node);
                    }
                }
                None => self.range(range, node),
            }
            before = Some((range, node));
            ranges.push((range, node));
            nodes.insert((range, how), node);
        }
        nodes
    }

    /// Adds edges to a range's node from the formulas in it.
    fn range(&mut self, range: RangeRef, node: u32) {
        // A whole row has 16,384 columns, most of them without formulas.
        let mut columns: Vec<u32> = if range.columns() as usize > self.columns.len() {
            let of_sheet = self.columns.keys().filter(|(sheet, _)| *sheet == range.sheet).map(|(_, column)| *column);
            of_sheet.filter(|column| (range.left..=range.right).contains(column)).collect()
        } else {
            (range.left..=range.right).collect()
        };
        columns.sort_unstable();
        for column in columns {
            let Some(list) = self.columns.get(&(range.sheet, column)) else { continue };
            let from = list.partition_point(|(row, _)| *row < range.top);
            let to = list.partition_point(|(row, _)| *row <= range.bottom);
            let count = list.len();
            if to - from <= DIRECT {
                let direct: Vec<u32> = list.get(from..to).unwrap_or(&[]).iter().map(|(_, f)| *f).collect();
                self.edges.extend(direct.into_iter().map(|formula| (formula, node)));
                continue;
            }
            // The usual walk from the leaves of a segment tree to its root.
            let (mut low, mut high) = (from + count, to + count);
            while low < high {
                if low & 1 == 1 {
                    let block = self.block((range.sheet, column), low as u32);
                    self.edges.push((block, node));
                    low += 1;
                }
                if high & 1 == 1 {
                    high -= 1;
                    let block = self.block((range.sheet, column), high as u32);
                    self.edges.push((block, node));
                }
                low /= 2;
                high /= 2;
            }
        }
    }

    fn new_node(&mut self) -> u32 {
        let node = self.nodes;
        self.nodes += 1;
        node
    }

    /// The node of a place in a column's segment tree; leaves are the formulas themselves.
    fn block(&mut self, column: (SheetId, u32), place: u32) -> u32 {
        if let Some(leaf) = self.leaf(column, place) {
            return leaf;
        }
        let key = |place: u32| (column.0, column.1, place);
        if let Some(block) = self.blocks.get(&key(place)) {
            return *block;
        }
        let root = self.new_node();
        self.blocks.insert(key(place), root);
        let mut todo = vec![(place, root)];
        while let Some((place, node)) = todo.pop() {
            for child in [place * 2, place * 2 + 1] {
                let source = match (self.leaf(column, child), self.blocks.get(&key(child))) {
                    (Some(leaf), _) => leaf,
                    (None, Some(block)) => *block,
                    (None, None) => {
                        let block = self.new_node();
                        self.blocks.insert(key(child), block);
                        todo.push((child, block));
                        block
                    }
                };
                self.edges.push((source, node));
            }
        }
        root
    }

    fn leaf(&self, column: (SheetId, u32), place: u32) -> Option<u32> {
        let list = self.columns.get(&column)?;
        let index = (place as usize).checked_sub(list.len())?;
        list.get(index).map(|(_, formula)| *formula)
    }
}
