//! The bytes of a model behind their checksum: read or refused, and what is read keeps to the budget when it runs.

use std::path::Path;
use std::sync::Arc;

use calc_core::compile::compile;
use calc_core::dialect::Dialect;
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;
use calc_core::model::ports::Ports;
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};
use sha2::{Digest, Sha256};

use crate::grid::typed;
use crate::seeds::formulas;
use crate::spent::within;

/// Steps that the calculation may take.
const BUDGET: u64 = 50_000;
/// The mark of the format with its version, and the checksum behind it.
const MARK: usize = 9;
const CHECKSUM: usize = 32;

/// Puts the mark and the right checksum before an input and reads it as a model.
pub fn run(input: &[u8]) {
    let empty = Model::default().encode();
    let Some(mark) = empty.get(..MARK) else { return };
    let bytes = [mark, &Sha256::digest(input)[..], input].concat();
    let Ok(model) = within(BUDGET, || Model::decode(&bytes)) else { return };
    let again = model.encode();
    let decoded = Model::decode(&again).unwrap_or_else(|error| panic!("{error}"));
    assert!(decoded.encode() == again, "a decoded model is encoded to other bytes");
    within(BUDGET, || {
        let mut session = Session::new(Arc::new(model), Clock::default());
        session.limit(BUDGET);
        // Out of steps is an answer too.
        session.recalculate().is_ok()
    });
}

/// Models of a formula each.
pub fn seeds(shared: Option<&Path>) -> Vec<Vec<u8>> {
    let cell = |row, content| Cell { row, column: 0, content, cached: Default::default(), format: None };
    let model = |formula: &String| {
        let text = formula.trim_start_matches('=').into();
        let formula = Formula { text, origin: (3, 0), kind: FormulaKind::Dynamic };
        let mut cells: Vec<Cell> =
            ["1", "x"].iter().zip(0..).map(|(text, row)| cell(row, Content::Constant(typed(text)))).collect();
        cells.push(cell(3, Content::Formula(formula)));
        let sheets = vec![Sheet { name: "S".to_owned(), cells, ..Sheet::default() }];
        let workbook = Workbook { sheets, dialect: Dialect::Excel, ..Workbook::default() };
        compile(&workbook, Ports::default()).model.encode().get(MARK + CHECKSUM..).map(<[u8]>::to_vec)
    };
    formulas(shared).iter().step_by(5).filter_map(model).collect()
}

/// Integers as they are written, and texts.
pub fn words() -> Vec<String> {
    ["\u{0}\u{0}", "\u{1}\u{0}", "\u{1}\u{1}", "\u{7f}", "S", "SUM", "A1"].map(str::to_owned).to_vec()
}
