//! The session: one calculation's cells.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::dirty::{Dirty, Mask};
use super::machine::{self, Fresh, Freshness, Needs, Stacks};
use super::spill::{Spills, cells_of};
use crate::error::Error;
use crate::functions::args::{Budget, Context, Operand};
use crate::graph::{FormulaIndex, Graph, Node};
use crate::model::Model;
use crate::model::program::Landing;
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, RangeRef};
use crate::value::{Array, CellError, Grid, Value};

/// What the host knows and the engine does not: the time, and a seed for random numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    /// The time now in local time, as a serial number of the workbook's date system.
    pub now: f64,
    /// The seed of random numbers.
    pub seed: u64,
}

impl Default for Clock {
    /// 1 January 2000, noon: for workbooks that do not ask.
    fn default() -> Clock {
        Clock { now: 36_526.5, seed: 0 }
    }
}

/// Steps that one recalculation may take: about ten seconds of a core.
const DEFAULT_BUDGET: u64 = 2_000_000_000;

/// A formula that has to run again so often in one recalculation feeds its own spill: that is a circular reference.
const MOST_RUNS: u32 = 100;

/// What some cells depend on; see [`Session::cone`]. Good for every session of the same model.
#[derive(Clone, Debug)]
pub struct Cone(Mask);

/// A model with values: set some, recalculate, read others.
///
/// ```
/// use std::sync::Arc;
///
/// use calc_core::compile::compile;
/// use calc_core::eval::{Clock, Session};
/// use calc_core::import::{ImportOptions, read_xlsx};
/// use calc_core::model::ports::Ports;
/// use calc_core::value::Value;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let bytes = std::fs::read("../sample/house-painting.xlsx")?;
/// let workbook = read_xlsx(&bytes, &ImportOptions::default())?.workbook;
/// let model = Arc::new(compile(&workbook, Ports::default()).model);
/// let mut session = Session::new(model.clone(), Clock::default());
/// session.recalculate()?;
/// // `=D5*E5*F5`, of 42, 18.5 and 1.
/// let area = model.cell("Exterior!G5").unwrap();
/// assert_eq!(session.value(area), &Value::Number(777.0));
///
/// // A value stands in place of the formula until it is given back.
/// session.set(area, 500.0.into())?;
/// session.recalculate()?;
/// assert!(session.is_overridden(area));
/// session.reset(area);
/// session.recalculate()?;
/// assert_eq!(session.value(area), &Value::Number(777.0));
///
/// // Out of steps is an error; what was not reached is calculated the next time.
/// session.limit(3);
/// session.set(model.cell("Estimate!B5").unwrap(), 3.0.into())?;
/// assert!(session.recalculate().unwrap_err().is_limit());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Session {
    model: Arc<Model>,
    clock: Clock,
    grid: Grid,
    dirty: Dirty,
    spills: Spills,
    /// Formulas that a set value stands in place of.
    overridden: FxHashSet<FormulaIndex>,
    /// Cells without formula that were set.
    set: FxHashSet<CellRef>,
    budget: u64,
    volatile: Vec<FormulaIndex>,
    stacks: StackPool,
    recalculated: u64,
}

/// Stacks are scratch space: a clone of a session starts with new ones.
#[derive(Debug, Default)]
struct StackPool(Stacks);

impl Clone for StackPool {
    fn clone(&self) -> StackPool {
        StackPool::default()
    }
}

impl Session {
    /// A session with the model's own content; nothing is calculated yet.
    pub fn new(model: Arc<Model>, clock: Clock) -> Session {
        let mut dirty = Dirty::new(model.graph().len());
        for formula in 0..model.formulas().len() as u32 {
            if let Some(position) = model.graph().position(formula) {
                dirty.insert(position);
            }
        }
        let volatile = (0..model.formulas().len() as u32)
            .filter(|f| model.shape_of(*f).is_some_and(|shape| shape.volatile || shape.dynamic))
            .collect();
        Session {
            grid: model.content(),
            model,
            clock,
            dirty,
            spills: Spills::default(),
            overridden: FxHashSet::default(),
            set: FxHashSet::default(),
            budget: DEFAULT_BUDGET,
            volatile,
            stacks: StackPool::default(),
            recalculated: 0,
        }
    }

    /// The model that this is a session of.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Gives the model back.
    pub fn into_model(self) -> Arc<Model> {
        self.model
    }

