//! Where the Workers are, and the workbooks that they serve.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use calc_core::calculation::Calculator;
use calc_core::compile::compile;
use calc_core::eval::Clock;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::ports::PortsFile;

use crate::client::{Reply, send};

/// A running Worker.
pub struct Server {
    address: String,
    workbook: PathBuf,
    ports: PathBuf,
}

impl Server {
    /// The Worker with the sample workbook.
    pub fn sample() -> Option<Server> {
        Server::of_sample("PAINTBOX_URL")
    }

    /// The Worker with the sample workbook, while the authority of the rate limit takes two seconds.
    pub fn slow() -> Option<Server> {
        Server::of_sample("PAINTBOX_SLOW_URL")
    }

    /// The Worker with the sample workbook, while the authority of the rate limit fails.
    pub fn down() -> Option<Server> {
        Server::of_sample("PAINTBOX_DOWN_URL")
    }

    fn of_sample(variable: &str) -> Option<Server> {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../sample"));
        Server::at(variable, folder.join("house-painting.xlsx"), folder.join("house-painting.ports.json"))
    }

    /// The Worker with the real workbook.
    pub fn real() -> Option<Server> {
        let shared = std::env::var_os("PAINTBOX_SHARED")
            .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
        let folder = shared.join("workbooks");
        let ports = folder.join("painting-estimator.model.json");
        Server::at("PAINTBOX_REAL_URL", folder.join("painting-estimator.xlsx"), ports)
    }

    fn at(variable: &str, workbook: PathBuf, ports: PathBuf) -> Option<Server> {
        let Ok(url) = std::env::var(variable) else {
            println!("skipped: {variable} does not say where a Worker is");
            return None;
        };
        let address = url.strip_prefix("http://").unwrap_or(&url).trim_end_matches('/').to_owned();
        Some(Server { address, workbook, ports })
    }

    /// Sends any request. It comes from a client of its own unless it says from whom.
    pub fn send(&self, method: &str, target: &str, headers: &[(String, String)], body: &[u8]) -> Option<Reply> {
        let mut headers = headers.to_vec();
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("cf-connecting-ip")) {
            headers.push(("CF-Connecting-IP".to_owned(), fresh_address()));
        }
        send(&self.address, method, target, &headers, body)
    }

    /// A request to the sample that was never sent before, in this run or an earlier one.
    pub fn fresh_request(&self) -> String {
        format!(r#"{{"inputs":{{"tax_rate":{}}}}}"#, (fresh_number() % 100_000_000_000) as f64 / 1e12)
    }

    /// GET.
    pub fn read(&self, target: &str) -> Reply {
        self.send("GET", target, &[], b"").expect("an answer")
    }

    /// POST of JSON.
    pub fn post(&self, target: &str, body: &str) -> Reply {
        let headers = [("Content-Type".to_owned(), "application/json".to_owned())];
        self.send("POST", target, &headers, body.as_bytes()).expect("an answer")
    }

    /// The same workbook and ports, compiled and calculated natively.
    pub fn native(&self) -> Calculator {
        let bytes = std::fs::read(&self.workbook).expect("the workbook of the server");
        let workbook = read_xlsx(&bytes, &ImportOptions::default()).expect("a workbook").workbook;
        let file = PortsFile::parse(&std::fs::read(&self.ports).expect("the ports of the server")).expect("ports");
        let (ports, _) = file.resolve(&workbook);
        Calculator::new(Arc::new(compile(&workbook, ports).model), Clock::default())
    }
}

/// An address of the network that is set aside for benchmarks (RFC 2544) that no request came from lately.
pub fn fresh_address() -> String {
    let number = fresh_number();
    format!("198.{}.{}.{}", 18 + (number >> 16) % 2, (number >> 8) % 256, number % 256)
}

/// A number that no call gave before, in this run or, since it begins with the time, in an earlier one.
fn fresh_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64);
    NEXT.fetch_max(now, Ordering::Relaxed);
    NEXT.fetch_add(1, Ordering::Relaxed)
}
