//! One formula's tree to ops.
//!
//! The walk keeps its own stack of tasks, so a formula may be nested as deep as the parser lets it. What an operand is wanted for
//! travels down with the walk: that decides where a range is intersected, where it stays a range, and where operators run over arrays.

mod control;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::bind::{BindError, Binder, Home};
use crate::diagnostic::Span;
use crate::dialect::Dialect;
use crate::functions::args::Operand;
use crate::functions::table::{Flags, FunctionSpec, Kernel, Kind};
use crate::functions::{self, FunctionId};
use crate::model::program::{Catch, Op, Program, RelativeArea};
use crate::reference::SheetId;
use crate::syntax::ast::{Ast, BinaryOperator, Node, NodeId, SheetPrefix, Structured, UnaryOperator};
use crate::syntax::{self, ParseOptions, Parsed};
use crate::value::{Array, CellError, Text, Value};
use crate::workbook::{DefinedName, FormulaKind};

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
    /// Problems found.
    pub problems: Vec<Problem>,
}

/// The trees of defined names, each parsed once, however many formulas use it.
#[derive(Debug, Default)]
pub struct NameTrees {
    parsed: FxHashMap<(Option<SheetId>, String), Arc<Parsed>>,
    /// Nodes that names have added to formulas, over the whole workbook.
    nodes: usize,
}

/// Nodes that names may add to formulas: names that stand for names double with every level.
const MAX_NAME_NODES: usize = 4_000_000;

impl NameTrees {
    fn parse(&mut self, name: &DefinedName, dialect: Dialect) -> Arc<Parsed> {
        let parse = || Arc::new(syntax::parse(&name.formula, ParseOptions::from(dialect)));
        self.parsed.entry((name.scope, name.name.clone())).or_insert_with(parse).clone()
    }

    /// Counts nodes; whether there may be so many more.
    fn spend(&mut self, nodes: usize) -> bool {
        self.nodes = self.nodes.saturating_add(nodes);
        self.nodes <= MAX_NAME_NODES
    }
}

/// Trees that names may add to one formula.
const MAX_NAME_TREES: usize = 1_000;

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
    /// Names that LET has bound, by the tree in which it stands: a defined name does not see those of the formula that uses it.
    scope: Vec<(TreeId, Text, u16)>,
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