    /// Limits every later recalculation to so many steps; one is about one cell read or one element computed.
    pub fn limit(&mut self, steps: u64) {
        self.budget = steps;
    }

    /// The value of a cell as of the last recalculation.
    pub fn value(&self, cell: CellRef) -> &Value {
        self.grid.value(cell.sheet, cell.row, cell.column)
    }

    /// All cells as of the last recalculation.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The number format of a cell; `None` is General. A spilled cell has its own, not that of its anchor.
    pub fn format(&self, cell: CellRef) -> Option<&str> {
        self.model.format(cell)
    }

    /// How many formulas were run since the session began, for measurements.
    pub fn recalculated(&self) -> u64 {
        self.recalculated
    }

    /// The areas that formulas spill into, by formula index.
    pub fn spilled(&self) -> Vec<(FormulaIndex, RangeRef)> {
        self.spills.areas()
    }

    /// The cell whose formula fills this one by its spill.
    pub fn spill_anchor(&self, cell: CellRef) -> Option<CellRef> {
        self.spills.owner(cell).and_then(|anchor| self.model.formula_cell(anchor))
    }

    /// Runs a formula again over the present values while another looks on; changes nothing.
    pub fn replay<F: Freshness>(&self, formula: FormulaIndex, onlooker: &F) {
        let budget = Budget::new(self.budget);
        // What it comes to is known; only what it does on the way is of interest.
        let _ = self.run_with(formula, &budget, onlooker, &mut Stacks::default());
    }

    /// Whether a set value stands in place of the cell's formula.
    pub fn is_overridden(&self, cell: CellRef) -> bool {
        self.graph().formula_at(cell).is_some_and(|formula| self.overridden.contains(&formula))
    }

    /// Puts a value into a cell, in place of its content or formula; blank clears it. Takes effect at the next recalculation.
    ///
    /// Fails if the sheet does not exist or the cell lies off it.
    pub fn set(&mut self, cell: CellRef, value: Value) -> Result<(), Error> {
        if cell.sheet.index() >= self.grid.sheets().len() || cell.row >= MAX_ROWS || cell.column >= MAX_COLUMNS {
            return Err(Error::caller(format!(
                "cannot set a cell: found row {}, column {} of sheet {}, expected a cell of one of {} sheets",
                u64::from(cell.row) + 1,
                u64::from(cell.column) + 1,
                cell.sheet.0,
                self.grid.sheets().len()
            )));
        }
        match self.model.clone().graph().formula_at(cell) {
            Some(formula) => {
                self.overridden.insert(formula);
                self.spills.unblock(formula);
                self.clear_spill(formula);
                if let Some(position) = self.graph().position(formula) {
                    self.dirty.remove(position);
                }
                self.free(cell);
                self.write_formula_cell(formula, cell, value);
            }
            None => {
                self.free(cell);
                self.set.insert(cell);
                self.write_plain_cell(cell, value);
            }
        }
        Ok(())
    }

    /// Gives a cell its own content or formula back.
    pub fn reset(&mut self, cell: CellRef) {
        match self.model.clone().graph().formula_at(cell) {
            Some(formula) => {
                if self.overridden.contains(&formula) {
                    self.free(cell);
                    self.overridden.remove(&formula);
                    self.mark_formula(formula);
                }
            }
            None => {
                if self.set.remove(&cell) {
                    let own = self.model.constant(cell).clone();
                    self.free(cell);
                    self.write_plain_cell(cell, own);
                }
            }
        }
    }

    /// Gives every cell its own content or formula back.
    pub fn reset_all(&mut self) {
        let formulas: Vec<FormulaIndex> = self.overridden.iter().copied().collect();
        for formula in formulas {
            if let Some(cell) = self.model.formula_cell(formula) {
                self.reset(cell);
            }
        }
        let cells: Vec<CellRef> = self.set.iter().copied().collect();
        for cell in cells {
            self.reset(cell);
        }
    }

    /// Recalculates what depends on what was set since the last time, and what is volatile.
    ///
    /// Fails when the budget runs out; what was not reached stays dirty.
    pub fn recalculate(&mut self) -> Result<(), Error> {
        self.mark_volatile();
        self.walk(None)
    }

