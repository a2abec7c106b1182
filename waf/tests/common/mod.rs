//! The corpora, read once for every test that needs them.

#![allow(dead_code, reason = "each test takes what it needs")]
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A text of the corpora.
pub struct Case {
    /// The file's name without its ending.
    pub file: String,
    /// The text, with its padding.
    pub text: String,
    /// Whether it is an attack.
    pub is_attack: bool,
    /// Whether it counts: no rule of a higher paranoia level, nothing that only a whole request shows.
    pub is_fair: bool,
}

/// The folder of the shared data, or none, said plainly.
pub fn shared(part: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PAINTBOX_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from)
        .join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no folder `{}`", folder.display());
    None
}

/// Every text of the corpora, or none where they are not there.
pub fn cases() -> Option<Vec<Case>> {
    let folder = shared("corpora/waf")?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder that can be read")
        .map(|entry| entry.expect("an entry of a folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for line in std::fs::read_to_string(&path).expect("a text file").lines() {
            cases.push(case(&file, &serde_json::from_str(line).expect("a JSON object a line")));
        }
    }
    Some(cases)
}

fn case(file: &str, line: &Value) -> Case {
    let location = line["location"].as_str().unwrap_or_default();
    let pad = line["pad"]["char"].as_str().unwrap_or_default();
    let times = line["pad"]["times"].as_u64().unwrap_or_default();
    let text = pad.repeat(times as usize) + line["payload"].as_str().unwrap_or_default();
    let is_fair = matches!(line["pl"].as_u64(), None | Some(1))
        && file != "crs_protocol"
        && !location.starts_with("header")
        && line.get("request").is_none();
    Case { file: file.to_owned(), text, is_attack: line["expect"] == "attack", is_fair }
}
