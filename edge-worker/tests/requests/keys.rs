//! Requests of equal meaning share a key, requests of different meaning never do.

use std::collections::BTreeMap;
use std::sync::Arc;

use calc_core::calculation::{Calculator, Request, json as strict};
use calc_core::compile::compile;
use calc_core::eval::Clock;
use calc_core::model::ports::PortsFile;
use calc_core::value::Value;
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};
use edge_worker::cache::{Key, Shelf, write_canonical};
use serde_json::{Value as Json, json};

use crate::corpus;
use crate::meaning::{Meaning, ports};
use crate::numbers::Numbers;
use crate::server::Server;

const PAIRS: usize = 10_000;
const DAY: i64 = 19_783;

/// A model with an input of every type.
fn calculator() -> Calculator {
    let cell = |row, column, content| Cell { row, column, content, cached: Value::Blank, format: None };
    let formula = |row, column, text: &str| {
        cell(
            row,
            column,
            Content::Formula(Formula { text: text.into(), origin: (row, column), kind: FormulaKind::Plain }),
        )
    };
    let constant = |row, value: Value| cell(row, 0, Content::Constant(value));
    let cells = vec![
        constant(0, 2.0.into()),
        constant(1, 0.25.into()),
        formula(2, 0, "A1*4"),
        constant(3, 45_352.0.into()),
        formula(4, 0, "IF(A1<4,\"Standard\",\"Premium\")"),
        constant(5, Value::Bool(false)),
        constant(7, "".into()),
        formula(0, 1, "A1*A3+A2+IF(A6,1,0)"),
        formula(1, 1, "A8&A5&A7"),
        formula(2, 1, "A4+1"),
        formula(3, 1, "SUM(A1:A4)"),
    ];
    let sheet = Sheet { name: "Job".into(), cells, ..Sheet::default() };
    let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
    let (ports, diagnostics) = PortsFile::parse(ports().to_string().as_bytes()).unwrap().resolve(&workbook);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    Calculator::new(Arc::new(compile(&workbook, ports).model), Clock::default())
}

fn read(body: &str, calculator: &Calculator) -> Request {
    let json = strict::parse(body.as_bytes()).unwrap_or_else(|error| panic!("{error}: {body}"));
    Request::read(&json, calculator.model()).unwrap_or_else(|faults| panic!("{faults:?}: {body}"))
}

fn key(request: &Request, calculator: &Calculator) -> Key {
    Shelf::of_request(request, calculator, DAY).expect("chance is in no formula").key
}

#[test]
fn equal_meanings_share_a_key_and_different_ones_never_do() {
    let mut calculator = calculator();
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut meanings: BTreeMap<Key, Meaning> = BTreeMap::new();
    let (mut shared, mut apart, mut answered) = (0, 0, 0);
    for at in 0..PAIRS {
        let meaning = Meaning::any(&mut numbers);
        let (one, two) = (meaning.body(&mut numbers), meaning.body(&mut numbers));
        let (first, second) = (read(&one, &calculator), read(&two, &calculator));
        let own = key(&first, &calculator);
        assert_eq!(own, key(&second, &calculator), "equal meaning, other keys:\n{one}\n{two}");
        shared += 1;
        if at % 50 == 0 {
            let answers = [&first, &second].map(|request| calculator.answer(request).unwrap().to_json());
            assert_eq!(answers[0], answers[1], "equal keys, other answers:\n{one}\n{two}");
            answered += 1;
        }
        let other = meaning.other(&mut numbers);
        let different = other.body(&mut numbers);
        let theirs = key(&read(&different, &calculator), &calculator);
        assert_ne!(own, theirs, "different meanings, one key:\n{one}\n{different}");
        apart += 1;
        for (key, meaning) in [(own, meaning), (theirs, other)] {
            let known = meanings.entry(key).or_insert_with(|| meaning.clone());
            assert_eq!(*known, meaning, "one key for two meanings");
        }
    }
    println!(
        "{shared} pairs of equal meaning share a key ({answered} answered, to the byte), {apart} of different meaning do not"
    );
    println!("{} meanings have {} keys", meanings.len(), meanings.len());
    println!(
        "figures {}",
        json!({"corpus": "cache keys", "equal_pairs": shared, "different_pairs": apart, "wrong": 0})
    );
}

#[test]
fn a_query_is_the_same_question_as_a_body() {
    let model = calculator().model().encode();
    let server = Server::of(&model);
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    let mut asked = 0;
    for at in 0..400 {
        let meaning = Meaning::any(&mut numbers);
        let Some(query) = meaning.query(&mut numbers) else { continue };
        let client = format!("198.18.{}.{}", at / 256, at % 256);
        let headers = [("Content-Type", "application/json"), ("CF-Connecting-IP", client.as_str())];
        let body = meaning.body(&mut numbers);
        let posted = server.send("POST", "/api/v1/calculations", &headers, body.as_bytes());
        let read = server.send("GET", &format!("/api/v1/calculations?{query}"), &headers, b"");
        if posted.status == 422 && String::from_utf8_lossy(&posted.body).contains("suspicious-text") {
            continue;
        }
        assert_eq!((read.status, posted.status), (200, 200), "{query}\n{}", String::from_utf8_lossy(&read.body));
        assert_eq!(read.header("etag"), posted.header("etag"), "{query}\n{body}");
        assert_eq!(read.body, posted.body, "{query}\n{body}");
        asked += 1;
    }
    assert!(asked > 250, "{asked}");
    println!("{asked} queries have the answers of their bodies");
}

#[test]
fn forms_and_models_are_apart() {
    let calculator = calculator();
    let by_name = key(&read(r#"{"inputs":{"coats":3},"outputs":["price"]}"#, &calculator), &calculator);
    let by_cell = key(&read(r#"{"cells":{"Job!A1":3},"outputs":["Job!B1"]}"#, &calculator), &calculator);
    assert_ne!(by_name, by_cell);
    let spelled = key(&read(r#"{"cells":{"'job'!$A$1":3.0},"outputs":["Job!B1"]}"#, &calculator), &calculator);
    assert_eq!(by_cell, spelled, "a cell has one name in the key");
    let ordered =
        |outputs: &str| key(&read(&format!("{{\"cells\":{{}},\"outputs\":{outputs}}}"), &calculator), &calculator);
    assert_ne!(
        ordered(r#"["Job!B1","Job!B2"]"#),
        ordered(r#"["Job!B2","Job!B1"]"#),
        "the answer to cells has the order of the request"
    );
}

#[test]
fn the_canonical_form_is_that_of_the_rfc() {
    let Some(cases) = corpus::read_named("json_canonical.jsonl") else { return };
    let mut count = 0;
    for line in cases.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let input = strict::parse(case["input"].as_str().unwrap().as_bytes()).unwrap();
        assert_eq!(write_canonical(&input), case["canonical"].as_str().unwrap(), "{}", case["id"]);
        count += 1;
    }
    println!("{count} canonical texts are those of the corpus");
}
