//! JSON that a reader has to take, has to refuse, or may do either with.

use std::collections::BTreeSet;

use calc_core::calculation::json::{JsonFault, parse};

use crate::corpus::{base64, built, cases_of};

/// Valid by the grammar of JSON, and refused: two readers may keep different ones of two members with one name (RFC 7493, 2.3).
const TWICE: [&str; 2] = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"];

#[test]
fn every_vector_is_decided_as_it_is_labelled() {
    let Some(cases) = cases_of("json_parsing.jsonl") else { return };
    let (mut decided, mut open, mut twice, mut wrong) = (0, 0, BTreeSet::new(), Vec::new());
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let bytes = case["bytes_base64"].as_str().map_or_else(|| built(&case["build"]).into_bytes(), base64);
        let result = parse(&bytes);
        match (case["expect"].as_str().unwrap(), &result) {
            ("either", _) => open += 1,
            ("accept", Ok(_)) | ("reject", Err(_)) => decided += 1,
            ("accept", Err(error)) if error.fault == JsonFault::Duplicate => {
                twice.insert(id);
            }
            (expected, _) => wrong.push(format!("{id}: {result:?}, expected `{expected}`")),
        }
    }
    println!(
        "figures {}",
        serde_json::json!({
            "corpus": "json_parsing", "cases": cases.len(), "decided_as_labelled": decided, "refused_for_duplicate_names": twice.len(),
            "open_without_a_crash": open, "wrong": wrong.len(),
        })
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(twice, BTreeSet::from(TWICE));
}
