//! Resources, methods and headers as they come through the runtime.

use cf_config::policy::SECURITY;
use serde_json::json;

use crate::servers::Server;

const CALCULATIONS: &str = "/api/v1/calculations";

#[test]
fn health_names_the_model_that_is_served() {
    let Some(server) = Server::sample() else { return };
    let reply = server.read("/api/health");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["status"], "ok");
    assert_eq!(reply.json()["model"], server.native().model().hash());
}

#[test]
fn a_sum_of_ten_cells_is_executed() {
    let Some(server) = Server::sample() else { return };
    let context: serde_json::Map<String, serde_json::Value> =
        (1..=10).map(|at| (format!("A{at}"), json!(at * 100))).collect();
    let body = json!({ "formula": "SUM(A1:A10)", "context": context });
    let reply = server.post("/api/v1/calculations/execute", &body.to_string());
    assert_eq!((reply.status, reply.text().as_str()), (200, "{\"result\":5500}\n"));
}

#[test]
fn methods_reach_the_worker_as_they_were_sent() {
    let Some(server) = Server::sample() else { return };
    // The runtime's library reads a method that it does not know as GET; the Worker must not.
    for (method, path, status) in [
        ("QUERY", "/api/health", 405),
        ("PUT", "/api/health", 405),
        ("DELETE", CALCULATIONS, 405),
        ("GET", CALCULATIONS, 200),
        ("OPTIONS", CALCULATIONS, 204),
        ("HEAD", "/", 200),
        ("HEAD", "/api/health", 200),
    ] {
        let reply = server.send(method, path, &[], b"").expect("an answer");
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.text());
        assert!(status == 200 || reply.header("allow").is_some(), "{method} {path}");
    }
}

#[test]
fn every_answer_has_the_security_headers_and_its_time() {
    let Some(server) = Server::sample() else { return };
    for reply in [server.read("/"), server.read("/nowhere"), server.post(CALCULATIONS, "{}")] {
        for (name, value) in SECURITY {
            assert_eq!(reply.header(&name.to_ascii_lowercase()), Some(*value), "{name}");
        }
        assert!(reply.header("server-timing").is_some_and(|timing| timing.contains("total;dur=")));
    }
}

#[test]
fn the_compiled_model_is_not_served() {
    let Some(server) = Server::sample() else { return };
    assert_eq!(server.read("/model.paintbox").status, 404);
}

#[test]
fn the_schema_lists_the_inputs_of_the_model() {
    let Some(server) = Server::sample() else { return };
    let schema = server.read("/api/v1/model").json();
    let coats = &schema["properties"]["inputs"]["properties"]["coats"];
    assert_eq!(coats["anyOf"], json!([{"type": "null"}, {"type": "number", "minimum": 1, "maximum": 5}]));
    let count = schema["properties"]["inputs"]["properties"].as_object().map(serde_json::Map::len);
    assert_eq!(count, Some(server.native().model().ports().inputs().len()));
}

#[test]
fn wrong_input_names_its_pointer_range_and_cell() {
    let Some(server) = Server::sample() else { return };
    let reply = server.post(CALCULATIONS, "{\"inputs\":{\"coats\":9}}");
    assert_eq!((reply.status, reply.header("content-type")), (422, Some("application/problem+json")));
    let error = &reply.json()["errors"][0];
    assert_eq!(error["pointer"], "/inputs/coats");
    assert_eq!(error["allowed"], json!({"min": 1, "max": 5}));
    assert!(error["cell"].as_str().is_some_and(|cell| cell.contains('!')), "{error}");
}
