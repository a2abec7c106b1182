//! Files that lie beside the project and are not part of it.

use std::path::PathBuf;

/// The path of a file or folder there; `None`, and a line that says so, where there is none.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PAINTBOX_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")));
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}
