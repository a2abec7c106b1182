//! The formula parser of both dialects: a tree whatever the text, and what is printed is read as the same tree.

use std::path::Path;

use calc_core::dialect::Dialect;
use calc_core::syntax::ast::Node;
use calc_core::syntax::shape::shape_key;
use calc_core::syntax::{moved, parse, unparse};

use crate::seeds::formulas;
use crate::spent::within;

/// Steps whose time a text may take: its bytes are few.
const STEPS: u64 = 20_000;

/// Reads a text in both dialects.
pub fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    within(STEPS, || {
        for dialect in [Dialect::Excel, Dialect::Sheets] {
            check(&text, dialect);
        }
    });
}

fn check(text: &str, dialect: Dialect) {
    let parsed = parse(text, dialect.into());
    assert_eq!(parsed.ast.nodes.len(), parsed.ast.spans.len());
    let spans = parsed.ast.spans.iter().chain(parsed.errors.iter().map(|error| &error.span));
    for span in spans {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is no part of the text");
    }
    for error in &parsed.errors {
        assert!(!error.diagnostic(text).to_string().is_empty());
    }
    assert_eq!(parsed.ast.nodes.contains(&Node::Invalid), !parsed.errors.is_empty());
    shape_key(&parsed.ast, (7, 3));
    moved(text, dialect, 2, 1);
    if !parsed.errors.is_empty() {
        return;
    }
    let printed = unparse(&parsed.ast, dialect);
    let again = parse(&printed, dialect.into());
    assert_eq!(again.errors, [], "{printed:?} is printed, and not read");
    // The union of OpenFormula is printed in parentheses, which the tree had not.
    assert!(text.contains('~') || again.ast.nodes == parsed.ast.nodes, "{printed:?} is read as another tree");
    assert_eq!(unparse(&again.ast, dialect), printed);
}

/// Formulas of the tests and of the corpora.
pub fn seeds(shared: Option<&Path>) -> Vec<Vec<u8>> {
    formulas(shared).into_iter().map(String::into_bytes).collect()
}
