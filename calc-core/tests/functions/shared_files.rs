//! The material that is not part of the project.

use std::path::{Path, PathBuf};

/// The folder, whether it is there or not.
pub fn shared() -> PathBuf {
    match std::env::var_os("PAINTBOX_SHARED") {
        Some(path) => path.into(),
        None => [env!("CARGO_MANIFEST_DIR"), "..", "..", "shared"].iter().collect(),
    }
}

/// The lines of a file, each one JSON.
pub fn json_lines(path: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
