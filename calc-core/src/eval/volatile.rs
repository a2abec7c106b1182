//! Which cells no comparison with an earlier calculation can hold: their values hang on the time or on chance.

use std::collections::{BTreeMap, BTreeSet};

use super::session::Session;
use crate::graph::Node;
use crate::reference::CellRef;

impl Session {
    /// Cells whose value depends on the time or on chance, directly or by way of others, as they stand after a recalculation.
    pub fn volatile_cells(&self) -> BTreeSet<CellRef> {
        let model = self.model();
        let graph = model.graph();
        let spilled: BTreeMap<_, _> = self.spilled().into_iter().collect();
        let mut seen = BTreeSet::new();
        let mut cells = BTreeSet::new();
        let volatile = |formula: u32| model.shape_of(formula).is_some_and(|shape| shape.volatile);
        let mut todo: Vec<u32> =
            (0..model.formulas().len() as u32).filter(|f| volatile(*f)).filter_map(|f| graph.position(f)).collect();
        while let Some(position) = todo.pop() {
            if !seen.insert(position) {
                continue;
            }
            todo.extend(graph.successors(position));
            if let Some(Node::Formula(formula)) = graph.node(position) {
                cells.extend(model.formula_cell(formula));
                if let Some(area) = spilled.get(&formula) {
                    cells.extend(area.cells());
                    graph.for_readers(*area, |reader| todo.push(reader));
                }
            }
        }
        cells
    }
}