    /// Everything that some cells depend on, whatever is set: to recalculate no more than that.
    ///
    /// Arrays may spill into any cell, so all formulas that can spill belong to it, with what they depend on.
    pub fn cone(&self, cells: &[CellRef]) -> Cone {
        let graph = self.graph();
        let mut mask = Mask::new(graph.len());
        let spilling = (0..self.model.formulas().len() as u32)
            .filter(|formula| self.model.shape_of(*formula).is_some_and(|shape| shape.landing != Landing::Single));
        let own = cells.iter().filter_map(|cell| graph.formula_at(*cell));
        let mut todo: Vec<u32> = own.chain(spilling).filter_map(|formula| graph.position(formula)).collect();
        let predecessors = graph.predecessors();
        while let Some(position) = todo.pop() {
            if mask.insert(position) {
                todo.extend(predecessors.of(position));
            }
        }
        Cone(mask)
    }

    /// Recalculates only what lies in a cone. Cells outside keep their old values until they are recalculated in their turn.
    ///
    /// Fails as [`Session::recalculate`] does.
    pub fn recalculate_within(&mut self, cone: &Cone) -> Result<(), Error> {
        self.mark_volatile();
        self.walk(Some(&cone.0))
    }

    /// Recalculates every formula from the content and what was set, as if nothing had been calculated before.
    pub fn recalculate_fully(&mut self) -> Result<(), Error> {
        for (anchor, _) in self.spills.areas() {
            self.clear_spill(anchor);
        }
        self.spills = Spills::default();
        for formula in 0..self.model.formulas().len() as u32 {
            if !self.overridden.contains(&formula) {
                self.mark_formula(formula);
            }
        }
        self.walk(None)
    }

    fn mark_volatile(&mut self) {
        for formula in self.volatile.clone() {
            if !self.overridden.contains(&formula) {
                self.mark_formula(formula);
            }
        }
    }

    fn graph(&self) -> &Graph {
        self.model.graph()
    }

    fn mark_formula(&mut self, formula: FormulaIndex) {
        if let Some(position) = self.model.graph().position(formula) {
            self.dirty.insert(position);
        }
    }

    fn mark_readers(&mut self, cell: CellRef) {
        let dirty = &mut self.dirty;
        self.model.graph().for_readers(cell, |position| dirty.insert(position));
    }

    fn mark_successors(&mut self, position: u32) {
        for successor in self.model.graph().successors(position) {
            self.dirty.insert(*successor);
        }
    }

    /// Makes room at a cell that is about to be set: a spill over it has to find out that it is blocked, blocked ones that they
    /// may not be.
    fn free(&mut self, cell: CellRef) {
        if let Some(anchor) = self.spills.owner(cell) {
            self.clear_spill(anchor);
            self.mark_formula(anchor);
        }
        for anchor in self.spills.blocked().to_vec() {
            self.mark_formula(anchor);
        }
    }

    fn write_plain_cell(&mut self, cell: CellRef, value: Value) {
        let old = self.grid.replace(cell.sheet, cell.row, cell.column, value.clone());
        if !old.same(&value) {
            self.mark_readers(cell);
        }
    }

    /// Writes a cell that a spill fills or leaves: one without formula, or one whose formula was cleared.
    fn write_spilled_cell(&mut self, cell: CellRef, value: Value) {
        let cleared = if self.overridden.is_empty() { None } else { self.graph().formula_at(cell) };
        match cleared {
            Some(formula) => self.write_formula_cell(formula, cell, value),
            None => self.write_plain_cell(cell, value),
        }
    }

    fn write_formula_cell(&mut self, formula: FormulaIndex, cell: CellRef, value: Value) {
        let old = self.grid.replace(cell.sheet, cell.row, cell.column, value.clone());
        if old.same(&value) {
            return;
        }
        let spills = self.model.shape_of(formula).is_some_and(|shape| shape.landing != Landing::Single);
        if spills {
            self.mark_readers(cell);
        } else if let Some(position) = self.graph().position(formula) {
            self.mark_successors(position);
        }
    }

    /// Takes a formula's spill back: its cells become blank, all but the formula's own.
    fn clear_spill(&mut self, anchor: FormulaIndex) {
        if let Some(area) = self.spills.release(anchor) {
            for cell in cells_of(area).skip(1) {
                self.write_spilled_cell(cell, Value::Blank);
            }
            for blocked in self.spills.blocked().to_vec() {
                if blocked != anchor {
                    self.mark_formula(blocked);
                }
            }
        }
    }

