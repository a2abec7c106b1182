//! Cases from `tests/data/functions/*.toml`: each with the value in Excel, in Sheets or both, and where that is known from.

use std::path::Path;

use calc_core::dialect::Dialect;
use calc_core::formula::Mode;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::calls::calls;
use crate::case::{Measure, answer, is_edge};
use crate::score::{Corpus, Counted, Tally};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The rule.
    name: String,
    formula: String,
    /// What the cells hold.
    #[serde(default)]
    cells: Map<String, Json>,
    /// The cell that the formula stands in.
    at: Option<String>,
    /// The value in both dialects.
    both: Option<Json>,
    excel: Option<Json>,
    sheets: Option<Json>,
    /// Relative; documentation often shows few digits.
    tolerance: Option<f64>,
    source: String,
}

impl Case {
    /// What the value should be in a dialect, if the case says it.
    fn expect(&self, dialect: Dialect) -> Option<&Json> {
        let own = if dialect == Dialect::Sheets { &self.sheets } else { &self.excel };
        own.as_ref().or(self.both.as_ref())
    }
}

/// Every case, with the name of its file.
fn all() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/functions");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        cases.extend(file.case.into_iter().map(|case| (stem.clone(), case)));
    }
    cases
}

/// Counts every case, in each dialect that it names a value for.
pub fn count(tally: &mut Tally) {
    for (file, case) in all() {
        let cells = Json::Object(case.cells.clone());
        let measure = Measure { tolerance: case.tolerance.unwrap_or(1e-12), loose: false };
        for dialect in [Dialect::Excel, Dialect::Sheets] {
            let Some(expect) = case.expect(dialect) else { continue };
            let got = answer(&case.formula, &cells, case.at.as_deref(), Mode::Typed, dialect);
            let counted = Counted {
                corpus: Corpus::Documented,
                source: &file,
                functions: &calls(&case.formula, dialect),
                is_equal: got.as_ref().is_some_and(|got| measure.agrees(expect, got)),
                is_disputed: false,
                is_edge: is_edge(&case.formula, &cells, expect),
            };
            tally.count(&counted, || {
                format!("{} ({dialect:?}): {} expected {expect} got {got:?}", case.name, case.formula)
            });
        }
    }
}

#[test]
fn cases_say_a_value_and_where_it_is_from() {
    for (file, case) in all() {
        assert!(!case.source.is_empty(), "{file}, {}: a value without a source is not a case", case.name);
        let values = [Dialect::Excel, Dialect::Sheets].map(|dialect| case.expect(dialect));
        assert!(values.iter().any(Option::is_some), "{file}, {}: no value", case.name);
    }
}

#[test]
fn cases_have_their_values() {
    let mut tally = Tally::default();
    count(&mut tally);
    let wrong: Vec<String> = tally.failures.into_iter().map(|(_, failure)| failure).collect();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
