//! The size of what is uploaded, against the limit the project set itself.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::project::Project;
use crate::worker::{MODULE, WASM};

/// 1.5 MB gzipped, of the 3 MB that Cloudflare's free plan allows.
const LIMIT: usize = 1_500_000;

/// Prints the sizes; a bundle over the limit is an error.
pub fn check(project: &Project) -> Result<()> {
    println!("{}", measure(project)?);
    Ok(())
}

/// One line with the sizes; a bundle over the limit is an error.
pub fn measure(project: &Project) -> Result<String> {
    let (mut raw, mut packed) = (0, 0);
    for file in [MODULE, WASM] {
        let file = project.build(file);
        let bytes = fs::read(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
        raw += bytes.len();
        packed += gzipped(&bytes)?;
    }
    let line = format!(
        "Worker bundle: {} raw, {} gzipped, limit {} gzipped",
        kilobytes(raw),
        kilobytes(packed),
        kilobytes(LIMIT)
    );
    if packed > LIMIT {
        bail!("{line}");
    }
    Ok(line)
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}
