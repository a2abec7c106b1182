//! A formula as it reads in another cell that it was filled into.

use super::ast::{Ast, Axis, Node};
use super::{ParseOptions, parse, unparse};
use crate::dialect::Dialect;

/// The text of a formula filled so many rows down and columns to the right, written canonically.
///
/// ```
/// use calc_core::dialect::Dialect;
/// use calc_core::syntax::moved;
/// assert_eq!(moved("A1*$B$2+sum(C:C)", Dialect::Excel, 2, 1), "B3*$B$2+SUM(D:D)");
/// ```
pub fn moved(text: &str, dialect: Dialect, down: i64, right: i64) -> String {
    let mut ast = parse(text, ParseOptions::from(dialect)).ast;
    shift(&mut ast, down, right);
    unparse(&ast, dialect)
}

/// Moves every relative part of every reference.
fn shift(ast: &mut Ast, down: i64, right: i64) {
    let moved = |axis: &mut Option<Axis>, by: i64| {
        if let Some(axis) = axis.as_mut().filter(|axis| !axis.absolute) {
            axis.index = u32::try_from(i64::from(axis.index) + by).unwrap_or(axis.index);
        }
    };
    for node in &mut ast.nodes {
        if let Node::Reference(reference) = node {
            let area = &mut reference.area;
            moved(&mut area.top, down);
            moved(&mut area.bottom, down);
            moved(&mut area.left, right);
            moved(&mut area.right, right);
        }
    }
}
