//! Where the Workers are, and the workbooks that they serve.

use std::path::PathBuf;
use std::sync::Arc;

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
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../sample"));
        Server::at("PAINTBOX_URL", folder.join("house-painting.xlsx"), folder.join("house-painting.ports.json"))
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

    /// Sends any request.
    pub fn send(&self, method: &str, target: &str, headers: &[(String, String)], body: &[u8]) -> Option<Reply> {
        send(&self.address, method, target, headers, body)
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
