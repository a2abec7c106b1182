//! Where the corpus lies, and how its descriptions are read.

use std::path::PathBuf;

use calc_core::reference::parse_a1;
use serde_json::Value as Json;

/// The cases of a file of the corpus, where the shared corpora lie beside the project.
pub fn cases_of(file: &str) -> Option<Vec<Json>> {
    let root = std::env::var_os("PAINTBOX_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let path = root.join("corpora/hostile").join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()),
        Err(_) => {
            println!("skipped: {} is not there", path.display());
            None
        }
    }
}

/// A text in parts, of which some repeat.
pub fn built(parts: &Json) -> String {
    let mut text = String::new();
    for part in parts.as_array().unwrap() {
        match part {
            Json::String(part) => text.push_str(part),
            part => {
                let times = part["times"].as_u64().unwrap() as usize;
                text.push_str(&part["repeat"].as_str().unwrap().repeat(times));
            }
        }
    }
    text
}

/// The cells of `A1` or `A1:B2`.
pub fn places(range: &str) -> impl Iterator<Item = (u32, u32)> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let ((top, left), (bottom, right)) = (parse_a1(first).unwrap(), parse_a1(last).unwrap());
    (top..=bottom).flat_map(move |row| (left..=right).map(move |column| (row, column)))
}

/// Bytes out of base64 (RFC 4648).
pub fn base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0u32, 0, Vec::new());
    for character in text.bytes().filter(|byte| *byte != b'=') {
        bits = bits << 6 | alphabet.iter().position(|known| *known == character).unwrap() as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