    fn walk(&mut self, mask: Option<&Mask>) -> Result<(), Error> {
        let budget = Budget::new(self.budget);
        let model = self.model.clone();
        let mut reached = 0;
        let mut cycles_marked = false;
        let mut again: FxHashMap<FormulaIndex, u32> = FxHashMap::default();
        // Who is on a loop stays so until the next recalculation, or the answer would depend on what was there before.
        let mut looped = FxHashSet::default();
        while let Some(position) = self.dirty.pop(mask) {
            match model.graph().node(position) {
                Some(Node::Formula(formula)) if !self.overridden.contains(&formula) && !looped.contains(&formula) => {
                    if !cycles_marked && model.graph().is_cyclic(formula) {
                        // Which of them needs which is found out by running them, so none may look up to date.
                        cycles_marked = true;
                        self.mark_cycles();
                    }
                    let runs = if position < reached { again.entry(formula).or_default() } else { &mut 0 };
                    *runs += 1;
                    if *runs > MOST_RUNS {
                        looped.insert(formula);
                        self.land(formula, Operand::Value(Value::Error(CellError::Circular)), &budget);
                    } else {
                        self.evaluate(formula, &mut looped, &budget);
                    }
                }
                Some(Node::Block) => self.mark_successors(position),
                Some(Node::Formula(_)) | None => {}
            }
            reached = reached.max(position);
            if budget.spend(1).is_err() || budget.left() == 0 {
                self.dirty.insert(position);
                return Err(Error::limit(format!(
                    "cannot finish the recalculation: it needs more than {} steps; simplify the workbook or raise the limit",
                    self.budget
                )));
            }
        }
        Ok(())
    }

    fn mark_cycles(&mut self) {
        for formula in self.model.clone().graph().cyclic() {
            if !self.overridden.contains(formula) {
                self.mark_formula(*formula);
            }
        }
    }

    /// Evaluates a formula, and first whatever it turns out to need that is not up to date.
    fn evaluate(&mut self, formula: FormulaIndex, looped: &mut FxHashSet<FormulaIndex>, budget: &Budget) {
        let model = self.model.clone();
        let on_demand = model.graph().is_cyclic(formula) || model.shape_of(formula).is_some_and(|shape| shape.dynamic);
        if !on_demand {
            if let Ok(result) = self.run(formula, budget, &Fresh) {
                self.land(formula, result, budget);
            }
            return;
        }
        let mut stack = vec![formula];
        while let Some(top) = stack.last().copied() {
            let result = {
                let mut stacks = std::mem::take(&mut self.stacks.0);
                let fresh = Stale { session: self, running: top, looped };
                let result = self.run_with(top, budget, &fresh, &mut stacks);
                self.stacks.0 = stacks;
                result
            };
            match result {
                Ok(result) => {
                    stack.pop();
                    if let Some(position) = model.graph().position(top) {
                        self.dirty.remove(position);
                    }
                    self.land(top, result, budget);
                }
                Err(Needs(needed)) => match stack.iter().position(|on| *on == needed) {
                    None => {
                        if let Some(position) = model.graph().position(top) {
                            self.dirty.insert(position);
                        }
                        stack.push(needed);
                    }
                    Some(from) => {
                        for member in stack.split_off(from) {
                            looped.insert(member);
                            if let Some(position) = model.graph().position(member) {
                                self.dirty.remove(position);
                            }
                            self.land(member, Operand::Value(Value::Error(CellError::Circular)), budget);
                        }
                    }
                },
            }
            if budget.spend(1).is_err() {
                return;
            }
        }
    }

    fn run<F: Freshness>(&mut self, formula: FormulaIndex, budget: &Budget, fresh: &F) -> Result<Operand, Needs> {
        let mut stacks = std::mem::take(&mut self.stacks.0);
        let result = self.run_with(formula, budget, fresh, &mut stacks);
        self.stacks.0 = stacks;
        self.recalculated += 1;
        result
    }

    fn run_with<F: Freshness>(
        &self,
        formula: FormulaIndex,
        budget: &Budget,
        fresh: &F,
        stacks: &mut Stacks,
    ) -> Result<Operand, Needs> {
        let model = &self.model;
        let (Some(cell), Some(shape)) = (model.formula_cell(formula), model.shape_of(formula)) else {
            return Ok(Operand::Missing);
        };
        let context = Context {
            grid: &self.grid,
            sheet_names: model.sheet_names(),
            dialect: model.dialect(),
            date_system: model.date_system(),
            now: self.clock.now,
            seed: self.clock.seed,
            place: cell,
            budget,
        };
        machine::run(model.program(), shape, &context, stacks, fresh)
    }

