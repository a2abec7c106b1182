//! CONVERT: a number from one unit to another.

use super::super::prelude::*;
use super::units::{BINARY, METRIC, Prefixes, UNITS, Unit};
use crate::number::pow;

/// The rows.
pub static FUNCTIONS: &[FunctionSpec] = &[FunctionSpec::new(
    "CONVERT",
    Category::Engineering,
    &[required("number", Kind::AddInNumber), required("from", Kind::Text), required("to", Kind::Text)],
    convert,
    "The number in another unit; #N/A for units that are unknown or measure different things.",
)
.steps(10)];

/// A unit with the size that its prefix gives it.
fn read(name: &str) -> Option<(&'static Unit, f64)> {
    if let Some(unit) = UNITS.iter().find(|unit| unit.names.contains(&name)) {
        return Some((unit, unit.size));
    }
    UNITS.iter().find_map(|unit| {
        let prefix = unit.names.iter().find_map(|known| name.strip_suffix(known))?;
        let metric = METRIC.iter().find(|(known, _)| *known == prefix);
        let scale = match unit.prefixes {
            Prefixes::No => return None,
            Prefixes::Metric(power) => pow(10.0, f64::from(metric?.1 * power)),
            Prefixes::Binary => match BINARY.iter().find(|(known, _)| *known == prefix) {
                Some((_, power)) => pow(2.0, f64::from(*power)),
                None => pow(10.0, f64::from(metric?.1)),
            },
        };
        Some((unit, unit.size * scale))
    })
}

fn convert(call: &Call<'_>) -> Outcome {
    let (from, from_size) = read(call.text(1)).ok_or(CellError::Na)?;
    let (to, to_size) = read(call.text(2)).ok_or(CellError::Na)?;
    if from.measure != to.measure {
        return Err(CellError::Na);
    }
    let number = call.number(0);
    if from.zero == 0.0 && to.zero == 0.0 {
        return Ok((number * (from_size / to_size)).into());
    }
    Ok(((number * from_size + from.zero - to.zero) / to_size).into())
}
