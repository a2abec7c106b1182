//! The runs that print figures, and what they need: a cargo with a profile of its own, a built Worker, a running one.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::json;

use super::footprint::Footprint;
use super::lines::Lines;
use crate::load::{self, Plan};
use crate::machine::cargo;
use crate::model::{self, Source};
use crate::project::Project;
use crate::setup::{self, Toolchain};
use crate::workerd::{Authority, CacheApi, Settings, Workerd};
use crate::{dev_server, process, size, worker, workerd};

/// A run, by the name that rows know it by.
pub struct Run {
    /// The name.
    pub name: &'static str,
    /// What is run.
    pub kind: Kind,
}

/// What a run is.
pub enum Kind {
    /// Native tests whose names contain a word, optimized: times and budgets are those of an optimized build.
    Native {
        /// The package.
        package: &'static str,
        /// Its test program.
        program: &'static str,
        /// The word, or nothing for all tests of the program.
        filter: &'static str,
        /// Variables that ask for the long form of a test.
        variables: &'static [(&'static str, &'static str)],
    },
    /// Tests that talk to the Worker in workerd.
    Http {
        /// The word in their names.
        filter: &'static str,
    },
    /// Tests that start the runtime themselves, with a Worker for each case.
    Runtime,
    /// What is measured in this program.
    Here(fn(&mut Bench) -> Result<Lines>),
}

/// All runs, in the order in which they are run.
pub const RUNS: &[Run] = &[
    Run { name: "waf corpus", kind: Kind::Native { package: "waf", program: "*", filter: "", variables: &[] } },
    Run {
        name: "hostile corpus",
        kind: Kind::Native { package: "calc-core", program: "hostile", filter: "", variables: &[] },
    },
    Run {
        name: "requests",
        kind: Kind::Native { package: "edge-worker", program: "requests", filter: "", variables: &[] },
    },
    Run {
        name: "rate limit",
        kind: Kind::Native {
            package: "edge-worker",
            program: "rate_limit",
            filter: "",
            variables: &[("PAINTBOX_SEQUENCES", "1000000")],
        },
    },
    Run { name: "http", kind: Kind::Http { filter: "" } },
    Run { name: "workerd", kind: Kind::Runtime },
    Run { name: "observatory", kind: Kind::Here(observatory) },
    Run { name: "size", kind: Kind::Here(sizes) },
    Run { name: "detectors", kind: Kind::Here(detectors) },
    Run { name: "load", kind: Kind::Here(latency) },
];

/// What runs share.
pub struct Bench<'a> {
    project: &'a Project,
    /// Whether the Worker is taken as it was built last.
    as_built: bool,
    toolchain: Option<Toolchain>,
}

impl<'a> Bench<'a> {
    /// Nothing is set up yet.
    pub fn new(project: &'a Project, as_built: bool) -> Self {
        Self { project, as_built, toolchain: None }
    }

