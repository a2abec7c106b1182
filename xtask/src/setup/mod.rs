//! Finds out what the Worker's toolchain lacks on this machine and sets it up, once.
//!
//! Nothing is ever installed over what is there: the Rust of the user, rustup and the system's Node stay as they are.
//! What is made lives in the user's cache and data folders and in `node_modules`; Debian packages are the exception.

mod cargo_tools;
mod chromium;
mod debian_rust;
mod npm;
mod wasm_target;

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::project::Project;

pub use npm::NpmTools;
pub use wasm_target::{RustToolchain, Rustup};

/// `cargo xtask setup`
#[derive(clap::Args)]
pub struct Arguments {
    /// Only tell what is there and what is missing
    #[arg(long)]
    check: bool,
    /// Let rustup add the WebAssembly target to the active toolchain, if the target is missing
    #[arg(long)]
    rustup: bool,
    /// Also set up the browser of the page's test
    #[arg(long)]
    browser: bool,
}

/// Everything that it takes to build the Worker and to run it here.
pub struct Toolchain {
    /// A Rust that builds for WebAssembly.
    pub rust: RustToolchain,
    /// The program `wasm-bindgen`.
    pub wasm_bindgen: PathBuf,
    /// The program `worker-build`.
    pub worker_build: PathBuf,
    /// Node and what npm installed.
    pub npm: NpmTools,
}

/// Sets up, or only tells with `--check`.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    if arguments.check {
        return check(project);
    }
    let rustup = if arguments.rustup { Rustup::Allowed } else { Rustup::LeftAlone };
    let toolchain = set_up(project, rustup)?;
    println!("rust          {}", toolchain.rust.describe());
    println!("wasm-bindgen  {}", toolchain.wasm_bindgen.display());
    println!("worker-build  {}", toolchain.worker_build.display());
    println!("node          {}", toolchain.npm.node.display());
    println!("wrangler      {}", toolchain.npm.wrangler.display());
    if arguments.browser {
        println!("chromium      {}", chromium::set_up(project)?.display());
    }
    Ok(())
}

/// What building and running the Worker needs; sets up what is missing.
pub fn for_worker(project: &Project) -> Result<Toolchain> {
    set_up(project, Rustup::LeftAlone)
}

/// The browser of the page's test; sets it up where it is missing.
pub fn browser(project: &Project) -> Result<PathBuf> {
    chromium::set_up(project)
}

fn set_up(project: &Project, rustup: Rustup) -> Result<Toolchain> {
    Ok(Toolchain {
        npm: npm::set_up(project)?,
        rust: wasm_target::set_up(project, rustup)?,
        wasm_bindgen: cargo_tools::set_up(project, &cargo_tools::WASM_BINDGEN)?,
        worker_build: cargo_tools::set_up(project, &cargo_tools::WORKER_BUILD)?,
    })
}

fn check(project: &Project) -> Result<()> {
    let parts = [
        ("rust for WebAssembly", wasm_target::find()?.map(|rust| rust.describe())),
        ("wasm-bindgen", cargo_tools::find(&cargo_tools::WASM_BINDGEN)?.map(show)),
        ("worker-build", cargo_tools::find(&cargo_tools::WORKER_BUILD)?.map(show)),
        ("npm tools", npm::find(project).map(|tools| show(tools.wrangler))),
        ("chromium (tests only)", chromium::find().map(show)),
    ];
    for (name, found) in &parts {
        println!("{name:22} {}", found.as_deref().unwrap_or("missing"));
    }
    let missing = parts.iter().filter(|(_, found)| found.is_none()).count();
    if missing > 0 {
        bail!("{missing} of {} parts are missing: run `cargo xtask setup --browser`", parts.len());
    }
    Ok(())
}

fn show(path: PathBuf) -> String {
    path.display().to_string()
}
