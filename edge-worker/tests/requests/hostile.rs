//! The corpus of hostile requests, as far as a request is made of data. What needs a socket is sent over one elsewhere.

use std::path::PathBuf;

use crate::server::Server;
use edge_worker::http::Response;
use serde_json::Value as Json;

/// Where the shared corpora lie, if they do.
fn corpus() -> Option<String> {
    let shared = std::env::var_os("PAINTBOX_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let path = shared.join("corpora/hostile/requests.jsonl");
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: there is no {}", path.display());
    }
    text
}

/// Joins a text of plain and repeated parts.
fn build(parts: &Json) -> String {
    let part = |part: &Json| match part {
        Json::String(text) => text.clone(),
        part => part["repeat"].as_str().unwrap().repeat(part["times"].as_u64().unwrap() as usize),
    };
    parts.as_array().unwrap().iter().map(part).collect()
}

fn body_of(request: &Json) -> Vec<u8> {
    if let Some(body) = request["body"].as_str() {
        return body.as_bytes().to_vec();
    }
    if let Some(body) = request["body_base64"].as_str() {
        return decode_base64(body);
    }
    if request["build"].is_array() {
        return build(&request["build"]).into_bytes();
    }
    Vec::new()
}

fn decode_base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bits = 0u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for character in text.bytes().filter(|b| *b != b'=') {
        bits = bits << 6 | alphabet.iter().position(|b| *b == character).unwrap() as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

fn headers_of(request: &Json) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    if let Some(members) = request["headers"].as_object() {
        headers.extend(members.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())));
    }
    if let Some(repeat) = request["headers_repeat"].as_object() {
        let value = match repeat.get("value_build") {
            Some(parts) => build(parts),
            None => repeat["value"].as_str().unwrap().to_owned(),
        };
        for at in 0..repeat["times"].as_u64().unwrap() {
            headers.push((repeat["name"].as_str().unwrap().replace("{i}", &at.to_string()), value.clone()));
        }
    }
    headers
}

fn send(server: &Server, request: &Json) -> Response {
    let target = match request["path_build"].is_array() {
        true => build(&request["path_build"]),
        false => request["path"].as_str().unwrap().to_owned(),
    };
    let headers = headers_of(request);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    server.send(request["method"].as_str().unwrap(), &target, &headers, &body_of(request))
}

/// Cases about what no issue has built yet: idempotency keys.
fn is_later(id: &str) -> bool {
    id.starts_with("request-idempotency")
}

#[test]
fn every_hostile_request_gets_one_of_its_right_answers() {
    let Some(corpus) = corpus() else { return };
    let mut failures = Vec::new();
    let mut count = 0;
    for line in corpus.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let id = case["id"].as_str().unwrap();
        if is_later(id) {
            continue;
        }
        count += 1;
        let server = Server::new();
        let request = &case["request"];
        let response = send(&server, request);
        let status_is_right = case["expect"]["status"].as_array().unwrap().iter().any(|s| *s == response.status);
        let body = String::from_utf8_lossy(&response.body).to_lowercase();
        let problem = case["expect"]["problem"].as_str().unwrap_or("");
        if !status_is_right || (response.status >= 400 && !body.contains(problem)) {
            failures.push(format!("{id}: {} {body}", response.status));
        }
        for (name, value) in headers_of(request) {
            let is_echo = value.len() > 6 && response.headers.iter().any(|(_, own)| own.contains(&value));
            let may_be_echoed = name == "Origin" && cf_config::policy::is_allowed_origin(&value);
            if is_echo && !may_be_echoed && name != "Content-Type" {
                failures.push(format!("{id}: a response header has the value of {name}"));
            }
        }
    }
    println!("{count} hostile requests");
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}
