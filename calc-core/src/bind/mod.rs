//! What names and references mean in a workbook.
//!
//! The parser knows only text. Here sheets, defined names and tables are looked up, and references become areas relative to the
//! formula's place.

mod structured;

use rustc_hash::FxHashMap;

use crate::model::program::{Bound, RelativeArea};
use crate::reference::{MAX_COLUMNS, MAX_ROWS, SheetId};
use crate::syntax::ast::{AreaRef, Axis, Reference, SheetPrefix};
use crate::workbook::{DefinedName, Table, Workbook};

/// Why a reference cannot be bound.
#[derive(Clone, Debug, PartialEq)]
pub enum BindError {
    /// No sheet has this name.
    UnknownSheet(String),
    /// The reference is to another workbook.
    External(String),
    /// No table has this name.
    UnknownTable(String),
    /// The table has no such column.
    UnknownColumn(String, String),
    /// The formula is not where the reference makes sense: `[@Column]` outside of the table's rows.
    OutsideTable,
    /// The part of the table that is asked for does not exist.
    NoSuchPart(&'static str),
}

/// Where a formula's text is meant from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    /// The sheet of references without one.
    pub sheet: SheetId,
    /// The row that relative rows are counted from.
    pub row: u32,
    /// The column that relative columns are counted from.
    pub column: u32,
    /// Whether it is the formula of a defined name: its relative references count from A1 to the formula that uses the name, and
    /// past the edge of the sheet on from its start.
    pub of_name: bool,
}

impl Home {
    /// The home of a formula in a cell.
    pub fn cell(sheet: SheetId, row: u32, column: u32) -> Home {
        Home { sheet, row, column, of_name: false }
    }

    /// The home of a defined name's formula, used on a sheet.
    pub fn name(sheet: SheetId) -> Home {
        Home { sheet, row: 0, column: 0, of_name: true }
    }
}

/// Looks up sheets, names and tables of a workbook.
#[derive(Debug)]
pub struct Binder<'a> {
    sheets: FxHashMap<String, SheetId>,
    names: FxHashMap<(Option<SheetId>, String), &'a DefinedName>,
    tables: FxHashMap<String, &'a Table>,
    all_tables: &'a [Table],
}

/// The form in which names of sheets, names and tables are compared: without case.
fn fold(name: &str) -> String {
    name.to_lowercase()
}

impl<'a> Binder<'a> {
    /// Prepares the look-ups. Of sheets or names with the same name the first wins.
    pub fn new(workbook: &'a Workbook) -> Binder<'a> {
        let mut sheets = FxHashMap::default();
        for (index, sheet) in workbook.sheets.iter().enumerate() {
            sheets.entry(fold(&sheet.name)).or_insert(SheetId(index as u16));
        }
        let mut names = FxHashMap::default();
        for name in &workbook.names {
            names.entry((name.scope, fold(&name.name))).or_insert(name);
        }
        let mut tables = FxHashMap::default();
        for table in &workbook.tables {
            tables.entry(fold(&table.name)).or_insert(table);
        }
        Binder { sheets, names, tables, all_tables: &workbook.tables }
    }

    /// The sheet with that name, without regard to case.
    pub fn sheet(&self, name: &str) -> Option<SheetId> {
        self.sheets.get(&fold(name)).copied()
    }

    /// The defined name seen from a sheet: a name of the sheet hides one of the workbook.
    pub fn name(&self, sheet: SheetId, name: &str) -> Option<&'a DefinedName> {
        let folded = fold(name);
        let local = self.names.get(&(Some(sheet), folded.clone()));
        local.or_else(|| self.names.get(&(None, folded))).copied()
    }

    /// Whether a table has that name.
    pub fn is_table(&self, name: &str) -> bool {
        self.tables.contains_key(&fold(name))
    }

    /// The areas that a reference means: one, or one a sheet for a 3-D reference.
    pub fn areas(&self, reference: &Reference, home: Home) -> Result<Vec<RelativeArea>, BindError> {
        let known = |name: &str| self.sheet(name).ok_or_else(|| BindError::UnknownSheet(name.to_string()));
        let (first, last) = match &reference.sheet {
            None => (home.sheet, home.sheet),
            Some(SheetPrefix::Sheet(name)) => {
                let sheet = known(name)?;
                (sheet, sheet)
            }
            Some(SheetPrefix::Span(first, last)) => {
                let (first, last) = (known(first)?, known(last)?);
                (first.min(last), first.max(last))
            }
            Some(SheetPrefix::External { book, .. }) => return Err(BindError::External(book.to_string())),
        };
        Ok((first.0..=last.0).map(|sheet| relative_area(&reference.area, SheetId(sheet), home)).collect())
    }
}

/// An area as seen from its home. Open ends reach to the edge of the sheet.
fn relative_area(area: &AreaRef, sheet: SheetId, home: Home) -> RelativeArea {
    let bound = |axis: Option<Axis>, own: u32, open: u32| match axis {
        None => Bound::Absolute(open),
        Some(axis) if axis.absolute => Bound::Absolute(axis.index),
        Some(axis) if home.of_name => Bound::Wrapping(axis.index),
        Some(axis) => Bound::Relative(axis.index as i32 - own as i32),
    };
    RelativeArea {
        sheet,
        top: bound(area.top, home.row, 0),
        left: bound(area.left, home.column, 0),
        bottom: bound(area.bottom, home.row, MAX_ROWS - 1),
        right: bound(area.right, home.column, MAX_COLUMNS - 1),
    }
}
