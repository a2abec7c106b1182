//! Writes what the ports of a workbook can reach as straight-line Rust: `straight WORKBOOK PORTS FOLDER`.
//!
//! The folder becomes a package whose program computes the same cells as the engine, times itself and prints the times; it is what code
//! written by hand for this one workbook could reach, and the engine is measured against it. What the statements call is in
//! `benches/straight`. A formula that this tool cannot write out is left to its value, and counted: the engine computes it, the program
//! does not, so the ratio is to the engine's disadvantage.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, ensure};
use benches::edits::edits;
use calc_core::compile::compile;
use calc_core::eval::{Clock, Session};
use calc_core::functions::args::Operand;
use calc_core::functions::{intersect, spec};
use calc_core::graph::FormulaIndex;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::PortsFile;
use calc_core::model::program::{Catch, Op};
use calc_core::reference::{CellRef, RangeRef};
use calc_core::residual::residual;
use calc_core::syntax::ast::UnaryOperator;
use calc_core::value::Value;
use serde_json::{Value as Json, json};

/// Formulas a function: the compiler's time grows faster than a function's length.
const TOGETHER: usize = 64;

/// Every so many-th input is edited to compare once more.
const EDITED: usize = 97;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [workbook, ports, folder] = arguments.as_slice() else {
        return Err(anyhow!("expected WORKBOOK PORTS FOLDER"));
    };
    let workbook = read_xlsx(&fs::read(workbook)?, &ImportOptions::default())?.workbook;
    let ports = PortsFile::parse(&fs::read(ports)?).map_err(|error| anyhow!("{error}"))?.resolve(&workbook).0;
    let (left, _) = residual(&compile(&workbook, ports).model);
    let mut session = Session::new(Arc::new(left), Clock::default());
    session.recalculate()?;
    let written = Writer::new(&session).write()?;
    let data = data(&mut session, &written)?;
    save(Path::new(folder), &written, &data)?;
    let formulas = session.model().formulas().len();
    println!("{}", json!({ "formulas": formulas, "left_out": formulas - written.formulas.len() }));
    Ok(())
}

fn save(folder: &Path, written: &Written, data: &Json) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no workspace")?;
    fs::create_dir_all(folder.join("src"))?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let manifest = format!(
        "[package]\nname = \"straight\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nanyhow = \"1\"\n\
         straight-line = {{ path = {:?} }}\n\n[profile.release]\nlto = true\ncodegen-units = 1\npanic = \"abort\"\n\n[workspace]\n",
        root.join("benches/straight")
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/main.rs"), &written.text)?;
    fs::write(folder.join("data.json"), data.to_string())?;
    Ok(())
}

/// What the program starts from and what it has to come to, as loaded and after some edits.
fn data(session: &mut Session, written: &Written) -> Result<Json> {
    let computed: HashSet<usize> = written.slots.iter().copied().collect();
    let all = |session: &Session| -> Vec<Json> {
        let pairs = written.layout.cells().filter(|(_, slot)| !computed.contains(slot));
        let pairs = pairs.map(|(cell, slot)| (slot, session.value(cell))).filter(|(_, value)| !value.is_blank());
        pairs.map(|(slot, value)| json!([slot, encoded(value)])).collect()
    };
    let expected = |session: &Session| -> Vec<Json> {
        let pairs = written.layout.cells().filter(|(_, slot)| computed.contains(slot));
        pairs.map(|(cell, slot)| json!([slot, encoded(session.value(cell))])).collect()
    };
    let (content, as_loaded) = (all(session), expected(session));
    let model = session.model().clone();
    // Where arrays end is written into the program, and so are the formulas: an edit that moves such an end, or one in a formula's
    // place, is not made.
    let ends = session.spilled();
    let is_content = |cell: CellRef| model.graph().formula_at(cell).is_none();
    for edit in edits(&model).into_iter().step_by(EDITED).filter(|edit| is_content(edit.cell)) {
        session.set(edit.cell, edit.value)?;
        session.recalculate()?;
        if session.spilled() != ends {
            session.reset(edit.cell);
            session.recalculate()?;
        }
    }
    Ok(json!({
        "constants": written.constants.iter().map(encoded).collect::<Vec<_>>(),
        "content": content, "expected": as_loaded, "edits": all(session), "edited": expected(session),
    }))
}

