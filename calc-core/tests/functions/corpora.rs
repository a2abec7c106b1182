//! The visible function corpus: other people's formulas with the values that they say they have.
//!
//! Some of them are wrong of the spreadsheet that they speak of: those are listed by reason in `data/corpus_disagreements.toml`. A listed
//! case that has its value fails the test, so that the list holds no more than it has to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use calc_core::dialect::Dialect;
use calc_core::formula::Mode;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::case::{Measure, answer, is_edge};
use crate::score::{Corpus, Counted, Tally};
use crate::shared_files::shared;

/// Cases whose source has a wrong value, all of them for the same reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dispute {
    /// The reason, with what proves it.
    pub why: String,
    /// The cases.
    pub cases: Vec<String>,
}

/// What is disputed, by a short name of the reason.
pub fn disputes() -> BTreeMap<String, Dispute> {
    #[derive(Deserialize)]
    struct File {
        functions: BTreeMap<String, Dispute>,
    }
    let file: File = toml::from_str(include_str!("../data/corpus_disagreements.toml")).unwrap();
    file.functions
}

/// The lines of a file, each one JSON.
pub fn json_lines(path: &Path) -> Vec<Json> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Counts every case; whether the corpus is there.
pub fn count(tally: &mut Tally) -> bool {
    let Some(folder) = shared("corpora/functions") else { return false };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut disputed: BTreeSet<String> = disputes().into_values().flat_map(|dispute| dispute.cases).collect();
    for file in files {
        let is_left_out = file.file_stem().is_some_and(|stem| stem == "disputed");
        if is_left_out || file.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        for case in json_lines(&file) {
            let is_disputed = case["id"].as_str().is_some_and(|id| disputed.remove(id));
            count_case(tally, &case, is_disputed);
        }
    }
    tally.settled.extend(disputed.into_iter().map(|id| format!("{id} is no case")));
    true
}

fn count_case(tally: &mut Tally, case: &Json, is_disputed: bool) {
    let corpus = match (case["dialect"].as_str(), case["trust"].as_str()) {
        (Some("sheets"), _) => Corpus::Sheets,
        (Some("libreoffice"), _) => Corpus::LibreOffice,
        (_, Some("computed")) => Corpus::Computed,
        _ => Corpus::Authored,
    };
    let dialect = if corpus == Corpus::Sheets { Dialect::Sheets } else { Dialect::Excel };
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
    let counted = Counted {
        corpus,
        source: case["source"].as_str().unwrap_or_default(),
        functions: &case["function"].as_str().map(str::to_owned).into_iter().collect::<Vec<_>>(),
        is_equal: got.as_ref().is_some_and(|got| match mode {
            Mode::Array => measure.agrees_in_area(&case["expect"], got),
            _ => measure.agrees(&case["expect"], got),
        }),
        is_disputed,
        is_edge: is_edge(formula, &case["cells"], &case["expect"]),
    };
    tally.count(&counted, || {
        let got = got.map_or("no reading of it".to_owned(), |got| format!("{:?}", got.values()));
        format!("{} {formula} cells {} expected {} got {got}", case["id"], case["cells"], case["expect"])
    });
}
