//! A ports file held against its workbook.
//!
//! What is wrong is collected. A port with an error is left out, the others stand: one misspelt cell does not take a
//! thousand prices with it.

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value as Json};

use super::dates::split_date;
use super::{Input, InputEntry, Output, OutputEntry, Port, PortType, Ports, PortsFile, describe, place};
use crate::calendar::Calendar;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::ports::{
    BAD_NAME, COMPUTED_DIFFERS, DEFAULT_DIFFERS, DEFAULT_NOT_ALLOWED, DUPLICATE_CELL, DUPLICATE_NAME, EMPTY_RANGE,
    NOT_A_CELL, UNKNOWN_MEMBER, UNKNOWN_SHEET, WRONG_BOUND, WRONG_CHOICE,
};
use crate::reference::{CellRef, SheetId, parse_a1, split_sheet};
use crate::value::Value;
use crate::workbook::{Content, Workbook};

/// The longest name of a port, in bytes.
const MAX_NAME: usize = 100;

impl PortsFile {
    /// The ports that the file declares for a workbook, and everything that is wrong with it.
    ///
    /// Whether an input overrides a formula is taken from the workbook; the file's word on it is only compared.
    pub fn resolve(&self, workbook: &Workbook) -> (Ports, Vec<Diagnostic>) {
        let mut resolver = Resolver::new(workbook);
        resolver.report_unknown(&self.unknown, "the ports file");
        let mut inputs: Vec<Input> = self.inputs.iter().filter_map(|entry| resolver.input(entry)).collect();
        resolver.names.clear();
        resolver.cells.clear();
        let outputs = self.outputs.iter().filter_map(|entry| resolver.output(entry)).collect();
        resolver.compare_with_workbook(&mut inputs, workbook);
        (Ports::new(inputs, outputs), resolver.diagnostics)
    }
}

struct Resolver {
    sheets: FxHashMap<String, (SheetId, String)>,
    calendar: Calendar,
    names: FxHashSet<String>,
    cells: FxHashMap<CellRef, String>,
    diagnostics: Vec<Diagnostic>,
}