/// Numbers as their bits, so that none is rounded on its way.
fn encoded(value: &Value) -> Json {
    match value {
        Value::Blank => Json::Null,
        Value::Number(number) => json!(number.to_bits()),
        Value::Text(text) => json!(text.as_str()),
        Value::Bool(logical) => json!(logical),
        Value::Error(error) => json!({ "error": error.name() }),
    }
}

/// Where cells lie: each sheet column by column, as far as it is used.
struct Layout {
    sheets: Vec<(usize, usize, usize)>,
    cells: usize,
}

impl Layout {
    fn new(session: &Session) -> Layout {
        let mut layout = Layout { sheets: Vec::new(), cells: 0 };
        let formulas = session.model().formulas();
        for (sheet, grid) in session.grid().sheets().iter().enumerate() {
            let on_sheet = formulas.iter().filter(|formula| usize::from(formula.cell.sheet.0) == sheet);
            let rows = grid.columns().iter().map(|column| column.used_rows() as usize);
            let rows = rows.chain(on_sheet.clone().map(|formula| formula.cell.row as usize + 1)).max().unwrap_or(0);
            let columns = on_sheet.map(|formula| formula.cell.column as usize + 1).max().unwrap_or(0);
            let columns = columns.max(grid.columns().len());
            layout.sheets.push((layout.cells, rows, columns));
            layout.cells += rows * columns;
        }
        layout
    }

    fn slot(&self, cell: CellRef) -> Option<usize> {
        let (start, rows, columns) = *self.sheets.get(usize::from(cell.sheet.0))?;
        let (row, column) = (cell.row as usize, cell.column as usize);
        (row < rows && column < columns).then_some(start + column * rows + row)
    }

    /// The part of a range that is used: its first slot, and its size.
    fn clipped(&self, range: RangeRef) -> Option<(usize, usize, usize, usize)> {
        let (_, rows, columns) = *self.sheets.get(usize::from(range.sheet.0))?;
        let start = self.slot(range.first())?;
        let down = (range.bottom as usize).min(rows - 1) + 1 - range.top as usize;
        let right = (range.right as usize).min(columns - 1) + 1 - range.left as usize;
        Some((start, rows, down, right))
    }

    fn cells(&self) -> impl Iterator<Item = (CellRef, usize)> {
        self.sheets.iter().enumerate().flat_map(|(sheet, (start, rows, columns))| {
            (0..*columns).flat_map(move |column| {
                (0..*rows).map(move |row| {
                    let sheet = calc_core::reference::SheetId(sheet as u16);
                    (CellRef { sheet, row: row as u32, column: column as u32 }, start + column * rows + row)
                })
            })
        })
    }
}

/// An operand of the program that is written.
#[derive(Clone, Debug)]
enum Item {
    Missing,
    /// A value known when the program is written, and an expression of type `&Value` for it.
    Constant(Value, String),
    /// An expression of type `&Value`.
    Shared(String),
    /// A variable of type `Value`.
    Made(String),
    Range(RangeRef),
    /// A variable of type `Vec<bool>`.
    Mask(String),
    /// A variable of type `Operand`.
    Operand(String),
}

/// A branch that is being written.
struct Frame {
    end: usize,
    kind: Kind,
    outside: String,
    first: Option<(String, Item)>,
    depth: usize,
}

enum Kind {
    If { condition: String },
    Guard { subject: Item },
}

/// What is written.
struct Written {
    text: String,
    constants: Vec<Value>,
    layout: Layout,
    formulas: Vec<FormulaIndex>,
    /// The cells that the program computes.
    slots: Vec<usize>,
}

struct Writer<'s> {
    session: &'s Session,
    model: &'s Model,
    layout: Layout,
    constants: Vec<Value>,
    functions: BTreeMap<&'static str, usize>,
    spilled: HashMap<FormulaIndex, RangeRef>,
    body: String,
    made: usize,
}

