//! What inputs reach, and what outputs need of it.

use rustc_hash::FxHashMap;

use super::reach::reach;
use crate::eval::Session;
use crate::functions;
use crate::graph::{FormulaIndex, Node, Position};
use crate::model::program::{Op, Shape};
use crate::model::{Model, areas_beyond};
use crate::reference::{CellRef, RangeRef};
use crate::value::{CellError, Value};

/// More formulas that may spill are not held against each other one by one: one that is live makes all of them so.
const MOST_HELD_APART: usize = 2_000;

/// The answer to what becomes of each formula.
pub struct Marks<'s> {
    session: &'s Session,
    /// By formula: whether something that may change reaches it.
    live: Vec<bool>,
    /// By formula: whether it is live and an output needs it.
    needed: Vec<bool>,
    /// Formulas that may fill more cells than their own, with the most that they may fill.
    spillers: Vec<(FormulaIndex, RangeRef)>,
    /// What formulas have filled, as the workbook is.
    spilled: FxHashMap<FormulaIndex, RangeRef>,
    keeps_all: bool,
    walls: Vec<FormulaIndex>,
}

impl<'s> Marks<'s> {
    /// Marks the formulas of a recalculated session for its ports; `None` if nothing can be said.
    pub fn of(session: &'s Session) -> Option<Marks<'s>> {
        let model = session.model();
        let count = model.formulas().len();
        let mut marks = Marks {
            session,
            live: vec![false; count],
            needed: vec![false; count],
            spillers: Vec::new(),
            spilled: session.spilled().into_iter().collect(),
            keeps_all: false,
            walls: Vec::new(),
        };
        for (formula, at) in (0..).zip(model.formulas()) {
            let area = model.program().shape(at.shape).map(|shape| reach(model.program(), shape, at.cell));
            if let Some(area) = area.filter(|area| !area.is_cell()) {
                marks.spillers.push((formula, area));
            }
        }
        let asked = marks.asked_as_formulas()?;
        marks.mark_live(&asked);
        marks.mark_needed(&asked);
        marks.mark_walls();
        Some(marks)
    }

    /// Whether a formula has to run.
    pub fn is_live(&self, formula: FormulaIndex) -> bool {
        self.live.get(formula as usize).is_some_and(|live| *live)
    }

    /// Whether a formula is live and needed.
    pub fn is_needed(&self, formula: FormulaIndex) -> bool {
        self.needed.get(formula as usize).is_some_and(|needed| *needed)
    }

    /// What a formula has filled as the workbook is, if that is more than its own cell.
    pub fn spilled(&self, formula: FormulaIndex) -> Option<RangeRef> {
        self.spilled.get(&formula).copied()
    }

    /// Whether something needed may read any cell.
    pub fn keeps_all(&self) -> bool {
        self.keeps_all
    }

    /// Formulas that are not needed for their value, but stand where a needed array may want to go; sorted.
    pub fn walls(&self) -> &[FormulaIndex] {
        &self.walls
    }

    /// The areas that needed formulas may read, or fill.
    pub fn areas(&self) -> Vec<RangeRef> {
        let model: &Model = self.session.model();
        let program = model.program();
        let mut areas: Vec<RangeRef> = Vec::new();
        for (formula, at) in (0..).zip(model.formulas()).filter(|(formula, _)| self.is_needed(*formula)) {
            let Some(shape) = program.shape(at.shape) else { continue };
            areas.extend(program.reads(shape).filter_map(|area| area.resolve(at.cell)));
            areas.extend(areas_beyond(program, shape).iter().filter_map(|beyond| beyond.resolve(program, at.cell)));
            areas.extend(self.reach_of(formula));
        }
        areas.sort_unstable();
        areas.dedup();
        areas
    }

    fn shape(&self, formula: FormulaIndex) -> Option<&'s Shape> {
        self.session.model().shape_of(formula)
    }

    fn reach_of(&self, formula: FormulaIndex) -> Option<RangeRef> {
        let at = self.spillers.binary_search_by_key(&formula, |(spiller, _)| *spiller).ok()?;
        self.spillers.get(at).map(|(_, area)| *area)
    }

    /// What a formula may fill: known where no input reaches it and it found room, bounded otherwise.
    fn extent_of(&self, spiller: FormulaIndex, most: RangeRef) -> RangeRef {
        let own = RangeRef::cell(most.first());
        if self.is_live(spiller) {
            return most;
        }
        let value = self.session.value(most.first());
        let has_no_room = matches!(value, Value::Error(CellError::Ref | CellError::Spill | CellError::Limit));
        self.spilled(spiller).unwrap_or(if has_no_room { most } else { own })
    }

