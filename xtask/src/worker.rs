//! Builds the Worker: Rust to WebAssembly, bindings, optimisation, one JavaScript module. Nothing is downloaded by it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::machine::{path_with, without_toolchain};
use crate::process;
use crate::project::Project;
use crate::setup::{RustToolchain, Toolchain};

/// The entry module, below `build/`.
pub const MODULE: &str = "worker/index.js";
/// The code, below `build/`.
pub const WASM: &str = "worker/index_bg.wasm";

/// Builds into `build/worker`.
pub fn build(project: &Project, toolchain: &Toolchain) -> Result<()> {
    let node_folder = toolchain.npm.node.parent().context("Node has no folder")?;
    let mut folders: Vec<&Path> = vec![node_folder];
    let mut command = Command::new(&toolchain.worker_build);
    if let RustToolchain::Separate(programs) = &toolchain.rust {
        without_toolchain(&mut command);
        folders.push(programs);
    }
    command
        .current_dir(project.path("edge-worker"))
        .args(["--release", "--out-dir", "../build/worker"])
        .env("PATH", path_with(&folders)?)
        // A folder of its own: another compiler, another target, and no waiting for a native build's lock.
        .env("CARGO_TARGET_DIR", project.path("target/worker"))
        // With all three given, worker-build looks for nothing on the network.
        .env("WASM_BINDGEN_BIN", &toolchain.wasm_bindgen)
        .env("WASM_OPT_BIN", &toolchain.npm.wasm_opt)
        .env("ESBUILD_BIN", &toolchain.npm.esbuild);
    process::run("building the Worker", command, &project.log("worker-build"))?;
    for file in [MODULE, WASM] {
        let file = project.build(file);
        file.metadata().with_context(|| format!("the build did not write `{}`", file.display()))?;
    }
    Ok(())
}