impl<'s> Writer<'s> {
    fn new(session: &'s Session) -> Writer<'s> {
        Writer {
            session,
            model: session.model(),
            layout: Layout::new(session),
            constants: Vec::new(),
            functions: BTreeMap::new(),
            spilled: session.spilled().into_iter().collect(),
            body: String::new(),
            made: 0,
        }
    }

    fn write(mut self) -> Result<Written> {
        let mut parts: Vec<String> = vec![String::new()];
        let (mut formulas, mut slots, mut in_part) = (Vec::new(), Vec::new(), 0);
        for formula in self.order()? {
            let Some(text) = self.formula(formula) else { continue };
            formulas.push(formula);
            slots.extend(self.area(formula).and_then(|area| self.slots_of(area)).context("a formula off the grid")?);
            if in_part == TOGETHER {
                parts.push(String::new());
                in_part = 0;
            }
            in_part += 1;
            parts.last_mut().context("no part")?.push_str(&text);
        }
        let names: Vec<&str> = {
            let mut names: Vec<(&&str, &usize)> = self.functions.iter().collect();
            names.sort_by_key(|(_, index)| **index);
            names.into_iter().map(|(name, _)| *name).collect()
        };
        let mut text = String::from(
            "#![allow(unused, clippy::all)]\nuse straight_line::*;\nuse straight_line::BinaryOperator::*;\n\n",
        );
        writeln!(text, "const CELLS: usize = {};", self.layout.cells)?;
        writeln!(text, "static PROGRAM: Program = Program {{ cells: CELLS, functions: &{names:?}, run }};\n")?;
        for (at, part) in parts.iter().enumerate() {
            writeln!(
                text,
                "#[inline(never)]\nfn part_{at}(c: &mut [Value; CELLS], k: &[Value; {}], f: &Functions, x: &Context<'_>) {{\n{part}}}\n",
                self.constants.len()
            )?;
        }
        writeln!(text, "fn run(c: &mut Cells, k: &[Value], f: &Functions, x: &Context<'_>) {{")?;
        writeln!(text, "    let (Ok(c), Ok(k)) = (c.try_into(), k.try_into()) else {{ panic!(\"sizes\") }};")?;
        writeln!(text, "    let c: &mut [Value; CELLS] = c;")?;
        for at in 0..parts.len() {
            writeln!(text, "    part_{at}(c, k, f, x);")?;
        }
        writeln!(text, "}}\n\nfn main() -> anyhow::Result<()> {{\n    straight_line::main(&PROGRAM)\n}}")?;
        Ok(Written { text, constants: self.constants, layout: self.layout, formulas, slots })
    }

    /// The formulas, each after all that it reads.
    fn order(&self) -> Result<Vec<FormulaIndex>> {
        let mut makers: HashMap<CellRef, FormulaIndex> = HashMap::new();
        let count = self.model.formulas().len() as FormulaIndex;
        for formula in 0..count {
            let area = self.area(formula).context("no formula")?;
            makers.extend(area.cells().map(|cell| (cell, formula)));
        }
        let mut waiting = vec![0_usize; count as usize];
        let mut readers: Vec<Vec<FormulaIndex>> = vec![Vec::new(); count as usize];
        for formula in 0..count {
            let (place, shape) = (self.place(formula)?, self.model.shape_of(formula).context("no shape")?);
            let ranges = self.model.program().reads(shape).filter_map(|area| area.resolve(place));
            let used = ranges.filter_map(|range| Some((range, self.layout.clipped(range)?)));
            let read: HashSet<FormulaIndex> = used
                .flat_map(|(range, (_, _, rows, columns))| {
                    let bottom = range.top + rows as u32 - 1;
                    RangeRef { bottom, right: range.left + columns as u32 - 1, ..range }.cells()
                })
                .filter_map(|cell| makers.get(&cell).copied())
                .filter(|maker| *maker != formula)
                .collect();
            waiting[formula as usize] = read.len();
            read.iter().for_each(|maker| readers[*maker as usize].push(formula));
        }
        let mut order: Vec<FormulaIndex> = (0..count).filter(|formula| waiting[*formula as usize] == 0).collect();
        let mut at = 0;
        while let Some(formula) = order.get(at).copied() {
            at += 1;
            for reader in &readers[formula as usize] {
                waiting[*reader as usize] -= 1;
                if waiting[*reader as usize] == 0 {
                    order.push(*reader);
                }
            }
        }
        ensure!(order.len() == count as usize, "{} formulas read one another", count as usize - order.len());
        Ok(order)
    }

    fn place(&self, formula: FormulaIndex) -> Result<CellRef> {
        self.model.formula_cell(formula).context("no formula")
    }

    /// The cells that a formula fills.
    fn area(&self, formula: FormulaIndex) -> Option<RangeRef> {
        let cell = self.model.formula_cell(formula)?;
        Some(self.spilled.get(&formula).copied().unwrap_or(RangeRef::cell(cell)))
    }

    fn slots_of(&self, area: RangeRef) -> Option<Vec<usize>> {
        area.cells().map(|cell| self.layout.slot(cell)).collect()
    }

    /// The statements of a formula; `None` if it has something that cannot be written out.
    fn formula(&mut self, formula: FormulaIndex) -> Option<String> {
        self.body.clear();
        self.made = 0;
        let result = self.expression(formula)?;
        let area = self.area(formula)?;
        let (slot, stride, rows, columns) = self.layout.clipped(area)?;
        let name = self.model.cell_text(self.model.formula_cell(formula)?);
        let mut text = format!("    // {name}\n");
        match result {
            Item::Operand(variable) => {
                let body = std::mem::take(&mut self.body);
                write!(
                    text,
                    "    {{\n{body}    spill({variable}, &mut c[{slot}..], {stride}, {rows}, {columns});\n    }}\n"
                )
                .ok()?;
            }
            item => {
                if rows * columns != 1 {
                    return None;
                }
                let value = owned(&item)?;
                let body = std::mem::take(&mut self.body);
                write!(text, "    c[{slot}] = {{\n{body}    {value}\n    }};\n").ok()?;
            }
        }
        Some(text)
    }

    fn variable(&mut self, kind: &str, expression: &str) -> String {
        self.made += 1;
        let name = format!("t{}", self.made);
        let _ = writeln!(self.body, "    let {name}: {kind} = {expression};");
        name
    }

    fn value(&mut self, expression: &str) -> Item {
        Item::Made(self.variable("Value", expression))
    }

    fn expression(&mut self, formula: FormulaIndex) -> Option<Item> {
        let (place, shape) = (self.model.formula_cell(formula)?, self.model.shape_of(formula)?);
        if shape.volatile || shape.dynamic {
            return None;
        }
        let program = self.model.program();
        let area = |index: u32| program.areas.get(index as usize);
        let mut stack: Vec<Item> = Vec::new();
        let mut frames: Vec<Frame> = Vec::new();
        let mut at = shape.start as usize;
        while at < shape.end as usize {
            match *program.ops.get(at)? {
                Op::Constant(index) => {
                    let Operand::Value(value) = program.constants.get(index as usize)? else { return None };
                    let item = self.constant(value);
                    stack.push(item);
                }
                Op::Missing => stack.push(Item::Missing),
                Op::Cell(index) => stack.push(self.cell(area(index)?.cell(place)?)),
                Op::Range(index) => stack.push(Item::Range(area(index)?.resolve(place)?)),
                Op::Meet(index) => {
                    let Operand::Range(cell) = intersect(area(index)?.resolve(place)?, place) else { return None };
                    stack.push(self.cell(cell.first()));
                }
                Op::Intersect => match stack.pop()? {
                    item @ (Item::Missing | Item::Constant(..) | Item::Shared(_) | Item::Made(_)) => stack.push(item),
                    _ => return None,
                },
                Op::Unary(UnaryOperator::Minus) => {
                    let operand = shared(&stack.pop()?)?;
                    let item = self.value(&format!("negate({operand}, x)"));
                    stack.push(item);
                }
                Op::Binary(operator) => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    let item = match (&left, &right) {
                        (Item::Range(range), value) if operator == calc_core::syntax::ast::BinaryOperator::Equal => {
                            let (view, value) = (self.view(*range)?, shared(value)?);
                            Item::Mask(self.variable("Vec<bool>", &format!("same_as({view}, {value})")))
                        }
                        _ => {
                            let (left, right) = (shared(&left)?, shared(&right)?);
                            self.value(&format!("binary({operator:?}, {left}, {right}, x)"))
                        }
                    };
                    stack.push(item);
                }
                Op::Call { function, arguments } => {
                    let from = stack.len().checked_sub(usize::from(arguments))?;
                    let given = stack.split_off(from);
                    let item = self.call(spec(function).name, &given, formula)?;
                    stack.push(item);
                }
                Op::If { otherwise } => {
                    let condition = shared(&stack.pop()?)?;
                    let Some(Op::Else { end }) = program.ops.get((otherwise as usize).checked_sub(1)?) else {
                        return None;
                    };
                    let outside = std::mem::take(&mut self.body);
                    let kind = Kind::If { condition };
                    frames.push(Frame { end: *end as usize, kind, outside, first: None, depth: stack.len() });
                }
                Op::Else { end } => {
                    let frame = frames.last_mut().filter(|frame| frame.end == end as usize)?;
                    frame.first = Some((std::mem::take(&mut self.body), stack.pop()?));
                }
                Op::EndIf => {
                    let frame = frames.pop().filter(|frame| frame.end == at)?;
                    let (body, item) = (std::mem::take(&mut self.body), stack.pop()?);
                    let (first_body, first) = frame.first?;
                    let Kind::If { condition } = frame.kind else { return None };
                    self.body = frame.outside;
                    let error = "Value::Error(error)";
                    let joined = self.joined(&[&first, &item], |results, wrap| {
                        format!(
                            "match to_bool({condition}, x) {{\n    Ok(true) => {{\n{first_body}    {}\n    }}\n    Ok(false) => \
                             {{\n{body}    {}\n    }}\n    Err(error) => {},\n    }}",
                            results[0],
                            results[1],
                            wrap(error)
                        )
                    })?;
                    if frame.depth != stack.len() {
                        return None;
                    }
                    stack.push(joined);
                }
                Op::Guard { catch, end } => {
                    if catch != Catch::Any {
                        return None;
                    }
                    let subject = stack.pop()?;
                    let outside = std::mem::take(&mut self.body);
                    let kind = Kind::Guard { subject };
                    frames.push(Frame { end: end as usize, kind, outside, first: None, depth: stack.len() });
                }
                Op::EndGuard => {
                    let frame = frames.pop().filter(|frame| frame.end == at)?;
                    let (body, fallback) = (std::mem::take(&mut self.body), stack.pop()?);
                    let Kind::Guard { subject } = frame.kind else { return None };
                    self.body = frame.outside;
                    let (tested, test) = match &subject {
                        Item::Operand(variable) => (format!("&{variable}"), "Operand::Value(Value::Error(_))"),
                        subject => (shared(subject)?, "Value::Error(_)"),
                    };
                    let joined = self.joined(&[&subject, &fallback], |results, _| {
                        format!(
                            "if matches!({tested}, {test}) {{\n{body}    {}\n    }} else {{ {} }}",
                            results[1], results[0]
                        )
                    })?;
                    if frame.depth != stack.len() {
                        return None;
                    }
                    stack.push(joined);
                }
                _ => return None,
            }
            at += 1;
        }
        (stack.len() == 1 && frames.is_empty()).then(|| stack.pop()).flatten()
    }

