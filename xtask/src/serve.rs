//! `cargo xtask serve`: from a workbook to a Worker that answers on this machine.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::dev_server::DevServer;
use crate::model::{self, Source};
use crate::project::Project;
use crate::{setup, size, worker};

/// `cargo xtask serve`
#[derive(clap::Args)]
pub struct Arguments {
    /// The workbook to serve (the sample by default)
    #[arg(long)]
    workbook: Option<PathBuf>,
    /// The ports file that names the workbook's inputs and outputs
    #[arg(long, requires = "workbook")]
    ports: Option<PathBuf>,
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 8787)]
    port: u16,
}

/// Sets up, compiles, builds, starts, and stays until Ctrl-C.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let source = Source::new(project, absolute(&arguments.workbook)?, absolute(&arguments.ports)?);
    let toolchain = setup::for_worker(project)?;
    let assets = project.build("assets");
    model::compile(project, &source, &assets)?;
    worker::build(project, &toolchain)?;
    eprintln!("  {}", size::measure(project)?);
    let mut server = DevServer::start(project, &toolchain.npm, &assets, arguments.port)?;
    let address = server.address();
    println!("\n{} is served at {address} (Ctrl-C ends it). Try:\n", source.workbook.display());
    println!("  curl -s {address}/api/v1/calculations -H 'content-type: application/json' \\");
    println!("    -d '{}'\n", source.example_request());
    server.follow()
}

fn absolute(path: &Option<PathBuf>) -> Result<Option<PathBuf>> {
    let Some(path) = path else { return Ok(None) };
    path.canonicalize().with_context(|| format!("cannot read `{}`", path.display())).map(Some)
}