    /// Puts a formula's result where it belongs.
    fn land(&mut self, formula: FormulaIndex, result: Operand, budget: &Budget) {
        let model = self.model.clone();
        let (Some(cell), Some(shape)) = (model.formula_cell(formula), model.shape_of(formula)) else { return };
        let landing = shape.landing;
        if landing == Landing::Single {
            let value = self.finish(self.first_of(&result));
            self.write_formula_cell(formula, cell, value);
            return;
        }
        let block = match self.block_of(result, landing, budget) {
            Ok(block) => block,
            Err(error) => Block::One(Value::Error(error)),
        };
        match block {
            Block::One(value) => {
                let value = self.finish(value);
                self.spills.unblock(formula);
                self.clear_spill(formula);
                self.write_formula_cell(formula, cell, value);
            }
            Block::Many(array) => self.spill(formula, cell, array),
        }
    }

    /// What a formula shows of a value: in Excel a blank result is 0.
    fn finish(&self, value: Value) -> Value {
        match value {
            Value::Blank if !self.model.dialect().blank_result_stays_blank() => Value::Number(0.0),
            value => value,
        }
    }

    fn first_of(&self, operand: &Operand) -> Value {
        match operand {
            Operand::Missing => Value::Blank,
            Operand::Value(value) => value.clone(),
            Operand::Array(array) => array.value(0, 0).clone(),
            Operand::Range(range) => {
                let first = range.first();
                self.grid.value(first.sheet, first.row, first.column).clone()
            }
            Operand::Union(_) => Value::Error(CellError::Value),
        }
    }

    fn block_of(&self, operand: Operand, landing: Landing, budget: &Budget) -> Result<Block, CellError> {
        let array = match operand {
            Operand::Array(array) => Arc::unwrap_or_clone(array),
            Operand::Range(range) if !range.is_cell() => {
                budget.spend(u64::from(range.rows()) * u64::from(range.columns()))?;
                let area = self.grid.area(range);
                Array::from_fn(range.rows(), range.columns(), |row, column| area.value(row, column).clone())
                    .ok_or(CellError::Calc)?
            }
            other => {
                let one = self.first_of(&other);
                match landing {
                    Landing::Fixed { rows, columns } if rows > 1 || columns > 1 => {
                        Array::new(1, 1, vec![one]).ok_or(CellError::Calc)?
                    }
                    _ => return Ok(Block::One(one)),
                }
            }
        };
        if let Landing::Fixed { rows, columns } = landing {
            budget.spend(u64::from(rows) * u64::from(columns))?;
            let element = |row: u32, column: u32| {
                let row = if array.rows() == 1 { 0 } else { row };
                let column = if array.columns() == 1 { 0 } else { column };
                if row < array.rows() && column < array.columns() {
                    array.value(row, column).clone()
                } else {
                    Value::Error(CellError::Na)
                }
            };
            return Array::from_fn(rows, columns, element).map(Block::Many).ok_or(CellError::Calc);
        }
        Ok(Block::Many(array))
    }

    fn spill(&mut self, formula: FormulaIndex, cell: CellRef, array: Array) {
        let area = RangeRef {
            sheet: cell.sheet,
            top: cell.row,
            left: cell.column,
            bottom: cell.row.saturating_add(array.rows() - 1),
            right: cell.column.saturating_add(array.columns() - 1),
        };
        if self.feeds_itself(formula, area) {
            self.spills.unblock(formula);
            self.clear_spill(formula);
            self.write_formula_cell(formula, cell, Value::Error(CellError::Circular));
            return;
        }
        let old = self.spills.area(formula);
        let blocked = area.bottom >= MAX_ROWS || area.right >= MAX_COLUMNS || !self.make_room(formula, area);
        if blocked {
            let error = if self.model.dialect().blocked_spill_is_ref() { CellError::Ref } else { CellError::Spill };
            self.clear_spill(formula);
            self.spills.block(formula);
            self.write_formula_cell(formula, cell, Value::Error(error));
            return;
        }
        self.spills.unblock(formula);
        if old != Some(area) {
            // Cells that leave the area become blank; those that stay are written below.
            if let Some(old) = self.spills.release(formula) {
                for left in cells_of(old).skip(1).filter(|left| !area.contains(*left)) {
                    self.write_spilled_cell(left, Value::Blank);
                }
                for waiting in self.spills.blocked().to_vec() {
                    self.mark_formula(waiting);
                }
            }
            if array.values().len() > 1 {
                self.spills.claim(formula, area);
            }
        }
        for (target, value) in cells_of(area).zip(array.into_values()) {
            let value = self.finish(value);
            if target == cell {
                self.write_formula_cell(formula, cell, value);
            } else {
                self.write_spilled_cell(target, value);
            }
        }
    }

