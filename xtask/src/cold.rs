//! `cargo xtask cold`: how long the built Worker takes to its first answer, and how much memory it then has.
//!
//! Each start is a runtime of its own, asked for a calculation as soon as it listens. By then it has compiled the module; the first
//! request makes the isolate load the model, calculate it once, and answer.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::http1::{Direction, Message};
use crate::model::{self, Source};
use crate::project::Project;
use crate::workerd::{Authority, CacheApi, Settings, Workerd};
use crate::{dev_server, setup, worker};

/// The longest that the first answer may take from when the runtime listens.
const FIRST_ANSWER: Duration = Duration::from_millis(50);
/// The most memory that the isolate may have taken by then.
const MEMORY: u64 = 48 * 1024 * 1024;
/// How long a runtime may take to listen.
const START_LIMIT: Duration = Duration::from_secs(60);

/// `cargo xtask cold`
#[derive(clap::Args)]
pub struct Arguments {
    /// How many starts are measured; medians count
    #[arg(long, default_value_t = 15)]
    starts: usize,
    /// Measure the Worker as it was built last
    #[arg(long)]
    as_built: bool,
}

/// One start.
struct Start {
    listens: Duration,
    answers: Duration,
    memory: u64,
    memory_with_cells: u64,
}

/// Builds, measures and prints; an error when a bound is missed.
pub fn run(project: &Project, arguments: &Arguments) -> Result<()> {
    let toolchain = setup::for_worker(project)?;
    if !arguments.as_built {
        worker::build(project, &toolchain)?;
    }
    let source = Source::real(project).unwrap_or_else(|| Source::sample(project));
    let assets = project.build("cold");
    model::compile(project, &source, &assets)?;
    let body = source.example_request().to_string();
    let start = || {
        let settings = Settings {
            assets: &assets,
            port: dev_server::free_port()?,
            cache_api: CacheApi::Inside,
            authority: Authority::default(),
            variables: &[],
        };
        let begun = Instant::now();
        let server = Workerd::launch(project, &toolchain.npm, &settings)?;
        measure(server.address(), &body, begun)
    };
    let starts = (0..arguments.starts.max(1)).map(|_| start()).collect::<Result<Vec<Start>>>()?;
    let median = |of: fn(&Start) -> Duration| {
        let mut times: Vec<Duration> = starts.iter().map(of).collect();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    let most = |of: fn(&Start) -> u64| starts.iter().map(of).max().unwrap_or_default();
    let (listens, answers) = (median(|start| start.listens), median(|start| start.answers));
    let memory = most(|start| start.memory);
    let milliseconds = |time: Duration| time.as_micros() as f64 / 1_000.0;
    let figures = json!({
        "figures": "cold start",
        "workbook": source.name(),
        "starts": starts.len(),
        "listens_ms": milliseconds(listens),
        "first_answer_ms": milliseconds(answers),
        "memory": memory,
        "memory_with_cells": most(|start| start.memory_with_cells),
    });
    println!("figures {figures}");
    if answers > FIRST_ANSWER || memory > MEMORY {
        bail!("expected the first answer within {FIRST_ANSWER:?} and at most {MEMORY} bytes of memory");
    }
    Ok(())
}

/// Asks a runtime that is starting until it answers.
fn measure(address: SocketAddr, body: &str, begun: Instant) -> Result<Start> {
    let stream = loop {
        match TcpStream::connect(address) {
            Ok(stream) => break stream,
            Err(error) if begun.elapsed() > START_LIMIT => return Err(error).context("the runtime does not listen"),
            Err(_) => std::thread::sleep(Duration::from_micros(200)),
        }
    };
    let listens = begun.elapsed();
    ask(stream, "POST", "/api/v1/calculations", body)?;
    let answers = begun.elapsed() - listens;
    let memory = memory(address)?;
    // Any cell that holds nothing will do: the whole workbook is loaded for it.
    ask(
        TcpStream::connect(address)?,
        "POST",
        "/api/v1/calculations",
        &json!({"cells": {}, "outputs": []}).to_string(),
    )?;
    Ok(Start { listens, answers, memory, memory_with_cells: self::memory(address)? })
}

/// The bytes that the isolate has taken.
fn memory(address: SocketAddr) -> Result<u64> {
    let health = ask(TcpStream::connect(address)?, "GET", "/api/health", "")?;
    health.get("memory").and_then(Value::as_u64).context("the Worker does not say how much memory it has taken")
}

/// The JSON that a request is answered with.
fn ask(mut stream: TcpStream, method: &str, path: &str, body: &str) -> Result<Value> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(START_LIMIT))?;
    let head = format!("{method} {path} HTTP/1.1\r\nHost: worker\r\nContent-Type: application/json\r\n");
    let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    stream.write_all(format!("{head}{length}\r\n{body}").as_bytes())?;
    let mut incoming = Vec::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = stream.read(&mut buffer).context("cannot read the Worker's answer")?;
        incoming.extend_from_slice(buffer.get(..count).unwrap_or_default());
        if let Some(message) = Message::parse(&incoming, Direction::Response { to_head: false }) {
            if message.head.status() != Some(200) {
                bail!("`{method} {path}` is answered with {:?}", message.head.start);
            }
            return Ok(serde_json::from_slice(&message.body)?);
        }
        if count == 0 {
            bail!("the Worker closed the connection before its answer ended");
        }
    }
}
