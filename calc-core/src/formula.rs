//! One formula over a few cells: a workbook of its own, built, calculated and read.
//!
//! ```
//! use calc_core::formula::{Question, evaluate};
//! use calc_core::workbook::Content;
//!
//! let mut question = Question::new("=SUM(A1:A3)*2");
//! for (cell, number) in [("A1", 1.0), ("A2", 2.0), ("A3", 3.5)] {
//!     question.cell(cell, Content::Constant(number.into())).unwrap();
//! }
//! let answer = evaluate(&question).unwrap();
//! assert_eq!(answer.value(0, 0), &calc_core::value::Value::Number(13.0));
//! ```

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::compile::compile;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::eval::{Clock, Session};
use crate::model::ports::Ports;
use crate::reference::{CellRef, SheetId, parse_a1, split_sheet};
use crate::syntax::{self, ParseOptions};
use crate::value::{Array, Text};
use crate::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};

/// Whether a formula is a plain cell's or an array formula.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// As if typed in today: Excel's dynamic arrays, Google's as it stands.
    #[default]
    Typed,
    /// A plain cell of an old workbook: ranges intersect with the formula's row or column.
    Scalar,
    /// An array formula: operators and functions run over arrays.
    Array,
}

/// A formula and the cells that it reads.
#[derive(Clone, Debug)]
pub struct Question {
    formula: String,
    sheets: Vec<Sheet>,
    /// The sheets by their names without case.
    by_name: FxHashMap<String, SheetId>,
    at: Option<CellRef>,
    /// How it is evaluated.
    pub mode: Mode,
    /// Whose semantics.
    pub dialect: Dialect,
    /// The time.
    pub clock: Clock,
    /// Steps that it may take; see [`Session::limit`].
    pub budget: u64,
    /// The most cells that its result may have; more is `#LIMIT!`.
    pub most_cells: u64,
}

/// The sheet that cells without one are on.
const FIRST_SHEET: &str = "Sheet1";
/// Steps that one formula may take unless told otherwise.
const BUDGET: u64 = 100_000_000;

impl Question {
    /// A formula, with or without its leading `=`, that reads no cells yet.
    pub fn new(formula: &str) -> Question {
        Question {
            formula: formula.to_string(),
            sheets: vec![Sheet { name: FIRST_SHEET.into(), ..Sheet::default() }],
            by_name: FxHashMap::from_iter([(FIRST_SHEET.to_lowercase(), SheetId(0))]),
            at: None,
            mode: Mode::Typed,
            dialect: Dialect::Excel,
            clock: Clock::default(),
            budget: BUDGET,
            most_cells: u64::MAX,
        }
    }

    /// Puts a constant or a formula into a cell, written `A1` or `Sheet name!B2`.
    ///
    /// Fails if the address is not one of a cell.
    pub fn cell(&mut self, address: &str, content: Content) -> Result<(), Error> {
        let at = self.address(address)?;
        if let Some(sheet) = self.sheets.get_mut(at.sheet.index()) {
            let cached = Default::default();
            sheet.cells.push(Cell { row: at.row, column: at.column, content, cached, format: None });
        }
        Ok(())
    }

    /// Puts what a person would type into a cell: a text that starts with `=` is a formula.
    pub fn typed(&mut self, address: &str, formula: &str) -> Result<(), Error> {
        let at = self.address(address)?;
        let kind = self.kind(self.mode);
        let text = Text::from(formula.strip_prefix('=').unwrap_or(formula));
        self.cell(address, Content::Formula(Formula { text, origin: (at.row, at.column), kind }))
    }

    /// Says which cell the formula stands in; otherwise it stands away from all others.
    pub fn at(&mut self, address: &str) -> Result<(), Error> {
        self.at = Some(self.address(address)?);
        Ok(())
    }

