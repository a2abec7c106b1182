//! Functions that decide which of their arguments are evaluated, as jumps.

use super::{Generator, Mode, ProblemKind, Take, Task, TreeId, Want};
use crate::dialect::Dialect;
use crate::functions;
use crate::functions::table::Control;
use crate::model::program::{Catch, Op};
use crate::syntax::ast::{BinaryOperator, Node, NodeId};
use crate::value::{CellError, Value};
use crate::workbook::FormulaKind;

impl Generator<'_, '_> {
    pub(super) fn control(&mut self, control: Control, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        let visit = |index: usize, want: Want| arguments.get(index).map(|a| Task::Visit(tree, *a, want));
        match control {
            Control::If => {
                let label = self.new_label();
                let mut tasks = Vec::with_capacity(6);
                tasks.extend(visit(0, want.value()));
                tasks.push(Task::If(label));
                tasks.extend(visit(1, want));
                tasks.push(Task::Else(label));
                match visit(2, want) {
                    Some(task) => tasks.push(task),
                    None => tasks.push(Task::Emit(self.constant_op(Value::Bool(false)))),
                }
                tasks.push(Task::EndIf(label));
                self.schedule(tasks);
            }
            Control::IfError | Control::IfNa => {
                let catch = if control == Control::IfError { Catch::Any } else { Catch::Na };
                let label = self.new_label();
                let mut tasks = Vec::with_capacity(4);
                // Whether there is an error is seen only by reading.
                let take = if matches!(want.take, Take::Cells | Take::Corner) { Take::Block } else { want.take };
                tasks.extend(visit(0, Want { take, ..want }));
                tasks.push(Task::Guard(label, catch));
                match arguments.get(1) {
                    Some(fallback) if !self.exported_blank(tree, *fallback) => {
                        tasks.push(Task::Visit(tree, *fallback, want));
                    }
                    _ => tasks.push(Task::Emit(Op::Missing)),
                }
                tasks.push(Task::EndGuard(label));
                self.schedule(tasks);
            }
            Control::ArrayFormula => {
                let is_place = matches!(want.take, Take::Cells | Take::Corner);
                let inner = Want { mode: Mode::Arrays, take: if is_place { want.take } else { Take::Block } };
                let mut tasks = Vec::with_capacity(2);
                tasks.extend(visit(0, inner));
                tasks.extend(self.narrow(want).map(Task::Emit));
                self.schedule(tasks);
            }
            Control::Ifs => self.ifs(arguments, tree, want),
            Control::Switch => self.switch(arguments, tree, id, want),
            Control::Choose => self.choose(arguments, tree, id, want),
            Control::Let => self.let_in(arguments, tree, id, want),
            Control::Lambda => self.lambda(arguments, tree, id, want),
        }
    }

    /// A one-argument IFERROR is exported by Google with `""` as its fallback, but gives blank.
    fn exported_blank(&self, tree: TreeId, fallback: NodeId) -> bool {
        let exported = matches!(self.kind, FormulaKind::Plain | FormulaKind::GoogleArray(_));
        self.dialect == Dialect::Sheets
            && exported
            && self.trees.get(tree).is_some_and(|t| matches!(t.ast.node(fallback), Node::Text(text) if text.is_empty()))
    }

    fn ifs(&mut self, arguments: &[NodeId], tree: TreeId, want: Want) {
        let mut tasks = Vec::new();
        let mut labels = Vec::new();
        for pair in arguments.chunks(2) {
            // The number of arguments was found to be even.
            let [condition, value] = pair else { continue };
            let label = self.new_label();
            labels.push(label);
            tasks.extend([
                Task::Visit(tree, *condition, want.value()),
                Task::If(label),
                Task::Visit(tree, *value, want),
                Task::Else(label),
            ]);
        }
        tasks.push(Task::Emit(self.constant_op(Value::Error(CellError::Na))));
        tasks.extend(labels.into_iter().rev().map(Task::EndIf));
        self.schedule(tasks);
    }