    /// A variable that is one of two results.
    fn joined(
        &mut self,
        items: &[&Item; 2],
        text: impl FnOnce(&[String], &dyn Fn(&str) -> String) -> String,
    ) -> Option<Item> {
        let arrays = items.iter().any(|item| matches!(item, Item::Operand(_)));
        let results: Option<Vec<String>> =
            items.iter().map(|item| if arrays { self.operand(item) } else { owned(item) }).collect();
        let wrap = |value: &str| if arrays { format!("Operand::Value({value})") } else { value.to_owned() };
        let text = text(&results?, &wrap);
        let name = self.variable(if arrays { "Operand" } else { "Value" }, &text);
        Some(if arrays { Item::Operand(name) } else { Item::Made(name) })
    }

    fn constant(&mut self, value: &Value) -> Item {
        if let Value::Number(number) = value {
            return Item::Constant(value.clone(), format!("&Value::Number({number:?}f64)"));
        }
        let known = self.constants.iter().position(|known| known == value);
        let index = known.unwrap_or_else(|| {
            self.constants.push(value.clone());
            self.constants.len() - 1
        });
        Item::Constant(value.clone(), format!("&k[{index}]"))
    }

    fn cell(&self, cell: CellRef) -> Item {
        Item::Shared(self.layout.slot(cell).map_or("&BLANK".to_owned(), |slot| format!("&c[{slot}]")))
    }

