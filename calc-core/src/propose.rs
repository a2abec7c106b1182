//! A ports file to start from, for a workbook that has none.
//!
//! Inputs are the cells that somebody evidently fills in: named cells without formula, cells with a list or limits of allowed values,
//! and numbers and logicals that a formula reads by themselves. Outputs are named formulas, and formulas that no other formula reads.
//! Names come from defined names, or from the text that stands beside a cell.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;

use crate::bind::{Binder, Home};
use crate::compile::compile;
use crate::eval::{Clock, Session};
use crate::model::Model;
use crate::model::ports::{InputEntry, OutputEntry, PortType, Ports, PortsFile};
use crate::reference::{CellRef, RangeRef, SheetId};
use crate::syntax::ast::Node;
use crate::syntax::{self, ParseOptions};
use crate::trace;
use crate::value::Value;
use crate::workbook::{ValidationRule, Workbook};

/// More inputs, or outputs, than this are not proposed: nobody would read the list.
const MOST_PORTS: usize = 5_000;

/// More choices than this are not offered for one input.
const MOST_CHOICES: u64 = 500;

/// Proposes ports for a workbook, in the order of its cells.
pub fn propose(workbook: &Workbook) -> PortsFile {
    let model = Arc::new(compile(workbook, Ports::default()).model);
    let mut session = Session::new(model.clone(), Clock::default());
    // Without values only types are guessed less well.
    let _ = session.recalculate();
    let binder = Binder::new(workbook);
    let mut proposal = Proposal {
        read: reads(&model),
        named: named_cells(workbook, &binder),
        rules: FxHashMap::default(),
        taken: FxHashSet::default(),
        model,
        session,
    };
    proposal.index_rules(workbook, &binder);
    PortsFile {
        workbook: None,
        inputs: proposal.inputs(),
        outputs: proposal.outputs(),
        unknown: serde_json::Map::new(),
    }
}

/// What formulas read.
struct ReadCells {
    single: FxHashSet<CellRef>,
    ranges: Vec<RangeRef>,
}

/// What a cell may hold.
#[derive(Clone, Default)]
struct Rule {
    choices: Vec<Value>,
    min: Option<f64>,
    max: Option<f64>,
}

struct Proposal {
    model: Arc<Model>,
    session: Session,
    read: ReadCells,
    named: FxHashMap<CellRef, String>,
    rules: FxHashMap<CellRef, Rule>,
    taken: FxHashSet<String>,
}

fn reads(model: &Model) -> ReadCells {
    let mut read = ReadCells { single: FxHashSet::default(), ranges: Vec::new() };
    let mut seen = FxHashSet::default();
    for formula in model.formulas() {
        let Some(shape) = model.program().shape(formula.shape) else { continue };
        for range in model.program().reads(shape).filter_map(|area| area.resolve(formula.cell)) {
            if range.is_cell() {
                read.single.insert(range.first());
            } else if seen.insert(range) {
                read.ranges.push(range);
            }
        }
    }
    read
}

/// The cells that a text means, if it is one reference.
fn range_of(text: &str, sheet: SheetId, workbook: &Workbook, binder: &Binder<'_>) -> Option<RangeRef> {
    let parsed = syntax::parse(text, ParseOptions::from(workbook.dialect));
    let Node::Reference(reference) = parsed.ast.node(parsed.ast.root()?) else { return None };
    let areas = binder.areas(reference, Home::cell(sheet, 0, 0)).ok()?;
    let [area] = areas.as_slice() else { return None };
    area.resolve(CellRef { sheet, row: 0, column: 0 })
}

fn named_cells(workbook: &Workbook, binder: &Binder<'_>) -> FxHashMap<CellRef, String> {
    let mut named = FxHashMap::default();
    for name in workbook.names.iter().filter(|name| !name.hidden) {
        let sheet = name.scope.unwrap_or(SheetId(0));
        if let Some(range) = range_of(&name.formula, sheet, workbook, binder)
            && range.is_cell()
        {
            named.entry(range.first()).or_insert_with(|| name.name.clone());
        }
    }
    named
}

impl Proposal {
    fn index_rules(&mut self, workbook: &Workbook, binder: &Binder<'_>) {
        for (index, sheet) in workbook.sheets.iter().enumerate() {
            for validation in &sheet.validations {
                let rule = match &validation.rule {
                    ValidationRule::List(choices) => Rule {
                        choices: choices.iter().map(|choice| number_or_text(choice)).collect(),
                        ..Rule::default()
                    },
                    ValidationRule::ListFormula(formula) => {
                        let source = range_of(formula, SheetId(index as u16), workbook, binder);
                        Rule { choices: source.map_or(Vec::new(), |range| self.values(range)), ..Rule::default() }
                    }
                    ValidationRule::Number { min, max, .. } => Rule { min: *min, max: *max, ..Rule::default() },
                    ValidationRule::Other(_) => continue,
                };
                for range in &validation.ranges {
                    for cell in range.cells().take(MOST_PORTS) {
                        self.rules.insert(cell, rule.clone());
                    }
                }
            }
        }
    }

    /// The values in a range that are not blank, each once.
    fn values(&self, range: RangeRef) -> Vec<Value> {
        let area = self.session.grid().area(range);
        if u64::from(area.used().0) * u64::from(area.used().1) > MOST_CHOICES {
            return Vec::new();
        }
        let mut values: Vec<Value> = Vec::new();
        for row in 0..area.used().0 {
            for column in 0..area.used().1 {
                let value = area.value(row, column);
                if matches!(value, Value::Number(_) | Value::Text(_)) && !values.contains(value) {
                    values.push(value.clone());
                }
            }
        }
        values
    }