    /// The formulas of which another asks whether they are formulas, or what their text is; by who asks. `None` if one may ask of any.
    fn asked_as_formulas(&self) -> Option<FxHashMap<FormulaIndex, Vec<FormulaIndex>>> {
        let model = self.session.model();
        let program = model.program();
        let asks: Vec<Asks> = program.shapes.iter().map(|shape| asks_for_formulas(model, shape)).collect();
        let mut asked: FxHashMap<FormulaIndex, Vec<FormulaIndex>> = FxHashMap::default();
        for (formula, at) in (0..).zip(model.formulas()) {
            let shape = program.shape(at.shape)?;
            match asks.get(at.shape as usize)? {
                Asks::Nothing => continue,
                Asks::OfNamed => {}
                Asks::OfAny => return None,
            }
            let areas = named_areas(model, shape).into_iter();
            let ranges = areas.filter_map(|area| program.areas.get(area as usize)?.resolve(at.cell));
            let found = ranges.flat_map(|range| model.graph().formulas_in(range)).collect();
            asked.insert(formula, found);
        }
        Some(asked)
    }

    fn mark_live(&mut self, asked: &FxHashMap<FormulaIndex, Vec<FormulaIndex>>) {
        let session = self.session;
        let model = session.model();
        let graph = model.graph();
        let mut reached = vec![false; graph.len()];
        let mut todo: Vec<Position> = Vec::new();
        let position = |formula: FormulaIndex| graph.position(formula);
        for formula in 0..model.formulas().len() as u32 {
            let value = model.formula_cell(formula).map(|cell| session.value(cell));
            let may_change = self.shape(formula).is_none_or(|shape| shape.volatile || shape.dynamic)
                || graph.is_cyclic(formula)
                || matches!(value, Some(Value::Error(CellError::Circular | CellError::Limit)) | None)
                || session.hangs_on_time(formula);
            if may_change {
                todo.extend(position(formula));
            }
        }
        todo.extend(asked.values().flatten().filter_map(|formula| position(*formula)));
        for input in model.ports().inputs() {
            let cell = input.port.cell;
            todo.extend(graph.formula_at(cell).and_then(position));
            graph.for_readers(RangeRef::cell(cell), |reader| todo.push(reader));
            let over = self.spillers.iter().filter(|(spiller, most)| self.extent_of(*spiller, *most).contains(cell));
            todo.extend(over.filter_map(|(spiller, _)| position(*spiller)));
        }
        while let Some(at) = todo.pop() {
            let Some(seen) = reached.get_mut(at as usize) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            todo.extend(graph.successors(at));
            let Some(Node::Formula(formula)) = graph.node(at) else { continue };
            if let Some(live) = self.live.get_mut(formula as usize) {
                *live = true;
            }
            if let Some(most) = self.reach_of(formula) {
                graph.for_readers(most, |reader| todo.push(reader));
                todo.extend(self.rivals(most).filter_map(position));
            }
        }
    }

    /// The formulas whose arrays may want a cell of an area.
    fn rivals(&self, area: RangeRef) -> impl Iterator<Item = FormulaIndex> {
        let are_many = self.spillers.len() > MOST_HELD_APART;
        let rivals = self
            .spillers
            .iter()
            .filter(move |(spiller, most)| are_many || self.extent_of(*spiller, *most).intersection(&area).is_some());
        rivals.map(|(spiller, _)| *spiller)
    }

    fn mark_needed(&mut self, asked: &FxHashMap<FormulaIndex, Vec<FormulaIndex>>) {
        let model = self.session.model();
        let graph = model.graph();
        let predecessors = graph.predecessors();
        let mut seen = vec![false; graph.len()];
        let ports = model.ports();
        let outputs: Vec<CellRef> = ports.outputs().iter().map(|output| output.port.cell).collect();
        let formulas = outputs.iter().filter_map(|cell| graph.formula_at(*cell));
        let mut todo: Vec<Position> = formulas.filter_map(|formula| graph.position(formula)).collect();
        loop {
            while let Some(at) = todo.pop() {
                let Some(seen) = seen.get_mut(at as usize) else { continue };
                if std::mem::replace(seen, true) {
                    continue;
                }
                if let Some(Node::Formula(formula)) = graph.node(at) {
                    if !self.is_live(formula) {
                        continue;
                    }
                    if let Some(needed) = self.needed.get_mut(formula as usize) {
                        *needed = true;
                    }
                    self.keeps_all |= self.shape(formula).is_some_and(|shape| shape.dynamic);
                    let asked = asked.get(&formula).into_iter().flatten();
                    todo.extend(asked.filter_map(|formula| graph.position(*formula)));
                }
                todo.extend(predecessors.of(at));
            }
            todo.extend(self.newly_needed(&seen, &outputs));
            if todo.is_empty() {
                break;
            }
        }
    }

