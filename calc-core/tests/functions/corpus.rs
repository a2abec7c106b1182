//! The visible function corpus: other people's formulas with the values that they say they have.
//!
//! Cases in which the source is wrong of Excel are listed with a reason in `data/corpus_disagreements.toml`; one that is listed and agrees
//! fails the test. Scores are printed by source, and by what the values are worth, where the listed ones are left out beside. They may not fall below those in `data/functions/corpus.json`. `PAINTBOX_FAILURES=NAME` lists the
//! cases of a function that disagree, `PAINTBOX_FAILURES=*` those of all.

use std::collections::{BTreeMap, BTreeSet};
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
    listed: usize,
    cases: usize,
}

impl Score {
    fn percent(&self) -> f64 {
        100.0 * self.equal as f64 / self.cases as f64
    }

    /// Of the cases that are not listed.
    fn percent_of_rest(&self) -> f64 {
        100.0 * self.equal as f64 / (self.cases - self.listed) as f64
    }
}

/// The cases whose source is wrong.
fn disagreements() -> BTreeSet<String> {
    let listed: toml::Table = toml::from_str(include_str!("../data/corpus_disagreements.toml")).unwrap();
    let by_reason = listed["functions"].as_table().unwrap().values();
    by_reason.flat_map(|ids| ids.as_array().unwrap()).map(|id| id.as_str().unwrap().to_owned()).collect()
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
    let mut kinds: BTreeMap<String, Score> = BTreeMap::new();
    let known = disagreements();
    let mut gone = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if file.extension().is_none_or(|extension| extension != "jsonl") || name == "disputed" {
            continue;
        }
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let case: Json = serde_json::from_str(line).unwrap();
            let got = got(&case);
            let equal = agrees(&case, got.as_ref());
            let is_listed = known.contains(case["id"].as_str().unwrap_or_default());
            let kind = format!("{} {}", case["dialect"].as_str().unwrap_or("-"), case["trust"].as_str().unwrap_or("-"));
            for score in [scores.entry(name.clone()).or_default(), kinds.entry(kind).or_default()] {
                score.cases += 1;
                score.equal += usize::from(equal);
                score.listed += usize::from(is_listed);
            }
            if equal && is_listed {
                gone.push(case["id"].to_string());
            }
            if equal {
                continue;
            }
            if listed == "*" || case["function"] == listed.as_str() {
                println!("{}", failure(&name, &case, got.as_ref()));
            }
        }
    }
    let floors: BTreeMap<String, f64> = serde_json::from_str(include_str!("../data/functions/corpus.json")).unwrap();
    let mut fallen = Vec::new();
    for (source, score) in scores.iter().chain(&kinds) {
        let (percent, rest) = (score.percent(), score.percent_of_rest());
        println!("{source:22} {:6} of {:6}  {percent:.2} %, {rest:.2} % of those not listed", score.equal, score.cases);
        // Floors are written with two decimals.
        if floors.get(source).is_some_and(|floor| percent + 0.01 < *floor) {
            fallen.push(format!("{source}: {percent:.2} %, was {} %", floors[source]));
        }
    }
    assert!(fallen.is_empty(), "scores have fallen: {fallen:?}");
    assert!(gone.is_empty(), "listed, but in agreement: {gone:?}");
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
