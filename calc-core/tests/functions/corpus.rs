//! The visible function corpus: other people's formulas with the values that they say they have.
//!
//! Scores are printed by source. They may not fall below those in `data/functions/corpus.json`. `PAINTBOX_FAILURES=NAME` lists the
//! cases of a function that disagree, `PAINTBOX_FAILURES=*` those of all.

use std::collections::BTreeMap;
use std::path::PathBuf;

use calc_core::dialect::Dialect;
use calc_core::formula::Mode;
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
            if agrees(&case) {
                score.equal += 1;
            } else if listed == "*" || case["function"] == listed.as_str() {
                println!("{} {} expected {} cells {}", case["id"], case["formula"], case["expect"], case["cells"]);
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

fn agrees(case: &Json) -> bool {
    let dialect = if case["dialect"] == "sheets" { Dialect::Sheets } else { Dialect::Excel };
    let mode = match case["mode"].as_str() {
        Some("array") => Mode::Array,
        Some("scalar") => Mode::Scalar,
        _ => Mode::Typed,
    };
    let formula = case["formula"].as_str().unwrap_or_default();
    let got = answer(formula, &case["cells"], case["at"].as_str(), mode, dialect);
    let measure = Measure {
        tolerance: case["tolerance"].as_f64().unwrap_or(1e-9),
        loose: case["loose"].as_bool().unwrap_or(false),
    };
    got.is_some_and(|got| measure.agrees(&case["expect"], &got))
}
