//! The cells without formula of a residual model: constants of the workbook, and values that no input reaches.

use rustc_hash::{FxHashMap, FxHashSet};

use super::marks::Marks;
use crate::eval::Session;
use crate::reference::{CellRef, RangeRef, SheetId};
use crate::value::{Grid, Value};

/// Rows of a column, from the first to the last.
type Rows = Vec<(u32, u32)>;

/// Which cells are kept, and their values.
pub struct Cells<'s> {
    session: &'s Session,
    marks: &'s Marks<'s>,
    single: FxHashSet<CellRef>,
    rows: FxHashMap<(SheetId, u32), Rows>,
}

impl<'s> Cells<'s> {
    /// The cells that what is needed may read, and those of the ports.
    pub fn of(session: &'s Session, marks: &'s Marks<'s>) -> Cells<'s> {
        let mut cells = Cells { session, marks, single: FxHashSet::default(), rows: FxHashMap::default() };
        let ports = session.model().ports();
        let inputs = ports.inputs().iter().map(|input| input.port.cell);
        cells.single.extend(inputs.chain(ports.outputs().iter().map(|output| output.port.cell)));
        for area in marks.areas() {
            cells.keep(area);
        }
        for rows in cells.rows.values_mut() {
            merge(rows);
        }
        cells
    }

    fn keep(&mut self, area: RangeRef) {
        if area.is_cell() {
            self.single.insert(area.first());
            return;
        }
        let used = self.session.grid().area(area).used().1;
        for column in (area.left..=area.right).take(used as usize) {
            self.rows.entry((area.sheet, column)).or_default().push((area.top, area.bottom));
        }
    }

    fn keeps(&self, cell: CellRef) -> bool {
        if self.marks.keeps_all() || self.single.contains(&cell) {
            return true;
        }
        let Some(rows) = self.rows.get(&(cell.sheet, cell.column)) else { return false };
        let after = rows.partition_point(|(top, _)| *top <= cell.row);
        after.checked_sub(1).and_then(|at| rows.get(at)).is_some_and(|(_, bottom)| cell.row <= *bottom)
    }

    /// The constants of the residual model, sorted.
    pub fn constants(&self) -> Vec<(CellRef, Value)> {
        let model = self.session.model();
        let mut constants: Vec<(CellRef, Value)> =
            model.constants.iter().filter(|(cell, _)| self.keeps(*cell)).cloned().collect();
        let grid: &Grid = self.session.grid();
        let mut fold = |cell: CellRef| {
            let value = grid.value(cell.sheet, cell.row, cell.column);
            if !value.is_blank() && self.keeps(cell) {
                constants.push((cell, value.clone()));
            }
        };
        for (formula, at) in (0..).zip(model.formulas()) {
            if self.marks.is_live(formula) {
                continue;
            }
            fold(at.cell);
            if let Some(area) = self.marks.spilled(formula) {
                area.cells().filter(|cell| *cell != at.cell).for_each(&mut fold);
            }
        }
        constants.sort_unstable_by_key(|(cell, _)| *cell);
        constants
    }
}

/// Sorts stretches of rows and joins those that touch.
fn merge(rows: &mut Rows) {
    rows.sort_unstable();
    let mut merged: Rows = Vec::with_capacity(rows.len());
    for (top, bottom) in rows.drain(..) {
        match merged.last_mut() {
            Some((_, last)) if top <= last.saturating_add(1) => *last = (*last).max(bottom),
            _ => merged.push((top, bottom)),
        }
    }
    *rows = merged;
}
