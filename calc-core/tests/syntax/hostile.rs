//! Texts that grow or nest without bounds: no deeper call stack, and time linear in their length.

use std::time::{Duration, Instant};

use calc_core::dialect::Dialect;
use calc_core::syntax::ast::Node;
use calc_core::syntax::{MAX_LENGTH, MAX_NESTING, parse, unparse};
use serde_json::Value;

fn within(limit: Duration, text: &str) -> calc_core::syntax::Parsed {
    let start = Instant::now();
    let parsed = parse(text, Dialect::Excel.into());
    assert!(start.elapsed() < limit, "{:?} for {} bytes", start.elapsed(), text.len());
    parsed
}

#[test]
fn ten_thousand_parentheses_are_one_clear_error() {
    for text in [format!("={}1{}", "(".repeat(10_000), ")".repeat(10_000)), format!("={}", "ABS(".repeat(10_000))] {
        let parsed = within(Duration::from_millis(100), &text);
        assert_eq!(parsed.errors.len(), 1);
        assert_eq!(parsed.errors[0].message, "expected at most 1024 nested brackets, found more");
        let at = parsed.errors[0].span.start as usize;
        assert_eq!(text[..at].matches('(').count(), MAX_NESTING);
        assert_eq!(parsed.ast.nodes, [Node::Invalid]);
    }
}

#[test]
fn a_text_past_the_limit_is_not_read() {
    let parsed = within(Duration::from_millis(5), &"1+".repeat(5_000_000));
    assert_eq!(parsed.errors.len(), 1);
    assert!(parsed.errors[0].message.starts_with("expected at most 65536 bytes of formula"));
}

#[test]
fn nesting_up_to_the_limit_is_read() {
    let text = format!("{}1{}", "ABS(".repeat(MAX_NESTING), ")".repeat(MAX_NESTING));
    let parsed = within(Duration::from_millis(100), &text);
    assert_eq!(parsed.errors, []);
    assert_eq!(unparse(&parsed.ast, Dialect::Excel), text);
}

#[test]
fn long_chains_are_read_and_written_in_a_loop() {
    let long = MAX_LENGTH / 2 - 8;
    for text in [
        format!("1{}", "+1".repeat(long)),
        format!("1{}", "^1".repeat(long)),
        format!("{}1", "-".repeat(long)),
        format!("1{}", "%".repeat(long)),
        format!("A1{}", ",A1".repeat(long / 2)),
        format!("{}A1{}", "-".repeat(long), ",A1".repeat(long / 3)),
        format!("A1{}", ":A1".repeat(long / 2)),
        format!("F(1){}", "(1)".repeat(long / 2)),
        format!("F({})", ",".repeat(254)),
    ] {
        for dialect in [Dialect::Excel, Dialect::Sheets] {
            let start = Instant::now();
            let parsed = parse(&text, dialect.into());
            assert_eq!(parsed.errors, [], "{}", &text[..20]);
            let again = parse(&unparse(&parsed.ast, dialect), dialect.into());
            assert_eq!(again.ast.nodes, parsed.ast.nodes, "{}", &text[..20]);
            assert!(start.elapsed() < Duration::from_secs(2), "{:?}: {}", start.elapsed(), &text[..20]);
        }
    }
}

#[test]
fn long_nonsense_is_refused_in_linear_time() {
    let long = MAX_LENGTH - 8;
    for piece in [
        "(", ")", "{", "[", "'", "\"", "#", "$", ",", ";", "1 ", "A1 ", "!", "A!", "é", "=", "T[", "@", "a:", "[1]",
        "1)", "“",
    ] {
        let text = piece.repeat(long / piece.len());
        let parsed = within(Duration::from_secs(1), &text);
        assert!(parsed.errors.len() <= 16);
        assert!(parsed.ast.root().is_some());
        for error in &parsed.errors {
            assert!(error.message.len() < 400, "{piece}: {}", error.message.len());
        }
    }
}

#[test]
fn the_hostile_corpus_is_read_or_refused_as_it_says() {
    let Some(path) = crate::shared_files::shared("corpora/hostile/formulas.jsonl") else { return };
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = match case["formula"].as_str() {
            Some(formula) => formula.to_string(),
            None => build(&case["build"]),
        };
        let parsed = within(Duration::from_millis(200), &text);
        let may_be_refused = case["expect"]["error"].to_string().contains("refused-at-parse");
        let must_be_refused = case["expect"] == serde_json::json!({"error": ["refused-at-parse"]});
        assert!(parsed.errors.is_empty() || may_be_refused, "{}: {:?}", case["id"], parsed.errors);
        assert!(!(parsed.errors.is_empty() && must_be_refused), "{} was read", case["id"]);
    }
}

/// A text described by its parts: strings, and `{"repeat", "times"}`.
fn build(parts: &Value) -> String {
    parts.as_array().unwrap().iter().fold(String::new(), |text, part| {
        text + &match part.as_str() {
            Some(piece) => piece.to_string(),
            None => part["repeat"].as_str().unwrap().repeat(part["times"].as_u64().unwrap() as usize),
        }
    })
}