    /// What a run prints. A run that fails does not end the report: its figures are shown as absent.
    pub fn lines(&mut self, run: &Run) -> Lines {
        let lines = match &run.kind {
            Kind::Native { package, program, filter, variables } => {
                let mut command = self.tests(package, program, filter);
                command.envs(variables.iter().copied());
                Ok(self.follow(run.name, command))
            }
            Kind::Http { filter } => self.http(run.name, filter),
            Kind::Runtime => self.runtime(run.name),
            Kind::Here(measure) => measure(self),
        };
        lines.unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Lines::failed(format!("{error:#}"))
        })
    }

    fn tests(&self, package: &str, program: &str, filter: &str) -> Command {
        let mut command = cargo();
        command.current_dir(self.project.root());
        command.args(["test", "--release", "--package", package, "--test", program]);
        command.args(["--no-fail-fast", "--"]).args((!filter.is_empty()).then_some(filter)).arg("--show-output");
        command
    }

    /// Runs a command to its end. What it printed counts, also where a test of it failed.
    fn follow(&self, name: &str, command: Command) -> Lines {
        let log = self.project.log(&format!("report-{}", name.replace(' ', "-")));
        match process::run(&format!("measuring: {name}"), command, &log) {
            Ok(output) => Lines::parse(&output),
            Err(error) => {
                eprintln!("error: {error:#}");
                let mut lines = Lines::parse(&fs::read_to_string(&log).unwrap_or_default());
                lines.failure = Some(format!("the run failed, see {}", log.display()));
                lines
            }
        }
    }

    /// The toolchain, with a Worker built by it.
    fn toolchain(&mut self) -> Result<&Toolchain> {
        if self.toolchain.is_none() {
            let toolchain = setup::for_worker(self.project)?;
            if !self.as_built {
                worker::build(self.project, &toolchain)?;
            }
            self.toolchain = Some(toolchain);
        }
        self.toolchain.as_ref().context("there is no toolchain")
    }

    fn runtime(&mut self, name: &str) -> Result<Lines> {
        let program = workerd::program(&self.toolchain()?.npm)?;
        let mut command = self.tests("tests", "workerd", "");
        command.env("PAINTBOX_WORKERD", program).env("PAINTBOX_WORKER", self.project.build("worker"));
        Ok(self.follow(name, command))
    }

    fn http(&mut self, name: &str, filter: &str) -> Result<Lines> {
        let project = self.project;
        let toolchain = self.toolchain()?;
        let mut servers = Vec::new();
        let sources = [("PAINTBOX_URL", Some(Source::sample(project))), ("PAINTBOX_REAL_URL", Source::real(project))];
        for (variable, source) in sources {
            let Some(source) = source else { continue };
            let assets = project.build(&format!("report/{}", source.name()));
            model::compile(project, &source, &assets)?;
            let mut start = |variable, authority| {
                let port = dev_server::free_port()?;
                let cache_api = CacheApi::Inside;
                let settings = Settings { assets: &assets, port, cache_api, authority, variables: &[] };
                servers.push((variable, Workerd::start(project, &toolchain.npm, &settings)?));
                Ok::<_, anyhow::Error>(())
            };
            start(variable, Authority::Own)?;
            // What the Worker does without its authority is asked of the sample.
            if variable == "PAINTBOX_URL" {
                start("PAINTBOX_SLOW_URL", Authority::Slow)?;
                start("PAINTBOX_DOWN_URL", Authority::Down)?;
            }
        }
        let mut command = self.tests("tests", "http", filter);
        command.envs(servers.iter().map(|(variable, server)| (variable, format!("http://{}", server.address()))));
        Ok(self.follow(name, command))
    }
}

/// The bundle as it is uploaded.
fn sizes(bench: &mut Bench) -> Result<Lines> {
    bench.toolchain()?;
    let bundle = size::Bundle::measure(bench.project)?;
    Ok(Lines::of(vec![json!({
        "figures": "bundle",
        "gzipped_kb": bundle.gzipped.div_ceil(1000),
        "limit_kb": size::LIMIT / 1000,
    })]))
}

/// The detectors' part of it.
fn detectors(bench: &mut Bench) -> Result<Lines> {
    let project = bench.project;
    let footprint = Footprint::measure(project, bench.toolchain()?)?;
    Ok(Lines::of(vec![json!({
        "figures": "detectors",
        "kb": footprint.raw.div_ceil(1000),
        "gzipped_kb": footprint.gzipped.div_ceil(1000),
    })]))
}

/// Mozilla's score of the Worker over the sample.
fn observatory(bench: &mut Bench) -> Result<Lines> {
    let project = bench.project;
    let npm = &bench.toolchain()?.npm;
    let assets = project.build("report/observatory");
    model::compile(project, &Source::sample(project), &assets)?;
    let port = dev_server::free_port()?;
    let settings = Settings {
        assets: &assets,
        port,
        cache_api: CacheApi::Inside,
        authority: Authority::default(),
        variables: &[],
    };
    let server = Workerd::start(project, npm, &settings)?;
    let mut command = Command::new(&npm.node);
    command.current_dir(project.root()).arg(project.path("tests/observatory/score.mjs"));
    command.arg(format!("http://{}", server.address()));
    Ok(bench.follow("observatory", command))
}

/// Both loops of the load on the real workbook, on the sample where there is none.
fn latency(bench: &mut Bench) -> Result<Lines> {
    let project = bench.project;
    let npm = &bench.toolchain()?.npm;
    let source = Source::real(project).unwrap_or_else(|| Source::sample(project));
    let measurement = load::measure(project, npm, &source, Plan::default())?;
    eprintln!("{}", measurement.table());
    Ok(Lines::of(measurement.figures()))
}
