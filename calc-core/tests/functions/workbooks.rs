//! Whole workbooks that Excel saved, with its value in every formula cell.

use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, SheetId, a1};
use calc_core::value::Value;
use calc_core::workbook::Content;

use crate::calls::calls;
use crate::score::{Corpus, Counted, Tally};
use crate::shared_files::shared;

/// Counts every formula whose value does not hang on time or chance; whether the corpus is there.
pub fn count(tally: &mut Tally) -> bool {
    let Some(folder) = shared("corpora/workbooks") else { return false };
    let mut workbooks: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    workbooks.retain(|path| path.extension().is_some_and(|extension| extension == "xlsx" || extension == "xlsm"));
    workbooks.sort();
    for path in workbooks {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let imported = read_xlsx(&std::fs::read(&path).unwrap(), &ImportOptions::default()).unwrap();
        let model = Arc::new(compile(&imported.workbook, Ports::default()).model);
        let mut session = Session::new(model, Clock::default());
        session.recalculate().unwrap();
        let volatile = session.volatile_cells();
        for (id, sheet) in (0..).zip(&imported.workbook.sheets) {
            for cell in &sheet.cells {
                let Content::Formula(formula) = &cell.content else { continue };
                let place = CellRef { sheet: SheetId(id), row: cell.row, column: cell.column };
                if volatile.contains(&place) {
                    continue;
                }
                let got = session.value(place);
                let counted = Counted {
                    corpus: Corpus::Workbooks,
                    source: &file,
                    functions: &calls(&formula.text, Dialect::Excel),
                    is_equal: agree(&cell.cached, got),
                    is_disputed: false,
                    is_edge: matches!(cell.cached, Value::Error(_)),
                };
                tally.count(&counted, || {
                    let at = a1(cell.row, cell.column);
                    format!("{file} {}!{at} ={} expected {:?} got {got:?}", sheet.name, formula.text, cell.cached)
                });
            }
        }
    }
    true
}

/// Numbers to nine digits, all else exactly; a blank and `""` look the same in the file.
fn agree(expected: &Value, got: &Value) -> bool {
    let is_empty =
        |value: &Value| matches!(value, Value::Blank) || matches!(value, Value::Text(text) if text.is_empty());
    match (expected, got) {
        (Value::Number(a), Value::Number(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
        (a, b) => a == b || (is_empty(a) && is_empty(b)),
    }
}
