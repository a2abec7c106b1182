//! A tree while it is built: its nodes, and the operands that wait for an operator.

use super::ast::{AreaRef, Ast, BinaryOperator, Node, NodeId, Reference, UnaryOperator, order};
use crate::diagnostic::Span;

/// A finished operand: its root and the first node of its subtree, the ends of a gapless run of nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operand {
    pub(super) root: NodeId,
    pub(super) first: u32,
}

/// Nodes in post-order and the operands among them that have no parent yet.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) ast: Ast,
    operands: Vec<Operand>,
}

impl Builder {
    /// A builder for a text of so many bytes.
    pub(super) fn new(length: usize) -> Builder {
        let nodes = length / 4 + 1;
        let ast = Ast { nodes: Vec::with_capacity(nodes), spans: Vec::with_capacity(nodes) };
        Builder { ast, operands: Vec::with_capacity(8) }
    }

    /// How many operands wait.
    pub(super) fn len(&self) -> usize {
        self.operands.len()
    }

    /// The operand that was finished last.
    pub(super) fn top(&self) -> Option<Operand> {
        self.operands.last().copied()
    }

    /// Takes the operand that was finished last.
    pub(super) fn pop(&mut self) -> Option<Operand> {
        self.operands.pop()
    }

    /// Takes the operands from the `base`-th on.
    pub(super) fn take(&mut self, base: usize) -> Vec<NodeId> {
        self.operands.drain(base.min(self.operands.len())..).map(|operand| operand.root).collect()
    }

    /// The first node of the operands from the `base`-th on.
    pub(super) fn first_from(&self, base: usize) -> u32 {
        self.operands.get(base).map_or(self.ast.nodes.len() as u32, |operand| operand.first)
    }

    /// Adds an operand without children.
    pub(super) fn leaf(&mut self, node: Node, span: Span) {
        self.node(node, span, self.ast.nodes.len() as u32);
    }

    /// Adds the parent of operands that were taken; `first` is the first node below it.
    pub(super) fn node(&mut self, node: Node, span: Span, first: u32) {
        let root = NodeId(self.ast.nodes.len() as u32);
        self.ast.nodes.push(node);
        self.ast.spans.push(span);
        self.operands.push(Operand { root, first });
    }

    /// Puts an operator with one operand over the operand that was finished last.
    pub(super) fn unary(&mut self, operator: UnaryOperator, at: Span) {
        if let Some(top) = self.pop() {
            let span = self.span(top).to(at);
            self.node(Node::Unary { operator, operand: top.root }, span, top.first);
        }
    }

    /// Puts a leaf in the place of all nodes from `first` on.
    pub(super) fn replace(&mut self, first: u32, node: Node, span: Span) {
        self.ast.nodes.truncate(first as usize);
        self.ast.spans.truncate(first as usize);
        while self.operands.last().is_some_and(|operand| operand.root.0 >= first) {
            self.operands.pop();
        }
        self.leaf(node, span);
    }

    /// Where an operand stands in the text.
    pub(super) fn span(&self, operand: Operand) -> Span {
        self.ast.span(operand.root)
    }

    /// Whether the operand that was finished last can stand for cells, as far as its form tells.
    pub(super) fn top_is_reference(&self) -> bool {
        self.top().is_some_and(|top| self.is_reference(top))
    }

    /// Whether an operand can stand for cells, as far as its form tells. An invalid one has its error already.
    pub(super) fn is_reference(&self, operand: Operand) -> bool {
        match self.ast.node(operand.root) {
            Node::Reference(_) | Node::Name { .. } | Node::Structured(_) | Node::Error(_) | Node::Invalid => true,
            Node::Call { .. } | Node::Invoke { .. } | Node::Parenthesis(_) => true,
            Node::Unary { operator, .. } => matches!(operator, UnaryOperator::Spill | UnaryOperator::Intersect),
            Node::Binary { operator, .. } => {
                matches!(operator, BinaryOperator::Range | BinaryOperator::Intersection | BinaryOperator::Union)
            }
            Node::Number(_) | Node::Text(_) | Node::Bool(_) | Node::Missing | Node::Array { .. } => false,
        }
    }

    /// Whether `(` close behind the operand that was finished last calls it.
    pub(super) fn top_is_callable(&self) -> bool {
        self.top().is_some_and(|top| is_callable(self.ast.node(top.root)))
    }

    /// `Sheet1!A1:Sheet1!B2` is the range `Sheet1!A1:B2`.
    pub(super) fn merged(&self, left: Operand, right: Operand) -> Option<Reference> {
        let (Node::Reference(a), Node::Reference(b)) = (self.ast.node(left.root), self.ast.node(right.root)) else {
            return None;
        };
        (a.sheet == b.sheet && a.area.single && b.area.single)
            .then(|| Reference { sheet: a.sheet.clone(), area: between(a.area, b.area) })
    }
}

/// Whether `(` close behind a node calls it: it is a call, parenthesised, or a function of another workbook.
pub(super) fn is_callable(node: &Node) -> bool {
    matches!(node, Node::Call { .. } | Node::Invoke { .. } | Node::Parenthesis(_) | Node::Name { sheet: Some(_), .. })
}

/// The area between two cells.
fn between(a: AreaRef, b: AreaRef) -> AreaRef {
    let (top, bottom) = order(a.top, b.top);
    let (left, right) = order(a.left, b.left);
    AreaRef { top, left, bottom, right, single: false }
}
