//! How tightly operators bind (ECMA-376 part 1, 18.17.2.2).
//!
//! A sign binds tighter than `^`, so `-2^2` is 4. `^` groups from the left in Excel, so `2^2^3` is 64, and from the right
//! in Sheets, where it is 256 (both as observed in codeplea.com, "Exponentiation Associativity and Standard Math
//! Notation").

use super::ast::{BinaryOperator, Node, Reference, UnaryOperator};
use crate::dialect::Dialect;

/// The binding strength of `%`.
pub(super) const PERCENT: u8 = 6;
/// The binding strength of `-x` and `+x`.
const SIGN: u8 = 7;
/// The binding strength of what has no operator outside of brackets.
const ATOM: u8 = 14;
/// The binding strength of the `:` within a range of cells: `A1:B2:C3` is from that range on, but `B2#` is read first.
const AREA: u8 = 12;

/// How tightly an operator between two operands binds.
pub(super) fn binary(operator: BinaryOperator) -> u8 {
    use BinaryOperator::*;
    match operator {
        Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual => 1,
        Concat => 2,
        Add | Subtract => 3,
        Multiply | Divide => 4,
        Power => 5,
        Union => 9,
        Intersection => 10,
        Range => 11,
    }
}

/// How tightly a node's outermost operator binds.
pub(super) fn of(node: &Node) -> u8 {
    match node {
        Node::Unary { operator, .. } => unary(*operator),
        Node::Binary { operator, .. } => binary(*operator),
        Node::Reference(Reference { area, .. }) if !area.single => AREA,
        Node::Number(number) if number.is_sign_negative() => SIGN,
        _ => ATOM,
    }
}

/// Whether `a op b op c` is `a op (b op c)`.
pub(super) fn groups_from_right(operator: BinaryOperator, dialect: Dialect) -> bool {
    operator == BinaryOperator::Power && dialect == Dialect::Sheets
}

/// How tightly an operator with one operand binds. `@` stands before a whole reference, `@A1:A9`; `#` after one anchor.
pub(super) fn unary(operator: UnaryOperator) -> u8 {
    match operator {
        UnaryOperator::Percent => PERCENT,
        UnaryOperator::Minus | UnaryOperator::Plus => SIGN,
        UnaryOperator::Intersect => 8,
        UnaryOperator::Spill => 13,
    }
}

/// The operator as it is written.
pub(super) fn binary_text(operator: BinaryOperator) -> &'static str {
    use BinaryOperator::*;
    match operator {
        Equal => "=",
        NotEqual => "<>",
        Less => "<",
        LessOrEqual => "<=",
        Greater => ">",
        GreaterOrEqual => ">=",
        Concat => "&",
        Add => "+",
        Subtract => "-",
        Multiply => "*",
        Divide => "/",
        Power => "^",
        Union => ",",
        Intersection => " ",
        Range => ":",
    }
}

/// The operator as it is written.
pub(super) fn unary_text(operator: UnaryOperator) -> &'static str {
    match operator {
        UnaryOperator::Minus => "-",
        UnaryOperator::Plus => "+",
        UnaryOperator::Percent => "%",
        UnaryOperator::Intersect => "@",
        UnaryOperator::Spill => "#",
    }
}
