//! Whole requests to the Worker: an answer that is not our fault, and the same one from another isolate.
//!
//! An input is a request as HTTP/1 writes it: `POST /path?query`, a line a header, a blank line, the body.

use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use calc_core::compile::compile;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::ports::PortsFile;
use calc_core::residual::residual;
use edge_worker::app::App;
use edge_worker::http::{Head, Response};
use edge_worker::platform::memory::Memory;
use serde_json::Value as Json;

use crate::seeds::{formulas, jsonl};
use crate::spent::within;
use crate::workbook::SAMPLE;

const PORTS: &[u8] = include_bytes!("../../sample/house-painting.ports.json");
/// Steps whose time and memory a request may take: what the Worker admits to a stranger's formula, and more than what it admits to inputs.
const STEPS: u64 = 4_000_000;
/// Noon of 1 March 2024 UTC, in milliseconds.
const NOW: f64 = 1_709_294_400_000.0;

/// The sample's model as deployed, and the whole of it.
fn models() -> &'static (Vec<u8>, Vec<u8>) {
    static MODELS: OnceLock<(Vec<u8>, Vec<u8>)> = OnceLock::new();
    MODELS.get_or_init(|| {
        let workbook = read_xlsx(SAMPLE, &ImportOptions::default()).unwrap_or_else(|error| panic!("{error}")).workbook;
        let ports = PortsFile::parse(PORTS).unwrap_or_else(|error| panic!("{error}"));
        let model = compile(&workbook, ports.resolve(&workbook).0).model;
        (residual(&model).0.encode(), model.encode())
    })
}

/// Sends a request to two isolates that have done nothing before.
pub fn run(input: &[u8]) {
    let Some((head, body)) = read(input) else { return };
    models();
    let first = within(STEPS, || send(&head, body));
    check(&head, &first);
    let second = send(&head, body);
    assert!(first == second, "{first:?}, then {second:?}");
}

fn read(input: &[u8]) -> Option<(Head, &[u8])> {
    let end = input.windows(2).position(|two| two == b"\n\n").unwrap_or(input.len());
    let (head, body) = input.split_at_checked(end)?;
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split('\n');
    let (method, target) = lines.next()?.split_once(' ')?;
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let headers = lines.filter_map(|line| line.split_once(": ")).collect();
    let head = Head { method: method.to_owned(), path: path.to_owned(), query, headers };
    Some((head, body.get(2..).unwrap_or_default()))
}

fn send(head: &Head, body: &[u8]) -> Response {
    let (left, whole) = models();
    let platform = Memory { model: Some(left.clone()), whole: Some(whole.clone()), ..Memory::default() };
    platform.now.set(NOW);
    let app = App::default();
    now(app.respond(head, body, &platform))
}

/// Runs a future that never waits: everything in memory is there at once.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing in memory makes a request wait"),
    }
}

fn check(head: &Head, response: &Response) {
    // 504 is what RFC 9111 wants where the request asks for a cached answer or none.
    let is_of_request = (200..500).contains(&response.status)
        || (response.status == 504
            && head.headers.value("cache-control").is_some_and(|control| control.contains("only-if-cached")));
    assert!(is_of_request, "{}: {}", response.status, String::from_utf8_lossy(&response.body));
    assert!(response.header("content-security-policy").is_some());
    for (name, value) in &response.headers {
        assert!(!value.contains(['\r', '\n', '\0']), "{name}: {value}");
    }
    let media_type = response.header("content-type").unwrap_or_default();
    assert_eq!(response.status >= 400, media_type == "application/problem+json");
    if media_type.ends_with("json") && head.method != "HEAD" && !response.body.is_empty() {
        let json: Json = serde_json::from_slice(&response.body).unwrap_or_else(|error| panic!("{error}"));
        if response.status >= 400 {
            assert_eq!(json["status"].as_u64(), Some(u64::from(response.status)));
        }
    }
}

fn post(path: &str, body: &str) -> Vec<u8> {
    format!("POST {path}\nContent-Type: application/json\n\n{body}").into_bytes()
}

/// Requests of each kind, and those of the hostile corpus.
pub fn seeds(shared: Option<&Path>) -> Vec<Vec<u8>> {
    let mut seeds = vec![
        post("/api/v1/calculations", "{\"inputs\":{\"coats\":2,\"note\":\"x\"},\"outputs\":[\"total\"]}"),
        post("/api/v1/calculations", "{\"cells\":{\"Estimate!B5\":3,\"Exterior!D5\":null},\"outputs\":[\"Exterior!G5\"]}"),
        post("/api/v1/calculations", "{}"),
        b"GET /api/v1/calculations?coats=2&total\n\n".to_vec(),
        b"QUERY /api/v1/calculations\nContent-Type: application/json; charset=utf-8\nIf-None-Match: \"x\"\n\n{\"inputs\":{}}".to_vec(),
        b"OPTIONS /api/v1/calculations\nOrigin: https://a.example\nAccess-Control-Request-Method: POST\n\n".to_vec(),
        b"GET /api/v1/model\nCache-Control: no-cache\n\n".to_vec(),
        b"GET /\n\n".to_vec(),
        b"GET /api/health\n\n".to_vec(),
    ];
    for formula in formulas(shared).iter().step_by(40) {
        let body =
            serde_json::json!({"formula": formula, "context": {"A1": 1, "Sheet2!B2": "x", "A3": null, "A4": true}});
        seeds.push(post("/api/v1/calculations/execute", &body.to_string()));
    }
    for case in shared.map(|shared| jsonl(&shared.join("corpora/hostile/requests.jsonl"))).unwrap_or_default() {
        let request = &case["request"];
        let (Some(method), Some(path), Some(body)) =
            (request["method"].as_str(), request["path"].as_str(), request["body"].as_str())
        else {
            continue;
        };
        let mut text = format!("{method} {path}\n");
        for (name, value) in request["headers"].as_object().into_iter().flatten() {
            text.push_str(&format!("{name}: {}\n", value.as_str().unwrap_or_default()));
        }
        seeds.push(format!("{text}\n{body}").into_bytes());
    }
    seeds
}

/// What requests are made of.
pub fn words() -> Vec<String> {
    let words = "\"inputs\":|\"cells\":|\"outputs\":|\"formula\":|\"context\":|\"coats\"|\"total\"|\"Estimate!B5\"|\"A1\"|null|true|1e308|-0.0|1E400|\\u0000|\\ud800|\
                 GET |HEAD |POST |QUERY |OPTIONS |/api/v1/calculations|/execute|/api/v1/model|Content-Type: application/json|If-None-Match: |Cache-Control: |\
                 Content-Length: |Content-Encoding: gzip|Origin: |X-Api-Key: |CF-Connecting-IP: |W/\"|max-age=0|no-store|only-if-cached|%00|%2F|%E2%82%AC|&|=";
    words.split('|').map(str::to_owned).collect()
}
