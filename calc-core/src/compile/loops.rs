//! Formulas that depend on themselves: found in the order of the graph, told once a loop.
//!
//! The nodes of a loop stand together in the order, and between any two of them an edge leads back. So the stretches that such
//! edges span, joined where they overlap, are the sets of nodes that depend on each other.

use rustc_hash::FxHashMap;

use crate::bind::{Binder, Home};
use crate::diagnostic::catalogue::formula::CIRCULAR_REFERENCE;
use crate::diagnostic::{Diagnostic, Span};
use crate::graph::{Graph, Node, Position};
use crate::model::Model;
use crate::reference::CellRef;
use crate::syntax::{self, ParseOptions, ast};

/// So many cells of a way round are named; the rest are counted.
const NAMED: usize = 5;

/// A warning for each set of formulas that depend on each other.
pub(super) fn diagnostics(model: &Model, binder: &Binder<'_>) -> Vec<Diagnostic> {
    let graph = &model.graph;
    if graph.cyclic().is_empty() {
        return Vec::new();
    }
    let mut ways: Vec<Vec<CellRef>> = stretches(graph).into_iter().filter_map(|stretch| stretch.way(model)).collect();
    ways.sort_unstable();
    ways.iter().filter_map(|way| diagnostic(way, model, binder)).collect()
}

/// Nodes that depend on each other, and one of the edges that lead back.
struct Stretch {
    first: Position,
    last: Position,
    edge: (Position, Position),
}

fn stretches(graph: &Graph) -> Vec<Stretch> {
    let mut back: Vec<(Position, Position)> = Vec::new();
    for from in 0..graph.len() as Position {
        back.extend(graph.successors(from).iter().filter(|to| **to <= from).map(|to| (*to, from)));
    }
    back.sort_unstable();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (to, from) in back {
        match stretches.last_mut() {
            Some(stretch) if to <= stretch.last => stretch.last = stretch.last.max(from),
            _ => stretches.push(Stretch { first: to, last: from, edge: (from, to) }),
        }
    }
    stretches
}

impl Stretch {
    /// The shortest way round over its edge: cells of which each reads the next, and the last the first. The first one is the
    /// first of them in the workbook.
    fn way(&self, model: &Model) -> Option<Vec<CellRef>> {
        let graph = &model.graph;
        let (from, to) = self.edge;
        let mut came: FxHashMap<Position, Position> = FxHashMap::default();
        let mut queue = vec![to];
        let mut done = 0;
        while let Some(position) = queue.get(done).copied().filter(|position| *position != from) {
            done += 1;
            for next in graph.successors(position) {
                if (self.first..=self.last).contains(next) && *next != to && !came.contains_key(next) {
                    came.insert(*next, position);
                    queue.push(*next);
                }
            }
        }
        let mut cells = Vec::new();
        let mut at = Some(from);
        while let Some(position) = at {
            if let Some(Node::Formula(formula)) = graph.node(position) {
                cells.extend(model.formula_cell(formula));
            }
            at = if position == to { None } else { came.get(&position).copied() };
        }
        let start = cells.iter().enumerate().min_by_key(|(_, cell)| **cell)?.0;
        cells.rotate_left(start);
        Some(cells)
    }
}

fn diagnostic(way: &[CellRef], model: &Model, binder: &Binder<'_>) -> Option<Diagnostic> {
    let (cell, rest) = way.split_first()?;
    let formula = model.graph.formula_at(*cell)?;
    let text = model.formula_text(formula)?;
    let message = if rest.is_empty() {
        "the formula reads its own cell".to_string()
    } else {
        let mut names: Vec<String> =
            rest.iter().take(NAMED).map(|cell| format!("`{}`", model.cell_name(*cell))).collect();
        if rest.len() > NAMED {
            names.push(format!("{} more", rest.len() - NAMED));
        }
        format!("the formula depends on itself, by way of {}", names.join(", "))
    };
    let read = rest.first().unwrap_or(cell);
    let diagnostic = Diagnostic::warning(CIRCULAR_REFERENCE, message)
        .at(model.cell_name(*cell))
        .in_formula(text.as_ref(), span_of(&text, *cell, *read, model, binder))
        .help("unless a branch breaks the loop, these cells compute to #CIRC!");
    Some(diagnostic)
}

/// Where a formula names a cell that it reads; the whole formula if it does so by a name or table.
fn span_of(text: &str, cell: CellRef, read: CellRef, model: &Model, binder: &Binder<'_>) -> Span {
    let home = Home::cell(cell.sheet, cell.row, cell.column);
    let tree = syntax::parse(text, ParseOptions::from(model.dialect)).ast;
    let names_it = |node: &ast::Node| match node {
        ast::Node::Reference(reference) => binder
            .areas(reference, home)
            .is_ok_and(|areas| areas.iter().filter_map(|area| area.resolve(cell)).any(|range| range.contains(read))),
        _ => false,
    };
    let found = tree.nodes.iter().zip(&tree.spans).find(|(node, _)| names_it(node));
    found.map_or(Span::new(0, text.len()), |(_, span)| *span)
}
