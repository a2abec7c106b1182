//! A workbook to a model.
//!
//! Formulas that are the same in relative form become one shape, compiled once. Problems are collected; a formula that has one
//! computes to the error that a spreadsheet would show, and everything else computes as if it were not there.

mod codegen;
mod loops;
mod report;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::bind::{Binder, Home};
use crate::diagnostic::Diagnostic;
use crate::eval::{Clock, Session};
use crate::graph::{self, FormulaIndex, How, Reads};
use crate::model::ports::Ports;
use crate::model::program::{FormulaCell, Landing, Program, RelativeArea, Shape};
use crate::model::{Beyond, Model, areas_beyond, searched_areas};
use crate::reference::{CellRef, RangeRef, SheetId};
use crate::syntax::ast::Node;
use crate::syntax::{self, ParseOptions};
use crate::value::{Text, Value};
use crate::workbook::{Cell, Content, Formula, FormulaKind, Workbook};

pub use codegen::{Problem, ProblemKind};

/// A model and what is wrong with its workbook.
#[derive(Debug)]
pub struct Compiled {
    /// The model.
    pub model: Model,
    /// Problems, in the order of cells; then the loops among them.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles a workbook that offers the given ports.
///
/// The model's own recalculation order takes into account where arrays spill when the workbook is as it is, so it is calculated once.
pub fn compile(workbook: &Workbook, ports: Ports) -> Compiled {
    let mut compiler = Compiler::new(workbook);
    compiler.content();
    let Compiler { mut model, mut diagnostics, reads, anchors, binder, .. } = compiler;
    if model.program.shapes.iter().any(|shape| shape.subtotal) {
        let rows =
            workbook.sheets.iter().zip(0..).flat_map(|(sheet, id)| {
                sheet.hidden_rows.iter().map(move |(row, hiding)| (SheetId(id), *row, *hiding))
            });
        model.hidden_rows = rows.collect();
    }
    model.graph = graph_of(&model, &reads, &anchors, &[]);
    diagnostics.extend(loops::diagnostics(&model, &binder));
    // A formula alone has nobody who would have to come after it.
    if anchors.len() > 1 && anchors.contains(&true) {
        let mut session = Session::new(Arc::new(model), Clock::default());
        session.limit(LEARNING_BUDGET);
        // Out of budget, the order is only less well informed.
        let spills = session.recalculate_fully().map(|()| session.spilled()).unwrap_or_default();
        model = Arc::unwrap_or_clone(session.into_model());
        if !spills.is_empty() {
            let informed = graph_of(&model, &reads, &anchors, &spills);
            // A loop may come from a spill that a reader feeds; without that knowledge the order is right all the same.
            if informed.cyclic() == model.graph.cyclic() {
                model.graph = informed;
                model.learned_spills = spills;
            }
        }
    }
    model.ports = ports;
    model.seal();
    Compiled { model, diagnostics }
}

/// Steps that finding out where arrays spill may take.
const LEARNING_BUDGET: u64 = 50_000_000;

fn graph_of(
    model: &Model,
    reads: &[(FormulaIndex, RangeRef, How)],
    anchors: &[bool],
    spills: &[(FormulaIndex, RangeRef)],
) -> graph::Graph {
    let cells: Vec<CellRef> = model.formulas.iter().map(|f| f.cell).collect();
    graph::build(&Reads { cells: &cells, reads, spills, anchors })
}

/// What makes two formulas the same shape.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ShapeKey {
    sheet: SheetId,
    kind: KindKey,
    tree: Box<[u8]>,
    /// What structured references mean: that hangs on the table and the row that the formula stands in.
    structured: Box<[Option<RelativeArea>]>,
}

/// A formula's kind without its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum KindKey {
    Plain,
    Dynamic,
    Fixed(u32, u32),
    GoogleCell,
    GoogleArray,
    Google,
}