    fn is_read(&self, cell: CellRef) -> bool {
        self.read.single.contains(&cell) || self.read.ranges.iter().any(|range| range.contains(cell))
    }

    fn inputs(&mut self) -> Vec<InputEntry> {
        let mut cells: Vec<CellRef> = Vec::new();
        let is_formula = |cell: &CellRef| self.model.graph().formula_at(*cell).is_some();
        cells.extend(self.named.keys().filter(|cell| !is_formula(cell)));
        cells.extend(self.rules.keys().filter(|cell| self.is_read(**cell)));
        cells.extend(self.read.single.iter().filter(|cell| {
            !is_formula(cell) && matches!(self.model.constant(**cell), Value::Number(_) | Value::Bool(_))
        }));
        cells.sort_unstable();
        cells.dedup();
        cells.truncate(MOST_PORTS);
        cells.into_iter().map(|cell| self.input(cell)).collect()
    }

    fn input(&mut self, cell: CellRef) -> InputEntry {
        let rule = self.rules.get(&cell).cloned().unwrap_or_default();
        let computed = self.model.graph().formula_at(cell).is_some();
        let value = self.session.value(cell).clone();
        let mut choices = rule.choices;
        if !choices.is_empty() && !value.is_blank() && !choices.contains(&value) {
            // What the workbook holds must be sayable.
            choices.push(value.clone());
        }
        let all_text = choices.iter().all(|choice| matches!(choice, Value::Text(_)));
        let all_numbers = choices.iter().all(|choice| matches!(choice, Value::Number(_)));
        let kind = match &value {
            _ if !choices.is_empty() && all_text => PortType::Text,
            _ if !choices.is_empty() && all_numbers => PortType::Number,
            _ if !choices.is_empty() => PortType::Any,
            Value::Number(_) => PortType::Number,
            Value::Bool(_) => PortType::Boolean,
            Value::Text(_) => PortType::Text,
            Value::Blank if rule.min.is_some() || rule.max.is_some() => PortType::Number,
            Value::Blank | Value::Error(_) => PortType::Any,
        };
        let bounds = kind == PortType::Number;
        InputEntry {
            name: self.name(cell),
            cell: self.model.cell_name(cell),
            kind,
            label: trace::label(&self.session, cell),
            unit: self.unit(cell),
            choices: choices.iter().map(as_json).collect(),
            min: rule.min.filter(|_| bounds).map(Json::from),
            max: rule.max.filter(|_| bounds).map(Json::from),
            free_text: false,
            default: as_json(&value),
            group: Some(slug(self.model.sheet_name(cell.sheet))),
            core: self.named.contains_key(&cell),
            computed_default: computed,
            unknown: serde_json::Map::new(),
        }
    }

    fn outputs(&mut self) -> Vec<OutputEntry> {
        self.taken.clear();
        let formulas: Vec<CellRef> = self.model.formulas().iter().map(|formula| formula.cell).collect();
        let cells: Vec<CellRef> = formulas
            .into_iter()
            .filter(|cell| {
                self.named.contains_key(cell)
                    || (matches!(self.session.value(*cell), Value::Number(_) | Value::Text(_)) && !self.is_read(*cell))
            })
            .take(MOST_PORTS)
            .collect();
        cells.into_iter().map(|cell| self.output(cell)).collect()
    }

    fn output(&mut self, cell: CellRef) -> OutputEntry {
        let kind = match self.session.value(cell) {
            Value::Number(_) => PortType::Number,
            Value::Bool(_) => PortType::Boolean,
            Value::Text(_) => PortType::Text,
            Value::Blank | Value::Error(_) => PortType::Any,
        };
        OutputEntry {
            name: self.name(cell),
            cell: self.model.cell_name(cell),
            kind,
            label: trace::label(&self.session, cell),
            unit: self.unit(cell),
            group: Some(slug(self.model.sheet_name(cell.sheet))),
            core: self.named.contains_key(&cell),
            unknown: serde_json::Map::new(),
        }
    }

    /// A number that is shown with a dollar sign is money.
    fn unit(&self, cell: CellRef) -> Option<String> {
        let format = self.model.format(cell)?;
        (format.contains('$') && !format.contains("[$-")).then(|| "USD".to_string())
    }

    /// A name that no other port has: the defined name, or sheet and label, or the cell itself.
    fn name(&mut self, cell: CellRef) -> String {
        let sheet = slug(self.model.sheet_name(cell.sheet));
        let wanted = match (self.named.get(&cell), trace::label(&self.session, cell)) {
            (Some(name), _) => slug(name),
            (None, Some(label)) if !slug(&label).is_empty() => format!("{sheet}_{}", slug(&label)),
            _ => format!("{sheet}_{}", slug(&crate::reference::a1(cell.row, cell.column).to_string())),
        };
        let wanted: String = wanted.chars().take(80).collect();
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        // A cell is in one place, so its address parts it from all others.
        let apart = format!("{wanted}_{}", slug(&crate::reference::a1(cell.row, cell.column).to_string()));
        self.taken.insert(apart.clone());
        apart
    }
}

fn number_or_text(choice: &str) -> Value {
    match choice.parse::<f64>() {
        Ok(number) if number.is_finite() => Value::Number(number),
        _ => Value::text(choice),
    }
}

/// A port cannot be set to an error, so an error is no default.
fn as_json(value: &Value) -> Json {
    if value.error().is_some() { Json::Null } else { value.to_json() }
}

/// A name as ports have them: lower case, words joined by `_`.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug.trim_end_matches('_').to_string()
}