    fn address(&mut self, address: &str) -> Result<CellRef, Error> {
        let (sheet, cell) = match split_sheet(address) {
            Some((sheet, cell)) => (self.sheet(&sheet)?, cell),
            None => (SheetId(0), address),
        };
        let (row, column) = parse_a1(cell).ok_or_else(|| {
            Error::caller(format!("cannot read the cell `{address}`: expected an address such as `A1` or `Sheet1!A1`"))
        })?;
        Ok(CellRef { sheet, row, column })
    }

    fn sheet(&mut self, name: &str) -> Result<SheetId, Error> {
        let folded = name.to_lowercase();
        if let Some(sheet) = self.by_name.get(&folded) {
            return Ok(*sheet);
        }
        let sheet = u16::try_from(self.sheets.len()).map(SheetId);
        let sheet = sheet.map_err(|_| Error::caller("found cells of more than 65,536 sheets, expected fewer"))?;
        self.sheets.push(Sheet { name: name.to_string(), ..Sheet::default() });
        self.by_name.insert(folded, sheet);
        Ok(sheet)
    }

    fn kind(&self, mode: Mode) -> FormulaKind {
        match (self.dialect, mode) {
            (Dialect::Excel, Mode::Scalar) => FormulaKind::Plain,
            (Dialect::Sheets, Mode::Scalar | Mode::Typed) => FormulaKind::Google,
            (_, Mode::Array | Mode::Typed) => FormulaKind::Dynamic,
        }
    }

    /// A place below and to the right of everything else.
    fn free_place(&self) -> CellRef {
        let cells = self.sheets.first().map_or(&[][..], |sheet| &sheet.cells);
        let row = cells.iter().map(|cell| cell.row).max().unwrap_or(0).max(1_000) + 100;
        let column = cells.iter().map(|cell| cell.column).max().unwrap_or(0).max(20) + 10;
        CellRef { sheet: SheetId(0), row: row.min(1_000_000), column: column.min(16_000) }
    }
}

/// Evaluates a formula: a block of one or more values.
///
/// Fails if the formula cannot be read, or a budget runs out. An unknown function is the value `#NAME?`, not a failure.
pub fn evaluate(question: &Question) -> Result<Array, Error> {
    let parsed = syntax::parse(&question.formula, ParseOptions::from(question.dialect));
    if let Some(error) = parsed.errors.first() {
        return Err(Error::caller(format!(
            "cannot read the formula: {} (byte {} to {})",
            error.message, error.span.start, error.span.end
        )));
    }
    let at = question.at.unwrap_or_else(|| question.free_place());
    let mut sheets = question.sheets.clone();
    let text = Text::from(question.formula.trim_start().strip_prefix('=').unwrap_or(&question.formula));
    let formula = Formula { text, origin: (at.row, at.column), kind: question.kind(question.mode) };
    if let Some(sheet) = sheets.get_mut(at.sheet.index()) {
        sheet.cells.retain(|cell| (cell.row, cell.column) != (at.row, at.column));
        let content = Content::Formula(formula);
        sheet.cells.push(Cell { row: at.row, column: at.column, content, cached: Default::default(), format: None });
    }
    let workbook = Workbook { sheets, dialect: question.dialect, ..Workbook::default() };
    let model = Arc::new(compile(&workbook, Ports::default()).model);
    let mut session = Session::new(model.clone(), question.clock);
    session.limit(question.budget);
    session.limit_spills(question.most_cells);
    session.recalculate()?;
    let spilled = session.spilled();
    let area = model
        .graph()
        .formula_at(at)
        .and_then(|formula| spilled.iter().find(|(anchor, _)| *anchor == formula).map(|(_, area)| *area));
    let block = match area {
        Some(area) => Array::from_fn(area.rows(), area.columns(), |row, column| {
            let cell = CellRef { sheet: area.sheet, row: area.top + row, column: area.left + column };
            session.value(cell).clone()
        }),
        None => Array::new(1, 1, vec![session.value(at).clone()]),
    };
    block.ok_or_else(|| Error::caller("the formula has no result"))
}