impl KindKey {
    fn of(kind: FormulaKind) -> KindKey {
        match kind {
            FormulaKind::Plain => KindKey::Plain,
            FormulaKind::Dynamic => KindKey::Dynamic,
            FormulaKind::Fixed(area) => KindKey::Fixed(area.rows(), area.columns()),
            FormulaKind::GoogleArray(last) if last.is_cell() => KindKey::GoogleCell,
            FormulaKind::GoogleArray(_) => KindKey::GoogleArray,
            FormulaKind::Google => KindKey::Google,
        }
    }

    fn landing(self) -> Landing {
        match self {
            KindKey::Plain => Landing::Single,
            KindKey::Fixed(rows, columns) => Landing::Fixed { rows, columns },
            KindKey::Dynamic | KindKey::GoogleCell | KindKey::GoogleArray | KindKey::Google => Landing::Spill,
        }
    }
}

/// A formula's text (by where it lies in memory), the place it is meant from, its sheet and kind.
type TextKey = (*const u8, (u32, u32), SheetId, KindKey);

struct Compiler<'a> {
    workbook: &'a Workbook,
    binder: Binder<'a>,
    model: Model,
    diagnostics: Vec<Diagnostic>,
    reads: Vec<(FormulaIndex, RangeRef, How)>,
    /// For each shape, the areas that it only searches.
    searched: Vec<Vec<u32>>,
    /// For each shape, the areas that it reads beyond their ends.
    beyond: Vec<Vec<Beyond>>,
    anchors: Vec<bool>,
    /// Shapes by the text they come from: shared formulas have one text and one origin.
    by_text: FxHashMap<TextKey, u32>,
    by_key: FxHashMap<ShapeKey, u32>,
    area_ids: FxHashMap<RelativeArea, u32>,
    names: codegen::NameTrees,
    format_ids: FxHashMap<Text, u32>,
}