    /// A variable that is not in use; whoever asks for it schedules its release. `None`, with a problem told and the formula's part
    /// an error, if more are in use at once than can be counted.
    fn variable(&mut self, tree: TreeId, id: NodeId) -> Option<u16> {
        let slot = self.held;
        let Some(held) = slot.checked_add(1) else {
            self.problem(ProblemKind::TooManyNames, tree, id);
            self.error(CellError::Limit);
            return None;
        };
        self.held = held;
        self.out.variables = self.out.variables.max(held);
        Some(slot)
    }

    fn switch(&mut self, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        let Some((subject, cases)) = arguments.split_first() else { return };
        let Some(slot) = self.variable(tree, id) else { return };
        let mut tasks = vec![Task::Visit(tree, *subject, want.value()), Task::Emit(Op::Store(slot))];
        let mut labels = Vec::new();
        let mut default = None;
        for pair in cases.chunks(2) {
            match pair {
                [case, value] => {
                    let label = self.new_label();
                    labels.push(label);
                    tasks.extend([
                        Task::Emit(Op::Load(slot)),
                        Task::Visit(tree, *case, want.value()),
                        Task::Emit(Op::Binary(BinaryOperator::Equal)),
                        Task::If(label),
                        Task::Visit(tree, *value, want),
                        Task::Else(label),
                    ]);
                }
                rest => default = rest.first().copied(),
            }
        }
        match default {
            Some(default) => tasks.push(Task::Visit(tree, default, want)),
            None => tasks.push(Task::Emit(self.constant_op(Value::Error(CellError::Na)))),
        }
        tasks.extend(labels.into_iter().rev().map(Task::EndIf));
        tasks.push(Task::Release(1));
        self.schedule(tasks);
    }

    fn choose(&mut self, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        let Some((index, choices)) = arguments.split_first() else { return };
        let Some(slot) = self.variable(tree, id) else { return };
        let mut tasks = vec![Task::Visit(tree, *index, want.value())];
        if let Some(trunc) = functions::find("TRUNC") {
            tasks.push(Task::Emit(Op::Call { function: trunc, arguments: 1 }));
        }
        tasks.push(Task::Emit(Op::Store(slot)));
        let mut labels = Vec::new();
        for (position, choice) in choices.iter().enumerate() {
            let label = self.new_label();
            labels.push(label);
            let position = self.constant_op(Value::Number(position as f64 + 1.0));
            tasks.extend([
                Task::Emit(Op::Load(slot)),
                Task::Emit(position),
                Task::Emit(Op::Binary(BinaryOperator::Equal)),
                Task::If(label),
                Task::Visit(tree, *choice, want),
                Task::Else(label),
            ]);
        }
        let outside = if self.dialect == Dialect::Sheets { CellError::Num } else { CellError::Value };
        tasks.push(Task::Emit(self.constant_op(Value::Error(outside))));
        tasks.extend(labels.into_iter().rev().map(Task::EndIf));
        tasks.push(Task::Release(1));
        self.schedule(tasks);
    }

    fn let_in(&mut self, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        let Some((body, bindings)) = arguments.split_last() else { return };
        let mut tasks = Vec::new();
        let mut bound: u16 = 0;
        for pair in bindings.chunks(2) {
            let name = match (pair, self.trees.get(tree)) {
                ([name, _], Some(t)) => match t.ast.node(*name) {
                    Node::Name { sheet: None, name } => Some(name.clone()),
                    _ => None,
                },
                _ => None,
            };
            let (Some(name), [_, value]) = (name, pair) else {
                self.held = self.held.saturating_sub(bound);
                self.unsupported("LET whose arguments are not pairs of a name and a value", tree, id);
                return;
            };
            let Some(slot) = self.variable(tree, id) else {
                self.held = self.held.saturating_sub(bound);
                return;
            };
            bound += 1;
            tasks.extend([
                Task::Visit(tree, *value, Want { mode: want.mode, take: Take::Block }),
                Task::Emit(Op::Store(slot)),
                Task::Bind(tree, name, slot),
            ]);
        }
        tasks.push(Task::Visit(tree, *body, want));
        tasks.push(Task::Unbind(usize::from(bound)));
        tasks.push(Task::Release(bound));
        self.schedule(tasks);
    }
}
