//! Whatever is built says in the rules language what was meant: brackets, precedence and literals, judged by Cloudflare's engine.

use cf_config::expression::{Condition, Text};
use proptest::prelude::*;

use super::filter::is_true;
use super::request::Request;

/// A condition, and whether it is true of the request.
#[derive(Clone, Debug)]
struct Meant {
    condition: Condition,
    is_true: bool,
}

/// The query of the request: it holds what would end a literal, or join two comparisons.
const QUERY: &str = r#"a"b\c{d}(e) and not "f" or x"#;

fn comparison() -> impl Strategy<Value = Meant> {
    let piece = (0..QUERY.len(), 1..9_usize).prop_map(|(at, length)| QUERY.chars().skip(at).take(length).collect());
    let text = prop_oneof!["[ -~\\x01-\\x1f]{1,4}", piece, Just(QUERY.to_owned())];
    (text, 0..4_u8).prop_map(|(text, kind)| {
        let query = Text::query();
        let (condition, is_true) = match kind {
            0 => (query.contains(&text), QUERY.contains(&text)),
            1 => (query.equals(&text), QUERY == text),
            2 => (query.is_in(&["x", &text]), QUERY == text),
            _ => (query.comes_after(&text), QUERY.as_bytes() > text.as_bytes()),
        };
        Meant { condition, is_true }
    })
}

fn meant() -> impl Strategy<Value = Meant> {
    comparison().prop_recursive(4, 32, 4, |inner| {
        let parts = proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            inner.prop_map(|one| Meant { condition: Condition::not(one.condition), is_true: !one.is_true }),
            parts.clone().prop_map(|parts| Meant {
                is_true: parts.iter().all(|part| part.is_true),
                condition: Condition::all(parts.into_iter().map(|part| part.condition)),
            }),
            parts.prop_map(|parts| Meant {
                is_true: parts.iter().any(|part| part.is_true),
                condition: Condition::any(parts.into_iter().map(|part| part.condition)),
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn an_expression_says_what_was_meant(meant in meant()) {
        let request = Request::new("GET", &format!("/?{QUERY}"));
        prop_assert_eq!(is_true(&meant.condition.to_string(), &request), meant.is_true, "{}", meant.condition);
    }

    #[test]
    fn a_number_in_a_header_is_compared_as_a_number(most in 0_usize..20_000_000, length in 0_usize..20_000_000) {
        let request = Request::new("POST", "/").with("Content-Length", &length.to_string());
        let condition = Text::header("content-length").is_number_above(most);
        prop_assert_eq!(is_true(&condition.to_string(), &request), length > most);
    }
}
