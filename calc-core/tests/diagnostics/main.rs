//! Every diagnostic code: an example that produces it, and the page that is made of both.

mod example;
#[path = "../import/package.rs"]
#[allow(dead_code, reason = "the importer's tests use all of it, these a part")]
mod package;
mod page;
#[path = "../support/written.rs"]
mod written;

use std::collections::BTreeMap;

use calc_core::diagnostic::catalogue::FAMILIES;
use example::Example;
use serde::Deserialize;

#[derive(Deserialize)]
struct Examples {
    example: Vec<Example>,
}

fn examples() -> BTreeMap<u16, Example> {
    let examples: Examples = toml::from_str(include_str!("examples.toml")).unwrap();
    let count = examples.example.len();
    let by_code: BTreeMap<u16, Example> = examples.example.into_iter().map(|example| (example.code, example)).collect();
    assert_eq!(by_code.len(), count, "one example a code");
    by_code
}

#[test]
fn every_code_has_an_example_and_no_example_is_of_another() {
    let codes: Vec<u16> = FAMILIES.iter().flat_map(|family| family.entries).map(|entry| entry.code.number()).collect();
    let examples: Vec<u16> = examples().into_keys().collect();
    assert_eq!(examples, codes);
}

#[test]
fn every_example_produces_its_code() {
    let mut failures = Vec::new();
    for (code, example) in examples() {
        let diagnostics = example.diagnostics();
        let codes: Vec<u16> = diagnostics.iter().map(|diagnostic| diagnostic.code.number()).collect();
        if !codes.contains(&code) {
            failures.push(format!("the example of PB{code} produces {codes:?}"));
        }
    }
    assert_eq!(failures, [""; 0]);
}

#[test]
fn the_page_is_made_of_catalogue_and_examples() {
    written::hold("diagnostics.md", &page::page(&examples()), "this test with PAINTBOX_BLESS=1");
}
