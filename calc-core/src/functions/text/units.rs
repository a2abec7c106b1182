//! Text by UTF-16 units.

use super::super::prelude::*;
use crate::value::{MAX_TEXT, utf16_len};

/// The units `from..to` of a text. A pair that is cut in two leaves the replacement character.
pub fn slice(text: &str, from: usize, to: usize) -> String {
    if text.is_ascii() {
        let to = to.min(text.len());
        return text.get(from.min(to)..to).unwrap_or_default().to_string();
    }
    let units: Vec<u16> = text.encode_utf16().skip(from).take(to.saturating_sub(from)).collect();
    String::from_utf16_lossy(&units)
}

/// A result, unless it is longer than a cell's text.
pub fn bounded(text: String) -> Outcome {
    if text.len() > MAX_TEXT && utf16_len(&text) > MAX_TEXT { Err(CellError::Value) } else { Ok(text.into()) }
}

/// A count of units from an argument; negative ones are `#VALUE!`.
pub fn count(number: f64) -> Result<usize, CellError> {
    if number < 0.0 { Err(CellError::Value) } else { Ok(number.min(1e9) as usize) }
}

/// The unit before a character, by the character's position.
pub fn unit_of(letters: &[char], position: usize) -> usize {
    letters.iter().take(position).map(|letter| letter.len_utf16()).sum()
}

/// The character at or after a unit.
pub fn character_at(letters: &[char], unit: usize) -> usize {
    let mut seen = 0;
    letters
        .iter()
        .position(|letter| {
            let found = seen >= unit;
            seen += letter.len_utf16();
            found
        })
        .unwrap_or(letters.len())
}
