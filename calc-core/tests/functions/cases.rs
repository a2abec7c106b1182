//! Cases from `tests/data/functions/*.toml`: each with the value in Excel, in Sheets or both, and where that is known from.

use std::path::Path;

use calc_core::dialect::Dialect;
use calc_core::formula::Mode;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::case::{Measure, answer};

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

#[test]
fn cases_have_their_values() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/functions");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut checked, mut wrong) = (0, Vec::new());
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for case in &file.case {
            assert!(!case.source.is_empty(), "{}: a value without a source is not a case", case.name);
            let excel = case.excel.as_ref().or(case.both.as_ref());
            let sheets = case.sheets.as_ref().or(case.both.as_ref());
            assert!(excel.or(sheets).is_some(), "{}: no value", case.name);
            for (dialect, expect) in [(Dialect::Excel, excel), (Dialect::Sheets, sheets)] {
                let Some(expect) = expect else { continue };
                checked += 1;
                let cells = Json::Object(case.cells.clone());
                let got = answer(&case.formula, &cells, case.at.as_deref(), Mode::Typed, dialect);
                let measure = Measure { tolerance: case.tolerance.unwrap_or(1e-12), loose: false };
                if !got.as_ref().is_some_and(|got| measure.agrees(expect, got)) {
                    wrong.push(format!("{} ({dialect:?}): {} expected {expect} got {got:?}", case.name, case.formula));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}
