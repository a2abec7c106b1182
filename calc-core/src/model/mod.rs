//! The immutable artefact: a workbook compiled.
//!
//! A model holds the program, the constants of the workbook, its dependency graph and its ports, and nothing that a session changes.
//! Cached values of the file have no part in it: two files that differ only in those make the same model.

mod beyond;
mod codec;
mod operands;
pub mod ports;
pub mod program;
mod searches;
pub mod validity;
pub mod work;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::dialect::{DateSystem, Dialect};
use crate::graph::{FormulaIndex, Graph};
use crate::reference::{CellRef, RangeRef, SheetId, a1, quote_sheet};
use crate::syntax;
use crate::value::{BLANK, Grid, Text, Value};
use crate::workbook::Hiding;
pub use beyond::{Beyond, areas_beyond};
use ports::Ports;
use program::{FormulaCell, Program, Shape};
pub use searches::searched_areas;

/// A compiled workbook.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub(crate) sheet_names: Vec<String>,
    pub(crate) dialect: Dialect,
    pub(crate) date_system: DateSystem,
    /// Constants by cell, sorted.
    pub(crate) constants: Vec<(CellRef, Value)>,
    /// Number format codes; cells refer to them.
    pub(crate) formats: Vec<Text>,
    pub(crate) cell_formats: FxHashMap<CellRef, u32>,
    pub(crate) program: Program,
    /// Formulas, sorted by cell.
    pub(crate) formulas: Vec<FormulaCell>,
    /// For each shape the text of its first formula, for people, and where that is meant from.
    pub(crate) formula_texts: Vec<(Text, (u32, u32))>,
    pub(crate) graph: Graph,
    /// Where formulas spilled to when the model was made: a hint for the order of recalculation.
    pub(crate) learned_spills: Vec<(FormulaIndex, RangeRef)>,
    /// Rows that are not shown, by sheet and row, if a formula leaves such rows out.
    pub(crate) hidden_rows: Vec<(SheetId, u32, Hiding)>,
    pub(crate) ports: Ports,
    /// The hash of the model that this is the residual of, in whose name it answers.
    pub(crate) whole: Option<String>,
    pub(crate) hash: String,
}

impl Model {
    /// The names of the sheets, in the order of their tabs.
    pub fn sheet_names(&self) -> &[String] {
        &self.sheet_names
    }

    /// The sheet with that name, without regard to case.
    pub fn sheet(&self, name: &str) -> Option<SheetId> {
        let folded = name.to_lowercase();
        let found = self.sheet_names.iter().position(|sheet| sheet.to_lowercase() == folded);
        found.map(|index| SheetId(index as u16))
    }

    /// Reads `Sheet!A1` or `'Sheet'!A1`; without a sheet it is the first one.
    pub fn cell(&self, text: &str) -> Option<CellRef> {
        let (sheet, cell) = match crate::reference::split_sheet(text) {
            Some((sheet, cell)) => (self.sheet(&sheet)?, cell),
            None => (SheetId(0), text),
        };
        let (row, column) = crate::reference::parse_a1(cell)?;
        Some(CellRef { sheet, row, column })
    }

    /// Writes a cell as `Sheet!A1`, the sheet bare.
    pub fn cell_name(&self, cell: CellRef) -> String {
        format!("{}!{}", self.sheet_name(cell.sheet), a1(cell.row, cell.column))
    }

    /// Writes a cell as a formula would: `'My sheet'!A1`.
    pub fn cell_text(&self, cell: CellRef) -> String {
        format!("{}!{}", quote_sheet(self.sheet_name(cell.sheet)), a1(cell.row, cell.column))
    }

    /// The name of a sheet; empty if there is none.
    pub fn sheet_name(&self, sheet: SheetId) -> &str {
        self.sheet_names.get(sheet.index()).map_or("", String::as_str)
    }

    /// Why a row is not shown; known only if a formula leaves such rows out.
    pub fn hiding(&self, sheet: SheetId, row: u32) -> Option<Hiding> {
        let index = self.hidden_rows.binary_search_by_key(&(sheet, row), |(sheet, row, _)| (*sheet, *row)).ok()?;
        self.hidden_rows.get(index).map(|(_, _, hiding)| *hiding)
    }

    /// Whose semantics the formulas have.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// How serial dates count.
    pub fn date_system(&self) -> DateSystem {
        self.date_system
    }

    /// The identity of the model: SHA-256 in hex over everything that can change an answer. A residual model gives the answers of the
    /// whole, so it has the identity of that.
    pub fn hash(&self) -> &str {
        self.whole.as_deref().unwrap_or(&self.hash)
    }

    /// Whether only what the ports can reach is left of the workbook: other cells can neither be set nor read.
    pub fn is_residual(&self) -> bool {
        self.whole.is_some()
    }

    /// What the workbook offers: typed inputs and outputs.
    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    /// The formulas, sorted by cell.
    pub fn formulas(&self) -> &[FormulaCell] {
        &self.formulas
    }

    /// Where a formula spilled to when the model was made, if the order of the graph was made knowing it.
    pub(crate) fn learned_spill(&self, formula: FormulaIndex) -> Option<RangeRef> {
        let at = self.learned_spills.binary_search_by_key(&formula, |(anchor, _)| *anchor).ok()?;
        self.learned_spills.get(at).map(|(_, area)| *area)
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The dependency graph.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Where a formula stands.
    pub fn formula_cell(&self, formula: FormulaIndex) -> Option<CellRef> {
        self.formulas.get(formula as usize).map(|f| f.cell)
    }

    /// The shape of a formula.
    pub fn shape_of(&self, formula: FormulaIndex) -> Option<&Shape> {
        self.formulas.get(formula as usize).and_then(|f| self.program.shape(f.shape))
    }

    /// The text of a formula as it stands in its cell, without `=`.
    ///
    /// A formula that was filled into many cells is stored once: in all but the first its relative references are moved.
    pub fn formula_text(&self, formula: FormulaIndex) -> Option<Cow<'_, str>> {
        let FormulaCell { cell, shape } = self.formulas.get(formula as usize)?;
        let (text, (row, column)) = self.formula_texts.get(*shape as usize)?;
        let (down, right) = (i64::from(cell.row) - i64::from(*row), i64::from(cell.column) - i64::from(*column));
        Some(match (down, right) {
            (0, 0) => Cow::Borrowed(text.as_str()),
            _ => Cow::Owned(syntax::moved(text, self.dialect, down, right)),
        })
    }

    /// The constant in a cell; blank if there is none.
    pub fn constant(&self, cell: CellRef) -> &Value {
        match self.constants.binary_search_by_key(&cell, |(at, _)| *at) {
            Ok(index) => self.constants.get(index).map_or(&BLANK, |(_, value)| value),
            Err(_) => &BLANK,
        }
    }

    /// The number format code of a cell; `None` is General.
    pub fn format(&self, cell: CellRef) -> Option<&str> {
        let index = self.cell_formats.get(&cell)?;
        self.formats.get(*index as usize).map(|format| format.as_str())
    }

    /// A grid with the constants, and blank where formulas stand.
    pub fn content(&self) -> Grid {
        let mut grid = Grid::new(self.sheet_names.len());
        for (cell, value) in &self.constants {
            grid.replace(cell.sheet, cell.row, cell.column, value.clone());
        }
        grid
    }
}
