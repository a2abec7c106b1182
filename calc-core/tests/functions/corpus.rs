//! The visible function corpus: other people's formulas with the values that they say they have.
//!
//! Scores are printed by source. They may not fall below those in `data/functions/corpus.json`. `PAINTBOX_FAILURES=NAME` lists the
//! cases of a function that disagree, `PAINTBOX_FAILURES=*` those of all.

use std::collections::BTreeMap;
use std::path::PathBuf;

use calc_core::dialect::Dialect;
use calc_core::formula::Mode;
use calc_core::value::Array;
use serde_json::Value as Json;

use crate::case::{Measure, answer};

fn shared() -> PathBuf {
    match std::env::var_os("PAINTBOX_SHARED") {
        Some(path) => path.into(),
        None => [env!("CARGO_MANIFEST_DIR"), "..", "..", "shared"].iter().collect(),
    }
}

#[derive(Default)]
struct Score {
    equal: usize,
    cases: usize,
}

#[test]
fn corpus_scores_do_not_fall() {
    let folder = shared().join("corpora/functions");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let listed = std::env::var("PAINTBOX_FAILURES").unwrap_or_default();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if file.extension().is_none_or(|extension| extension != "jsonl") || name == "disputed" {
            continue;
        }
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let case: Json = serde_json::from_str(line).unwrap();
            let score = scores.entry(name.clone()).or_default();
            score.cases += 1;
            let got = got(&case);
            if agrees(&case, got.as_ref()) {
                score.equal += 1;
            } else if listed == "*" || case["function"] == listed.as_str() {
                println!("{}", failure(&name, &case, got.as_ref()));
            }
        }
    }
    let floors: BTreeMap<String, f64> = serde_json::from_str(include_str!("../data/functions/corpus.json")).unwrap();
    let mut fallen = Vec::new();
    for (source, Score { equal, cases }) in &scores {
        let percent = 100.0 * *equal as f64 / *cases as f64;
        println!("{source:22} {equal:6} of {cases:6}  {percent:.2} %");
        // Floors are written with two decimals.
        if floors.get(source).is_some_and(|floor| percent + 0.01 < *floor) {
            fallen.push(format!("{source}: {percent:.2} %, was {} %", floors[source]));
        }
    }
    assert!(fallen.is_empty(), "scores have fallen: {fallen:?}");
}

/// What the engine makes of a case; nothing if the formula cannot be read.
fn got(case: &Json) -> Option<Array> {
    let dialect = if case["dialect"] == "sheets" { Dialect::Sheets } else { Dialect::Excel };
    let mode = match case["mode"].as_str() {
        Some("array") => Mode::Array,
        Some("scalar") => Mode::Scalar,
        _ => Mode::Typed,
    };
    answer(case["formula"].as_str().unwrap_or_default(), &case["cells"], case["at"].as_str(), mode, dialect)
}

fn agrees(case: &Json, got: Option<&Array>) -> bool {
    let measure = Measure {
        tolerance: case["tolerance"].as_f64().unwrap_or(1e-9),
        loose: case["loose"].as_bool().unwrap_or(false),
    };
    got.is_some_and(|got| match case["mode"] == "array" {
        true => measure.agrees_in_area(&case["expect"], got),
        false => measure.agrees(&case["expect"], got),
    })
}

/// A case that disagrees, as a line of JSON.
fn failure(source: &str, case: &Json, got: Option<&Array>) -> String {
    let got = got.map(|block| block.values().iter().take(12).map(|value| format!("{value:?}")).collect::<Vec<_>>());
    let mut line = case.clone();
    line["source"] = source.into();
    line["got"] = got.into();
    line.to_string()
}
