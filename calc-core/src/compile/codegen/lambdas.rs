//! LAMBDA: bodies that run when they are called, and the calls.

use super::{Generator, ProblemKind, Take, Task, TreeId, Want};
use crate::functions::table::Kind;
use crate::functions::{self, FunctionId};
use crate::model::program::{Lambda, Op};
use crate::syntax::ast::{Node, NodeId};
use crate::value::{CellError, Text};

/// A LAMBDA whose body is being compiled.
#[derive(Debug)]
pub(super) struct OpenLambda {
    /// Its index among the program's.
    index: u32,
    /// The tree that it is the whole of, if it is.
    whole: Option<TreeId>,
    /// The op that skips the body.
    skip: usize,
    /// Names in sight around it.
    scope: usize,
    /// Variables in use, and needed, around it.
    held: u16,
    variables: u16,
}

impl Generator<'_, '_> {
    /// A LAMBDA: its body stands where it is made, and is skipped there.
    pub(super) fn lambda(&mut self, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        let Some((body, names)) = arguments.split_last() else { return };
        let mut parameters: Vec<(Text, bool)> = Vec::with_capacity(names.len());
        for name in names {
            let Some(parameter) = self.parameter(tree, *name) else {
                self.unsupported("LAMBDA whose parameters are not names", tree, id);
                return;
            };
            parameters.push(parameter);
        }
        // All that is in sight is taken along: what the body does not use costs a copy of a handle.
        let mut seen: Vec<(Text, u16)> = Vec::new();
        for (of, name, slot) in self.scope.iter().rev() {
            if *of == tree && !seen.iter().any(|(other, _)| other.to_lowercase() == name.to_lowercase()) {
                seen.push((name.clone(), *slot));
            }
        }
        let captures = self.list(seen.iter().map(|(_, slot)| u32::from(*slot)).collect());
        let index = self.program.lambdas.len() as u32;
        let required = parameters.iter().filter(|(_, optional)| !optional).count() as u8;
        self.program.lambdas.push(Lambda {
            start: 0,
            end: 0,
            variables: 0,
            parameters: parameters.len() as u8,
            required,
            captures,
        });
        self.emit(Op::Lambda(index));
        let is_root = self.trees.get(tree).is_some_and(|t| t.ast.root() == Some(id));
        self.open.push(OpenLambda {
            index,
            whole: is_root.then_some(tree),
            skip: self.program.ops.len(),
            scope: self.scope.len(),
            held: self.held,
            variables: self.out.variables,
        });
        self.emit(Op::Skip { to: 0 });
        let names = seen.into_iter().map(|(name, _)| name).chain(parameters.into_iter().map(|(name, _)| name));
        let mut slot = 0_u16;
        for name in names {
            self.scope.push((tree, name, slot));
            slot = slot.saturating_add(1);
        }
        self.held = slot;
        self.out.variables = slot;
        self.schedule(vec![Task::Visit(tree, *body, Want { mode: want.mode, take: Take::Block }), Task::EndLambda]);
    }

    pub(super) fn end_lambda(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let end = self.program.ops.len() as u32;
        if let Some(skip) = self.program.ops.get_mut(open.skip) {
            *skip = Op::Skip { to: end };
        }
        if let Some(lambda) = self.program.lambdas.get_mut(open.index as usize) {
            (lambda.start, lambda.end, lambda.variables) = (open.skip as u32 + 1, end, self.out.variables);
        }
        self.scope.truncate(open.scope);
        (self.held, self.out.variables) = (open.held, open.variables);
    }

    /// The LAMBDA that a defined name stands for, while its body is compiled: it may call itself by that name.
    pub(super) fn open_lambda_of(&self, tree: TreeId) -> Option<u32> {
        self.open.iter().rev().find(|open| open.whole == Some(tree)).map(|open| open.index)
    }

    /// A parameter's name, and whether it may be left out: `[name]`.
    fn parameter(&self, tree: TreeId, id: NodeId) -> Option<(Text, bool)> {
        match self.trees.get(tree)?.ast.node(id) {
            Node::Name { sheet: None, name } => Some((name.clone(), false)),
            Node::Structured(structured) if structured.table.is_none() && structured.items.is_empty() => {
                structured.columns.as_ref().filter(|(first, last)| first == last).map(|(name, _)| (name.clone(), true))
            }
            _ => None,
        }
    }

    /// A function of the library named where a LAMBDA is wanted, unless the name means something else here.
    pub(super) fn function_named(&self, kind: Kind, tree: TreeId, argument: NodeId) -> Option<FunctionId> {
        let tree_of = self.trees.get(tree)?;
        let Node::Name { sheet: None, name } = tree_of.ast.node(argument) else { return None };
        if kind != Kind::Lambda || self.is_bound(name, tree) || self.binder.name(tree_of.home.sheet, name).is_some() {
            return None;
        }
        functions::find(name)
    }

    fn is_bound(&self, name: &str, tree: TreeId) -> bool {
        self.scope.iter().any(|(of, bound, _)| *of == tree && bound.to_lowercase() == name.to_lowercase())
    }

    /// Whether a call's name is that of a variable, or of a defined name that no function has.
    pub(super) fn calls_name(&self, name: &str, tree: TreeId) -> bool {
        self.is_bound(name, tree)
            || (functions::find(name).is_none()
                && self.trees.get(tree).is_some_and(|t| self.binder.name(t.home.sheet, name).is_some()))
    }

    /// Calls what a variable or a defined name holds.
    pub(super) fn call_name(&mut self, name: &Text, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        let Some(sheet) = self.trees.get(tree).map(|t| t.home.sheet) else { return };
        self.apply(arguments, tree, id, want);
        // Scheduled after the arguments, so it comes before them.
        self.name(name, sheet, false, tree, id, Want { mode: want.mode, take: Take::Block });
    }

    /// Calls what an expression comes to.
    pub(super) fn invoke(&mut self, callee: NodeId, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        self.apply(arguments, tree, id, want);
        self.visit_later(tree, callee, Want { mode: want.mode, take: Take::Block });
    }

    fn apply(&mut self, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        let Ok(count) = u8::try_from(arguments.len()) else {
            self.problem(ProblemKind::Arguments("LAMBDA".to_owned(), arguments.len(), 0, 253), tree, id);
            self.error(CellError::Value);
            return;
        };
        let block = Want { mode: want.mode, take: Take::Block };
        let mut tasks: Vec<Task> = arguments.iter().map(|argument| Task::Visit(tree, *argument, block)).collect();
        tasks.push(Task::Emit(Op::Apply { arguments: count }));
        tasks.extend(self.read(want).map(Task::Emit));
        self.schedule(tasks);
    }
}
