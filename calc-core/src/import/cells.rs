//! The cells of one sheet.
//!
//! Most `<c>` elements of a real workbook are blank cells with a style: they carry nothing that computes, and cost no more than
//! the tag that names them.

use super::error::ImportError;
use super::formats::Formats;
use super::formulas::{Formulas, RawFormula, RawKind, Resolved};
use super::iso_date;
use super::limits::Limits;
use super::metadata::DynamicArrays;
use super::problems::Problems;
use super::ranges::parse_row;
use super::strings;
use super::text;
use super::xml::{self, Node, Tag, Xml};
use super::{place, spills};
use crate::diagnostic::catalogue::file::{CELL_TWICE, CELL_VALUE, STRING_INDEX};
use crate::diagnostic::{Code, Diagnostic};
use crate::dialect::DateSystem;
use crate::reference::{CellRef, MAX_COLUMNS, MAX_ROWS, SheetId, parse_a1};
use crate::value::{CellError, Text, Value};
use crate::workbook::{Cell, Content, SpillMark, SpilledCell};

/// What the cells of every sheet refer to.
#[derive(Debug)]
pub(super) struct Shared<'a> {
    pub(super) strings: Vec<Text>,
    pub(super) formats: Formats,
    pub(super) dynamic: DynamicArrays,
    pub(super) date_system: DateSystem,
    pub(super) limits: &'a Limits,
}

/// What the cells of one sheet hold.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) cells: Vec<Cell>,
    pub(super) spilled: Vec<SpilledCell>,
    /// How many frozen formulas were revived.
    pub(super) frozen: usize,
    /// Rows that are not shown, ascending.
    pub(super) hidden_rows: Vec<u32>,
}

/// The `t` attribute of `<c>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellType {
    Number,
    SharedString,
    FormulaString,
    InlineString,
    Bool,
    Error,
    Date,
}

impl CellType {
    /// A type that is not known is taken for a number, as if none were given.
    fn named(raw: &str) -> CellType {
        match raw {
            "s" => CellType::SharedString,
            "str" => CellType::FormulaString,
            "inlineStr" => CellType::InlineString,
            "b" => CellType::Bool,
            "e" => CellType::Error,
            "d" => CellType::Date,
            _ => CellType::Number,
        }
    }
}

/// Reads the cells of one sheet.
pub(super) struct CellReader<'a, 'p> {
    shared: &'a Shared<'a>,
    sheet: SheetId,
    sheet_name: &'a str,
    problems: &'p mut Problems,
    formulas: Formulas<'a>,
    found: Cells,
    /// How many cells there is room for.
    room: usize,
    /// Where a row, or a cell, without a position of its own stands.
    next_row: u32,
    row: u32,
    next_column: u32,
    // Memory that every cell uses anew.
    value: String,
    raw: RawFormula,
}

impl<'a, 'p> CellReader<'a, 'p> {
    pub(super) fn new(
        shared: &'a Shared<'a>,
        sheet: SheetId,
        sheet_name: &'a str,
        room: usize,
        problems: &'p mut Problems,
    ) -> CellReader<'a, 'p> {
        CellReader {
            shared,
            sheet,
            sheet_name,
            problems,
            formulas: Formulas::new(sheet, sheet_name, &shared.dynamic),
            found: Cells::default(),
            room,
            next_row: 0,
            row: 0,
            next_column: 0,
            value: String::new(),
            raw: RawFormula::default(),
        }
    }