impl<'t> Generator<'t, '_> {
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
            Node::Invoke { .. } => self.unsupported("calling a LAMBDA", tree, id),
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

    fn unbound(&mut self, error: BindError, tree: TreeId, node: NodeId) {
        let shown = if error == BindError::OutsideTable { CellError::Value } else { CellError::Ref };
        self.problem(ProblemKind::Reference(error), tree, node);
        self.error(shown);
    }

    fn area(&mut self, area: RelativeArea, want: Want) -> u32 {
        let next = self.program.areas.len() as u32;
        let id = *self.area_ids.entry(area).or_insert(next);
        if id == next {
            self.program.areas.push(area);
        }
        if want.take != Take::Cells {
            self.out.reads.push(id);
        }
        id
    }

    fn areas(&mut self, areas: &[RelativeArea], single: bool, want: Want) {
        let [area] = areas else {
            let ids = areas.iter().map(|area| self.area(*area, want)).collect();
            let list = self.list(ids);
            self.emit(Op::Span(list));
            if let Some(op) = self.read(want) {
                self.emit(op);
            }
            return;
        };
        let id = self.area(*area, want);
        let op = match (want.take, want.mode) {
            (Take::Cells | Take::Corner, _) => Op::Place(id),
            (Take::Block, _) => Op::Range(id),
            (Take::Value | Take::Result, _) if single => Op::Cell(id),
            (Take::Value | Take::Result, Mode::Single) => Op::Meet(id),
            (Take::Value | Take::Result, Mode::Arrays) => Op::Range(id),
        };
        self.emit(op);
    }

    /// Makes one value of what a function or operator over references left, where one is wanted.
    fn narrow(&self, want: Want) -> Option<Op> {
        match (want.take, want.mode) {
            (Take::Value, Mode::Single) if self.dialect == Dialect::Sheets => Some(Op::First),
            (Take::Value, Mode::Single) => Some(Op::Intersect),
            _ => None,
        }
    }

    /// What happens to a reference that only the run finds: it is made one value, read as it is, or only looked at.
    fn read(&self, want: Want) -> Option<Op> {
        match want.take {
            Take::Cells | Take::Corner => None,
            _ => self.narrow(want).or(Some(Op::Read)),
        }
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

    fn array(&mut self, rows: &[Vec<NodeId>], tree: TreeId, want: Want) {
        if let Some(array) = self.constant_array(rows, tree) {
            self.constant(Operand::from(array));
            // Google takes the first element where Excel goes on with all.
            if let Some(op) = self.narrow(want) {
                self.emit(op);
            }
            return;
        }
        let block = Want { mode: want.mode, take: Take::Block };
        let mut tasks: Vec<Task> = rows.iter().flatten().map(|element| Task::Visit(tree, *element, block)).collect();
        let layout = self.list(rows.iter().map(|row| row.len() as u32).collect());
        tasks.push(Task::Emit(Op::Blocks(layout)));
        tasks.extend(self.narrow(want).map(Task::Emit));
        self.schedule(tasks);
    }

    fn list(&mut self, entries: Vec<u32>) -> u32 {
        self.program.lists.push(entries);
        self.program.lists.len() as u32 - 1
    }

    /// An array of literals becomes one constant.
    fn constant_array(&self, rows: &[Vec<NodeId>], tree: TreeId) -> Option<Array> {
        let ast = &self.trees.get(tree)?.ast;
        let columns = rows.first()?.len();
        let mut values = Vec::new();
        for row in rows {
            if row.len() != columns {
                return None;
            }
            for element in row {
                values.push(literal(ast, *element)?);
            }
        }
        Array::new(rows.len() as u32, columns as u32, values)
    }

    fn name(&mut self, name: &Text, sheet: SheetId, on_sheet: bool, tree: TreeId, id: NodeId, want: Want) {
        let bound = |(of, bound, slot): &(TreeId, Text, u16)| {
            (*of == tree && !on_sheet && bound.to_lowercase() == name.to_lowercase()).then_some(*slot)
        };
        if let Some(slot) = self.scope.iter().rev().find_map(bound) {
            self.emit(Op::Load(slot));
            if let Some(op) = self.narrow(want) {
                self.emit(op);
            }
            return;
        }
        let Some(defined) = self.binder.name(sheet, name) else {
            if self.binder.is_table(name) {
                let structured = Structured { table: Some(name.clone()), ..Default::default() };
                let home = self.trees.get(tree).map(|t| t.home);
                match home.map(|home| self.binder.structured(&structured, home)) {
                    Some(Ok(area)) => self.areas(&[area], false, want),
                    Some(Err(error)) => self.unbound(error, tree, id),
                    None => {}
                }
                return;
            }
            self.problem(ProblemKind::UnknownName(name.to_string()), tree, id);
            self.error(CellError::Name);
            return;
        };
        let mut at = Some(tree);
        while let Some(Some((used, user, _))) = at.and_then(|at| self.trees.get(at)).map(|t| t.name.as_ref()) {
            if used.to_lowercase() == name.to_lowercase() {
                self.problem(ProblemKind::CircularName(name.to_string()), tree, id);
                self.error(CellError::Circular);
                return;
            }
            at = Some(*user);
        }
        let parsed = self.names.parse(defined, self.dialect);
        if self.trees.len() > MAX_NAME_TREES || !self.names.spend(parsed.ast.nodes.len()) {
            self.problem(ProblemKind::TooManyNames, tree, id);
            self.error(CellError::Limit);
            return;
        }
        if !parsed.errors.is_empty() {
            self.problem(ProblemKind::BadName(name.to_string()), tree, id);
        }
        let Some(root) = parsed.ast.root() else {
            self.error(CellError::Name);
            return;
        };
        let span = self.span(tree, id);
        self.trees.push(Tree {
            ast: TreeAst::Name(parsed),
            home: Home::name(defined.scope.unwrap_or(sheet)),
            name: Some((name.to_string(), tree, span)),
        });
        self.visit_later(self.trees.len() - 1, root, want);
    }

    fn call(&mut self, name: &Text, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        let Some(function) = functions::find(name) else {
            // A LET variable or a defined name may hold a LAMBDA.
            let what = ProblemKind::UnknownFunction(name.to_string());
            self.problem(what, tree, id);
            self.error(CellError::Name);
            return;
        };
        let spec = functions::spec(function);
        let count = arguments.len();
        let (fewest, most) = (spec.min_arguments(), spec.max_arguments());
        let only_missing = count == 1 && most == 0 && self.is_missing(tree, arguments);
        if !only_missing && (!spec.takes(count) || count > 255) {
            self.problem(ProblemKind::Arguments(name.to_string(), count, fewest, most), tree, id);
            let error = if self.dialect.wrong_argument_count_is_na() { CellError::Na } else { CellError::Value };
            self.error(error);
            return;
        }
        // OFFSET and INDIRECT are volatile for want of known precedents only: here those are found when they run.
        if spec.flags.has(Flags::DYNAMIC_PRECEDENTS) {
            self.out.dynamic = true;
        } else if spec.flags.has(Flags::VOLATILE) {
            self.out.volatile = true;
        }
        match spec.kernel {
            Kernel::Eager(_) => {
                let arguments = if only_missing { &[] } else { arguments };
                self.eager(function, spec, arguments, tree, want);
            }
            Kernel::Control(control) => self.control(control, arguments, tree, id, want),
        }
    }

    fn is_missing(&self, tree: TreeId, arguments: &[NodeId]) -> bool {
        let ast = self.trees.get(tree).map(|t| &t.ast);
        matches!((ast, arguments), (Some(ast), [only]) if matches!(ast.node(*only), Node::Missing))
    }

    fn eager(
        &mut self,
        function: FunctionId,
        spec: &'static FunctionSpec,
        arguments: &[NodeId],
        tree: TreeId,
        want: Want,
    ) {
        let over_arrays = want.mode == Mode::Arrays || spec.flags.has(Flags::ARRAY_CONTEXT);
        let mode = if over_arrays { Mode::Arrays } else { Mode::Single };
        let mut tasks = Vec::with_capacity(arguments.len() + 2);
        for (index, argument) in arguments.iter().enumerate() {
            let kind = spec.parameter(index).map_or(Kind::Scalar, |p| p.kind);
            let want = match kind {
                Kind::Range => Want { mode, take: Take::Block },
                Kind::Array => Want { mode: Mode::Arrays, take: Take::Block },
                Kind::Reference => Want { mode, take: Take::Cells },
                Kind::Lambda => Want { mode, take: Take::Block },
                _ => Want { mode, take: Take::Value },
            };
            tasks.push(Task::Visit(tree, *argument, want));
            if kind == Kind::Range && self.stands_alone(tree, *argument) {
                self.problem(ProblemKind::AmbiguousAggregate, tree, *argument);
                tasks.push(Task::Emit(Op::First));
            }
        }
        tasks.push(Task::Emit(Op::Call { function, arguments: arguments.len() as u8 }));
        if spec.flags.has(Flags::RETURNS_REFERENCE) {
            tasks.extend(self.read(want).map(Task::Emit));
        } else if spec.flags.has(Flags::SPILLS) || spec.flags.has(Flags::ARRAY_CONTEXT) {
            tasks.extend(self.narrow(want).map(Task::Emit));
        }
        self.schedule(tasks);
    }

    /// Whether an argument of an aggregate is an operator over ranges in a one-cell array formula of a Google export.
    ///
    /// Google stores `{…}` and ARRAYFORMULA alike as an array formula. What the file proves (`AVERAGE(F2:F175-D2:D175)` in one
    /// cell is the first difference) is that operators do not run over the ranges there.
    fn stands_alone(&self, tree: TreeId, argument: NodeId) -> bool {
        let FormulaKind::GoogleArray(last) = self.kind else { return false };
        let Some(ast) = self.trees.get(tree).map(|t| &t.ast) else { return false };
        if !last.is_cell() {
            return false;
        }
        let Node::Binary { operator, left, right } = ast.node(argument) else { return false };
        let is_range = |id: &NodeId| matches!(ast.node(*id), Node::Reference(r) if !r.area.single);
        !matches!(operator, BinaryOperator::Range | BinaryOperator::Intersection | BinaryOperator::Union)
            && (is_range(left) || is_range(right))
    }
}

/// The value of a literal, a sign before it included.
fn literal(ast: &Ast, id: NodeId) -> Option<Value> {
    match ast.node(id) {
        Node::Number(number) => Some(Value::from(*number)),
        Node::Text(text) => Some(Value::Text(text.clone())),
        Node::Bool(logical) => Some(Value::Bool(*logical)),
        Node::Error(error) => Some(Value::Error(*error)),
        Node::Unary { operator, operand } => match (operator, ast.node(*operand)) {
            (UnaryOperator::Minus, Node::Number(number)) => Some(Value::from(-number)),
            (UnaryOperator::Plus, Node::Number(number)) => Some(Value::from(*number)),
            _ => None,
        },
        _ => None,
    }
}
