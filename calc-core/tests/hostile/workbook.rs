//! Workbooks as the corpus describes them: cells, and series of cells.

use calc_core::reference::parse_a1;
use calc_core::value::{Text, Value};
use calc_core::workbook::{Cell, Content, DefinedName, Formula, FormulaKind, Sheet, Workbook};
use serde_json::Value as Json;

use crate::corpus::places;

/// The workbook that a case describes.
pub fn workbook(case: &Json) -> Workbook {
    let sheets = case["cells"].get("sheets").and_then(Json::as_u64).unwrap_or(1);
    let sheets = (1..=sheets).map(|index| Sheet { name: format!("Sheet{index}"), ..Sheet::default() });
    let mut workbook = Workbook { sheets: sheets.collect(), ..Workbook::default() };
    for (place, content) in case["cells"].as_object().unwrap() {
        if let Some(name) = place.strip_prefix("name:") {
            let formula = content.as_str().unwrap().trim_start_matches('=').to_string();
            workbook.names.push(DefinedName { name: name.to_string(), scope: None, formula, hidden: false });
        } else if place != "sheets" {
            workbook.sheets[0].cells.extend(places(place).map(|(row, column)| cell(row, column, content)));
        }
    }
    workbook.sheets[0].cells.sort_by_key(|cell| (cell.row, cell.column));
    workbook
}

fn cell(row: u32, column: u32, content: &Json) -> Cell {
    let typed = |text: &str| match text.strip_prefix('=') {
        Some(formula) => {
            Content::Formula(Formula { text: Text::from(formula), origin: (row, column), kind: FormulaKind::Dynamic })
        }
        None => Content::Constant(Value::text(text)),
    };
    let content = match content {
        Json::Object(series) => {
            let text = series["series"].as_str().unwrap();
            let text = text.replace("{p}", &row.to_string()).replace("{n}", &(row + 2).to_string());
            let text = text.replace("{r}", &(row + 1).to_string());
            if series.contains_key("number") {
                Content::Constant(Value::Number(text.parse().unwrap()))
            } else {
                typed(&text)
            }
        }
        Json::String(text) => typed(text),
        number => Content::Constant(Value::Number(number.as_f64().unwrap())),
    };
    Cell { row, column, content, cached: Value::Blank, format: None }
}

/// A workbook with nothing but the formula of a case, in the cell that the case names.
pub fn formula_in_a_cell(case: &Json) -> Workbook {
    let (row, column) = parse_a1(case["cell"].as_str().unwrap()).unwrap();
    let cells = vec![cell(row, column, &case["formula"])];
    Workbook { sheets: vec![Sheet { name: "Sheet1".into(), cells, ..Sheet::default() }], ..Workbook::default() }
}
