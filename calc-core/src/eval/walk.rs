//! The recalculation: the dirty positions of the order, from first to last.
//!
//! Formulas run after all that they are known to read. Those that the order cannot place - on a cycle of references, or reading what
//! is known only when they run - run on demand: a read of a stale cell stops them, the stale formula runs first, then they start
//! again. What may become stale later has to look stale already, so where there are such formulas, everything that what is dirty
//! can reach is dirty too.
//!
//! What a spill fills cannot be known before. Formulas that read it by way of the graph are told when it changes; formulas with
//! precedents of their own finding run again, until no spill changes any more.

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::dirty::Mask;
use super::machine::{self, Freshness, Needs, Stacks};
use super::scalar::{self, Outcome};
use super::session::{Changes, Session};
use super::spill::beyond_anchor;
use crate::error::Error;
use crate::functions::args::{Budget, Context, Operand};
use crate::functions::draws::Draws;
use crate::functions::indexes::SharedIndexes;
use crate::graph::{FormulaIndex, Node, Position};
use crate::model::Model;
use crate::model::program::{FormulaCell, Landing};
use crate::reference::{CellRef, RangeRef};
use crate::value::{CellError, Value};

/// A formula that has to run again so often in one recalculation feeds its own spill: that is a circular reference.
const MOST_RUNS: u32 = 100;

/// What a formula came to that had only to be run.
enum Straight {
    /// What stands in its cell already.
    Same,
    /// Another value, for the one cell that it has.
    Value(CellRef, Value),
    /// Something that has to be landed.
    Operand(Operand),
}

/// What one recalculation has found out on its way.
#[derive(Default)]
struct Walk {
    /// The highest position that it has come to.
    reached: Position,
    cycles_marked: bool,
    /// How often formulas ran behind the highest position.
    again: FxHashMap<FormulaIndex, u32>,
    /// Who is on a loop stays so until the next recalculation, or the answer would depend on what was there before.
    looped: FxHashSet<FormulaIndex>,
}

impl Session {
    /// Runs what is dirty, of what lies in the mask if there is one.
    pub(super) fn walk(&mut self, mask: Option<&Mask>) -> Result<(), Error> {
        let budget = Budget::new(self.budget);
        for formula in std::mem::take(&mut self.looped) {
            self.mark_formula(formula);
        }
        let mut walk = Walk::default();
        let result = self.walk_with(mask, &mut walk, &budget);
        self.spent = self.spent.saturating_add(self.budget.saturating_sub(budget.left()));
        let graph = self.graph();
        let mut looped: Vec<FormulaIndex> =
            walk.looped.into_iter().filter(|formula| !graph.is_cyclic(*formula)).collect();
        looped.sort_unstable();
        self.looped = looped;
        result
    }

    fn walk_with(&mut self, mask: Option<&Mask>, walk: &mut Walk, budget: &Budget) -> Result<(), Error> {
        let searching = self.searching();
        if !searching.is_empty() {
            self.mark_reachable(budget)?;
        }
        self.changes = Changes::default();
        self.run_dirty(mask, walk, budget)?;
        // In the first round everything reachable was dirty, so only spills can have come as a surprise.
        let mut surprised = self.changes.spilled > 0;
        while surprised && !searching.is_empty() {
            for formula in &searching {
                self.mark_formula(*formula);
            }
            self.changes = Changes::default();
            self.run_dirty(mask, walk, budget)?;
            surprised = self.changes.spilled > 0 || self.changes.formulas > 0;
        }
        Ok(())
    }

    /// The formulas that find out what they read when they run.
    fn searching(&self) -> Vec<FormulaIndex> {
        let is_dynamic = |formula: FormulaIndex| self.model.shape_of(formula).is_some_and(|shape| shape.dynamic);
        let restless = self.restless.iter().copied();
        restless.filter(|formula| is_dynamic(*formula) && !self.overridden.contains(formula)).collect()
    }

    /// Marks all that depends on what is dirty.
    fn mark_reachable(&mut self, budget: &Budget) -> Result<(), Error> {
        let model = self.model.clone();
        let graph = model.graph();
        let mut todo: Vec<Position> = self.dirty.positions().collect();
        while let Some(position) = todo.pop() {
            let mut looked = 1;
            for successor in graph.successors(position) {
                looked += 1;
                if self.dirty.insert(*successor) {
                    todo.push(*successor);
                }
            }
            if let Some(Node::Formula(formula)) = graph.node(position)
                && let Some(area) = self.spills.area(formula)
            {
                let dirty = &mut self.dirty;
                for area in beyond_anchor(area) {
                    looked += graph.for_dependents(area, |reader| {
                        if dirty.insert(reader) {
                            todo.push(reader);
                        }
                    });
                }
            }
            budget.spend(looked).map_err(|_| self.out_of_budget())?;
        }
        Ok(())
    }

    fn run_dirty(&mut self, mask: Option<&Mask>, walk: &mut Walk, budget: &Budget) -> Result<(), Error> {
        let mut stacks = std::mem::take(&mut self.stacks.0);
        let result = self.run_dirty_with(mask, walk, budget, &mut stacks);
        self.stacks.0 = stacks;
        result
    }

