//! `cargo xtask workerd`: the built Worker in the runtime alone, until Ctrl-C.

use std::path::PathBuf;

use anyhow::Result;

use super::{Authority, CacheApi, Settings, Workerd};
use crate::model::{self, Source};
use crate::project::Project;
use crate::{setup, worker};

/// `cargo xtask workerd`
#[derive(clap::Args)]
pub struct Arguments {
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 8788)]
    port: u16,
    /// What stands behind the Cache API
    #[arg(long, value_enum, default_value = "inside")]
    cache: CacheApi,
    /// How the authority of the rate limit fares, to see what the Worker does without it
    #[arg(long, value_enum, default_value_t)]
    authority: Authority,
    /// Serve what `cargo xtask worker` and `cargo xtask model` made last, and build nothing
    #[arg(long)]
    as_built: bool,
    /// The workbook to serve (the sample by default)
    #[arg(long, conflicts_with = "as_built")]
    workbook: Option<PathBuf>,
    /// The ports file that names the workbook's inputs and outputs
    #[arg(long, requires = "workbook")]
    ports: Option<PathBuf>,
    /// A text binding for this run, in place of the one in `wrangler.toml`
    #[arg(long = "var", value_name = "NAME=TEXT", value_parser = variable)]
    variables: Vec<(String, String)>,
}

/// Builds, starts, and stays.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let toolchain = setup::for_worker(project)?;
    let assets = project.build("assets");
    if !arguments.as_built {
        let source = Source::new(project, arguments.workbook.clone(), arguments.ports.clone());
        model::compile(project, &source, &assets)?;
        worker::build(project, &toolchain)?;
    }
    let variables: Vec<(&str, &str)> =
        arguments.variables.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let settings = Settings {
        assets: &assets,
        port: arguments.port,
        cache_api: arguments.cache,
        authority: arguments.authority,
        variables: &variables,
    };
    let mut server = Workerd::start(project, &toolchain.npm, &settings)?;
    println!("the Worker is served at http://{} (Ctrl-C ends it)", server.address());
    server.follow()
}

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, text)) if !name.is_empty() => Ok((name.to_owned(), text.to_owned())),
        _ => Err(format!("found `{text}`, expected NAME=TEXT")),
    }
}
