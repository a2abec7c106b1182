//! Honest texts in a free text: not one may be refused, alone or on the lines of a long note.

#![allow(clippy::expect_used)]

use std::collections::BTreeMap;

use waf::{Slot, inspect};

fn texts() -> BTreeMap<String, Vec<String>> {
    toml::from_str(include_str!("data/honest.toml")).expect("lists of texts")
}

#[test]
fn honest_texts_pass() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for text in texts().into_values().flatten() {
        count += 1;
        if let Some(finding) = inspect(&text, Slot::FreeText) {
            wrong.push(format!("  {text:?}: {}", finding.rule));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} honest texts refused:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn honest_texts_pass_on_the_lines_of_a_long_note() {
    let mut wrong = Vec::new();
    let all: Vec<String> = texts().into_values().flatten().collect();
    for (at, part) in all.chunks(9).enumerate() {
        for joint in ["\n", " ", "\r\n\r\n", "; "] {
            if let Some(finding) = inspect(&part.join(joint), Slot::FreeText) {
                wrong.push(format!("  part {at} joined by {joint:?}: {} in {:?}", finding.rule, part.join(joint)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} long notes refused:\n{}", wrong.len(), wrong.join("\n"));
}
