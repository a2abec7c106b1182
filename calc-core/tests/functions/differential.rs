//! Generated formulas, as an engine of another make evaluates them.

use std::collections::BTreeMap;
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, SheetId, parse_a1};
use calc_core::value::Array;

use crate::calls::calls;
use crate::case::{Measure, is_edge};
use crate::corpora::json_lines;
use crate::score::{Corpus, Counted, Tally};
use crate::shared_files::shared;

/// Counts every formula; whether the corpus is there.
pub fn count(tally: &mut Tally) -> bool {
    let Some(folder) = shared("corpora/differential") else { return false };
    let mut workbooks: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    workbooks.retain(|path| path.extension().is_some_and(|extension| extension == "xlsx"));
    workbooks.sort();
    for path in workbooks {
        let imported = read_xlsx(&std::fs::read(&path).unwrap(), &ImportOptions::default()).unwrap();
        let sheets: BTreeMap<&str, SheetId> =
            (0..).zip(&imported.workbook.sheets).map(|(id, sheet)| (sheet.name.as_str(), SheetId(id))).collect();
        let model = Arc::new(compile(&imported.workbook, Ports::default()).model);
        let mut session = Session::new(model, Clock::default());
        session.recalculate().unwrap();
        for case in json_lines(&path.with_extension("jsonl")) {
            let formula = case["formula"].as_str().unwrap();
            let (row, column) = parse_a1(case["cell"].as_str().unwrap()).unwrap();
            let sheet = sheets[case["sheet"].as_str().unwrap()];
            let got = session.value(CellRef { sheet, row, column }).clone();
            let measure = Measure { tolerance: case["tolerance"].as_f64().unwrap_or(1e-9), loose: false };
            let counted = Counted {
                corpus: Corpus::Differential,
                source: case["kind"].as_str().unwrap(),
                functions: &calls(formula, Dialect::Excel),
                is_equal: measure.agrees(&case["expect"], &Array::new(1, 1, vec![got.clone()]).unwrap()),
                is_disputed: false,
                is_edge: is_edge(formula, &case["cells"], &case["expect"]),
            };
            tally.count(&counted, || {
                format!("{} {} {formula} expected {} got {got:?}", case["sheet"], case["cell"], case["expect"])
            });
        }
    }
    true
}
