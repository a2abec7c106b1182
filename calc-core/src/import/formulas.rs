//! Formulas of one sheet: shared, array and frozen ones made into what the engine knows.

use rustc_hash::FxHashMap;

use super::frozen::{self, Frozen};
use super::metadata::DynamicArrays;
use super::problems::Problems;
use super::ranges::parse_range;
use super::text;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::file::{ARRAY_RANGE, DATA_TABLE, FROZEN_UNREADABLE, SHARED_WITHOUT_MASTER};
use crate::reference::{CellRef, RangeRef, SheetId};
use crate::value::{Text, Value};
use crate::workbook::{Cell, Content, Formula, FormulaKind};

/// A formula as the file has it: the text and attributes of `<f>`.
#[derive(Debug, Default)]
pub(super) struct RawFormula {
    pub(super) kind: RawKind,
    pub(super) text: String,
    /// The `ref` attribute.
    pub(super) range: String,
    /// The `si` attribute: which shared formula.
    pub(super) shared: u32,
    /// The `r1` and `r2` attributes of a data table.
    pub(super) inputs: [String; 2],
    /// The `dt2D` attribute of a data table.
    pub(super) two_inputs: bool,
    /// The `dtr` attribute of a data table.
    pub(super) row_input: bool,
}

/// The `t` attribute of `<f>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum RawKind {
    #[default]
    Normal,
    Shared,
    Array,
    DataTable,
}

impl RawFormula {
    /// Makes it empty again, keeping its memory.
    pub(super) fn clear(&mut self) {
        let RawFormula { kind, text, range, shared, inputs, two_inputs, row_input } = self;
        *kind = RawKind::Normal;
        text.clear();
        range.clear();
        *shared = 0;
        inputs.iter_mut().for_each(String::clear);
        *two_inputs = false;
        *row_input = false;
    }

    /// Whether it says nothing: a cell with an empty `<f>` holds its value.
    pub(super) fn is_absent(&self) -> bool {
        self.kind == RawKind::Normal && self.text.trim_ascii().is_empty()
    }
}

/// What became of a formula.
pub(super) enum Resolved {
    /// A formula, with the full-precision value that a frozen one had beside it.
    Formula(Formula, Option<Value>),
    /// A cell that the spill of another fills.
    Spilled(Option<Value>),
}

/// The formulas of one sheet that others need.
#[derive(Debug)]
pub(super) struct Formulas<'a> {
    sheet: SheetId,
    sheet_name: &'a str,
    dynamic: &'a DynamicArrays,
    masters: FxHashMap<u32, Master>,
    /// Shared children, by their index among the cells, that came before their master.
    waiting: Vec<(usize, u32)>,
    arrays: Vec<RangeRef>,
    frozen: usize,
}

#[derive(Clone, Debug)]
struct Master {
    text: Text,
    origin: (u32, u32),
}

