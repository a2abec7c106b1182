//! The size of what is uploaded, against the limit the project set itself.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::project::Project;
use crate::worker::{MODULE, WASM};

/// 1.5 MB gzipped, of the 3 MB that Cloudflare's free plan allows.
pub const LIMIT: usize = 1_500_000;

/// The bundle's bytes.
pub struct Bundle {
    /// As they are on disk.
    pub raw: usize,
    /// As they are counted at the upload.
    pub gzipped: usize,
}

impl Bundle {
    /// Of the Worker that was built last.
    pub fn measure(project: &Project) -> Result<Self> {
        let mut bundle = Self { raw: 0, gzipped: 0 };
        for file in [MODULE, WASM] {
            let file = project.build(file);
            let bytes = fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
            bundle.raw += bytes.len();
            bundle.gzipped += gzipped(&bytes)?;
        }
        Ok(bundle)
    }
}

/// Prints the sizes; a bundle over the limit is an error.
pub fn check(project: &Project) -> Result<()> {
    println!("{}", measure(project)?);
    Ok(())
}

/// One line with the sizes; a bundle over the limit is an error.
pub fn measure(project: &Project) -> Result<String> {
    let bundle = Bundle::measure(project)?;
    let line = format!(
        "Worker bundle: {} raw, {} gzipped, limit {} gzipped",
        kilobytes(bundle.raw),
        kilobytes(bundle.gzipped),
        kilobytes(LIMIT)
    );
    if bundle.gzipped > LIMIT {
        bail!("{line}");
    }
    Ok(line)
}

/// How many bytes these are at the upload.
pub fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}
