//! One formula's tree to ops.
//!
//! The walk keeps its own stack of tasks, so a formula may be nested as deep as the parser lets it. What an operand is wanted for
//! travels down with the walk: that decides where a range is intersected, where it stays a range, and where operators run over arrays.

mod arrays;
mod calls;
mod control;
mod lambdas;
mod names;
mod references;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::bind::{BindError, Binder, Home};
use crate::diagnostic::Span;
use crate::dialect::Dialect;
use crate::functions::args::Operand;
use crate::model::program::{Catch, Op, Program, RelativeArea};
use crate::syntax::Parsed;
use crate::syntax::ast::{Ast, BinaryOperator, Node, NodeId, SheetPrefix, UnaryOperator};
use crate::value::{CellError, Text, Value};
use crate::workbook::FormulaKind;

pub use names::NameTrees;

use lambdas::OpenLambda;

/// A problem found while compiling one formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Which.
    pub kind: ProblemKind,
    /// Where in the text.
    pub span: Span,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// No function has this name.
    UnknownFunction(String),
    /// No name or table has this name.
    UnknownName(String),
    /// A name that stands for itself, directly or by way of others.
    CircularName(String),
    /// The name's own formula cannot be read.
    BadName(String),
    /// Too few or too many arguments: name, found, fewest, most.
    Arguments(String, usize, usize, usize),
    /// A reference that points nowhere.
    Reference(BindError),
    /// Part of the language that parses but is not evaluated.
    Unsupported(&'static str),
    /// An operator over ranges inside an aggregate of a Google array export, which can be read in two ways.
    AmbiguousAggregate,
    /// More names inside names than is sensible.
    TooManyNames,
}

/// How operands are combined around here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// One value at a time.
    Single,
    /// Over all elements of arrays.
    Arrays,
}

/// What an operand is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Take {
    /// One value, or in array mode one value an element.
    Value,
    /// A range or array as it is.
    Block,
    /// A reference, not what stands in it.
    Cells,
    /// A reference that another is made of: what stands in it may be read, as part of that.
    Corner,
    /// The formula's result.
    Result,
}

#[derive(Clone, Copy, Debug)]
struct Want {
    mode: Mode,
    take: Take,
}

impl Want {
    fn value(self) -> Want {
        Want { take: Take::Value, ..self }
    }
}

/// Where a node is: in the formula itself, or in that of a defined name.
type TreeId = usize;

/// A step of the walk still to be done.
#[derive(Clone, Debug)]
enum Task {
    Visit(TreeId, NodeId, Want),
    Emit(Op),
    /// After a condition: an `If` with a new label.
    If(usize),
    Else(usize),
    EndIf(usize),
    Guard(usize, Catch),
    EndGuard(usize),
    /// Names bound by LET come into sight, or go out of it.
    Bind(TreeId, Text, u16),
    Unbind(usize),
    /// So many variables may be used again.
    Release(u16),
    /// The body of the innermost LAMBDA ends here.
    EndLambda,
}

/// The tree of the formula, or that of a defined name.
enum TreeAst<'t> {
    Own(&'t Ast),
    Name(Arc<Parsed>),
}

impl std::ops::Deref for TreeAst<'_> {
    type Target = Ast;

    fn deref(&self) -> &Ast {
        match self {
            TreeAst::Own(ast) => ast,
            TreeAst::Name(parsed) => &parsed.ast,
        }
    }
}

/// A tree being compiled, with the place its references are meant from.
struct Tree<'t> {
    ast: TreeAst<'t>,
    home: Home,
    /// The name that it came from, and the tree that used the name.
    name: Option<(String, TreeId, Span)>,
}

/// The formula to compile.
#[derive(Debug)]
pub struct Source<'t> {
    /// Its tree.
    pub ast: &'t Ast,
    /// Where its references are meant from.
    pub home: Home,
    /// How it is evaluated.
    pub kind: FormulaKind,
}

