//! The workbook that the project is built for.

use std::collections::BTreeMap;
use std::time::Instant;

use calc_core::dialect::Dialect;
use calc_core::import::{ImportOptions, Imported, read_xlsx};
use calc_core::value::{CellError, Value};
use calc_core::workbook::{Content, FormulaKind, SpillMark, ValidationRule};

use crate::shared_files::shared;

fn real() -> Option<Imported> {
    let bytes = std::fs::read(shared("workbooks/painting-estimator.xlsx")?).unwrap();
    let start = Instant::now();
    let imported = read_xlsx(&bytes, &ImportOptions::default()).unwrap();
    println!("imported in {:?}", start.elapsed());
    Some(imported)
}

#[test]
fn it_has_the_sheets_and_formulas_that_were_counted_by_hand() {
    let Some(Imported { workbook, diagnostics }) = real() else { return };
    assert_eq!(workbook.dialect, Dialect::Sheets);
    assert_eq!(workbook.sheets.len(), 25);
    assert_eq!(workbook.sheets.iter().filter(|sheet| sheet.hidden).count(), 12);
    assert_eq!(workbook.formula_count(), 14_709);
    let mut kinds = BTreeMap::new();
    let mut errors = 0;
    for cell in workbook.sheets.iter().flat_map(|sheet| &sheet.cells) {
        if let Content::Formula(formula) = &cell.content {
            let kind = match formula.kind {
                FormulaKind::Plain if formula.origin == (cell.row, cell.column) => "own text",
                FormulaKind::Plain => "shared",
                FormulaKind::GoogleArray(_) => "array",
                FormulaKind::Dynamic => "dynamic",
                FormulaKind::Google => "frozen",
                FormulaKind::Fixed(_) => "fixed",
            };
            *kinds.entry(kind).or_insert(0) += 1;
            errors += usize::from(matches!(cell.cached, Value::Error(_)));
        }
    }
    // 9,024 plain, of which 552 are frozen and 82 of these spilled; 641 masters; 4,961 children; 83 arrays.
    let counted = [("array", 83), ("frozen", 552 - 82), ("own text", 9_024 - 552 + 641), ("shared", 4_961)];
    assert_eq!(kinds, BTreeMap::from(counted));
    // 27 arrays spill over 291 cells, of which the file stores 109 with a value and 182 as blank.
    let spilled = || workbook.sheets.iter().flat_map(|sheet| &sheet.spilled);
    let marked = |mark| spilled().filter(|cell| cell.mark == mark).count();
    assert_eq!((marked(SpillMark::ComputedValue), marked(SpillMark::Bare)), (82, 109));
    errors += spilled().filter(|cell| matches!(cell.cached, Value::Error(_))).count();
    assert_eq!(errors, 138);
    assert_eq!(workbook.names.len(), 5);
    assert_eq!(workbook.sheets.iter().map(|sheet| sheet.validations.len()).sum::<usize>(), 146);
    for diagnostic in &diagnostics {
        println!("{diagnostic}");
    }
    assert_eq!(diagnostics.len(), 1);
}

/// Cells that were looked up in the file itself.
#[test]
fn single_cells_are_what_the_file_says() {
    let Some(Imported { workbook, .. }) = real() else { return };
    let cell = |sheet: &str, row: u32, column: u32| {
        let sheet = workbook.sheet(workbook.sheet_by_name(sheet).unwrap()).unwrap();
        sheet.cell(row - 1, column - 1).unwrap().clone()
    };
    assert_eq!(cell("ext measure", 1, 2).content, Content::Constant(Value::from("Exterior Measure")));
    let Content::Formula(today) = cell("Version History", 5, 4).content else { panic!("a formula") };
    assert_eq!(today.text.as_str(), "VLOOKUP(TODAY(),{C7:C81,B7:B81},2,true)");
    let data = cell("Data2", 179, 6);
    let Content::Formula(average) = data.content else { panic!("a formula") };
    assert_eq!(average.text.as_str(), "AVERAGE(F2:F175-D2:D175)");
    assert!(matches!(average.kind, FormulaKind::GoogleArray(range) if range.is_cell()));
    assert_eq!(data.cached, Value::Number(2.4));
    assert_eq!(cell("Interior Pricing Table", 64, 28).cached, Value::Error(CellError::Value));
    let lists = workbook.sheets.iter().flat_map(|sheet| &sheet.validations);
    let yes_no = ValidationRule::List(["Yes", "No"].map(str::to_string).to_vec());
    assert!(lists.clone().any(|validation| validation.rule == yes_no));
    assert!(lists.clone().any(|v| v.rule == ValidationRule::ListFormula("Data2!$C$2:$C$186".to_string())));
}