    fn run_dirty_with(
        &mut self,
        mask: Option<&Mask>,
        walk: &mut Walk,
        budget: &Budget,
        stacks: &mut Stacks,
    ) -> Result<(), Error> {
        let model = self.model.clone();
        let graph = model.graph();
        while let Some(position) = self.dirty.pop(mask) {
            match graph.node(position) {
                Some(Node::Formula(formula))
                    if !self.overridden.contains(&formula) && !walk.looped.contains(&formula) =>
                {
                    if !walk.cycles_marked && graph.is_cyclic(formula) {
                        // Which of them needs which is found out by running them, so none may look up to date.
                        walk.cycles_marked = true;
                        graph.cyclic().iter().for_each(|formula| self.mark_formula(*formula));
                    }
                    let behind = position < walk.reached;
                    let runs = if behind { walk.again.entry(formula).or_default() } else { &mut 0 };
                    *runs += 1;
                    if *runs > MOST_RUNS {
                        walk.looped.insert(formula);
                        self.land(&model, formula, Operand::Value(Value::Error(CellError::Circular)), budget);
                    } else if !self.run_quickly(&model, formula, position, budget) {
                        self.evaluate(&model, formula, &mut walk.looped, budget, stacks);
                    }
                }
                Some(Node::Block) => {
                    let successors = graph.successors(position);
                    successors.iter().for_each(|successor| _ = self.dirty.insert(*successor));
                }
                Some(Node::Searched) => {
                    // Who hangs on a part of the range was told when that changed.
                    let indexes = self.indexes.get_mut();
                    let uncovered = |reader: &&Position| !indexes.is_covered(**reader);
                    let dirty = &mut self.dirty;
                    graph.successors(position).iter().filter(uncovered).for_each(|reader| _ = dirty.insert(*reader));
                }
                Some(Node::Formula(_)) | None => {}
            }
            walk.reached = walk.reached.max(position);
            if budget.spend(1).is_err() || budget.left() == 0 {
                self.dirty.insert(position);
                return Err(self.out_of_budget());
            }
        }
        Ok(())
    }

    fn out_of_budget(&self) -> Error {
        Error::limit(format!(
            "cannot finish the recalculation: it needs more than {} steps, or more memory than is sensible; simplify the workbook or \
             raise the limit",
            self.budget
        ))
    }

    /// Evaluates a formula, and first whatever it turns out to need that is not up to date.
    fn evaluate(
        &mut self,
        model: &Model,
        formula: FormulaIndex,
        looped: &mut FxHashSet<FormulaIndex>,
        budget: &Budget,
        stacks: &mut Stacks,
    ) {
        let graph = model.graph();
        let on_demand = graph.is_cyclic(formula) || model.shape_of(formula).is_some_and(|shape| shape.dynamic);
        if !on_demand {
            let searches = self.quick.searches(model, formula);
            if let Some(position) = graph.position(formula).filter(|_| searches) {
                self.indexes.get_mut().begin(position);
            }
            self.recalculated += 1;
            let result = self.run_straight(model, formula, budget, stacks);
            if searches {
                self.indexes.get_mut().end();
            }
            match result {
                Straight::Same => {}
                Straight::Value(cell, value) => self.write_formula_cell(formula, cell, value),
                Straight::Operand(result) => self.land(model, formula, result, budget),
            }
            return;
        }
        let mut stack = vec![formula];
        let mut waiting = FxHashSet::default();
        while let Some(top) = stack.last().copied() {
            self.recalculated += 1;
            let fresh = Stale { session: self, running: top, looped, budget };
            let result = self.run_with(top, budget, &fresh, stacks, &self.indexes);
            match result {
                Ok(result) => {
                    stack.pop();
                    waiting.remove(&top);
                    self.unmark(top);
                    self.land(model, top, result, budget);
                }
                Err(Needs(needed)) if needed != top && !waiting.contains(&needed) => {
                    self.mark_formula(top);
                    waiting.insert(top);
                    stack.push(needed);
                }
                Err(Needs(needed)) => {
                    // A loop: from the one that is needed to the one that needs it, each waits for the next.
                    while let Some(member) = stack.pop() {
                        waiting.remove(&member);
                        looped.insert(member);
                        self.unmark(member);
                        self.land(model, member, Operand::Value(Value::Error(CellError::Circular)), budget);
                        if member == needed {
                            break;
                        }
                    }
                }
            }
            if budget.spend(1).is_err() {
                return;
            }
        }
    }

