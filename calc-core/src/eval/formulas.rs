//! The formulas that stand in cells, as ISFORMULA and FORMULATEXT ask for them.

use super::session::Session;
use crate::functions::args::Formulas;
use crate::reference::{CellRef, SheetId};
use crate::syntax::ast::{Ast, Axis, Node};
use crate::syntax::{self, ParseOptions};
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

    /// The text is stored once for all cells that a formula was filled into; for another one than the first its relative
    /// references are moved.
    fn text(&self, cell: CellRef) -> Option<String> {
        let formula = self.graph().formula_at(cell).filter(|formula| !self.overridden.contains(formula))?;
        let (text, (row, column)) = self.model.formula_text(formula)?;
        let down = i64::from(cell.row) - i64::from(row);
        let right = i64::from(cell.column) - i64::from(column);
        if (down, right) == (0, 0) {
            return Some(format!("={text}"));
        }
        let dialect = self.model.dialect();
        let mut ast = syntax::parse(text, ParseOptions::from(dialect)).ast;
        shift(&mut ast, down, right);
        Some(format!("={}", syntax::unparse(&ast, dialect)))
    }
}

/// Moves every relative part of every reference.
fn shift(ast: &mut Ast, down: i64, right: i64) {
    let moved = |axis: &mut Option<Axis>, by: i64| {
        if let Some(axis) = axis.as_mut().filter(|axis| !axis.absolute) {
            axis.index = u32::try_from(i64::from(axis.index) + by).unwrap_or(axis.index);
        }
    };
    for node in &mut ast.nodes {
        if let Node::Reference(reference) = node {
            let area = &mut reference.area;
            moved(&mut area.top, down);
            moved(&mut area.bottom, down);
            moved(&mut area.left, right);
            moved(&mut area.right, right);
        }
    }
}
