//! Where results land: in one cell, over an area that spills, or cut to a fixed one.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::session::Session;
use super::spill::beyond_anchor;
use crate::functions::args::{Budget, Callee, Operand};
use crate::graph::{FormulaIndex, Node};
use crate::model::Model;
use crate::model::program::Landing;
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, RangeRef};
use crate::value::{Array, CellError, Value};

/// A result before it is placed.
enum Block {
    One(Value),
    Many(Array),
}

static ZERO: Value = Value::Number(0.0);

/// The smallest area around all cells that changed.
#[derive(Default)]
struct Changed(Option<RangeRef>);

impl Changed {
    fn add(&mut self, cell: CellRef) {
        let cell = RangeRef::cell(cell);
        self.0 = Some(self.0.map_or(cell, |all| RangeRef {
            sheet: all.sheet,
            top: all.top.min(cell.top),
            left: all.left.min(cell.left),
            bottom: all.bottom.max(cell.bottom),
            right: all.right.max(cell.right),
        }));
    }
}

impl Session {
    /// Puts a formula's result where it belongs.
    pub(super) fn land(&mut self, model: &Model, formula: FormulaIndex, result: Operand, budget: &Budget) {
        let (Some(cell), Some(shape)) = (model.formula_cell(formula), model.shape_of(formula)) else { return };
        if shape.landing == Landing::Single {
            let value = self.finish(self.first_of(&result));
            self.write_formula_cell(formula, cell, value);
            return;
        }
        match self.block_of(result, shape.landing, budget) {
            Ok(Block::Many(array)) => self.spill(formula, cell, array, budget),
            Ok(Block::One(value)) => self.land_alone(formula, cell, value),
            Err(error) => self.land_alone(formula, cell, error.into()),
        }
    }

    /// Puts one value where an array might have been.
    fn land_alone(&mut self, formula: FormulaIndex, cell: CellRef, value: Value) {
        let value = self.finish(value);
        self.spills.unblock(formula);
        self.clear_spill(formula);
        self.write_formula_cell(formula, cell, value);
    }

    /// What a formula shows of a value: in Excel a blank result is 0.
    pub(super) fn finish(&self, value: Value) -> Value {
        match value {
            Value::Blank if !self.model.dialect().blank_result_stays_blank() => Value::Number(0.0),
            value => value,
        }
    }

