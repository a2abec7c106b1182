//! Which functions a formula calls.

use calc_core::dialect::Dialect;
use calc_core::syntax::ast::Node;
use calc_core::syntax::{ParseOptions, parse};

/// The names of the functions that a formula calls, each once.
pub fn calls(formula: &str, dialect: Dialect) -> Vec<String> {
    let parsed = parse(formula, ParseOptions::from(dialect));
    let mut names: Vec<String> = parsed
        .ast
        .nodes
        .iter()
        .filter_map(|node| match node {
            Node::Call { name, .. } => Some(name.to_string()),
            _ => None,
        })
        .collect();
    names.sort();
    names.dedup();
    names
}
