//! The Workers runtime by itself: `workerd serve` over the built Worker, without wrangler's proxy before it.
//!
//! The proxy of `wrangler dev` is many times slower than the Worker, so nothing that is measured goes through it. The
//! configuration is made from `wrangler.toml`: what the Worker is bound to stands there and nowhere else.

mod authority;
mod cache_service;
mod configuration;
mod manifest;
mod serve;

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::interrupt;
use crate::process::{Output, ProcessGroup, tail};
use crate::progress::Step;
use crate::project::Project;
use crate::setup::NpmTools;

pub use authority::Authority;
use cache_service::CacheService;
use configuration::{Cache, Configuration};
use manifest::Manifest;

pub use serve::{Arguments, run};

/// The module of the cache inside, beside the configuration.
const CACHE_MODULE: &str = "cache.js";
/// How long the runtime may take to answer for the first time.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How often the address is asked while it starts.
const PAUSE: Duration = Duration::from_millis(50);

/// What stands behind the Cache API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CacheApi {
    /// A worker in the runtime's own process
    Inside,
    /// A cache in this program's memory, over loopback
    Outside,
    /// Nothing: every call fails, and the Worker has to live with that
    Absent,
}

/// What the runtime serves and where.
pub struct Settings<'a> {
    /// The folder with the compiled model.
    pub assets: &'a Path,
    /// The port on 127.0.0.1.
    pub port: u16,
    /// What stands behind the Cache API.
    pub cache_api: CacheApi,
    /// How the authority of the rate limit fares.
    pub authority: Authority,
    /// Text bindings in place of those of `wrangler.toml`, or beside them.
    pub variables: &'a [(&'a str, &'a str)],
}

/// A running runtime. Dropping it stops it, with its cache service.
pub struct Workerd {
    group: ProcessGroup,
    address: SocketAddr,
    /// Held for its life only.
    _cache: Option<CacheService>,
    state: PathBuf,
}

impl Workerd {
    /// Starts the built Worker and waits until it says that it is well.
    pub fn start(project: &Project, npm: &NpmTools, settings: &Settings) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
        let start = |step: &mut Step| start_and_wait(project, npm, settings, address, step);
        Step::show(&format!("starting workerd on {address}"), start)
    }

    /// Starts the built Worker and does not wait for it: to measure how long it takes.
    pub fn launch(project: &Project, npm: &NpmTools, settings: &Settings) -> Result<Self> {
        launch(project, npm, settings, SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port)))
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The process id, to ask the system what it used.
    pub fn process(&self) -> u32 {
        self.group.id()
    }

    /// Shows what the runtime writes until somebody asks for an end or it ends by itself.
    pub fn follow(&mut self) -> Result<()> {
        while !interrupt::requested() {
            match self.group.line(Duration::from_millis(200)) {
                Output::Line(line) => println!("{line}"),
                Output::Silence => {}
                Output::End => bail!("workerd ended by itself"),
            }
        }
        Ok(())
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        self.group.stop();
        // What the durable objects wrote is of this run only.
        fs::remove_dir_all(&self.state).ok();
    }
}

fn start_and_wait(
    project: &Project,
    npm: &NpmTools,
    settings: &Settings,
    address: SocketAddr,
    step: &mut Step,
) -> Result<Workerd> {
    let mut server = launch(project, npm, settings, address)?;
    wait(&mut server, step)?;
    Ok(server)
}

fn launch(project: &Project, npm: &NpmTools, settings: &Settings, address: SocketAddr) -> Result<Workerd> {
    let manifest = Manifest::read(&project.path("wrangler.toml"))?;
    let state = state_folder(project, settings.port)?;
    let cache = match settings.cache_api {
        CacheApi::Outside => Some(CacheService::start()?),
        CacheApi::Inside | CacheApi::Absent => None,
    };
    let before = settings.authority.write_into(&state, crate::worker::MODULE)?;
    fs::write(state.join(CACHE_MODULE), include_str!("cache.js"))?;
    let configuration = Configuration {
        manifest: &manifest,
        modules: [
            &copy_into(&state, &project.build(crate::worker::MODULE))?,
            &copy_into(&state, &project.build(crate::worker::WASM))?,
        ],
        before: before.as_deref(),
        assets: settings.assets,
        objects: &state.join("objects"),
        address,
        cache: match (&cache, settings.cache_api) {
            (Some(service), _) => Cache::External(service.address()),
            (None, CacheApi::Inside) => Cache::Worker(CACHE_MODULE),
            (None, _) => Cache::Absent,
        },
        variables: settings.variables,
    };
    let file = state.join("config.capnp");
    fs::write(&file, configuration.render()?).with_context(|| format!("cannot write `{}`", file.display()))?;
    let mut command = Command::new(program(npm)?);
    command.arg("serve").arg(&file).current_dir(&state);
    Ok(Workerd { group: ProcessGroup::start(command)?, address, _cache: cache, state })
}

fn wait(server: &mut Workerd, step: &mut Step) -> Result<()> {
    let started = Instant::now();
    let mut output = String::new();
    loop {
        step.tick();
        if let Output::Line(line) = server.group.line(PAUSE) {
            step.line(&line);
            output.push_str(&line);
            output.push('\n');
            continue;
        }
        if interrupt::requested() {
            bail!("interrupted");
        }
        if let Some(status) = server.group.ended()? {
            bail!("workerd ended with {status}; its output ends:\n{}", tail(&output));
        }
        if crate::dev_server::is_healthy(server.address) {
            return Ok(());
        }
        if started.elapsed() > START_LIMIT {
            let seconds = START_LIMIT.as_secs();
            bail!(
                "`GET /api/health` was not answered with 200 within {seconds} s; the output ends:\n{}",
                tail(&output)
            );
        }
    }
}

/// Copies a file beside the configuration; its name.
fn copy_into(folder: &Path, file: &Path) -> Result<String> {
    let name = file.file_name().and_then(|name| name.to_str()).context("a module has no name in UTF-8")?;
    fs::copy(file, folder.join(name))
        .with_context(|| format!("cannot copy `{}`; `cargo xtask worker` builds it", file.display()))?;
    Ok(name.to_owned())
}

/// The program itself. The script of the same name in `.bin` would put a Node process before it.
pub fn program(npm: &NpmTools) -> Result<PathBuf> {
    let modules = npm.wrangler.ancestors().nth(3).context("wrangler lies outside of `node_modules`")?;
    let packages = ["workerd-linux-64", "workerd-linux-arm64", "workerd-darwin-arm64", "workerd-darwin-64"];
    let found = packages.map(|package| modules.join("@cloudflare").join(package).join("bin/workerd"));
    found.into_iter().find(|file| file.is_file()).with_context(|| {
        format!("cannot find workerd: expected one of {packages:?} in `{}`", modules.join("@cloudflare").display())
    })
}

/// An empty folder for the configuration and the durable objects.
///
/// It lies in memory where the system has such a place: in production an object writes on another machine, here its disk would
/// slow down everything that is measured beside it.
fn state_folder(project: &Project, port: u16) -> Result<PathBuf> {
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_path_buf() } else { project.path("target/xtask") };
    let folder = base.join(format!("paintbox-workerd-{}-{port}", std::process::id()));
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty `{}`", folder.display()))?;
    }
    fs::create_dir_all(folder.join("objects")).with_context(|| format!("cannot make `{}`", folder.display()))?;
    Ok(folder)
}
