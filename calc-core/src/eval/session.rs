//! The session: one calculation's cells.

use std::cell::Cell;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::dirty::{Dirty, Mask};
use super::machine::{Fresh, Freshness, Stacks};
use super::quick::Quick;
use super::spill::Spills;
use crate::error::Error;
use crate::functions::args::Budget;
use crate::functions::indexes::SharedIndexes;
use crate::graph::{FormulaIndex, Graph};
use crate::model::Model;
use crate::model::program::Landing;
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, RangeRef};
use crate::value::{Grid, Value};

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
    pub(super) model: Arc<Model>,
    pub(super) clock: Clock,
    pub(super) grid: Grid,
    pub(super) dirty: Dirty,
    pub(super) spills: Spills,
    /// Formulas that a set value stands in place of.
    pub(super) overridden: FxHashSet<FormulaIndex>,
    /// Cells without formula that were set.
    set: FxHashSet<CellRef>,
    pub(super) budget: u64,
    /// Formulas that run in every recalculation: what they come to, or what they read, is not known from what was set.
    pub(super) restless: Vec<FormulaIndex>,
    /// Formulas on a loop that showed only while running: what was a loop then may be none now, and no graph tells.
    pub(super) looped: Vec<FormulaIndex>,
    pub(super) stacks: StackPool,
    pub(super) quick: Arc<Quick>,
    pub(super) indexes: SharedIndexes,
    pub(super) recalculated: u64,
    /// Steps that all recalculations took.
    pub(super) spent: u64,
    pub(super) changes: Changes,
}

/// How many cells changed since the count began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Changes {
    /// Cells of formulas.
    pub formulas: u64,
    /// Cells without formula: those that spills fill.
    pub spilled: u64,
}

/// Stacks are scratch space: a clone of a session starts with new ones.
#[derive(Debug, Default)]
pub(super) struct StackPool(pub(super) Stacks);

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
        let is_restless =
            |formula: &FormulaIndex| model.shape_of(*formula).is_some_and(|shape| shape.volatile || shape.dynamic);
        let restless = (0..model.formulas().len() as u32).filter(is_restless).collect();
        Session {
            grid: model.content(),
            quick: Arc::new(Quick::new(&model)),
            indexes: SharedIndexes::default(),
            model,
            clock,
            dirty,
            spills: Spills::default(),
            overridden: FxHashSet::default(),
            set: FxHashSet::default(),
            budget: DEFAULT_BUDGET,
            restless,
            looped: Vec::new(),
            stacks: StackPool::default(),
            recalculated: 0,
            spent: 0,
            changes: Changes::default(),
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

    /// The steps that one recalculation may take.
    pub fn steps(&self) -> u64 {
        self.budget
    }

    /// The steps that all recalculations took since the session began.
    pub fn spent(&self) -> u64 {
        self.spent
    }

    /// Limits the cells that arrays may spill into; an array that would need more is `#LIMIT!`.
    pub fn limit_spills(&mut self, cells: u64) {
        self.spills.limit(cells);
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
        self.spills.areas().collect()
    }

    /// The cell whose formula fills this one by its spill.
    pub fn spill_anchor(&self, cell: CellRef) -> Option<CellRef> {
        self.spills.owner(cell).and_then(|anchor| self.model.formula_cell(anchor))
    }

    /// Runs a formula again over the present values while another looks on; changes nothing. Returns what its cell shows of the
    /// result: of an array that is the first element. Blank if the onlooker says that something it reads is stale.
    pub fn replay<F: Freshness>(&self, formula: FormulaIndex, onlooker: &F) -> Value {
        let budget = Budget::new(self.budget);
        let result = self.run_with(formula, &budget, onlooker, &mut Stacks::default(), &SharedIndexes::default());
        result.map_or(Value::Blank, |result| self.finish(self.first_of(&result)))
    }

    /// Whether what a formula comes to hangs on the time, be it that a text such as `5-7` reads as a day of this year. Values as of the
    /// last recalculation are taken for given.
    pub fn hangs_on_time(&self, formula: FormulaIndex) -> bool {
        let timed = Cell::new(false);
        let (budget, indexes) = (Budget::new(self.budget), SharedIndexes::default());
        let result = self.run_timed(formula, &budget, &Fresh, &mut Stacks::default(), &indexes, Some(&timed));
        timed.get() || result.is_err()
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
        self.mark_restless();
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
        self.mark_restless();
        self.walk(Some(&cone.0))
    }

    /// Recalculates every formula from the content and what was set, as if nothing had been calculated before.
    pub fn recalculate_fully(&mut self) -> Result<(), Error> {
        for (anchor, _) in self.spilled() {
            self.clear_spill(anchor);
        }
        self.spills = self.spills.cleared();
        for formula in 0..self.model.formulas().len() as u32 {
            self.mark_formula(formula);
        }
        self.walk(None)
    }

    fn mark_restless(&mut self) {
        for at in 0..self.restless.len() {
            if let Some(formula) = self.restless.get(at).copied() {
                self.mark_formula(formula);
            }
        }
    }

    pub(super) fn graph(&self) -> &Graph {
        self.model.graph()
    }

    /// Marks a formula to be run, unless a set value stands in its place.
    pub(super) fn mark_formula(&mut self, formula: FormulaIndex) {
        if !self.overridden.contains(&formula)
            && let Some(position) = self.model.graph().position(formula)
        {
            self.dirty.insert(position);
        }
    }

    /// Makes room at a cell that is about to be set: a spill over it has to find out that it is blocked, blocked ones that they
    /// may not be.
    fn free(&mut self, cell: CellRef) {
        if let Some(anchor) = self.spills.owner(cell) {
            self.clear_spill(anchor);
            self.mark_formula(anchor);
        }
        self.mark_blocked();
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
            for cell in area.cells() {
                values.insert(cell, self.value(cell).clone());
            }
        }
        values
    }
}
