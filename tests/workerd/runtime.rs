//! The runtime with many Workers behind one address: a small router hands each request to the Worker that its header names.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::{Reply, send};

/// How long the runtime may take to listen.
const PATIENCE: Duration = Duration::from_secs(60);

/// Hands a request on. The Worker's own answer goes back as it is.
const ROUTER: &str =
    "export default { fetch: (request, workers) => workers[request.headers.get('x-worker')].fetch(request) };";

/// A running runtime. Dropping it stops it.
pub struct Runtime {
    child: Child,
    address: String,
    folder: PathBuf,
}

impl Runtime {
    /// Serves Workers by name, each with its compiled model. `None`, and a line that says so, where there is no runtime.
    pub fn start(name: &str, models: &[(String, Vec<u8>)]) -> Option<Runtime> {
        let (Some(workerd), Some(worker)) = (std::env::var_os("PAINTBOX_WORKERD"), std::env::var_os("PAINTBOX_WORKER"))
        else {
            println!("skipped: PAINTBOX_WORKERD and PAINTBOX_WORKER do not say where the runtime and the Worker are");
            return None;
        };
        let folder = std::env::temp_dir().join(format!("paintbox-{name}-{}", std::process::id()));
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let address = format!("127.0.0.1:{port}");
        write(&folder, Path::new(&worker), &address, models);
        let mut command = Command::new(workerd);
        command.arg("serve").arg("config.capnp").current_dir(&folder).stdin(Stdio::null());
        let child = command.spawn().expect("the runtime starts");
        let mut runtime = Runtime { child, address, folder };
        runtime.wait();
        Some(runtime)
    }

    fn wait(&mut self) {
        let start = Instant::now();
        while std::net::TcpStream::connect(&self.address).is_err() {
            let ended = self.child.try_wait().expect("the runtime can be asked");
            assert!(ended.is_none(), "the runtime ended: {ended:?}");
            assert!(start.elapsed() < PATIENCE, "the runtime does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// POST of JSON to one of the Workers, each time from another address: how much one may ask is not the question here.
    pub fn post(&self, worker: &str, target: &str, body: &str, at: usize) -> Option<Reply> {
        let headers = [
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("X-Worker".to_owned(), worker.to_owned()),
            ("CF-Connecting-IP".to_owned(), format!("10.1.{}.{}", at >> 8 & 255, at & 255)),
        ];
        send(&self.address, "POST", target, &headers, body.as_bytes())
    }

    /// The bytes of memory that a Worker has taken.
    pub fn memory(&self, worker: &str) -> Option<u64> {
        let headers = [("X-Worker".to_owned(), worker.to_owned())];
        send(&self.address, "GET", "/api/health", &headers, b"")?.json()["memory"].as_u64()
    }
}

impl Runtime {
    /// Does something and says how long it took, at most: the time by the clock, or the CPU time of the runtime's busiest thread where
    /// that is less, as it is when other programs had the cores. Linux tells the latter; a request runs on one thread, and beside it V8
    /// compiles what runs often anew.
    pub fn timed<T>(&self, task: impl FnOnce() -> T) -> (T, Duration) {
        let (start, before) = (Instant::now(), self.cpu_times());
        let output = task();
        let (elapsed, after) = (start.elapsed(), self.cpu_times());
        let used =
            after.iter().map(|(thread, time)| time.saturating_sub(before.get(thread).copied().unwrap_or_default()));
        (output, used.max().map_or(elapsed, |used| used.min(elapsed)))
    }

    /// The CPU time of each thread so far; empty where the system does not tell.
    fn cpu_times(&self) -> HashMap<OsString, Duration> {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let of_thread = |path: PathBuf| -> Option<Duration> {
            let times = std::fs::read_to_string(path.join("schedstat")).ok()?;
            Some(Duration::from_nanos(times.split_whitespace().next()?.parse().ok()?))
        };
        let threads = threads.into_iter().flatten().flatten();
        threads.filter_map(|thread| Some((thread.file_name(), of_thread(thread.path())?))).collect()
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Writes the Worker, its models and the configuration.
fn write(folder: &Path, worker: &Path, address: &str, models: &[(String, Vec<u8>)]) {
    std::fs::create_dir_all(folder).expect("a folder");
    for file in ["index.js", "index_bg.wasm"] {
        std::fs::copy(worker.join(file), folder.join(file)).expect("the built Worker");
    }
    std::fs::write(folder.join("router.js"), ROUTER).expect("the router");
    let (mut services, mut bindings) = (String::new(), String::new());
    for (name, model) in models {
        let assets = folder.join(name);
        std::fs::create_dir_all(&assets).expect("a folder");
        std::fs::write(assets.join("model.paintbox"), model).expect("a model");
        writeln!(bindings, "    (name = \"{name}\", service = \"{name}\"),").expect("text");
        writeln!(services, "    (name = \"{name}-assets\", disk = (path = \"{}\")),", assets.display()).expect("text");
        writeln!(
            services,
            "    (name = \"{name}\", worker = (modules = [\n      (name = \"index.js\", esModule = embed \"index.js\"),\n      \
             (name = \"index_bg.wasm\", wasm = embed \"index_bg.wasm\"),\n    ], compatibilityDate = \"2026-11-01\",\n    \
             bindings = [(name = \"ASSETS\", service = \"{name}-assets\")])),"
        )
        .expect("text");
    }
    let text = format!(
        "using Workerd = import \"/workerd/workerd.capnp\";\n\nconst config :Workerd.Config = (\n  services = [\n{services}    \
         (name = \"router\", worker = (modules = [(name = \"router.js\", esModule = embed \"router.js\")],\n    \
         compatibilityDate = \"2026-11-01\", bindings = [\n{bindings}    ])),\n    \
         (name = \"internet\", network = (allow = [])),\n  ],\n  \
         sockets = [(name = \"http\", address = \"{address}\", http = (), service = \"router\")],\n);\n"
    );
    std::fs::write(folder.join("config.capnp"), text).expect("the configuration");
}