    fn view(&mut self, range: RangeRef) -> Option<String> {
        let (start, stride, rows, columns) = self.layout.clipped(range)?;
        Some(format!("View {{ cells: &c[{start}..], stride: {stride}, rows: {rows}, columns: {columns} }}"))
    }

    fn operand(&mut self, item: &Item) -> Option<String> {
        Some(match item {
            Item::Missing => "Operand::Missing".to_owned(),
            Item::Constant(_, value) | Item::Shared(value) => format!("Operand::Value(({value}).clone())"),
            Item::Made(variable) => format!("Operand::Value({variable}.clone())"),
            Item::Range(range) => format!("{}.operand()", self.view(*range)?),
            Item::Operand(variable) => format!("{variable}.clone()"),
            Item::Mask(_) => return None,
        })
    }

    fn call(&mut self, name: &'static str, given: &[Item], formula: FormulaIndex) -> Option<Item> {
        let ranges: Vec<RangeRef> =
            given.iter().filter_map(|item| if let Item::Range(range) = item { Some(*range) } else { None }).collect();
        match (name, given) {
            ("SUM", _) if ranges.len() == given.len() => {
                let views: Option<Vec<String>> = ranges.iter().map(|range| self.view(*range)).collect();
                Some(self.value(&format!("sum(&[{}])", views?.join(", "))))
            }
            ("VLOOKUP", [sought, Item::Range(table), Item::Constant(Value::Number(column), _), exact])
                if is_constant(exact, &[Value::Bool(false), Value::Number(0.0)]) =>
            {
                let (view, sought) = (self.view(*table)?, shared(sought)?);
                let column = Some(*column as usize).filter(|column| *column > 0)?;
                Some(self.value(&format!("lookup({sought}, {view}, {column})")))
            }
            ("FILTER", [Item::Range(range), conditions @ ..])
                if conditions.iter().all(|item| matches!(item, Item::Mask(_))) =>
            {
                let masks = conditions
                    .iter()
                    .filter_map(|item| if let Item::Mask(mask) = item { Some(mask.clone()) } else { None });
                let masks = masks.collect::<Vec<_>>().join(", ");
                let view = self.view(*range)?;
                Some(Item::Operand(self.variable("Operand", &format!("filter({view}, &[{masks}])"))))
            }
            ("QUERY", [Item::Range(range), Item::Constant(Value::Text(text), _), ..]) => {
                self.query(*range, text, formula)
            }
            ("TEXTJOIN", [Item::Constant(Value::Text(separator), _), skips, Item::Operand(variable)])
                if is_constant(skips, &[Value::Bool(true)]) =>
            {
                Some(self.value(&format!("joined({:?}, &{variable})", separator.as_str())))
            }
            ("OR", _) if ranges.is_empty() => {
                let values: Option<Vec<String>> = given.iter().map(shared).collect();
                Some(self.value(&format!("is_any(&[{}], x)", values?.join(", "))))
            }
            ("CONCATENATE", _) if ranges.is_empty() => {
                let values: Option<Vec<String>> = given.iter().map(shared).collect();
                Some(self.value(&format!("concat(&[{}])", values?.join(", "))))
            }
            ("FIND", [sought, text]) => {
                let (sought, text) = (shared(sought)?, shared(text)?);
                let slow = self.engine(name, given)?;
                let found = format!(
                    "match find({sought}, {text}) {{ Some(found) => found, None => match {slow} {{ Operand::Value(value) => value, \
                     _ => Value::Error(CellError::Value) }} }}"
                );
                Some(self.value(&found))
            }
            _ => {
                let call = self.engine(name, given)?;
                let is_single =
                    !matches!(name, "QUERY" | "FILTER" | "SORT" | "SORTN" | "SPLIT" | "TRANSPOSE" | "INDEX");
                let operand = self.variable("Operand", &call);
                if !is_single {
                    return Some(Item::Operand(operand));
                }
                Some(self.value(&format!(
                    "match {operand} {{ Operand::Value(value) => value, Operand::Missing => Value::Blank, \
                     _ => Value::Error(CellError::Calc) }}"
                )))
            }
        }
    }