    /// Whether a formula depends on the cells of an area that it is about to fill: it would read what it writes.
    fn feeds_itself(&self, formula: FormulaIndex, area: RangeRef) -> bool {
        let model = &self.model;
        let graph = model.graph();
        // The order of the graph was made knowing this area, so nothing in it comes before the formula.
        let known = model.learned_spill(formula).is_some_and(|known| known.intersection(&area) == Some(area));
        let known = known && !graph.is_cyclic(formula);
        let Some(target) = graph.position(formula).filter(|_| !known) else { return false };
        let mut seen = FxHashSet::default();
        let mut todo = Vec::new();
        cells_of(area).skip(1).for_each(|cell| self.for_dependents(cell, |reader| todo.push(reader)));
        while let Some(position) = todo.pop() {
            if position == target {
                return true;
            }
            if !seen.insert(position) {
                continue;
            }
            if let Some(Node::Formula(reader)) = graph.node(position) {
                if self.overridden.contains(&reader) {
                    continue;
                }
                if let Some(spilled) = self.spills.area(reader) {
                    cells_of(spilled).skip(1).for_each(|cell| self.for_dependents(cell, |reader| todo.push(reader)));
                }
            }
            todo.extend(graph.successors(position));
        }
        false
    }

    /// Calls `found` with all that reads a cell which a spill may fill.
    fn for_dependents(&self, cell: CellRef, mut found: impl FnMut(u32)) {
        let graph = self.graph();
        graph.for_readers(cell, &mut found);
        if let Some(position) = graph.formula_at(cell).and_then(|formula| graph.position(formula)) {
            graph.successors(position).iter().for_each(|successor| found(*successor));
        }
    }

    /// Whether a formula may fill an area. A spill of a formula that comes later in the order has to give way.
    fn make_room(&mut self, formula: FormulaIndex, area: RangeRef) -> bool {
        let mut evicted = Vec::new();
        for cell in cells_of(area).skip(1) {
            match self.spills.owner(cell) {
                Some(owner) if owner == formula => continue,
                Some(owner) if owner > formula => {
                    if !evicted.contains(&owner) {
                        evicted.push(owner);
                    }
                    continue;
                }
                Some(_) => return false,
                None => {}
            }
            // A formula is in the way even if it shows nothing, unless it was cleared.
            let formula = self.graph().formula_at(cell);
            if formula.is_some_and(|formula| !self.overridden.contains(&formula)) || !self.value(cell).is_blank() {
                return false;
            }
        }
        for owner in evicted {
            self.clear_spill(owner);
            self.mark_formula(owner);
        }
        true
    }
}

/// A result before it is placed.
enum Block {
    One(Value),
    Many(Array),
}

/// Formulas that are dirty are stale, and the one that is running is so to itself; a set value and a loop are settled.
struct Stale<'s> {
    session: &'s Session,
    running: FormulaIndex,
    looped: &'s FxHashSet<FormulaIndex>,
}

impl Freshness for Stale<'_> {
    fn stale(&self, range: RangeRef) -> Option<FormulaIndex> {
        let graph = self.session.graph();
        let is_stale = |formula: FormulaIndex| {
            let is_settled = self.session.overridden.contains(&formula) || self.looped.contains(&formula);
            let is_dirty = || graph.position(formula).is_some_and(|position| self.session.dirty.contains(position));
            !is_settled && (formula == self.running || is_dirty())
        };
        if range.is_cell() {
            return graph.formula_at(range.first()).filter(|formula| is_stale(*formula));
        }
        graph.formulas_in(range).find(|formula| is_stale(*formula))
    }
}

/// Values by cell, for callers that compare sessions.
impl Session {
    /// The value of every formula cell and every spilled cell, for comparing two sessions.
    pub fn formula_values(&self) -> FxHashMap<CellRef, Value> {
        let mut values = FxHashMap::default();
        for formula in self.model.formulas() {
            values.insert(formula.cell, self.value(formula.cell).clone());
        }
        for (_, area) in self.spills.areas() {
            for cell in cells_of(area) {
                values.insert(cell, self.value(cell).clone());
            }
        }
        values
    }
}