    /// Formulas that turn out to be needed in ways that the graph does not show.
    fn newly_needed(&self, seen: &[bool], outputs: &[CellRef]) -> Vec<Position> {
        let graph = self.session.model().graph();
        let is_seen = |at: Position| seen.get(at as usize).is_some_and(|seen| *seen);
        if self.keeps_all {
            let live = (0..self.live.len() as u32).filter(|formula| self.is_live(*formula));
            return live.filter_map(|formula| graph.position(formula)).filter(|at| !is_seen(*at)).collect();
        }
        let live: Vec<&(FormulaIndex, RangeRef)> =
            self.spillers.iter().filter(|(spiller, _)| self.is_live(*spiller)).collect();
        let needed: Vec<RangeRef> =
            live.iter().filter(|(spiller, _)| self.is_needed(*spiller)).map(|(_, most)| *most).collect();
        let are_many = live.len() > MOST_HELD_APART;
        let is_needed = |most: &RangeRef| {
            let mut is_read = false;
            graph.for_readers(*most, |reader| is_read |= is_seen(reader));
            is_read
                || outputs.iter().any(|output| most.contains(*output))
                || (are_many && !needed.is_empty())
                || needed.iter().any(|other| other.intersection(most).is_some())
        };
        let fresh = live.iter().filter(|(spiller, most)| !self.is_needed(*spiller) && is_needed(most));
        fresh.filter_map(|(spiller, _)| graph.position(*spiller)).collect()
    }

    fn mark_walls(&mut self) {
        let model = self.session.model();
        let graph = model.graph();
        let needed = self.spillers.iter().filter(|(spiller, _)| self.is_needed(*spiller));
        let mut walls: Vec<FormulaIndex> = needed.flat_map(|(_, most)| graph.formulas_in(*most)).collect();
        walls.sort_unstable();
        walls.dedup();
        // A value that is no blank is in the way as a constant.
        let shows_nothing =
            |formula: FormulaIndex| model.formula_cell(formula).is_some_and(|cell| self.session.value(cell).is_blank());
        walls.retain(|formula| !self.is_needed(*formula) && (self.is_live(*formula) || shows_nothing(*formula)));
        // Whether an input stands in place of a formula is told in answers.
        let inputs = model.ports().inputs().iter().filter_map(|input| graph.formula_at(input.port.cell));
        walls.extend(inputs.filter(|formula| !self.is_needed(*formula)));
        walls.sort_unstable();
        walls.dedup();
        self.walls = walls;
    }
}

/// Of which cells a shape asks whether they hold formulas, or which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Nothing,
    /// Of the cells that it names.
    OfNamed,
    /// Of cells that it finds only when it runs.
    OfAny,
}

fn asks_for_formulas(model: &Model, shape: &Shape) -> Asks {
    let ops = model.program().ops.get(shape.start as usize..shape.end as usize).unwrap_or(&[]);
    let asks = |name: &str| matches!(name, "ISFORMULA" | "FORMULATEXT" | "SUBTOTAL" | "AGGREGATE");
    let calls = |op: &Op| match op {
        Op::Call { function, .. } | Op::Iterate { function, .. } | Op::Function(function) => {
            asks(functions::spec(*function).name)
        }
        _ => false,
    };
    if shape.subtotal || ops.iter().any(calls) {
        return if shape.dynamic { Asks::OfAny } else { Asks::OfNamed };
    }
    // `A1#` asks for the spill of the formula in A1.
    let spilled = ops.iter().enumerate().filter(|(_, op)| matches!(op, Op::Spilled));
    spilled.fold(Asks::Nothing, |asks, (at, _)| {
        let named = at.checked_sub(1).and_then(|before| ops.get(before));
        let is_named = matches!(named, Some(Op::Cell(_) | Op::Range(_) | Op::Place(_)));
        if is_named && asks != Asks::OfAny { Asks::OfNamed } else { Asks::OfAny }
    })
}

/// The areas that a shape names, whether or not it reads their cells.
fn named_areas(model: &Model, shape: &Shape) -> Vec<u32> {
    let program = model.program();
    let ops = program.ops.get(shape.start as usize..shape.end as usize).unwrap_or(&[]);
    let mut areas = Vec::new();
    for op in ops {
        match op {
            Op::Cell(area) | Op::Range(area) | Op::Place(area) | Op::Meet(area) => areas.push(*area),
            Op::Span(list) => areas.extend(program.lists.get(*list as usize).into_iter().flatten()),
            _ => {}
        }
    }
    areas
}