/// What came out beside the ops.
#[derive(Debug, Default)]
pub struct Generated {
    /// The areas that it reads.
    pub reads: Vec<u32>,
    /// How many variables it needs.
    pub variables: u16,
    /// It calls a function whose value may change though nothing that it reads does.
    pub volatile: bool,
    /// What it reads is known only when it runs.
    pub dynamic: bool,
    /// It calls a function that leaves such formulas out.
    pub subtotal: bool,
    /// Problems found.
    pub problems: Vec<Problem>,
}

struct Generator<'t, 'b> {
    binder: &'b Binder<'b>,
    program: &'b mut Program,
    area_ids: &'b mut FxHashMap<RelativeArea, u32>,
    names: &'b mut NameTrees,
    dialect: Dialect,
    kind: FormulaKind,
    trees: Vec<Tree<'t>>,
    tasks: Vec<Task>,
    labels: Vec<usize>,
    /// Names that LET or LAMBDA has bound, by the tree in which it stands: a defined name does not see those of the formula that
    /// uses it.
    scope: Vec<(TreeId, Text, u16)>,
    /// The LAMBDAs whose bodies are being compiled, the innermost last.
    open: Vec<OpenLambda>,
    /// Variables in use.
    held: u16,
    out: Generated,
}

/// Compiles one formula onto the end of the program's ops.
pub fn generate(
    source: &Source<'_>,
    dialect: Dialect,
    binder: &Binder<'_>,
    program: &mut Program,
    area_ids: &mut FxHashMap<RelativeArea, u32>,
    names: &mut NameTrees,
) -> Generated {
    let mut generator = Generator {
        binder,
        program,
        area_ids,
        names,
        dialect,
        kind: source.kind,
        trees: vec![Tree { ast: TreeAst::Own(source.ast), home: source.home, name: None }],
        tasks: Vec::new(),
        labels: Vec::new(),
        scope: Vec::new(),
        open: Vec::new(),
        held: 0,
        out: Generated::default(),
    };
    let want = match source.kind {
        FormulaKind::Plain => Want { mode: Mode::Single, take: Take::Value },
        FormulaKind::Google => Want { mode: Mode::Single, take: Take::Result },
        FormulaKind::Dynamic | FormulaKind::Fixed(_) | FormulaKind::GoogleArray(_) => {
            Want { mode: Mode::Arrays, take: Take::Block }
        }
    };
    if let Some(root) = source.ast.root() {
        generator.run(root, want);
    }
    generator.out.reads.sort_unstable();
    generator.out.reads.dedup();
    generator.out
}