impl Resolver {
    fn new(workbook: &Workbook) -> Resolver {
        let sheets = workbook
            .sheets
            .iter()
            .zip(0..)
            .map(|(sheet, id)| (sheet.name.to_lowercase(), (SheetId(id), sheet.name.clone())))
            .collect();
        Resolver {
            sheets,
            calendar: Calendar::new(workbook.date_system, workbook.dialect),
            names: FxHashSet::default(),
            cells: FxHashMap::default(),
            diagnostics: Vec::new(),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn report_unknown(&mut self, unknown: &Map<String, Json>, of: &str) {
        for member in unknown.keys() {
            self.report(Diagnostic::warning(
                UNKNOWN_MEMBER,
                format!("unknown member `{member}` in {of}; it is ignored"),
            ));
        }
    }

    /// The cell of a port, if there is such a sheet and cell and no other port has it.
    fn cell(&mut self, name: &str, text: &str) -> Option<(CellRef, String)> {
        let Some((sheet_name, a1)) = split_sheet(text) else {
            let found = format!("port `{name}` names the cell `{text}`, expected `Sheet!A1`");
            self.report(Diagnostic::error(NOT_A_CELL, found).at(name));
            return None;
        };
        let Some((sheet, sheet_name)) = self.sheets.get(&sheet_name.to_lowercase()).cloned() else {
            let found = format!("port `{name}` names the sheet `{sheet_name}`, which the workbook does not have");
            self.report(Diagnostic::error(UNKNOWN_SHEET, found).at(text));
            return None;
        };
        let Some((row, column)) = parse_a1(a1) else {
            let found = format!("port `{name}` names the cell `{a1}`, expected one from `A1` to `XFD1048576`");
            self.report(Diagnostic::error(NOT_A_CELL, found).at(text));
            return None;
        };
        let cell = CellRef { sheet, row, column };
        Some((cell, place(&sheet_name, cell)))
    }

    /// Whether a name may be used: not empty, not too long, not used before.
    fn name_is_free(&mut self, name: &str, place: &str) -> bool {
        if name.is_empty() || name.len() > MAX_NAME || name.chars().any(char::is_control) {
            let found = format!("a port is named `{name}`, expected 1 to {MAX_NAME} printable bytes");
            self.report(Diagnostic::error(BAD_NAME, found).at(place));
            return false;
        }
        if !self.names.insert(name.to_string()) {
            let found = format!("the name `{name}` is used twice; the second port is left out");
            self.report(Diagnostic::error(DUPLICATE_NAME, found).at(place));
            return false;
        }
        true
    }

    fn input(&mut self, entry: &InputEntry) -> Option<Input> {
        self.report_unknown(&entry.unknown, &format!("input `{}`", entry.name));
        let (cell, place) = self.cell(&entry.name, &entry.cell)?;
        if !self.name_is_free(&entry.name, &place) {
            return None;
        }
        if let Some(other) = self.cells.insert(cell, entry.name.clone()) {
            let found = format!("inputs `{other}` and `{}` set the same cell; the second is left out", entry.name);
            self.report(Diagnostic::error(DUPLICATE_CELL, found).at(&place));
            return None;
        }
        let choices = entry.choices.iter().filter_map(|choice| self.choice(entry, choice, &place)).collect();
        let (min, max) = self.range(entry, &place);
        let default = self.default(entry).unwrap_or_else(|| {
            let found =
                format!("input `{}` has {} as its default, which no cell holds", entry.name, describe(&entry.default));
            self.report(Diagnostic::warning(DEFAULT_NOT_ALLOWED, found).at(&place));
            Value::Blank
        });
        let input = Input {
            port: Port {
                name: entry.name.clone(),
                cell,
                place,
                kind: entry.kind,
                label: entry.label.clone().unwrap_or_else(|| entry.name.clone()),
                unit: entry.unit.clone(),
                group: entry.group.clone(),
                core: entry.core,
            },
            choices,
            min,
            max,
            free_text: entry.free_text,
            default,
            computed: entry.computed_default,
        };
        self.check_default(&input);
        Some(input)
    }

    /// The default as a cell would hold it: a date is a serial number.
    fn default(&self, entry: &InputEntry) -> Option<Value> {
        match (entry.kind, &entry.default) {
            (PortType::Date, Json::String(text)) => serial(text, self.calendar).map(Value::from),
            _ => Value::from_json(&entry.default),
        }
    }

    fn check_default(&mut self, input: &Input) {
        if input.default.is_blank() || input.default.error().is_some() {
            return;
        }
        let default = input.default.to_json();
        let declared = input.declared(self.calendar);
        if declared.iter().any(|alternative| alternative.accept(&default, self.calendar).is_some()) {
            return;
        }
        let expected: Vec<String> = declared.iter().map(|alternative| alternative.to_string()).collect();
        let found = format!(
            "the default of input `{}` is {}, expected {}",
            input.port.name,
            describe(&default),
            expected.join(", or ")
        );
        let help = "the workbook's own value is accepted all the same; mend the workbook, the choices or the range";
        self.report(Diagnostic::warning(DEFAULT_NOT_ALLOWED, found).at(&input.port.place).help(help));
    }

    fn choice(&mut self, entry: &InputEntry, choice: &Json, place: &str) -> Option<Value> {
        let value = Value::from_json(choice).filter(|value| match entry.kind {
            PortType::Number | PortType::Date => matches!(value, Value::Number(_)),
            PortType::Text => matches!(value, Value::Text(_)),
            PortType::Boolean => matches!(value, Value::Bool(_)),
            PortType::Any => matches!(value, Value::Number(_) | Value::Text(_) | Value::Bool(_)),
        });
        if value.is_none() {
            let found = format!("input `{}` offers {}, expected a {}", entry.name, describe(choice), entry.kind);
            self.report(Diagnostic::error(WRONG_CHOICE, found).at(place).help("the choice is left out"));
        }
        value
    }

    /// The bounds of a number or date; a range without a value is no range.
    fn range(&mut self, entry: &InputEntry, place: &str) -> (Option<f64>, Option<f64>) {
        let min = self.bound(entry, "min", entry.min.as_ref(), place);
        let max = self.bound(entry, "max", entry.max.as_ref(), place);
        if let (Some(low), Some(high)) = (min, max)
            && low > high
        {
            let found = format!("input `{}` ranges from {low} to {high}, which no number is in", entry.name);
            self.report(Diagnostic::error(EMPTY_RANGE, found).at(place).help("swap `min` and `max`; both are ignored"));
            return (None, None);
        }
        (min, max)
    }

    fn bound(&mut self, entry: &InputEntry, member: &str, bound: Option<&Json>, place: &str) -> Option<f64> {
        let bound = bound?;
        let has_range = matches!(entry.kind, PortType::Number | PortType::Date | PortType::Any);
        let number = match (entry.kind, bound) {
            (PortType::Date, Json::String(text)) => serial(text, self.calendar),
            _ => bound.as_f64(),
        };
        if let Some(number) = number
            && has_range
        {
            return Some(number);
        }
        let expected = match entry.kind {
            PortType::Date => "a date or a serial number",
            PortType::Number | PortType::Any => "a number",
            PortType::Text | PortType::Boolean => "none for this type",
        };
        let found = format!("`{member}` of input `{}` is {}, expected {expected}", entry.name, describe(bound));
        self.report(Diagnostic::error(WRONG_BOUND, found).at(place).help("the bound is ignored"));
        None
    }

    fn output(&mut self, entry: &OutputEntry) -> Option<Output> {
        self.report_unknown(&entry.unknown, &format!("output `{}`", entry.name));
        let (cell, place) = self.cell(&entry.name, &entry.cell)?;
        if !self.name_is_free(&entry.name, &place) {
            return None;
        }
        if let Some(other) = self.cells.insert(cell, entry.name.clone()) {
            let found = format!("outputs `{other}` and `{}` read the same cell", entry.name);
            self.report(Diagnostic::warning(DUPLICATE_CELL, found).at(&place));
        }
        Some(Output {
            port: Port {
                name: entry.name.clone(),
                cell,
                place,
                kind: entry.kind,
                label: entry.label.clone().unwrap_or_else(|| entry.name.clone()),
                unit: entry.unit.clone(),
                group: entry.group.clone(),
                core: entry.core,
            },
        })
    }

    /// Takes from the workbook which inputs override a formula, and holds the defaults against its constants.
    fn compare_with_workbook(&mut self, inputs: &mut [Input], workbook: &Workbook) {
        let positions: FxHashMap<CellRef, usize> =
            inputs.iter().enumerate().map(|(at, input)| (input.port.cell, at)).collect();
        let mut found: Vec<Option<&Content>> = vec![None; inputs.len()];
        for (sheet, id) in workbook.sheets.iter().zip(0..) {
            for cell in &sheet.cells {
                let place = CellRef { sheet: SheetId(id), row: cell.row, column: cell.column };
                if let Some(slot) = positions.get(&place).and_then(|at| found.get_mut(*at)) {
                    *slot = Some(&cell.content);
                }
            }
        }
        for (input, content) in inputs.iter_mut().zip(found) {
            self.compare(input, content);
        }
    }

    fn compare(&mut self, input: &mut Input, content: Option<&Content>) {
        let computed = matches!(content, Some(Content::Formula(_)));
        if computed != input.computed {
            let (holds, says) = if computed { ("a formula", "none") } else { ("no formula", "one") };
            let found = format!("the cell of input `{}` holds {holds}, the ports file says {says}", input.port.name);
            let help = "set `computed_default` to what the workbook has";
            self.report(Diagnostic::warning(COMPUTED_DIFFERS, found).at(&input.port.place).help(help));
            input.computed = computed;
        }
        if computed {
            return;
        }
        let held = match content {
            Some(Content::Constant(value)) => value,
            _ => &Value::Blank,
        };
        if !agree(held, &input.default) {
            let found = format!(
                "the default of input `{}` is {}, the workbook holds {}",
                input.port.name,
                describe(&input.default.to_json()),
                describe(&held.to_json())
            );
            let help = "an absent input is what the workbook holds";
            self.report(Diagnostic::warning(DEFAULT_DIFFERS, found).at(&input.port.place).help(help));
            input.default = held.clone();
        }
    }
}

fn serial(date: &str, calendar: Calendar) -> Option<f64> {
    let (year, month, day) = split_date(date)?;
    calendar.serial_of_existing(year, month, day).map(|serial| serial as f64)
}

/// Whether a default says what a cell holds: `""` and blank look alike in a file.
fn agree(held: &Value, default: &Value) -> bool {
    let is_empty = |value: &Value| value.is_blank() || *value == Value::text("");
    held == default || (is_empty(held) && is_empty(default))
}
