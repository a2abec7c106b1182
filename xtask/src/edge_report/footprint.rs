//! What the detectors add to the Worker's code: two small programs, with and without them, as the Worker is built.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::machine::{cargo, path_with, without_toolchain};
use crate::process;
use crate::project::Project;
use crate::setup::{RustToolchain, Toolchain};
use crate::size::gzipped;

/// The programs, which are examples of the crate `waf`: with the detectors and without.
const PROGRAMS: [&str; 2] = ["footprint", "nothing"];

/// Bytes of WebAssembly.
pub struct Footprint {
    /// As they are.
    pub raw: usize,
    /// As they are counted at the upload.
    pub gzipped: usize,
}

impl Footprint {
    /// Builds both programs; what one has more than the other.
    pub fn measure(project: &Project, toolchain: &Toolchain) -> Result<Self> {
        let node = toolchain.npm.node.parent().context("Node has no folder")?;
        let mut folders: Vec<&Path> = vec![node];
        let mut command = match &toolchain.rust {
            RustToolchain::Active => cargo(),
            RustToolchain::Separate(programs) => {
                folders.insert(0, programs);
                Command::new(programs.join("cargo"))
            }
        };
        without_toolchain(&mut command);
        command.current_dir(project.root()).env("PATH", path_with(&folders)?);
        command.env("CARGO_TARGET_DIR", project.path("target/worker"));
        command.args(["build", "--release", "--target", "wasm32-unknown-unknown", "--package", "waf"]);
        command.args(PROGRAMS.iter().flat_map(|program| ["--example", program]));
        process::run("building the detectors alone", command, &project.log("footprint"))?;
        let [with, without] = PROGRAMS.map(|program| Self::of(project, toolchain, program, &folders));
        let (with, without) = (with?, without?);
        Ok(Self { raw: with.raw - without.raw, gzipped: with.gzipped - without.gzipped })
    }

    fn of(project: &Project, toolchain: &Toolchain, program: &str, folders: &[&Path]) -> Result<Self> {
        let built = project.path("target/worker/wasm32-unknown-unknown/release/examples").join(program);
        let optimized = project.build(&format!("report/{program}.wasm"));
        if let Some(folder) = optimized.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut command = Command::new(&toolchain.npm.wasm_opt);
        command.env("PATH", path_with(folders)?);
        command.args(["-O", "--all-features"]).arg(built.with_extension("wasm")).arg("-o").arg(&optimized);
        process::run(&format!("optimizing {program}"), command, &project.log("footprint-wasm-opt"))?;
        let bytes = fs::read(&optimized).with_context(|| format!("cannot read `{}`", optimized.display()))?;
        Ok(Self { raw: bytes.len(), gzipped: gzipped(&bytes)? })
    }
}