    /// A call of the engine's function.
    fn engine(&mut self, name: &'static str, given: &[Item]) -> Option<String> {
        let operands: Option<Vec<String>> = given.iter().map(|item| self.operand(item)).collect();
        let next = self.functions.len();
        let index = *self.functions.entry(name).or_insert(next);
        Some(format!("call(f, {index}, &[{}], x)", operands?.join(", ")))
    }

    /// `select K, sum(V) group by K`, with or without a label.
    fn query(&mut self, range: RangeRef, text: &str, formula: FormulaIndex) -> Option<Item> {
        let words = text.to_lowercase();
        let words: Vec<&str> =
            words.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let ["select", key, "sum", sum, "group", "by", same, rest @ ..] = words.as_slice() else { return None };
        if key != same || !(rest.is_empty() || *rest == ["label", "sum", sum]) {
            return None;
        }
        let column = |letters: &str| {
            let index =
                letters.bytes().try_fold(0_u32, |sum, b| Some(sum * 26 + u32::from(b.checked_sub(b'a')?) + 1))?;
            (index - 1).checked_sub(range.left)
        };
        let (key, sum) = (column(key)?, column(sum)?);
        // Which rows are headings, and what the result's is, is known to somebody who writes this by hand.
        let area = self.area(formula)?;
        let cell = |row: u32, column: u32| {
            self.session.value(CellRef { sheet: area.sheet, row: area.top + row, column: area.left + column }).clone()
        };
        let has_heading = !matches!(cell(0, 1), Value::Number(_)) && area.right > area.left;
        let heading = if has_heading {
            let (left, right) = (self.constant(&cell(0, 0)), self.constant(&cell(0, 1)));
            format!("Some(&[{}, {}])", owned(&left)?, owned(&right)?)
        } else {
            "None".to_owned()
        };
        let headers = (0..4).find(|headers| self.sums_are(range, (key, sum), *headers, has_heading, area))?;
        let view = self.view(range)?;
        Some(Item::Operand(
            self.variable("Operand", &format!("sums_by_key({view}, ({key}, {sum}), {headers}, {heading})")),
        ))
    }