impl<'a> Compiler<'a> {
    fn new(workbook: &'a Workbook) -> Compiler<'a> {
        let model = Model {
            sheet_names: workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
            dialect: workbook.dialect,
            date_system: workbook.date_system,
            program: Program::default(),
            ..Model::default()
        };
        Compiler {
            workbook,
            binder: Binder::new(workbook),
            model,
            diagnostics: Vec::new(),
            reads: Vec::new(),
            searched: Vec::new(),
            beyond: Vec::new(),
            anchors: Vec::new(),
            by_text: FxHashMap::default(),
            by_key: FxHashMap::default(),
            area_ids: FxHashMap::default(),
            names: codegen::NameTrees::default(),
            format_ids: FxHashMap::default(),
        }
    }

    fn content(&mut self) {
        for (index, sheet) in self.workbook.sheets.iter().enumerate() {
            let id = SheetId(index as u16);
            let mut cells: Vec<_> = sheet.cells.iter().collect();
            cells.sort_by_key(|cell| (cell.row, cell.column));
            // Of cells in the same place the last one counts.
            let is_last = |at: usize, cell: &Cell| {
                cells.get(at + 1).is_none_or(|next| (next.row, next.column) != (cell.row, cell.column))
            };
            let kept: Vec<&Cell> =
                cells.iter().enumerate().filter(|(at, cell)| is_last(*at, cell)).map(|(_, cell)| *cell).collect();
            for cell in kept {
                let at = CellRef { sheet: id, row: cell.row, column: cell.column };
                if let Some(format) = &cell.format {
                    let format = self.format(format);
                    self.model.cell_formats.insert(at, format);
                }
                match &cell.content {
                    Content::Constant(Value::Blank) => {}
                    Content::Constant(value) => self.model.constants.push((at, value.clone())),
                    Content::Formula(formula) => self.formula(at, formula),
                }
            }
        }
    }

    fn format(&mut self, format: &Text) -> u32 {
        if let Some(id) = self.format_ids.get(format) {
            return *id;
        }
        let id = self.model.formats.len() as u32;
        self.model.formats.push(format.clone());
        self.format_ids.insert(format.clone(), id);
        id
    }

    fn formula(&mut self, at: CellRef, formula: &Formula) {
        let kind = KindKey::of(formula.kind);
        // A text that nobody else holds is met once: a million of those need no table.
        let shape = if Text::strong_count(&formula.text) == Some(1) {
            self.shape(at, formula, kind)
        } else {
            let key = (formula.text.as_ptr(), formula.origin, at.sheet, kind);
            match self.by_text.get(&key) {
                Some(shape) => *shape,
                None => {
                    let shape = self.shape(at, formula, kind);
                    self.by_text.insert(key, shape);
                    shape
                }
            }
        };
        let index = self.model.formulas.len() as u32;
        self.model.formulas.push(FormulaCell { cell: at, shape });
        self.anchors.push(kind.landing() != Landing::Single);
        let program = &self.model.program;
        let searched = self.searched.get(shape as usize).map_or(&[][..], Vec::as_slice);
        let how = |area: &u32| if searched.binary_search(area).is_ok() { How::Searched } else { How::Whole };
        for area in program.shape(shape).map_or(&[][..], |shape| program.read_areas(shape)) {
            if let Some(range) = program.areas.get(*area as usize).and_then(|area| area.resolve(at)) {
                self.reads.push((index, range, how(area)));
            }
        }
        for beyond in self.beyond.get(shape as usize).into_iter().flatten() {
            if let Some(range) = beyond.resolve(program, at) {
                self.reads.push((index, range, how(&beyond.area)));
            }
        }
    }

    fn shape(&mut self, at: CellRef, formula: &Formula, kind: KindKey) -> u32 {
        let parsed = syntax::parse(&formula.text, ParseOptions::from(self.workbook.dialect));
        for error in &parsed.errors {
            self.diagnostics.push(error.diagnostic(&formula.text).at(self.place(at)));
        }
        let (row, column) = formula.origin;
        let home = Home::cell(at.sheet, row, column);
        let structured = parsed.ast.nodes.iter().filter_map(|node| match node {
            Node::Structured(reference) => Some(self.binder.structured(reference, home).ok()),
            _ => None,
        });
        let key = ShapeKey {
            sheet: at.sheet,
            kind,
            tree: syntax::shape::shape_key(&parsed.ast, formula.origin),
            structured: structured.collect(),
        };
        if parsed.errors.is_empty()
            && let Some(shape) = self.by_key.get(&key)
        {
            return *shape;
        }
        let source = codegen::Source { ast: &parsed.ast, home, kind: formula.kind };
        let start = self.model.program.ops.len() as u32;
        let generated = codegen::generate(
            &source,
            self.workbook.dialect,
            &self.binder,
            &mut self.model.program,
            &mut self.area_ids,
            &mut self.names,
        );
        for problem in &generated.problems {
            let place = self.place(at);
            self.diagnostics.push(report::problem(problem, &place, &formula.text, self.workbook.dialect));
        }
        let program = &mut self.model.program;
        let reads_start = program.reads.len() as u32;
        program.reads.extend(&generated.reads);
        let shape = Shape {
            start,
            end: program.ops.len() as u32,
            reads_start,
            reads_end: program.reads.len() as u32,
            variables: generated.variables,
            landing: kind.landing(),
            volatile: generated.volatile,
            dynamic: generated.dynamic,
            subtotal: generated.subtotal,
        };
        let id = program.shapes.len() as u32;
        self.searched.push(searched_areas(program, &shape));
        self.beyond.push(areas_beyond(program, &shape));
        program.shapes.push(shape);
        self.model.formula_texts.push((formula.text.clone(), formula.origin));
        self.by_key.insert(key, id);
        id
    }

    fn place(&self, at: CellRef) -> String {
        self.model.cell_name(at)
    }
}
