//! The neutral source model: what an import or a builder hands to the engine.

use crate::dialect::{DateSystem, Dialect};
use crate::reference::{RangeRef, SheetId};
use crate::value::{Text, Value};

/// A workbook as its author sees it.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    /// The sheets in the order of their tabs.
    pub sheets: Vec<Sheet>,
    /// Defined names.
    pub names: Vec<DefinedName>,
    /// Tables, for structured references.
    pub tables: Vec<Table>,
    /// How serial dates count.
    pub date_system: DateSystem,
    /// Whose semantics the formulas have.
    pub dialect: Dialect,
    /// Other workbooks that formulas point to: `[1]Sheet!A1` means the first of them. Their cells are never read.
    pub externals: Vec<String>,
}

impl Workbook {
    /// The sheet of this name, ignoring case as spreadsheets do.
    ///
    /// ```
    /// use calc_core::workbook::{Sheet, Workbook};
    /// let sheet = Sheet { name: "Prices".to_string(), ..Sheet::default() };
    /// let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
    /// assert!(workbook.sheet_by_name("PRICES").is_some());
    /// assert!(workbook.sheet_by_name("Price").is_none());
    /// ```
    pub fn sheet_by_name(&self, name: &str) -> Option<SheetId> {
        let folded = name.to_lowercase();
        let index = self.sheets.iter().position(|sheet| sheet.name.to_lowercase() == folded)?;
        u16::try_from(index).ok().map(SheetId)
    }

    /// The sheet with this id.
    pub fn sheet(&self, id: SheetId) -> Option<&Sheet> {
        self.sheets.get(id.index())
    }

    /// How many cells hold a formula for whoever counts them in the file: those of [`Sheet::cells`], and the spilled cells that
    /// Google's export writes a formula into.
    pub fn formula_count(&self) -> usize {
        self.sheets.iter().map(Sheet::formula_count).sum()
    }
}

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The name on the tab.
    pub name: String,
    /// Whether the tab is hidden.
    pub hidden: bool,
    /// Every cell that holds something, by row and column. Cells that a formula's spill fills are not among them.
    pub cells: Vec<Cell>,
    /// What the file says that spills had put where, by row and column. Only ever compared with, never computed from.
    pub spilled: Vec<SpilledCell>,
    /// Lists of allowed values.
    pub validations: Vec<Validation>,
    /// Rows that are not shown, by row: SUBTOTAL and AGGREGATE may leave them out.
    pub hidden_rows: Vec<(u32, Hiding)>,
}

/// Why a row is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hiding {
    /// Somebody hid it.
    ByHand,
    /// A filter left it out.
    Filter,
}

impl Sheet {
    /// The cell at a row and column, if it holds something. Relies on the order of [`Sheet::cells`].
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        let index = self.cells.binary_search_by_key(&(row, column), |cell| (cell.row, cell.column)).ok()?;
        self.cells.get(index)
    }

    fn formula_count(&self) -> usize {
        let own = self.cells.iter().filter(|cell| matches!(cell.content, Content::Formula(_))).count();
        own + self.spilled.iter().filter(|cell| cell.mark == SpillMark::ComputedValue).count()
    }
}

/// One cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// What the author put in.
    pub content: Content,
    /// What the file says a formula's value was when it was saved. Only ever compared with, never computed from.
    pub cached: Value,
    /// The number format code; `None` is General.
    pub format: Option<Text>,
}

/// A cell that was filled by the spill of another when the file was saved.
#[derive(Clone, Debug, PartialEq)]
pub struct SpilledCell {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
    /// What the spill had put there.
    pub cached: Value,
    /// The number format code; `None` is General.
    pub format: Option<Text>,
    /// How the file tells that it is spilled.
    pub mark: SpillMark,
}

/// How a file tells a spilled cell from one that was typed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpillMark {
    /// Google's export wrote `COMPUTED_VALUE` as its formula: it counts as one.
    ComputedValue,
    /// A bare value within the range of an array formula: it counts as none.
    Bare,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A value typed in.
    Constant(Value),
    /// A formula.
    Formula(Formula),
}

/// A formula as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// The text without a leading `=`.
    pub text: Text,
    /// The row and column that the relative references of `text` are meant from: the cell's own, or the master's of a shared formula.
    pub origin: (u32, u32),
    /// How it is evaluated.
    pub kind: FormulaKind,
}

/// How a formula is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormulaKind {
    /// One value; a range where a value is wanted is intersected with the cell's row or column.
    Plain,
    /// Evaluated over arrays; the result spills as far as it reaches.
    Dynamic,
    /// Evaluated over arrays into a fixed area (Excel's Ctrl+Shift+Enter): what does not fit is cut, what is missing is `#N/A`.
    Fixed(RangeRef),
    /// An array formula of a Google export, with the area that it filled when it was saved. Google stores `{…}` and ARRAYFORMULA so.
    /// It spills as far as it reaches; the area is no limit.
    GoogleArray(RangeRef),
    /// A Google formula revived from its frozen text: ranges intersect as in `Plain` unless the formula says ARRAYFORMULA, and a
    /// result that is an array spills.
    Google,
}

/// A defined name.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinedName {
    /// The name as written.
    pub name: String,
    /// The sheet that it is local to; `None` is the whole workbook.
    pub scope: Option<SheetId>,
    /// What it stands for: a formula's text without a leading `=`.
    pub formula: String,
    /// Whether it is hidden from users.
    pub hidden: bool,
}

/// A table (Excel's ListObject).
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name used in structured references.
    pub name: String,
    /// All of it, header and totals rows included.
    pub range: RangeRef,
    /// The column names, left to right.
    pub columns: Vec<String>,
    /// Whether the first row is the header.
    pub header: bool,
    /// Whether the last row has totals.
    pub totals: bool,
    /// Whether a filter leaves rows out.
    pub filtered: bool,
}

/// Which values a cell may hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// The cells that it holds for.
    pub ranges: Vec<RangeRef>,
    /// The rule.
    pub rule: ValidationRule,
}

/// A data validation rule.
#[derive(Clone, Debug, PartialEq)]
pub enum ValidationRule {
    /// One of these texts.
    List(Vec<String>),
    /// One of the values in this range or of this formula, without a leading `=`.
    ListFormula(String),
    /// A number (`whole` or `decimal`) within bounds; `None` is unbounded. Only constant bounds are kept.
    Number {
        /// Whether it must be whole.
        whole: bool,
        /// The least allowed.
        min: Option<f64>,
        /// The greatest allowed.
        max: Option<f64>,
    },
    /// Any other rule, by its type in the file; not enforced.
    Other(String),
}
