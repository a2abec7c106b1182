//! Names the engine by its own source: the same request over the same model may be answered otherwise by another source, so whoever keeps
//! answers keeps this name with them. Nobody has to remember to raise a number.

use std::path::{Path, PathBuf};

/// The folder of all that an answer is made by.
const SOURCE: &str = "src";

fn main() {
    println!("cargo::rerun-if-changed={SOURCE}");
    let mut files = files_below(Path::new(SOURCE));
    files.sort();
    let mut hash = Fnv::default();
    for file in &files {
        hash.write(file.to_string_lossy().as_bytes());
        hash.write(&std::fs::read(file).unwrap_or_default());
    }
    println!("cargo::rustc-env=PAINTBOX_ENGINE={:016x}", hash.0);
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

/// FNV-1a of 64 bits: it tells versions of one's own source apart, and needs to withstand nobody.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xCBF2_9CE4_8422_2325)
    }
}

impl Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain([&0]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}
