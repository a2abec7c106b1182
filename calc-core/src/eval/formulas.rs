//! The formulas that stand in cells, as ISFORMULA and FORMULATEXT ask for them.

use super::session::Session;
use crate::functions::args::Formulas;
use crate::reference::{CellRef, SheetId};
use crate::workbook::Hiding;

impl Formulas for Session {
    fn is_formula(&self, cell: CellRef) -> bool {
        self.graph().formula_at(cell).is_some_and(|formula| !self.overridden.contains(&formula))
    }

    fn is_subtotal(&self, cell: CellRef) -> bool {
        let formula = self.graph().formula_at(cell).filter(|formula| !self.overridden.contains(formula));
        formula.and_then(|formula| self.model.shape_of(formula)).is_some_and(|shape| shape.subtotal)
    }

    fn is_hidden(&self, sheet: SheetId, row: u32) -> bool {
        self.model.hiding(sheet, row).is_some()
    }

    fn is_filtered(&self, sheet: SheetId, row: u32) -> bool {
        self.model.hiding(sheet, row) == Some(Hiding::Filter)
    }

    fn text(&self, cell: CellRef) -> Option<String> {
        let formula = self.graph().formula_at(cell).filter(|formula| !self.overridden.contains(formula))?;
        self.model.formula_text(formula).map(|text| format!("={text}"))
    }
}
