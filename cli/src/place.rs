//! Names and cells as people write them: `coats`, `Sheet!A1`, `'My sheet'!A1=3`.

use calc_core::model::Model;
use calc_core::reference::CellRef;
use calc_core::value::Value;

use crate::failure::Failure;

/// The cell that a port's name or an address stands for.
pub fn cell(text: &str, model: &Model) -> Result<CellRef, Failure> {
    let ports = model.ports();
    let port = ports.output(text).map(|output| &output.port).or_else(|| ports.input(text).map(|input| &input.port));
    port.map(|port| port.cell).or_else(|| model.cell(text)).ok_or_else(|| {
        Failure::new(format!("`{text}` is neither a port of the model nor a cell of it, such as `Sheet!A1`"))
    })
}

/// Parts `NAME_OR_CELL=VALUE` at the first `=` after the last `!` of the cell; the sheet's name may hold any of both.
pub fn split(text: &str) -> Result<(&str, &str), Failure> {
    let name_end = match text.strip_prefix('\'') {
        Some(quoted) => quoted.find("'!").map_or(0, |at| at + 3),
        None => text.find('=').and_then(|equals| text.get(..equals)).and_then(|head| head.rfind('!')).unwrap_or(0),
    };
    let after = text.get(name_end..).unwrap_or("");
    match after.find('=') {
        Some(at) => {
            let (name, value) = text.split_at(name_end + at);
            Ok((name, value.strip_prefix('=').unwrap_or(value)))
        }
        None => Err(Failure::new(format!("`{text}`: expected NAME_OR_CELL=VALUE"))),
    }
}

/// Reads `NAME_OR_CELL=VALUE`. The value is JSON if it reads as such, otherwise text.
pub fn assignment(text: &str, model: &Model) -> Result<(CellRef, Value), Failure> {
    let (name, value) = split(text)?;
    Ok((cell(name, model)?, Value::from_json(&typed(value)).unwrap_or_else(|| Value::text(value))))
}

/// A value as typed in a shell: a JSON number, logical, null, quoted text or error object, otherwise text.
pub fn typed(value: &str) -> serde_json::Value {
    serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_equals_sign_after_the_cell_parts_them() {
        assert_eq!(split("coats=2").unwrap(), ("coats", "2"));
        assert_eq!(split("Int Measure!U12=a=b").unwrap(), ("Int Measure!U12", "a=b"));
        assert_eq!(split("'A=B'!C1=3").unwrap(), ("'A=B'!C1", "3"));
        assert_eq!(split("note=wow!=x").unwrap(), ("note", "wow!=x"));
        assert!(split("coats").is_err());
    }
}
