//! The steps that need a running Worker: tests over HTTP and the page in a browser.
//!
//! They run against the sample workbook, and against the real one where it is there.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::native::command;
use super::report::{Finding, Report, Tests};
use crate::dev_server::{DevServer, free_port};
use crate::model::{self, Source};
use crate::project::Project;
use crate::setup::{self, NpmTools, Toolchain};
use crate::workerd::{Authority, CacheApi, Settings, Workerd};
use crate::{process, size, worker, workerd};

/// Where the browser's scripts are; each is one test (what they share lies in folders below).
const BROWSER_TESTS: &str = "tests/browser";

/// Which tests are wanted.
#[derive(Clone, Copy)]
pub struct Kinds {
    /// Over HTTP.
    pub http: bool,
    /// In a browser.
    pub browser: bool,
}

/// The Workers under test.
struct Servers {
    sample: DevServer,
    real: Option<DevServer>,
    /// The sample's, in the runtime alone, while the authority of the rate limit is slow, and while it is down.
    faulty: [(&'static str, Workerd); 2],
}

/// Sets up, builds, starts, tests and stops.
pub fn run(project: &Project, kinds: Kinds, report: &mut Report) {
    let toolchain = report.step_with("set-up", || {
        let browser = if kinds.browser { Some(setup::browser(project)?) } else { None };
        Ok((Finding::default(), (setup::for_worker(project)?, browser)))
    });
    let built = toolchain.and_then(|(toolchain, browser)| {
        let built = report.step("Worker build and size", || {
            worker::build(project, &toolchain)?;
            size::measure(project).map(Finding::note)
        });
        built.then_some((toolchain, browser))
    });
    let started = built.and_then(|(toolchain, browser)| {
        let servers = report.step_with("Worker start", || start(project, &toolchain));
        servers.map(|servers| (toolchain, browser, servers))
    });
    let Some((toolchain, browser, servers)) = started else {
        for (name, wanted) in [("HTTP tests", kinds.http), ("browser tests", kinds.browser)] {
            if wanted {
                report.not_run(name, "there is no running Worker");
            }
        }
        return;
    };
    if kinds.http {
        report.step("HTTP tests", || http_tests(project, &toolchain.npm, &servers));
    }
    if let Some(browser) = browser {
        report.step("browser tests", || browser_tests(project, &toolchain, &browser, &servers));
    }
    for (server, name) in [(Some(&servers.sample), "wrangler-sample"), (servers.real.as_ref(), "wrangler-real")] {
        if let Some(server) = server {
            server.write_log(&project.log(name)).ok();
        }
    }
}

fn start(project: &Project, toolchain: &Toolchain) -> Result<(Finding, Servers)> {
    let assets = project.build("test/sample");
    model::compile(project, &Source::sample(project), &assets)?;
    let sample = DevServer::start(project, &toolchain.npm, &assets, free_port()?)?;
    let faulty = |variable, authority| {
        let settings =
            Settings { assets: &assets, port: free_port()?, cache_api: CacheApi::Absent, authority, variables: &[] };
        Ok::<_, anyhow::Error>((variable, Workerd::start(project, &toolchain.npm, &settings)?))
    };
    let faulty = [faulty("PAINTBOX_SLOW_URL", Authority::Slow)?, faulty("PAINTBOX_DOWN_URL", Authority::Down)?];
    let Some(source) = Source::real(project) else {
        let finding = Finding::note("skipped: the real workbook is not there (`../shared` or `PAINTBOX_SHARED`)");
        return Ok((finding, Servers { sample, real: None, faulty }));
    };
    let assets = project.build("test/real");
    model::compile(project, &source, &assets)?;
    let real = DevServer::start(project, &toolchain.npm, &assets, free_port()?)?;
    Ok((Finding::note("sample and real workbook"), Servers { sample, real: Some(real), faulty }))
}

/// Tells a test where the Workers are.
fn point_to(command: &mut Command, servers: &Servers) {
    command.env("PAINTBOX_URL", servers.sample.address());
    if let Some(real) = &servers.real {
        command.env("PAINTBOX_REAL_URL", real.address());
    }
    for (variable, server) in &servers.faulty {
        command.env(variable, format!("http://{}", server.address()));
    }
}

fn http_tests(project: &Project, npm: &NpmTools, servers: &Servers) -> Result<Finding> {
    // Of the whole workspace, as the native tests are: built with the same features, nothing is built twice.
    let words = ["test", "--workspace", "--test", "http", "--test", "workerd", "--no-fail-fast", "--", "--show-output"];
    let mut command = command(project, &words);
    point_to(&mut command, servers);
    command.env("PAINTBOX_WORKERD", workerd::program(npm)?);
    command.env("PAINTBOX_WORKER", project.build("worker"));
    let output = process::run("testing the Worker over HTTP", command, &project.log("test-http"))?;
    let tests = Tests::count(&output);
    if tests.is_none() {
        bail!("the HTTP tests ended well, yet none ran");
    }
    Ok(tests.into())
}

fn browser_tests(project: &Project, toolchain: &Toolchain, browser: &Path, servers: &Servers) -> Result<Finding> {
    let scripts = scripts(&project.path(BROWSER_TESTS))?;
    if scripts.is_empty() {
        bail!("there is no browser test in `{BROWSER_TESTS}`");
    }
    for script in &scripts {
        let name = script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let mut command = Command::new(&toolchain.npm.node);
        command.current_dir(project.root()).arg(script).env("CHROMIUM_BIN", browser);
        command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        point_to(&mut command, servers);
        process::run(&format!("testing in the browser: {name}"), command, &project.log(&format!("browser-{name}")))?;
    }
    Ok(Tests::passed(scripts.len() as u64).into())
}

/// The test scripts of the folder, in the order of their names.
fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = folder.read_dir().with_context(|| format!("cannot read `{}`", folder.display()))?;
    let is_test = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "mjs");
    let mut scripts: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_test).collect();
    scripts.sort();
    Ok(scripts)
}
