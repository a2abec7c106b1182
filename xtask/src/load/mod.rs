//! `cargo xtask load`: what hits, misses and a trivial route cost in the Workers runtime, side by side in one run.
//!
//! **What is asked.** One request in three is `GET /api/health`, the trivial JSON route of the same Worker. Of the others, 80 %
//! repeat one of a hundred calculations that were asked before (hits) and 20 % have inputs that nobody has asked with (misses).
//! All three kinds are mixed at random on the same 100 connections, so that whatever the machine does beside the run falls on
//! all of them alike; that is why the ratios can be believed where the absolute times depend on the machine.
//!
//! **Two loops.** In the *closed* loop each connection sends its next request when it has its answer: it finds the throughput,
//! and its times are mostly the waiting behind 99 others. In the *open* loop requests fall due at random times at a fixed
//! share of that throughput, whatever the Worker does, and a time counts from when the request was *due*, not from when a
//! connection became free to send it: a stall is charged to every request that would have come during it, so nothing is left
//! out in coordination with the server.
//!
//! **What it leaves out.** The driver shares the machine with the runtime, and the network is loopback. What a network adds is
//! the same for all three kinds.

mod connection;
mod cpu;
mod driver;
mod measurement;
mod mix;
mod numbers;
mod samples;

use std::time::Duration;

use anyhow::{Result, bail};

use crate::model::{self, Source};
use crate::project::Project;
use crate::workerd::{Authority, CacheApi, Settings, Workerd};
use crate::{dev_server, setup, worker};

pub use measurement::{HIT_BOUND, MISS_BOUND, Measurement, TARGET_MILLISECONDS, UNLIKE_PERCENT};

/// `cargo xtask load`
#[derive(clap::Args)]
pub struct Arguments {
    /// How long each loop is measured, in seconds
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// How many connections are kept open
    #[arg(long, default_value_t = 100)]
    connections: usize,
    /// The share of the closed loop's throughput at which the open loop asks
    #[arg(long, default_value_t = 0.5)]
    share: f64,
    /// What stands behind the Cache API
    #[arg(long, value_enum, default_value = "inside")]
    cache: CacheApi,
    /// Measure the Worker as it was built last
    #[arg(long)]
    as_built: bool,
    /// Print lines of JSON
    #[arg(long)]
    json: bool,
}

/// How much is asked.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How long each loop is measured.
    pub duration: Duration,
    /// How many connections are kept open.
    pub connections: usize,
    /// The share of the closed loop's throughput at which the open loop asks.
    pub share: f64,
    /// What stands behind the Cache API.
    pub cache_api: CacheApi,
}

impl Default for Plan {
    fn default() -> Self {
        Self { duration: Duration::from_secs(15), connections: 100, share: 0.5, cache_api: CacheApi::Inside }
    }
}

/// Builds, measures and prints; an error when a bound is missed.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    if arguments.connections == 0 || arguments.seconds == 0 || !(0.0..=1.0).contains(&arguments.share) {
        bail!("expected at least one connection, one second, and a share from 0 to 1");
    }
    let plan = Plan {
        duration: Duration::from_secs(arguments.seconds),
        connections: arguments.connections,
        share: arguments.share,
        cache_api: arguments.cache,
    };
    let toolchain = setup::for_worker(project)?;
    if !arguments.as_built {
        worker::build(project, &toolchain)?;
    }
    let source = Source::real(project).unwrap_or_else(|| Source::sample(project));
    let measurement = measure(project, &toolchain.npm, &source, plan)?;
    if arguments.json {
        measurement.figures().iter().for_each(|line| println!("figures {line}"));
    } else {
        println!("{}", measurement.table());
    }
    match measurement.missed() {
        missed if missed.is_empty() => Ok(()),
        missed => bail!("bounds that were missed: {}", missed.join("; ")),
    }
}

/// Measures the built Worker over a workbook.
pub fn measure(project: &Project, npm: &setup::NpmTools, source: &Source, plan: Plan) -> Result<Measurement> {
    let assets = project.build("load");
    model::compile(project, source, &assets)?;
    let port = dev_server::free_port()?;
    let settings =
        Settings { assets: &assets, port, cache_api: plan.cache_api, authority: Authority::default(), variables: &[] };
    let server = Workerd::start(project, npm, &settings)?;
    let mix = mix::Mix::of(source)?;
    driver::measure(server.address(), server.process(), mix, source.name(), plan)
}