    /// As [`Session::finish`], of a value that stands somewhere.
    pub(super) fn shown<'v>(&self, value: &'v Value) -> &'v Value {
        match value {
            Value::Blank if !self.model.dialect().blank_result_stays_blank() => &ZERO,
            value => value,
        }
    }

    pub(super) fn first_of(&self, operand: &Operand) -> Value {
        match operand {
            Operand::Missing => Value::Blank,
            Operand::Value(value) => value.clone(),
            Operand::Array(array) => array.value(0, 0).clone(),
            Operand::Range(range) => {
                let first = range.first();
                self.grid.value(first.sheet, first.row, first.column).clone()
            }
            Operand::Union(_) => Value::Error(CellError::Value),
            Operand::Lambda(_) => Value::Error(Callee::uncalled(self.model.dialect())),
        }
    }

    fn block_of(&self, operand: Operand, landing: Landing, budget: &Budget) -> Result<Block, CellError> {
        let array = match operand {
            Operand::Array(array) => Arc::unwrap_or_clone(array),
            Operand::Range(range) if !range.is_cell() => {
                budget.spend_array(range.rows().into(), range.columns().into())?;
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
            budget.spend_array(rows.into(), columns.into())?;
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

    fn spill(&mut self, formula: FormulaIndex, cell: CellRef, array: Array, budget: &Budget) {
        let area = RangeRef {
            sheet: cell.sheet,
            top: cell.row,
            left: cell.column,
            bottom: cell.row.saturating_add(array.rows() - 1),
            right: cell.column.saturating_add(array.columns() - 1),
        };
        if area.is_cell() {
            let value = array.into_values().into_iter().next().unwrap_or_default();
            return self.land_alone(formula, cell, value);
        }
        let refused = if area.bottom >= MAX_ROWS || area.right >= MAX_COLUMNS {
            Some(self.no_room())
        } else if self.feeds_itself(formula, area, budget) {
            return self.land_alone(formula, cell, CellError::Circular.into());
        } else if !self.make_room(formula, area) {
            Some(self.no_room())
        } else {
            (!self.spills.fits(formula, area)).then_some(CellError::Limit)
        };
        if let Some(error) = refused {
            self.clear_spill(formula);
            self.spills.block(formula);
            self.write_formula_cell(formula, cell, error.into());
            return;
        }
        self.spills.unblock(formula);
        if self.spills.area(formula) != Some(area) {
            // Cells that leave the area become blank; those that stay are written below.
            if let Some(old) = self.spills.release(formula) {
                let mut changed = Changed::default();
                for left in old.cells().skip(1).filter(|left| !area.contains(*left)) {
                    self.write_spilled(left, Value::Blank, &mut changed);
                }
                self.mark_changed(&changed);
                self.mark_blocked();
            }
            self.spills.claim(formula, area);
        }
        let mut changed = Changed::default();
        for (target, value) in area.cells().zip(array.into_values()) {
            let value = self.finish(value);
            if target == cell {
                self.write_formula_cell(formula, cell, value);
            } else {
                self.write_spilled(target, value, &mut changed);
            }
        }
        self.mark_changed(&changed);
    }

    /// The error of an array that finds its cells taken, or the sheet too small.
    fn no_room(&self) -> CellError {
        if self.model.dialect().blocked_spill_is_ref() { CellError::Ref } else { CellError::Spill }
    }

    /// Whether a formula depends on the cells of an area that it is about to fill: it would read what it writes.
    fn feeds_itself(&self, formula: FormulaIndex, area: RangeRef, budget: &Budget) -> bool {
        let model = &self.model;
        let graph = model.graph();
        // The order of the graph was made knowing this area, so nothing in it comes before the formula.
        let known = model.learned_spill(formula).is_some_and(|known| known.intersection(&area) == Some(area));
        let known = known && !graph.is_cyclic(formula);
        let Some(target) = graph.position(formula).filter(|_| !known) else { return false };
        let mut seen = FxHashSet::default();
        let mut todo = Vec::new();
        let mut looked: u64 =
            beyond_anchor(area).map(|area| graph.for_dependents(area, |reader| todo.push(reader))).sum();
        while let Some(position) = todo.pop() {
            // Out of budget, the recalculation ends after this formula.
            if budget.spend(looked).is_err() || position == target {
                return position == target;
            }
            looked = 1;
            if !seen.insert(position) {
                continue;
            }
            if let Some(Node::Formula(reader)) = graph.node(position) {
                if self.overridden.contains(&reader) {
                    continue;
                }
                if let Some(spilled) = self.spills.area(reader) {
                    for area in beyond_anchor(spilled) {
                        looked += graph.for_dependents(area, |reader| todo.push(reader));
                    }
                }
            }
            todo.extend(graph.successors(position));
        }
        false
    }

    /// Whether a formula may fill an area. A spill of a formula that comes later in the order of cells has to give way.
    fn make_room(&mut self, formula: FormulaIndex, area: RangeRef) -> bool {
        let others = self.spills.overlapping(area).filter(|(owner, _)| *owner != formula);
        let evicted: Vec<(FormulaIndex, RangeRef)> = others.collect();
        if evicted.iter().any(|(owner, _)| *owner < formula) {
            return false;
        }
        // A formula is in the way even if it shows nothing, unless it was cleared.
        let in_the_way = |other: FormulaIndex| other != formula && !self.overridden.contains(&other);
        if self.graph().formulas_in(area).any(in_the_way) {
            return false;
        }
        let own = self.spills.area(formula).unwrap_or(RangeRef { bottom: area.top, right: area.left, ..area });
        let is_free = |cell: CellRef| own.contains(cell) || evicted.iter().any(|(_, other)| other.contains(cell));
        let window = self.grid.area(area);
        for column in 0..area.columns() {
            for (row, value) in window.column(column).flat_map(|(first, values)| (first..).zip(values)) {
                let cell = CellRef { sheet: area.sheet, row: area.top + row, column: area.left + column };
                if !value.is_blank() && !is_free(cell) {
                    return false;
                }
            }
        }
        for (owner, _) in evicted {
            self.clear_spill(owner);
            self.mark_formula(owner);
        }
        true
    }

    /// Takes a formula's spill back: its cells become blank, all but the formula's own.
    pub(super) fn clear_spill(&mut self, anchor: FormulaIndex) {
        if let Some(area) = self.spills.release(anchor) {
            let mut changed = Changed::default();
            for cell in area.cells().skip(1) {
                self.write_spilled(cell, Value::Blank, &mut changed);
            }
            self.mark_changed(&changed);
            self.mark_blocked();
        }
    }

    /// Marks the formulas whose arrays found no room: they may find it now.
    pub(super) fn mark_blocked(&mut self) {
        for at in 0..self.spills.blocked().len() {
            if let Some(formula) = self.spills.blocked().get(at).copied() {
                self.mark_formula(formula);
            }
        }
    }

    /// Puts a value into a cell without formula.
    pub(super) fn write_plain_cell(&mut self, cell: CellRef, value: Value) {
        let mut changed = Changed::default();
        self.write_spilled(cell, value, &mut changed);
        self.mark_changed(&changed);
    }

    /// Puts a value into a cell that a spill fills or leaves: one without formula, or one whose formula was cleared.
    fn write_spilled(&mut self, cell: CellRef, value: Value, changed: &mut Changed) {
        if self.grid.value(cell.sheet, cell.row, cell.column).same(&value) {
            return;
        }
        self.changes.spilled += 1;
        let cleared = if self.overridden.is_empty() { None } else { self.graph().formula_at(cell) };
        match cleared {
            Some(formula) => self.write_formula_cell(formula, cell, value),
            None => {
                changed.add(cell);
                self.grid.replace(cell.sheet, cell.row, cell.column, value);
                let dirty = &mut self.dirty;
                self.indexes.get_mut().changed(cell, &self.grid, |reader| _ = dirty.insert(reader));
            }
        }
    }

    fn mark_changed(&mut self, changed: &Changed) {
        if let Some(area) = changed.0 {
            let dirty = &mut self.dirty;
            self.model.graph().for_readers(area, |position| _ = dirty.insert(position));
        }
    }

    /// Puts a value into a formula's cell.
    pub(super) fn write_formula_cell(&mut self, formula: FormulaIndex, cell: CellRef, value: Value) {
        if self.grid.value(cell.sheet, cell.row, cell.column).same(&value) {
            return;
        }
        self.grid.replace(cell.sheet, cell.row, cell.column, value);
        let dirty = &mut self.dirty;
        self.indexes.get_mut().changed(cell, &self.grid, |reader| _ = dirty.insert(reader));
        self.changes.formulas += 1;
        let model = &self.model;
        let dirty = &mut self.dirty;
        if model.learned_spill(formula).is_some() {
            // Its successors read any cell that it was seen to fill; this was the first of them alone.
            model.graph().for_readers(RangeRef::cell(cell), |position| _ = dirty.insert(position));
        } else if let Some(position) = model.graph().position(formula) {
            model.graph().successors(position).iter().for_each(|successor| _ = dirty.insert(*successor));
        }
    }
}
