//! Runs expressions of the rules language through Cloudflare's own engine.
//!
//! The published engine, `wirefilter-engine`, lexes and executes comparisons, sets, logic, precedence and literals, but has neither
//! functions nor maps nor arrays. So each such term of an expression is computed here and handed to the engine as a field of its
//! own; the comparison of the term with its literal, and everything around it, stays the engine's work. In `any(…)` the engine
//! judges each element by itself.
//!
//! A header that is not there is the blank text here. The rules language makes every comparison with it false; so does a blank text
//! under `eq`, `gt`, `contains` and `in`, which is all that the rules use on headers.

use wirefilter::{ExecutionContext, Scheme, Type};

use super::request::{Request, decode_fully};

/// Whether an expression is true of a request.
pub fn is_true(expression: &str, request: &Request) -> bool {
    let (rewritten, terms) = extract(expression);
    let values: Vec<(String, Value)> =
        terms.iter().map(|(name, term)| (name.clone(), value_of(term, request))).collect();
    execute(&rewritten, &values)
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Bytes(Vec<u8>),
    Number(i32),
    Truth(bool),
    Many(Vec<Value>),
}

/// Runs an expression whose terms are plain fields.
fn execute(expression: &str, fields: &[(String, Value)]) -> bool {
    let mut scheme = Scheme::default();
    for (name, value) in fields {
        let kind = match value {
            Value::Bytes(_) => Type::Bytes,
            Value::Number(_) => Type::Int,
            Value::Truth(_) => Type::Bool,
            Value::Many(_) => panic!("`{name}` is an array outside `any`"),
        };
        scheme.add_field(name.clone(), kind).unwrap();
    }
    let filter = scheme.parse(expression).unwrap_or_else(|error| panic!("{error}")).compile();
    let mut context = ExecutionContext::new(&scheme);
    for (name, value) in fields {
        match value {
            Value::Bytes(bytes) => context.set_field_value(name, bytes.as_slice()).unwrap(),
            Value::Number(number) => context.set_field_value(name, *number).unwrap(),
            Value::Truth(truth) => context.set_field_value(name, *truth).unwrap(),
            Value::Many(_) => {}
        }
    }
    filter.execute(&context).unwrap()
}

/// An expression with every term replaced by a field, and the terms by their fields. Words of the language stay.
fn extract(expression: &str) -> (String, Vec<(String, String)>) {
    let mut rewritten = String::new();
    let mut terms: Vec<(String, String)> = Vec::new();
    let mut rest = expression;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => literal_length(rest),
            _ if first.is_ascii_alphabetic() => term_length(rest),
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        let is_word =
            matches!(piece, "and" | "or" | "xor" | "not" | "eq" | "ne" | "gt" | "ge" | "lt" | "le" | "in" | "contains");
        if !first.is_ascii_alphabetic() || is_word {
            rewritten.push_str(piece);
            continue;
        }
        let known = terms.iter().find(|(_, term)| term == piece).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            let name = format!("term.{}", terms.len());
            terms.push((name.clone(), piece.to_owned()));
            name
        });
        rewritten.push_str(&name);
    }
    (rewritten, terms)
}

/// The bytes of a quoted literal at the start of a text.
fn literal_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    panic!("a literal without end: {text}")
}

/// The bytes of a field, an index or a call at the start of a text.
fn term_length(text: &str) -> usize {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_');
    let mut end = text.find(|letter| !is_name(letter)).unwrap_or(text.len());
    while let Some(open @ ('(' | '[')) = text[end..].chars().next() {
        end += closed_length(&text[end..], open);
    }
    end
}

/// The bytes of a bracketed part at the start of a text.
fn closed_length(text: &str, open: char) -> usize {
    let close = if open == '(' { ')' } else { ']' };
    let mut depth = 0;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        if letter == '"' {
            at += literal_length(&text[at..]);
            continue;
        }
        at += letter.len_utf8();
        depth += i32::from(letter == open) - i32::from(letter == close);
        if depth == 0 {
            return at;
        }
    }
    panic!("a bracket without end: {text}")
}