impl Generator<'_, '_> {
    fn run(&mut self, root: NodeId, want: Want) {
        self.tasks.push(Task::Visit(0, root, want));
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit(tree, node, want) => self.visit(tree, node, want),
                Task::Emit(op) => self.emit(op),
                Task::If(label) => {
                    self.set_label(label);
                    self.emit(Op::If { otherwise: 0 });
                }
                Task::Else(label) => {
                    let at = self.program.ops.len();
                    self.patch(label, Op::If { otherwise: at as u32 + 1 });
                    self.set_label(label);
                    self.emit(Op::Else { end: 0 });
                }
                Task::EndIf(label) => {
                    let at = self.program.ops.len() as u32;
                    self.patch(label, Op::Else { end: at });
                    self.emit(Op::EndIf);
                }
                Task::Guard(label, catch) => {
                    self.set_label(label);
                    self.emit(Op::Guard { catch, end: 0 });
                }
                Task::EndGuard(label) => {
                    let at = self.program.ops.len() as u32;
                    let catch = match self.labels.get(label).and_then(|at| self.program.ops.get(*at)) {
                        Some(Op::Guard { catch, .. }) => *catch,
                        _ => Catch::Any,
                    };
                    self.patch(label, Op::Guard { catch, end: at });
                    self.emit(Op::EndGuard);
                }
                Task::Bind(tree, name, slot) => self.scope.push((tree, name, slot)),
                Task::Release(count) => self.held = self.held.saturating_sub(count),
                Task::EndLambda => self.end_lambda(),
                Task::Unbind(count) => {
                    let keep = self.scope.len().saturating_sub(count);
                    self.scope.truncate(keep);
                }
            }
        }
        self.snap_last(root);
    }

    /// In Excel the last + or - of a formula snaps a near-zero result to 0; parentheses around it prevent that.
    fn snap_last(&mut self, root: NodeId) {
        let is_binary = self.trees.first().is_some_and(|t| matches!(t.ast.node(root), Node::Binary { .. }));
        if !self.dialect.snaps_to_zero() || !is_binary {
            return;
        }
        if let Some(last) = self.program.ops.last_mut()
            && let Op::Binary(operator @ (BinaryOperator::Add | BinaryOperator::Subtract)) = *last
        {
            *last = Op::Snap(operator);
        }
    }

    fn emit(&mut self, op: Op) {
        self.program.ops.push(op);
    }

    fn new_label(&mut self) -> usize {
        self.labels.push(0);
        self.labels.len() - 1
    }

    fn set_label(&mut self, label: usize) {
        if let Some(at) = self.labels.get_mut(label) {
            *at = self.program.ops.len();
        }
    }

    fn patch(&mut self, label: usize, op: Op) {
        if let Some(at) = self.labels.get(label)
            && let Some(slot) = self.program.ops.get_mut(*at)
        {
            *slot = op;
        }
    }

    /// Pushes tasks so that they run in the order given.
    fn schedule(&mut self, tasks: Vec<Task>) {
        self.tasks.extend(tasks.into_iter().rev());
    }

    fn constant(&mut self, operand: Operand) {
        let index = self.program.constants.len() as u32;
        self.program.constants.push(operand);
        self.emit(Op::Constant(index));
    }

    fn error(&mut self, error: CellError) {
        self.constant(Operand::Value(Value::Error(error)));
    }

    fn problem(&mut self, kind: ProblemKind, tree: TreeId, node: NodeId) {
        let span = self.span(tree, node);
        self.out.problems.push(Problem { kind, span });
    }

    /// Where the node stands in the formula's own text: for a node of a name, where the name stands.
    fn span(&self, tree: TreeId, node: NodeId) -> Span {
        let mut span = self.trees.get(tree).map(|t| t.ast.span(node)).unwrap_or_default();
        let mut at = tree;
        while let Some(Some((_, user, name_span))) = self.trees.get(at).map(|t| t.name.as_ref()) {
            span = *name_span;
            at = *user;
        }
        span
    }

    fn visit(&mut self, tree: TreeId, id: NodeId, want: Want) {
        let Some((node, home)) = self.trees.get(tree).map(|t| (t.ast.node(id).clone(), t.home)) else { return };
        match node {
            Node::Number(number) => self.constant(Operand::Value(Value::from(number))),
            Node::Text(text) => self.constant(Operand::Value(Value::Text(text))),
            Node::Bool(logical) => self.constant(Operand::Value(Value::Bool(logical))),
            Node::Error(error) => self.error(error),
            Node::Missing => self.emit(Op::Missing),
            Node::Parenthesis(inner) => self.visit_later(tree, inner, want),
            Node::Reference(reference) => match self.binder.areas(&reference, home) {
                Ok(areas) => self.areas(&areas, reference.area.single, want),
                Err(error) => self.unbound(error, tree, id),
            },
            Node::Structured(structured) => match self.binder.structured(&structured, home) {
                Ok(area) => self.areas(&[area], false, want),
                Err(error) => self.unbound(error, tree, id),
            },
            Node::Name { sheet, name } => {
                let on_sheet = sheet.is_some();
                let sheet = match &sheet {
                    None => Ok(home.sheet),
                    Some(SheetPrefix::Sheet(sheet)) => {
                        self.binder.sheet(sheet).ok_or_else(|| BindError::UnknownSheet(sheet.to_string()))
                    }
                    Some(SheetPrefix::Span(first, _)) => Err(BindError::UnknownSheet(first.to_string())),
                    Some(SheetPrefix::External { book, .. }) => Err(BindError::External(book.to_string())),
                };
                match sheet {
                    Ok(sheet) => self.name(&name, sheet, on_sheet, tree, id, want),
                    Err(error) => self.unbound(error, tree, id),
                }
            }
            Node::Unary { operator, operand } => self.unary(operator, operand, tree, want),
            Node::Binary { operator, left, right } => self.binary(operator, left, right, tree, want),
            Node::Array { rows } => self.array(&rows, tree, want),
            Node::Call { name, arguments } => self.call(&name, &arguments, tree, id, want),
            Node::Invoke { callee, arguments } => self.invoke(callee, &arguments, tree, id, want),
            Node::Invalid => {
                let error = if self.dialect == Dialect::Sheets { CellError::Parse } else { CellError::Name };
                self.error(error);
            }
        }
    }

    fn visit_later(&mut self, tree: TreeId, node: NodeId, want: Want) {
        self.tasks.push(Task::Visit(tree, node, want));
    }

    fn unsupported(&mut self, what: &'static str, tree: TreeId, node: NodeId) {
        self.problem(ProblemKind::Unsupported(what), tree, node);
        self.error(CellError::Calc);
    }

    fn unary(&mut self, operator: UnaryOperator, operand: NodeId, tree: TreeId, want: Want) {
        match operator {
            UnaryOperator::Intersect => {
                let single = Want { mode: want.mode, take: Take::Block };
                self.schedule(vec![Task::Visit(tree, operand, single), Task::Emit(Op::First)]);
            }
            UnaryOperator::Spill => {
                // How far the anchor spills is known when it has run.
                self.out.dynamic = true;
                let anchor = Want { mode: want.mode, take: Take::Corner };
                let mut tasks = vec![Task::Visit(tree, operand, anchor), Task::Emit(Op::Spilled)];
                tasks.extend(self.read(want).map(Task::Emit));
                self.schedule(tasks);
            }
            UnaryOperator::Minus | UnaryOperator::Plus | UnaryOperator::Percent => {
                self.schedule(vec![Task::Visit(tree, operand, want.value()), Task::Emit(Op::Unary(operator))]);
            }
        }
    }

    fn binary(&mut self, operator: BinaryOperator, left: NodeId, right: NodeId, tree: TreeId, want: Want) {
        if matches!(operator, BinaryOperator::Range | BinaryOperator::Intersection | BinaryOperator::Union) {
            let take = if want.take == Take::Cells { Take::Cells } else { Take::Corner };
            let corner = Want { mode: want.mode, take };
            let mut tasks =
                vec![Task::Visit(tree, left, corner), Task::Visit(tree, right, corner), Task::Emit(Op::Join(operator))];
            tasks.extend(self.read(want).map(Task::Emit));
            if operator == BinaryOperator::Range {
                // The cells between two references that are only known at run time.
                self.out.dynamic = true;
            }
            self.schedule(tasks);
            return;
        }
        let value = want.value();
        self.schedule(vec![
            Task::Visit(tree, left, value),
            Task::Visit(tree, right, value),
            Task::Emit(Op::Binary(operator)),
        ]);
    }

    fn constant_op(&mut self, value: Value) -> Op {
        let index = self.program.constants.len() as u32;
        self.program.constants.push(Operand::Value(value));
        Op::Constant(index)
    }

    fn list(&mut self, entries: Vec<u32>) -> u32 {
        self.program.lists.push(entries);
        self.program.lists.len() as u32 - 1
    }
}