    /// Whether so many rows of headings give what the engine found.
    fn sums_are(
        &self,
        range: RangeRef,
        columns: (u32, u32),
        headers: usize,
        has_heading: bool,
        area: RangeRef,
    ) -> bool {
        let Some((_, _, rows, width)) = self.layout.clipped(range) else { return false };
        let values: Vec<Value> = (0..width as u32)
            .flat_map(|column| (0..rows as u32).map(move |row| (row, column)))
            .map(|(row, column)| {
                let cell = CellRef { sheet: range.sheet, row: range.top + row, column: range.left + column };
                self.session.value(cell).clone()
            })
            .collect();
        let view = straight_line::View { cells: &values, stride: rows, rows, columns: width };
        let heading = has_heading.then(|| [Value::Blank, Value::Blank]);
        let columns = (columns.0 as usize, columns.1 as usize);
        let Operand::Array(made) = straight_line::sums_by_key(view, columns, headers, heading.as_ref()) else {
            return false;
        };
        let skip = usize::from(has_heading) as u32;
        made.rows() == area.bottom - area.top + 1
            && made.columns() == area.right - area.left + 1
            && (skip..made.rows()).all(|row| {
                (0..2).all(|column| {
                    let cell = CellRef { sheet: area.sheet, row: area.top + row, column: area.left + column };
                    self.session.value(cell).same(made.value(row, column))
                })
            })
    }
}

/// Whether an operand is known to be one of some values.
fn is_constant(item: &Item, values: &[Value]) -> bool {
    matches!(item, Item::Constant(value, _) if values.contains(value))
}

/// An expression of type `&Value`.
fn shared(item: &Item) -> Option<String> {
    match item {
        Item::Missing => Some("&BLANK".to_owned()),
        Item::Constant(_, value) | Item::Shared(value) => Some(value.clone()),
        Item::Made(variable) => Some(format!("&{variable}")),
        _ => None,
    }
}

/// An expression of type `Value`.
fn owned(item: &Item) -> Option<String> {
    match item {
        Item::Missing => Some("Value::Blank".to_owned()),
        Item::Constant(_, value) | Item::Shared(value) => Some(format!("({value}).clone()")),
        Item::Made(variable) => Some(variable.clone()),
        _ => None,
    }
}
