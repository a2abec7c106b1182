//! Workbooks that Excel saved, from public repositories.

use calc_core::diagnostic::catalogue::file::NOT_A_WORKSHEET;
use calc_core::dialect::Dialect;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::value::Value;
use calc_core::workbook::Content;
use serde_json::Value as Json;

use crate::shared_files::shared;

/// The list beside the workbooks says how many sheets and formulas each has, and how many of those are errors.
#[test]
fn every_workbook_has_the_formulas_that_its_list_counts() {
    let Some(folder) = shared("corpora/workbooks") else { return };
    let list: Vec<Json> = serde_json::from_slice(&std::fs::read(folder.join("workbooks.json")).unwrap()).unwrap();
    assert_eq!(list.len(), 18);
    for entry in &list {
        let file = entry["file"].as_str().unwrap();
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let imported = read_xlsx(&bytes, &ImportOptions::default()).unwrap_or_else(|error| panic!("{file}: {error}"));
        let workbook = &imported.workbook;
        let errors = workbook
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.cells)
            .filter(|cell| matches!(cell.content, Content::Formula(_)) && matches!(cell.cached, Value::Error(_)));
        // The list leaves out dialog and chart sheets, of which diagnostics tell.
        let others = imported.diagnostics.iter().filter(|diagnostic| diagnostic.code == NOT_A_WORKSHEET).count();
        let found = (workbook.sheets.len() - others, workbook.formula_count(), errors.count());
        let count = |name: &str| entry[name].as_u64().unwrap() as usize;
        assert_eq!(found, (count("sheets"), count("formulas"), count("error_results")), "{file}");
        assert_eq!(workbook.dialect, Dialect::Excel, "{file}");
        for diagnostic in &imported.diagnostics {
            println!("{file}: {diagnostic}");
        }
    }
}
