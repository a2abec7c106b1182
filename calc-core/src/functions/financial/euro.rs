//! EUROCONVERT: amounts in the currencies that became the euro.

use super::super::prelude::*;
use crate::number::round_half_away;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "EUROCONVERT",
    Category::Financial,
    &[
        required("amount", Kind::AddInNumber),
        required("from", Kind::Text),
        required("to", Kind::Text),
        optional("full_precision", Kind::Bool),
        optional("triangulation", Kind::AddInNumber),
    ],
    euro_convert,
    "An amount in another of the currencies that became the euro, at the fixed rate.",
)];

/// Currencies with how many of them a euro was, and the decimals that amounts are rounded to.
const CURRENCIES: &[(&str, f64, i32)] = &[
    ("EUR", 1.0, 2),
    ("ATS", 13.7603, 2),
    ("BEF", 40.3399, 0),
    ("CYP", 0.585274, 2),
    ("DEM", 1.95583, 2),
    ("EEK", 15.6466, 2),
    ("ESP", 166.386, 0),
    ("FIM", 5.94573, 2),
    ("FRF", 6.55957, 2),
    ("GRD", 340.750, 0),
    ("IEP", 0.787564, 2),
    ("ITL", 1936.27, 0),
    ("LUF", 40.3399, 0),
    ("MTL", 0.429300, 2),
    ("NLG", 2.20371, 2),
    ("PTE", 200.482, 0),
    ("SIT", 239.640, 2),
    ("SKK", 30.1260, 2),
];

fn euro_convert(call: &Call<'_>) -> Outcome {
    let find = |name: &str| CURRENCIES.iter().find(|(known, ..)| *known == name).ok_or(CellError::Value);
    let (from, to) = (find(call.text(1))?, find(call.text(2))?);
    let amount = call.number(0);
    if from.0 == to.0 {
        return Ok(amount.into());
    }
    let mut euro = amount / from.1;
    if call.has(4) {
        let digits = call.number(4).trunc();
        if digits < 3.0 {
            return Err(CellError::Value);
        }
        // The amount in euro is rounded to so many significant digits.
        let leading = if euro == 0.0 { 0.0 } else { libm::log10(euro.abs()).floor() };
        euro = round_half_away(euro, (digits - 1.0 - leading).clamp(-400.0, 400.0) as i32);
    }
    let result = euro * to.1;
    Ok(if call.bool_or(3, false) { result.into() } else { round_half_away(result, to.2).into() })
}
