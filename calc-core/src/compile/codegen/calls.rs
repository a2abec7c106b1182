//! Calls: arguments wanted as their parameters take them.

use super::{Generator, Mode, ProblemKind, Take, Task, TreeId, Want};
use crate::functions::cell::is_of_value;
use crate::functions::table::{Flags, FunctionSpec, Kernel, Kind};
use crate::functions::{self, FunctionId};
use crate::model::program::Op;
use crate::syntax::ast::{BinaryOperator, Node, NodeId};
use crate::value::{CellError, Text};
use crate::workbook::FormulaKind;

impl Generator<'_, '_> {
    pub(super) fn call(&mut self, name: &Text, arguments: &[NodeId], tree: TreeId, id: NodeId, want: Want) {
        if self.calls_name(name, tree) {
            return self.call_name(name, arguments, tree, id, want);
        }
        let Some(function) = functions::find(name) else {
            let what = ProblemKind::UnknownFunction(name.to_string());
            self.problem(what, tree, id);
            self.error(CellError::Name);
            return;
        };
        let spec = functions::spec(function);
        let count = arguments.len();
        let (fewest, most) = (spec.min_arguments(), spec.max_arguments());
        let only_missing = count == 1 && most == 0 && self.is_missing(tree, arguments);
        if !only_missing && !spec.takes(count) {
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
        self.out.subtotal |= spec.flags.has(Flags::SUBTOTAL);
        match spec.kernel {
            Kernel::Eager(_) => {
                let arguments = if only_missing { &[] } else { arguments };
                self.eager(function, spec, arguments, tree, want);
            }
            Kernel::Iterated(_) => self.eager(function, spec, arguments, tree, want),
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
                Kind::Extent => Want { mode, take: Take::Cells },
                Kind::Reference => Want { mode, take: Take::Cells },
                Kind::Asked if self.may_ask_for_value(tree, arguments) => Want { mode, take: Take::Block },
                Kind::Asked => Want { mode, take: Take::Cells },
                // What a LAMBDA is called with here are elements, rows, columns: its body computes over them.
                Kind::Lambda => Want { mode: Mode::Arrays, take: Take::Block },
                _ => Want { mode, take: Take::Value },
            };
            match self.function_named(kind, tree, *argument) {
                Some(function) => tasks.push(Task::Emit(Op::Function(function))),
                None => tasks.push(Task::Visit(tree, *argument, want)),
            }
            if kind == Kind::Range && self.stands_alone(tree, *argument) {
                self.problem(ProblemKind::AmbiguousAggregate, tree, *argument);
                tasks.push(Task::Emit(Op::First));
            }
        }
        let arguments = arguments.len() as u8;
        tasks.push(Task::Emit(match spec.kernel {
            Kernel::Iterated(_) => Op::Iterate { function, arguments },
            _ => Op::Call { function, arguments },
        }));
        if spec.flags.has(Flags::RETURNS_REFERENCE) {
            tasks.extend(self.read(want).map(Task::Emit));
        } else if spec.flags.has(Flags::SPILLS) || spec.flags.has(Flags::ARRAY_CONTEXT) {
            tasks.extend(self.narrow(want).map(Task::Emit));
        }
        self.schedule(tasks);
    }

    /// Whether the property of a cell that the first argument names is one of its value, as far as that is known.
    fn may_ask_for_value(&self, tree: TreeId, arguments: &[NodeId]) -> bool {
        let ast = self.trees.get(tree).map(|t| &t.ast);
        match ast.zip(arguments.first()).map(|(ast, property)| ast.node(*property)) {
            Some(Node::Text(property)) => is_of_value(property),
            _ => true,
        }
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
