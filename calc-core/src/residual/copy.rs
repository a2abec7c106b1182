//! The part of a program that the formulas which are kept need.

use rustc_hash::FxHashMap;

use crate::functions;
use crate::functions::args::Operand;
use crate::model::Model;
use crate::model::program::{FormulaCell, Lambda, Landing, Op, Program, Shape};
use crate::reference::CellRef;
use crate::value::{Text, Value};

/// For each shape its text and where that is meant from.
type Texts = Vec<(Text, (u32, u32))>;

/// Copies shapes with all that they refer to, each once.
pub struct Copier<'m> {
    whole: &'m Model,
    program: Program,
    texts: Texts,
    shapes: FxHashMap<u32, u32>,
    areas: FxHashMap<u32, u32>,
    keeps_texts: bool,
    /// The shape of formulas that are only in the way.
    wall: Option<u32>,
}

impl<'m> Copier<'m> {
    /// Nothing is copied yet. Texts are for people, who ask the whole model, and for FORMULATEXT.
    pub fn new(whole: &'m Model) -> Copier<'m> {
        let names_text = |op: &Op| match op {
            Op::Call { function, .. } | Op::Function(function) => functions::spec(*function).name == "FORMULATEXT",
            _ => false,
        };
        Copier {
            whole,
            keeps_texts: whole.program.ops.iter().any(names_text),
            program: Program::default(),
            texts: Texts::new(),
            shapes: FxHashMap::default(),
            areas: FxHashMap::default(),
            wall: None,
        }
    }

    /// A formula with the shape that it has in the copy.
    pub fn formula(&mut self, formula: FormulaCell) -> FormulaCell {
        let shape = match self.shapes.get(&formula.shape) {
            Some(shape) => *shape,
            None => {
                let copied = self.shape(formula.shape);
                self.shapes.insert(formula.shape, copied);
                copied
            }
        };
        FormulaCell { shape, ..formula }
    }

    /// A formula that comes to nothing, and is in the way of arrays.
    pub fn wall(&mut self, cell: CellRef) -> FormulaCell {
        let shape = *self.wall.get_or_insert_with(|| {
            let constant = self.program.constants.len() as u32;
            self.program.constants.push(Operand::Value(Value::Blank));
            let (start, reads) = (self.program.ops.len() as u32, self.program.reads.len() as u32);
            self.program.ops.push(Op::Constant(constant));
            self.texts.push((Text::new(), (0, 0)));
            self.program.shapes.push(Shape {
                start,
                end: start + 1,
                reads_start: reads,
                reads_end: reads,
                variables: 0,
                landing: Landing::Single,
                volatile: false,
                dynamic: false,
                subtotal: false,
            });
            self.program.shapes.len() as u32 - 1
        });
        FormulaCell { cell, shape }
    }

    /// The copy, and the texts of its shapes.
    pub fn finish(self) -> (Program, Texts) {
        (self.program, self.texts)
    }

    fn shape(&mut self, index: u32) -> u32 {
        let whole = self.whole;
        let Some(shape) = whole.program.shape(index) else { return 0 };
        let start = self.program.ops.len() as u32;
        let ops = whole.program.ops.get(shape.start as usize..shape.end as usize).unwrap_or(&[]);
        for op in ops {
            let op = self.op(*op, shape.start, start);
            self.program.ops.push(op);
        }
        let reads_start = self.program.reads.len() as u32;
        for area in whole.program.read_areas(shape) {
            let area = self.area(*area);
            self.program.reads.push(area);
        }
        let text = self.keeps_texts.then(|| whole.formula_texts.get(index as usize).cloned()).flatten();
        self.texts.push(text.unwrap_or_default());
        self.program.shapes.push(Shape {
            start,
            end: self.program.ops.len() as u32,
            reads_start,
            reads_end: self.program.reads.len() as u32,
            ..shape.clone()
        });
        self.program.shapes.len() as u32 - 1
    }

    fn op(&mut self, op: Op, from: u32, to: u32) -> Op {
        let moved = |target: u32| target - from + to;
        match op {
            Op::Constant(index) => {
                self.program
                    .constants
                    .push(self.whole.program.constants.get(index as usize).cloned().unwrap_or_default());
                Op::Constant(self.program.constants.len() as u32 - 1)
            }
            Op::Cell(area) => Op::Cell(self.area(area)),
            Op::Range(area) => Op::Range(self.area(area)),
            Op::Place(area) => Op::Place(self.area(area)),
            Op::Meet(area) => Op::Meet(self.area(area)),
            Op::Span(list) => {
                let areas = self.entries(list).iter().map(|area| self.area(*area)).collect();
                Op::Span(self.list(areas))
            }
            Op::Blocks(list) => Op::Blocks(self.list(self.entries(list).to_vec())),
            Op::If { otherwise } => Op::If { otherwise: moved(otherwise) },
            Op::Else { end } => Op::Else { end: moved(end) },
            Op::Guard { catch, end } => Op::Guard { catch, end: moved(end) },
            Op::Skip { to } => Op::Skip { to: moved(to) },
            Op::Lambda(index) => match self.whole.program.lambdas.get(index as usize) {
                Some(lambda) => {
                    let captures = self.list(self.entries(lambda.captures).to_vec());
                    let (start, end) = (moved(lambda.start), moved(lambda.end));
                    self.program.lambdas.push(Lambda { start, end, captures, ..lambda.clone() });
                    Op::Lambda(self.program.lambdas.len() as u32 - 1)
                }
                None => op,
            },
            _ => op,
        }
    }

    fn entries(&self, list: u32) -> &'m [u32] {
        self.whole.program.lists.get(list as usize).map_or(&[], Vec::as_slice)
    }

    fn list(&mut self, entries: Vec<u32>) -> u32 {
        self.program.lists.push(entries);
        self.program.lists.len() as u32 - 1
    }

    fn area(&mut self, area: u32) -> u32 {
        if let Some(known) = self.areas.get(&area) {
            return *known;
        }
        let Some(copied) = self.whole.program.areas.get(area as usize) else { return area };
        let index = self.program.areas.len() as u32;
        self.program.areas.push(*copied);
        self.areas.insert(area, index);
        index
    }
}
