//! The grammar of both dialects: trees, errors, and text written back.

#[cfg(feature = "import")]
mod corpora;
mod hostile;
mod properties;
#[path = "../support/shared_files.rs"]
mod shared_files;
mod tree;

use calc_core::dialect::Dialect;
use calc_core::syntax::shape::shape_key;
use calc_core::syntax::{parse, unparse};
use serde::Deserialize;

/// One text and what it says. `tree` and `written` hold for both dialects unless `dialect` names one.
#[derive(Deserialize)]
struct Case {
    formula: String,
    dialect: Option<Dialect>,
    tree: Option<String>,
    /// The canonical text; absent if it is the formula itself.
    written: Option<String>,
}

/// One text that is no formula, and the first error in it.
#[derive(Deserialize)]
struct Fault {
    formula: String,
    dialect: Option<Dialect>,
    message: String,
    /// The stretch of the formula that is meant.
    at: String,
    help: Option<String>,
    tree: Option<String>,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Faults {
    fault: Vec<Fault>,
}

fn dialects(one: Option<Dialect>) -> Vec<Dialect> {
    one.map_or(vec![Dialect::Excel, Dialect::Sheets], |dialect| vec![dialect])
}

#[test]
fn every_case_has_its_tree_and_its_text() {
    let mut failures = Vec::new();
    for source in [include_str!("operators.toml"), include_str!("references.toml"), include_str!("calls.toml")] {
        for case in toml::from_str::<Cases>(source).unwrap().case {
            for dialect in dialects(case.dialect) {
                let parsed = parse(&case.formula, dialect.into());
                let found = tree::show(&parsed.ast);
                if !parsed.errors.is_empty() {
                    failures.push(format!("{} ({}): {:?}", case.formula, dialect.name(), parsed.errors));
                } else if let Some(expected) = &case.tree
                    && found != *expected
                {
                    failures.push(format!(
                        "{} ({})\n  found    {found}\n  expected {expected}",
                        case.formula,
                        dialect.name()
                    ));
                }
                let written = unparse(&parsed.ast, dialect);
                let expected = case.written.as_ref().unwrap_or(&case.formula);
                if written != *expected {
                    failures.push(format!("{} ({}) is written {written}", case.formula, dialect.name()));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_fault_is_said_with_its_place() {
    let mut failures = Vec::new();
    for fault in toml::from_str::<Faults>(include_str!("faults.toml")).unwrap().fault {
        for dialect in dialects(fault.dialect) {
            let parsed = parse(&fault.formula, dialect.into());
            let Some(error) = parsed.errors.first() else {
                failures.push(format!("{} ({}): no error", fault.formula, dialect.name()));
                continue;
            };
            let at = &fault.formula[error.span.start as usize..error.span.end as usize];
            let help = error.help.unwrap_or("");
            if error.message != fault.message || at != fault.at || help != fault.help.as_deref().unwrap_or(help) {
                failures.push(format!(
                    "{} ({})\n  message = '''{}'''\n  at = '''{at}'''\n  help = '''{help}'''",
                    fault.formula,
                    dialect.name(),
                    error.message
                ));
            }
            let found = tree::show(&parsed.ast);
            if let Some(expected) = &fault.tree
                && found != *expected
            {
                failures.push(format!("{} is {found}", fault.formula));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn one_error_does_not_hide_the_next() {
    let parsed = parse("=SUM(1+,“a”)*(2 3)&{1,2", Dialect::Excel.into());
    let messages: Vec<_> = parsed.errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "expected an operand after `+`, found `,`",
            "expected an argument of `SUM` or `)`, found `“`",
            "expected an operator, found `3`",
            "expected `}` to close `{`, found end of formula",
        ]
    );
}

#[test]
fn filled_down_formulas_have_one_shape() {
    let key = |text: &str, origin| shape_key(&parse(text, Dialect::Excel.into()).ast, origin);
    for (first, first_cell, second, second_cell, same) in [
        ("B2*C2", (1, 0), "B9*C9", (8, 0), true),
        ("B2*C2", (1, 0), "C2*D2", (1, 1), true),
        ("$B2*B$1", (1, 2), "$B3*B$1", (2, 2), true),
        ("$B2*B$1", (1, 2), "$B3*B$2", (2, 2), false),
        ("B2", (1, 0), "$B$2", (1, 0), false),
        ("A1", (0, 0), "A1:A1", (0, 0), false),
        ("SUM(A:A)", (0, 1), "SUM(B:B)", (0, 2), true),
        ("SUM(A:A)", (0, 1), "SUM(A:A)", (5, 1), true),
        ("SUM(A$1:A7)", (6, 1), "SUM(A$1:A8)", (7, 1), true),
        ("Data!A1", (0, 0), "Dato!A1", (0, 0), false),
        ("1+2*3", (0, 0), "(1+2)*3", (0, 0), false),
        ("F(A1,)", (0, 0), "F(A1)", (0, 0), false),
        ("{1,2;3,4}", (0, 0), "{1,2,3,4}", (0, 0), false),
        ("T[[#Data],[a]]", (0, 0), "T[[a]:[a]]", (0, 0), false),
        ("\"a\"&\"bc\"", (0, 0), "\"ab\"&\"c\"", (0, 0), false),
        ("1", (0, 0), "1.0", (4, 4), true),
    ] {
        assert_eq!(key(first, first_cell) == key(second, second_cell), same, "{first} and {second}");
    }
}
