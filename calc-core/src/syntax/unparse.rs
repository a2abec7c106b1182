//! A tree to canonical text.

use super::ast::{Ast, BinaryOperator, Node, NodeId, UnaryOperator};
use super::builder::is_callable;
use super::literal::{write_number, write_text};
use super::precedence;
use super::range_text::write_area;
use super::sheet_prefix::write_prefix;
use super::structured::write_structured;
use crate::dialect::Dialect;

/// What is still to be written, the next on top.
enum Step<'a> {
    Text(&'a str),
    Node { id: NodeId, least: u8, union: Union },
}

/// Whether a `,` would be read as a union, or as a separator of arguments or elements.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Union {
    Plain,
    NeedsParentheses,
}

/// Writes a formula as a person would see it in the dialect: without a leading `=`, without blanks, functions in upper
/// case and without storage prefixes. Parentheses are written where the tree has them and where it needs them, so a tree
/// that [`parse`](super::parse) made without errors is read from its text as the same tree again, but for the parentheses
/// around what was a union by OpenFormula's `~`.
///
/// ```
/// use calc_core::{dialect::Dialect, syntax::{parse, unparse}};
/// let parsed = parse("= if( a1 > 1e20, 'Price List'!b2 , \"a\" )", Dialect::Excel.into());
/// assert_eq!(unparse(&parsed.ast, Dialect::Excel), "IF(A1>1E+20,'Price List'!B2,\"a\")");
/// ```
pub fn unparse(ast: &Ast, dialect: Dialect) -> String {
    let mut out = String::new();
    let mut steps: Vec<Step<'_>> = Vec::new();
    if let Some(root) = ast.root() {
        steps.push(Step::Node { id: root, least: 0, union: Union::Plain });
    }
    while let Some(step) = steps.pop() {
        let (id, least, union) = match step {
            Step::Text(text) => {
                out.push_str(text);
                continue;
            }
            Step::Node { id, least, union } => (id, least, union),
        };
        let node = ast.node(id);
        let is_union = matches!(node, Node::Binary { operator: BinaryOperator::Union, .. });
        if precedence::of(node) < least || (is_union && union == Union::NeedsParentheses) {
            out.push('(');
            steps.push(Step::Text(")"));
            steps.push(Step::Node { id, least: 0, union: Union::Plain });
            continue;
        }
        write_node(ast, node, union, dialect, &mut steps, &mut out);
    }
    out
}

/// Writes what of a node comes first, and leaves the rest as steps.
fn write_node<'a>(
    ast: &'a Ast,
    node: &'a Node,
    union: Union,
    dialect: Dialect,
    steps: &mut Vec<Step<'a>>,
    out: &mut String,
) {
    match node {
        Node::Number(number) => write_number(*number, out),
        Node::Text(text) => write_text(text, out),
        Node::Bool(true) => out.push_str("TRUE"),
        Node::Bool(false) => out.push_str("FALSE"),
        Node::Error(error) => out.push_str(error.name()),
        Node::Missing => {}
        Node::Invalid => out.push_str("#ERROR!"),
        Node::Reference(reference) => {
            if let Some(sheet) = &reference.sheet {
                write_prefix(sheet, dialect, out);
            }
            write_area(&reference.area, out);
        }
        Node::Name { sheet, name } => {
            if let Some(sheet) = sheet {
                write_prefix(sheet, dialect, out);
            }
            out.push_str(name);
        }
        Node::Structured(structured) => write_structured(structured, dialect, out),
        Node::Call { name, arguments } => {
            out.push_str(name);
            out.push('(');
            steps.push(Step::Text(")"));
            push_list(arguments, steps);
        }
        Node::Invoke { callee, arguments } => {
            steps.push(Step::Text(")"));
            push_list(arguments, steps);
            steps.push(Step::Text("("));
            let least = if is_callable(ast.node(*callee)) { 0 } else { u8::MAX };
            steps.push(Step::Node { id: *callee, least, union });
        }
        Node::Unary { operator, operand } => {
            let text = precedence::unary_text(*operator);
            let own = precedence::unary(*operator);
            match operator {
                UnaryOperator::Percent | UnaryOperator::Spill => {
                    steps.push(Step::Text(text));
                    steps.push(Step::Node { id: *operand, least: own, union });
                }
                UnaryOperator::Minus | UnaryOperator::Plus | UnaryOperator::Intersect => {
                    out.push_str(text);
                    // An operator before an operator before an operand can be read in one way only.
                    let least = if is_prefix(ast.node(*operand)) { 0 } else { own };
                    steps.push(Step::Node { id: *operand, least, union });
                }
            }
        }
        Node::Binary { operator, left, right } => {
            let own = precedence::binary(*operator);
            let (left_least, right_least) =
                if precedence::groups_from_right(*operator, dialect) { (own + 1, own) } else { (own, own + 1) };
            // Behind an operator, one before an operand can be read in one way only.
            let right_least = if is_prefix(ast.node(*right)) { 0 } else { right_least };
            steps.push(Step::Node { id: *right, least: right_least, union });
            steps.push(Step::Text(precedence::binary_text(*operator)));
            steps.push(Step::Node { id: *left, least: left_least, union });
        }
        Node::Array { rows } => {
            out.push('{');
            steps.push(Step::Text("}"));
            for (index, row) in rows.iter().enumerate().rev() {
                push_list(row, steps);
                if index > 0 {
                    steps.push(Step::Text(";"));
                }
            }
        }
        Node::Parenthesis(inner) => {
            out.push('(');
            steps.push(Step::Text(")"));
            steps.push(Step::Node { id: *inner, least: 0, union: Union::Plain });
        }
    }
}

fn push_list(items: &[NodeId], steps: &mut Vec<Step<'_>>) {
    for (index, id) in items.iter().enumerate().rev() {
        steps.push(Step::Node { id: *id, least: 0, union: Union::NeedsParentheses });
        if index > 0 {
            steps.push(Step::Text(","));
        }
    }
}

fn is_prefix(node: &Node) -> bool {
    matches!(node, Node::Unary { operator: UnaryOperator::Minus | UnaryOperator::Plus | UnaryOperator::Intersect, .. })
}