    /// Reads a `<sheetData>` element.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>, data: &Tag<'_>) -> Result<(), ImportError> {
        let depth = xml.inside(data);
        while xml.depth() >= depth {
            if let Node::Open(tag) = xml.next()? {
                match tag.name() {
                    "c" => self.cell(xml, &tag)?,
                    "row" => self.row(&tag)?,
                    _ => xml.skip(&tag)?,
                }
            }
        }
        Ok(())
    }

    /// Puts the cells in order, and apart from what spills put there.
    pub(super) fn finish(mut self) -> Cells {
        self.formulas.settle(&mut self.found.cells, self.problems);
        self.put_in_order();
        self.found.frozen = self.formulas.frozen();
        let Cells { cells, spilled, .. } = &mut self.found;
        spills::part(cells, spilled, self.formulas.into_arrays());
        spilled.sort_by_key(|cell| (cell.row, cell.column));
        self.found
    }

    fn row(&mut self, tag: &Tag<'_>) -> Result<(), ImportError> {
        let raw = tag.attributes().find(|&(name, _)| name == "r").map(|(_, raw)| raw);
        self.row = match raw {
            Some(raw) => parse_row(raw)
                .ok_or_else(|| ImportError::damaged(format!("row `{raw:.40}`"), format!("1 to {MAX_ROWS}")))?,
            None if self.next_row < MAX_ROWS => self.next_row,
            None => return Err(ImportError::damaged("a row past the last one", format!("1 to {MAX_ROWS}"))),
        };
        self.next_row = self.row + 1;
        let is_hidden = tag.attributes().any(|(name, raw)| name == "hidden" && xml::is_true(raw));
        if is_hidden && self.found.hidden_rows.last().is_none_or(|last| *last < self.row) {
            self.found.hidden_rows.push(self.row);
        }
        self.next_column = 0;
        Ok(())
    }

    /// Where a cell stands: at its `r`, or right of the one before.
    fn position(&mut self, tag: &Tag<'_>) -> Result<(u32, u32), ImportError> {
        let raw = tag.attributes().find(|&(name, _)| name == "r").map(|(_, raw)| raw);
        let (row, column) = match raw {
            Some(raw) => {
                parse_a1(raw).ok_or_else(|| ImportError::damaged(format!("a cell `{raw:.40}`"), "A1 to XFD1048576"))?
            }
            None if self.next_column < MAX_COLUMNS => (self.row, self.next_column),
            None => return Err(ImportError::damaged("a cell past the last column", "A1 to XFD1048576")),
        };
        self.next_column = column + 1;
        Ok((row, column))
    }

    fn cell(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(), ImportError> {
        let (row, column) = self.position(tag)?;
        if tag.is_empty() {
            return Ok(());
        }
        let (mut style, mut kind, mut cm) = (0, CellType::Number, 0);
        for (name, raw) in tag.attributes() {
            match name {
                "s" => style = raw.parse().unwrap_or(usize::MAX),
                "t" => kind = CellType::named(raw),
                "cm" => cm = raw.parse().unwrap_or(0),
                _ => {}
            }
        }
        let cell = CellRef { sheet: self.sheet, row, column };
        let has_value = self.contents(xml, tag)?;
        if self.raw.is_absent() {
            if has_value {
                let value = self.value(kind, cell);
                if !value.is_blank() {
                    self.push(cell, Content::Constant(value), Value::Blank, style)?;
                }
            }
            return Ok(());
        }
        // A blank result and "" look the same in a cache.
        let cached = if self.value.is_empty() { Value::Blank } else { self.value(kind, cell) };
        let index = self.found.cells.len();
        match self.formulas.resolve(&self.raw, cell, cm, index, self.problems) {
            Resolved::Formula(formula, beside) => {
                self.push(cell, Content::Formula(formula), exact(cached, beside), style)?;
            }
            Resolved::Spilled(beside) => {
                self.check_room()?;
                self.found.spilled.push(SpilledCell {
                    row,
                    column,
                    cached: exact(cached, beside),
                    format: self.shared.formats.of_style(style),
                    mark: SpillMark::ComputedValue,
                });
            }
        }
        Ok(())
    }

    /// Reads a cell's children into `value` and `raw`; whether there is a value, be it an empty one.
    fn contents(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<bool, ImportError> {
        self.value.clear();
        self.raw.clear();
        let mut has_value = false;
        let inside = xml.inside(tag);
        while let Some(child) = xml.child(inside)? {
            match child.name() {
                "v" => {
                    has_value = true;
                    xml.text(&child, &mut self.value)?;
                }
                "is" => {
                    has_value = true;
                    strings::read_runs(xml, &child, &mut self.value)?;
                }
                "f" => self.formula(xml, &child)?,
                _ => {}
            }
        }
        Ok(has_value)
    }

    fn formula(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>) -> Result<(), ImportError> {
        for (name, raw) in tag.attributes() {
            match name {
                "t" => {
                    self.raw.kind = match raw {
                        "shared" => RawKind::Shared,
                        "array" => RawKind::Array,
                        "dataTable" => RawKind::DataTable,
                        _ => RawKind::Normal,
                    };
                }
                "ref" => self.raw.range.push_str(raw),
                "si" => self.raw.shared = raw.parse().unwrap_or(u32::MAX),
                "r1" => self.raw.inputs[0].push_str(raw),
                "r2" => self.raw.inputs[1].push_str(raw),
                "dt2D" => self.raw.two_inputs = xml::is_true(raw),
                "dtr" => self.raw.row_input = xml::is_true(raw),
                _ => {}
            }
        }
        xml.text(tag, &mut self.raw.text)
    }

    fn push(&mut self, cell: CellRef, content: Content, cached: Value, style: usize) -> Result<(), ImportError> {
        self.check_room()?;
        let CellRef { row, column, .. } = cell;
        let format = self.shared.formats.of_style(style);
        self.found.cells.push(Cell { row, column, content, cached, format });
        Ok(())
    }

    fn check_room(&self) -> Result<(), ImportError> {
        if self.found.cells.len() + self.found.spilled.len() >= self.room {
            return Err(ImportError::limit("cells that hold something", self.shared.limits.cells as u64));
        }
        Ok(())
    }

    /// The value in `self.value`, by the cell's type.
    fn value(&mut self, kind: CellType, cell: CellRef) -> Value {
        let raw = self.value.as_str();
        match kind {
            CellType::FormulaString | CellType::InlineString => {
                let whole = text::unescape(raw);
                let kept = text::cut(&whole);
                if kept.is_some() {
                    strings::report_cut(self.problems, &place(self.sheet_name, cell.row, cell.column));
                }
                return Value::from(kept.unwrap_or(&whole));
            }
            _ if raw.trim_ascii().is_empty() => return Value::Blank,
            _ => {}
        }
        let raw = raw.trim_ascii();
        let (value, expected) = match kind {
            CellType::SharedString => match raw.parse().ok().and_then(|index: usize| self.shared.strings.get(index)) {
                Some(text) => (Some(Value::Text(text.clone())), ""),
                None => {
                    self.report(STRING_INDEX, cell, "the number of a shared string", "the cell is blank here");
                    return Value::Blank;
                }
            },
            CellType::Bool => (parse_bool(raw).map(Value::Bool), "0 or 1"),
            CellType::Error => (CellError::from_name(raw).map(Value::Error), "the name of an error"),
            CellType::Date => {
                let serial = iso_date::serial(raw, self.shared.date_system).or_else(|| parse_number(raw));
                (serial.map(Value::Number), "a date as in `2024-12-31`")
            }
            _ => (parse_number(raw).map(Value::Number), "a number"),
        };
        value.unwrap_or_else(|| {
            self.report(CELL_VALUE, cell, expected, "the cell is `#VALUE!` here; type its value anew");
            Value::Error(CellError::Value)
        })
    }

    fn report(&mut self, code: Code, cell: CellRef, expected: &str, help: &str) {
        let (value, sheet) = (&self.value, self.sheet_name);
        self.problems.report(code, |code| {
            Diagnostic::warning(code, format!("found the value `{value:.40}`, expected {expected}"))
                .at(place(sheet, cell.row, cell.column))
                .help(help)
        });
    }

    /// Sorts the cells where a file has them out of order; of two at the same place the later one counts.
    fn put_in_order(&mut self) {
        let key = |cell: &Cell| (cell.row, cell.column);
        let cells = &mut self.found.cells;
        if cells.is_sorted_by(|one, next| key(one) < key(next)) {
            return;
        }
        cells.sort_by_key(key);
        let (problems, sheet) = (&mut *self.problems, self.sheet_name);
        // `dedup_by` keeps the earlier of two, so the later one's content moves into it.
        cells.dedup_by(|later, earlier| {
            let twice = key(later) == key(earlier);
            if twice {
                problems.report(CELL_TWICE, |code| {
                    Diagnostic::warning(code, "found the cell twice, expected it once")
                        .at(place(sheet, later.row, later.column))
                        .help("the later one counts")
                });
                std::mem::swap(later, earlier);
            }
            twice
        });
    }
}

/// A cached number with all its digits: beside a frozen formula it is written in full, in the cache with ten.
fn exact(cached: Value, beside: Option<Value>) -> Value {
    match (&cached, beside) {
        (Value::Number(_), Some(Value::Number(number))) => Value::Number(number),
        _ => cached,
    }
}

/// A number as XML Schema writes a double, if it is finite.
fn parse_number(raw: &str) -> Option<f64> {
    raw.parse().ok().filter(|number: &f64| number.is_finite())
}

fn parse_bool(raw: &str) -> Option<bool> {
    match raw {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}
