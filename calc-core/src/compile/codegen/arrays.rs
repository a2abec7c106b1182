//! Arrays written out: `{1,2;3,4}`.

use super::{Generator, Take, Task, TreeId, Want};
use crate::functions::args::Operand;
use crate::model::program::Op;
use crate::syntax::ast::{Ast, Node, NodeId, UnaryOperator};
use crate::value::{Array, Value};

impl Generator<'_, '_> {
    pub(super) fn array(&mut self, rows: &[Vec<NodeId>], tree: TreeId, want: Want) {
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