impl<'a> Formulas<'a> {
    pub(super) fn new(sheet: SheetId, sheet_name: &'a str, dynamic: &'a DynamicArrays) -> Formulas<'a> {
        Formulas {
            sheet,
            sheet_name,
            dynamic,
            masters: FxHashMap::default(),
            waiting: Vec::new(),
            arrays: Vec::new(),
            frozen: 0,
        }
    }

    /// How many frozen formulas were revived.
    pub(super) fn frozen(&self) -> usize {
        self.frozen
    }

    /// The ranges of the array formulas.
    pub(super) fn into_arrays(self) -> Vec<RangeRef> {
        self.arrays
    }

    /// `index` is the position that the cell will have among the cells; `cm` is its metadata record, 0 for none.
    pub(super) fn resolve(
        &mut self,
        raw: &RawFormula,
        cell: CellRef,
        cm: usize,
        index: usize,
        problems: &mut Problems,
    ) -> Resolved {
        let (text, origin, kind) = match raw.kind {
            RawKind::Normal => (written(&raw.text), (cell.row, cell.column), FormulaKind::Plain),
            RawKind::Shared => {
                let Master { text, origin } = self.shared(raw, cell, index);
                (text, origin, FormulaKind::Plain)
            }
            RawKind::Array => {
                let range = self.array_range(raw, cell, problems);
                let dynamic = self.dynamic.contains(cm);
                let kind = if dynamic { FormulaKind::Dynamic } else { FormulaKind::Fixed(range) };
                (written(&raw.text), (cell.row, cell.column), kind)
            }
            RawKind::DataTable => {
                let range = self.array_range(raw, cell, problems);
                problems.report(DATA_TABLE, |code| {
                    Diagnostic::warning(code, "found a what-if data table, expected formulas")
                        .at(self.place(cell))
                        .help("its cells are errors here; write the formulas out")
                });
                (data_table(raw), (cell.row, cell.column), FormulaKind::Fixed(range))
            }
        };
        self.thaw(Formula { text, origin, kind }, cell, problems)
    }

    /// Revives the formula if it is frozen.
    fn thaw(&mut self, formula: Formula, cell: CellRef, problems: &mut Problems) -> Resolved {
        match frozen::revive(&formula.text) {
            None => Resolved::Formula(formula, None),
            Some(Ok(Frozen { source: None, value })) => {
                self.frozen += 1;
                Resolved::Spilled(value)
            }
            Some(Ok(Frozen { source: Some(text), value })) => {
                self.frozen += 1;
                // The source is a text inside the stored formula, so sharing does not shift its references.
                let origin = (cell.row, cell.column);
                Resolved::Formula(Formula { text, origin, kind: FormulaKind::Google }, value)
            }
            Some(Err(unreadable)) => {
                problems.report(FROZEN_UNREADABLE, |code| {
                    let message = format!("cannot revive a frozen Google formula: expected {}", unreadable.expected);
                    Diagnostic::error(code, message)
                        .at(self.place(cell))
                        .in_formula(formula.text.as_str(), unreadable.span)
                        .help("export the workbook from Google Sheets again, or write the formula anew")
                });
                Resolved::Formula(formula, None)
            }
        }
    }

    /// The master of a shared formula. A text with a range defines it; a text without a range only repeats it.
    fn shared(&mut self, raw: &RawFormula, cell: CellRef, index: usize) -> Master {
        let known = self.masters.get(&raw.shared);
        let defines = !raw.text.is_empty() && (!raw.range.is_empty() || known.is_none());
        match known {
            Some(master) if !defines => master.clone(),
            _ if defines => {
                let master = Master { text: written(&raw.text), origin: (cell.row, cell.column) };
                self.masters.insert(raw.shared, master.clone());
                master
            }
            _ => {
                self.waiting.push((index, raw.shared));
                Master { text: arcstr::literal!("#REF!"), origin: (cell.row, cell.column) }
            }
        }
    }

    /// Gives children that came before their master its text, and reports those that have none.
    pub(super) fn settle(&mut self, cells: &mut [Cell], problems: &mut Problems) {
        for (index, shared) in std::mem::take(&mut self.waiting) {
            let Some(Cell { content: Content::Formula(formula), row, column, .. }) = cells.get_mut(index) else {
                continue;
            };
            match self.masters.get(&shared) {
                Some(master) => {
                    formula.text = master.text.clone();
                    formula.origin = master.origin;
                }
                None => {
                    let cell = CellRef { sheet: self.sheet, row: *row, column: *column };
                    problems.report(SHARED_WITHOUT_MASTER, |code| {
                        let message =
                            format!("found a cell of the shared formula {shared}, which the sheet does not define");
                        Diagnostic::error(code, message)
                            .at(self.place(cell))
                            .help("the cell is `#REF!` here; write its formula anew")
                    });
                }
            }
        }
    }

    /// The range of an array formula or data table, which must hold its own cell.
    fn array_range(&mut self, raw: &RawFormula, cell: CellRef, problems: &mut Problems) -> RangeRef {
        let range = match parse_range(self.sheet, &raw.range) {
            Some(range) if range.contains(cell) => range,
            _ => {
                problems.report(ARRAY_RANGE, |code| {
                    let message =
                        format!("found an array formula over `{:.40}`, expected a range that holds it", raw.range);
                    Diagnostic::warning(code, message)
                        .at(self.place(cell))
                        .help("it is taken as an array of this one cell")
                });
                RangeRef::cell(cell)
            }
        };
        self.arrays.push(range);
        range
    }

    fn place(&self, cell: CellRef) -> String {
        super::place(self.sheet_name, cell.row, cell.column)
    }
}

/// A formula's text as the engine wants it: escapes resolved, without a leading `=`.
fn written(raw: &str) -> Text {
    let text = text::unescape(raw);
    Text::from(text.strip_prefix('=').unwrap_or(&text))
}

/// A data table as spreadsheets show it, `TABLE(row input,column input)`: a function that no engine but Excel's has.
fn data_table(raw: &RawFormula) -> Text {
    let [first, second] = &raw.inputs;
    let text = match (raw.two_inputs, raw.row_input) {
        (true, _) => format!("TABLE({first},{second})"),
        (false, true) => format!("TABLE({first},)"),
        (false, false) => format!("TABLE(,{first})"),
    };
    Text::from(text)
}
