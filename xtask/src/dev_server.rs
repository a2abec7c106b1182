//! The local Workers runtime: `wrangler dev`, started, waited for and stopped.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::interrupt;
use crate::machine::path_with;
use crate::process::{Output, ProcessGroup, tail};
use crate::progress::Step;
use crate::project::Project;
use crate::setup::NpmTools;

/// How long the runtime may take to answer for the first time.
const START_LIMIT: Duration = Duration::from_secs(90);
/// How often the address is asked while it starts.
const PAUSE: Duration = Duration::from_millis(150);

/// A running runtime. Dropping it stops it.
pub struct DevServer {
    group: ProcessGroup,
    port: u16,
}

impl DevServer {
    /// Starts the built Worker over these assets and waits until it says that it is well.
    pub fn start(project: &Project, npm: &NpmTools, assets: &Path, port: u16) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if TcpStream::connect_timeout(&address, PAUSE).is_ok() {
            bail!("cannot start the Worker: something answers on port {port} already; choose another with `--port`");
        }
        let start = |step: &mut Step| start_and_wait(project, npm, assets, address, step);
        let group = Step::show(&format!("starting the Worker on {address}"), start)?;
        Ok(Self { group, port })
    }

    /// `http://127.0.0.1:PORT`
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Shows what the runtime writes until somebody asks for an end or it ends by itself.
    pub fn follow(&mut self) -> Result<()> {
        while !interrupt::requested() {
            match self.group.line(Duration::from_millis(200)) {
                Output::Line(line) => println!("{line}"),
                Output::Silence => {}
                Output::End => bail!("the local Workers runtime ended by itself"),
            }
        }
        Ok(())
    }

    /// Writes into `log` what the runtime has said since it was started.
    pub fn write_log(&self, log: &Path) -> Result<()> {
        let mut file = File::create(log)?;
        while let Output::Line(line) = self.group.line(Duration::ZERO) {
            writeln!(file, "{line}")?;
        }
        Ok(())
    }
}

/// A port that is free now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("cannot find a free port")?;
    Ok(listener.local_addr()?.port())
}

fn start_and_wait(
    project: &Project,
    npm: &NpmTools,
    assets: &Path,
    address: SocketAddr,
    step: &mut Step,
) -> Result<ProcessGroup> {
    let mut group = ProcessGroup::start(command(project, npm, assets, address.port())?)?;
    let started = Instant::now();
    let mut output = String::new();
    loop {
        step.tick();
        if let Output::Line(line) = group.line(PAUSE) {
            step.line(&line);
            output.push_str(&line);
            output.push('\n');
            continue;
        }
        if is_healthy(address) {
            return Ok(group);
        }
        if interrupt::requested() {
            bail!("interrupted");
        }
        if let Some(status) = group.ended()? {
            bail!("the local Workers runtime ended with {status}; its output ends:\n{}", tail(&output));
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

fn command(project: &Project, npm: &NpmTools, assets: &Path, port: u16) -> Result<Command> {
    let node_folder = npm.node.parent().context("Node has no folder")?;
    let state = project.path("target/xtask/wrangler").join(port.to_string());
    let mut command = Command::new(&npm.node);
    command.current_dir(project.root()).arg(&npm.wrangler);
    command.args(["dev", "--local", "--ip", "127.0.0.1", "--port", &port.to_string(), "--inspector-port", "0"]);
    command.args(["--show-interactive-dev-session=false", "--assets"]).arg(assets).arg("--persist-to").arg(state);
    command.env("PATH", path_with(&[node_folder])?);
    // It tells nobody that it runs and asks nobody for news.
    command.envs([
        ("WRANGLER_SEND_METRICS", "false"),
        ("WRANGLER_SEND_ERROR_REPORTS", "false"),
        ("WRANGLER_HIDE_BANNER", "true"),
        ("WRANGLER_NO_SKILLS_UPDATE_PROMPTS", "true"),
        ("CLOUDFLARE_CF_FETCH_ENABLED", "false"),
        ("DO_NOT_TRACK", "1"),
    ]);
    Ok(command)
}

/// Does the Worker there say that it is well?
pub fn is_healthy(address: SocketAddr) -> bool {
    status_of(address, "/api/health").is_ok_and(|status| status == 200)
}

/// The status that a GET is answered with.
fn status_of(address: SocketAddr, path: &str) -> Result<u16> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut head = [0; 12];
    stream.read_exact(&mut head)?;
    let status = std::str::from_utf8(&head)?.rsplit(' ').next().context("no status line")?;
    Ok(status.parse()?)
}
