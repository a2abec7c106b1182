//! A few cells or series of cells that together ask for much.

use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::error::Error;
use calc_core::eval::{Clock, Session};
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, SheetId, parse_a1};
use calc_core::value::Value;
use calc_core::workbook::Workbook;

use crate::corpus::cases_of;
use crate::measure::Table;
use crate::outcome::{got, holds};
use crate::workbook::workbook;

fn calculated(workbook: &Workbook, ask: &str) -> Result<Value, Error> {
    let model = Arc::new(compile(workbook, Ports::default()).model);
    let mut session = Session::new(model, Clock::default());
    session.recalculate()?;
    let (row, column) = parse_a1(ask).unwrap();
    Ok(session.value(CellRef { sheet: SheetId(0), row, column }).clone())
}

#[test]
fn workbooks_end_as_expected() {
    let Some(cases) = cases_of("workbooks.jsonl") else { return };
    let mut table = Table::new("workbooks");
    for case in &cases {
        let workbook = workbook(case);
        let got = got(table.run(case, || calculated(&workbook, case["ask"].as_str().unwrap())));
        if !holds(&case["expect"], &got) {
            table.wrong(case["id"].as_str().unwrap(), &format!("{got:?}, expected {}", case["expect"]));
        }
    }
    table.finish();
}