/// The value of a term.
fn value_of(term: &str, request: &Request) -> Value {
    if let Some(array) = term.strip_suffix("[*]") {
        return value_of(array, request);
    }
    if let Some((name, arguments)) = term.strip_suffix(')').and_then(|call| call.split_once('(')) {
        return call(name, arguments, request);
    }
    if let Some(name) = term.strip_prefix("http.request.headers[\"").and_then(|rest| rest.strip_suffix("\"][0]")) {
        return Value::Bytes(request.header(name).unwrap_or("").into());
    }
    let bytes = |text: &str| Value::Bytes(text.into());
    match term {
        "true" => Value::Truth(true),
        "http.host" => bytes(&request.host),
        "http.request.method" => bytes(&request.method),
        "http.request.uri" => bytes(&request.target),
        "http.request.uri.path" => bytes(&request.path()),
        "raw.http.request.uri.path" => bytes(request.raw_path()),
        "http.request.uri.path.extension" => bytes(&request.extension()),
        "http.request.uri.query" => bytes(request.query()),
        "http.request.headers.names" => Value::Many(request.headers.iter().map(|(name, _)| bytes(name)).collect()),
        "http.request.headers.values" => Value::Many(request.headers.iter().map(|(_, value)| bytes(value)).collect()),
        _ => panic!("the field `{term}` is not known here"),
    }
}

fn call(name: &str, arguments: &str, request: &Request) -> Value {
    if name == "any" {
        return Value::Truth(any(arguments, request));
    }
    // Only a last argument can be a literal; what ends with a bracket is a call within.
    let literal = arguments.strip_suffix('"').and_then(|open| open.rsplit_once(", \""));
    let (first, second) = literal.map_or((arguments, None), |(first, literal)| (first, Some(literal)));
    let value = value_of(first, request);
    match (name, value, second) {
        ("len", Value::Many(values), None) if !first.ends_with("[*]") => Value::Number(values.len() as i32),
        (_, Value::Many(values), _) => {
            Value::Many(values.into_iter().map(|value| apply(name, value, second)).collect())
        }
        (_, value, _) => apply(name, value, second),
    }
}

fn apply(name: &str, value: Value, second: Option<&str>) -> Value {
    let Value::Bytes(bytes) = value else { panic!("`{name}` of a value that is no text") };
    match (name, second) {
        ("len", None) => Value::Number(bytes.len() as i32),
        ("lower", None) => Value::Bytes(bytes.to_ascii_lowercase()),
        ("url_decode", Some("ur")) => Value::Bytes(decode_fully(&bytes)),
        ("starts_with", Some(start)) if !start.contains('\\') => Value::Truth(bytes.starts_with(start.as_bytes())),
        _ => panic!("the function `{name}` with {second:?} is not known here"),
    }
}

/// Whether the condition on the elements of an array holds for one of them: the engine judges each.
fn any(condition: &str, request: &Request) -> bool {
    let length = term_length(condition);
    let (term, comparison) = condition.split_at(length);
    let Value::Many(values) = value_of(term, request) else { panic!("`any` of a value that is no array: {term}") };
    values.into_iter().any(|value| execute(&format!("element{comparison}"), &[("element".to_owned(), value)]))
}

#[test]
fn terms_are_computed_and_the_engine_compares() {
    let request = Request::new("PUT", "/A/../b.JS?x=%2541").with("X-One", "abc").with("Content-Length", "600");
    for (expression, expected) in [
        ("true", true),
        (r#"http.request.method in {"PUT" "PATCH"} and not http.host eq "x""#, true),
        (r#"lower(raw.http.request.uri.path) contains "/a/..""#, true),
        (r#"http.request.uri.path eq "/b.JS" and http.request.uri.path.extension eq "js""#, true),
        (r#"url_decode(http.request.uri.query, "ur") eq "x=A""#, true),
        (r#"starts_with(http.request.uri.path, "/a/")"#, false),
        (
            r#"len(http.request.headers["content-length"][0]) eq 3 and http.request.headers["content-length"][0] gt "599""#,
            true,
        ),
        (r#"http.request.headers["content-length"][0] gt "600""#, false),
        (r#"http.request.headers["missing"][0] gt "0" or len(http.request.headers["missing"][0]) gt 0"#, false),
        ("len(http.request.headers.names) gt 2", false),
        ("any(len(http.request.headers.values[*])[*] gt 2)", true),
        (r#"any(lower(http.request.headers.values[*])[*] contains "BC")"#, false),
        // `and` binds before `or`: the other way round it would be false.
        (r#"http.request.method eq "PUT" or http.host eq "x" and http.host eq "y""#, true),
    ] {
        assert_eq!(is_true(expression, &request), expected, "{expression}");
    }
}