    /// Runs a formula that makes a number of numbers; false if it is another one, or what it reads is.
    fn run_quickly(&mut self, model: &Model, formula: FormulaIndex, position: Position, budget: &Budget) -> bool {
        let Some(FormulaCell { cell, shape }) = model.formulas().get(formula as usize).copied() else { return false };
        if model.graph().is_cyclic(formula) {
            return false;
        }
        let Some(number) = self.quick.run(shape, cell, &self.grid, self.indexes.get_mut(), budget) else {
            return false;
        };
        self.recalculated += 1;
        let value = Value::Number(number);
        match self.grid.stored_mut(cell.sheet, cell.row, cell.column) {
            Some(stored) if stored.same(&value) => return true,
            Some(stored) => *stored = value,
            None => _ = self.grid.replace(cell.sheet, cell.row, cell.column, value),
        }
        self.changes.formulas += 1;
        let dirty = &mut self.dirty;
        self.indexes.get_mut().changed(cell, &self.grid, |reader| _ = dirty.insert(reader));
        for successor in model.graph().successors(position) {
            self.dirty.insert(*successor);
        }
        true
    }

    fn unmark(&mut self, formula: FormulaIndex) {
        if let Some(position) = self.model.graph().position(formula) {
            self.dirty.remove(position);
        }
    }

    /// Runs a formula whose precedents are up to date, and holds what it comes to against what stands in its cell.
    fn run_straight(&self, model: &Model, formula: FormulaIndex, budget: &Budget, stacks: &mut Stacks) -> Straight {
        let Some(FormulaCell { cell, shape }) = model.formulas().get(formula as usize).copied() else {
            return Straight::Same;
        };
        let Some(shape) = model.program().shape(shape) else { return Straight::Same };
        let context = self.context(cell, budget, &self.indexes);
        let spill_of = |cell: CellRef| self.spill_of(cell);
        let outcome = scalar::run(model.program(), &self.quick.places, shape, &context, stacks, &spill_of);
        let stored = self.grid.value(cell.sheet, cell.row, cell.column);
        let is_single = shape.landing == Landing::Single;
        match outcome {
            Outcome::Operand(operand) => Straight::Operand(operand),
            Outcome::Number(number) if is_single => match stored {
                Value::Number(stored) if stored.to_bits() == number.to_bits() => Straight::Same,
                _ => Straight::Value(cell, Value::Number(number)),
            },
            Outcome::Value(value) if is_single => {
                let value = self.shown(value);
                if stored.same(value) { Straight::Same } else { Straight::Value(cell, value.clone()) }
            }
            Outcome::Number(number) => Straight::Operand(Operand::Value(Value::Number(number))),
            Outcome::Value(value) => Straight::Operand(Operand::Value(value.clone())),
        }
    }

    /// Runs a formula over the present values; changes nothing.
    pub(super) fn run_with<F: Freshness>(
        &self,
        formula: FormulaIndex,
        budget: &Budget,
        fresh: &F,
        stacks: &mut Stacks,
        indexes: &SharedIndexes,
    ) -> Result<Operand, Needs> {
        self.run_timed(formula, budget, fresh, stacks, indexes, None)
    }

    /// As [`Session::run_with`], and notes whether the result hangs on the time.
    pub(super) fn run_timed<F: Freshness>(
        &self,
        formula: FormulaIndex,
        budget: &Budget,
        fresh: &F,
        stacks: &mut Stacks,
        indexes: &SharedIndexes,
        timed: Option<&Cell<bool>>,
    ) -> Result<Operand, Needs> {
        let model = &self.model;
        let (Some(place), Some(shape)) = (model.formula_cell(formula), model.shape_of(formula)) else {
            return Ok(Operand::Missing);
        };
        let context = Context { timed, ..self.context(place, budget, indexes) };
        let spill_of = |cell: CellRef| self.spill_of(cell);
        machine::run(model.program(), shape, &context, stacks, fresh, &spill_of)
    }

    fn context<'s>(&'s self, place: CellRef, budget: &'s Budget, indexes: &'s SharedIndexes) -> Context<'s> {
        let model = &self.model;
        Context {
            grid: &self.grid,
            formulas: self,
            sheet_names: model.sheet_names(),
            dialect: model.dialect(),
            date_system: model.date_system(),
            now: self.clock.now,
            timed: None,
            draws: Draws::new(self.clock.seed, place),
            place,
            budget,
            indexes,
        }
    }

    /// The cells that a formula which may spill fills; one that does not fills its own.
    fn spill_of(&self, anchor: CellRef) -> Option<RangeRef> {
        let formula = self.graph().formula_at(anchor).filter(|formula| !self.overridden.contains(formula))?;
        let may_spill = self.model.shape_of(formula).is_some_and(|shape| shape.landing != Landing::Single);
        may_spill.then(|| self.spills.area(formula).unwrap_or(RangeRef::cell(anchor)))
    }
}

/// Formulas that are dirty are stale, and the one that is running is so to itself; a set value and a loop are settled.
struct Stale<'s> {
    session: &'s Session,
    running: FormulaIndex,
    looped: &'s FxHashSet<FormulaIndex>,
    budget: &'s Budget,
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
        let mut looked = 0;
        let found = graph.formulas_in(range).inspect(|_| looked += 1).find(|formula| is_stale(*formula));
        // Out of budget, the recalculation ends after this formula.
        let _ = self.budget.spend(looked);
        found
    }
}
