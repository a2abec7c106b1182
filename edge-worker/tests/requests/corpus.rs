//! The corpus of hostile requests: where it lies, and how a request is built from its description.

use std::path::PathBuf;

use serde_json::Value as Json;

/// A file or folder that lies beside the project; `None`, and a line that says so, where it does not.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PAINTBOX_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let path = root.join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: there is no {}", path.display());
    None
}

/// The cases, one a line.
pub fn read() -> Option<String> {
    read_named("requests.jsonl")
}

/// The lines of a file of the hostile corpus.
pub fn read_named(name: &str) -> Option<String> {
    std::fs::read_to_string(shared(&format!("corpora/hostile/{name}"))?).ok()
}

/// The requests of a case: mostly one, some in sequence or many times.
pub fn requests_of(case: &Json) -> Vec<Json> {
    let request = &case["request"];
    let Some(sequence) = request["sequence"].as_array() else {
        let times = request["times"].as_u64().unwrap_or(1);
        return (0..times).map(|at| numbered(request, at)).collect();
    };
    let one_of = |part: &Json| {
        let mut one = request.clone();
        for (name, value) in part.as_object().unwrap() {
            one[name] = value.clone();
        }
        // The parts of a sequence leave the content type out, without which a body is refused by another case of this corpus.
        one["headers"]["Content-Type"] = Json::from("application/json");
        one
    };
    sequence.iter().map(one_of).collect()
}

/// A request with its number in place of `{i}`.
fn numbered(request: &Json, at: u64) -> Json {
    let mut request = request.clone();
    for value in request["headers"].as_object_mut().into_iter().flat_map(|headers| headers.values_mut()) {
        *value = Json::from(value.as_str().unwrap().replace("{i}", &at.to_string()));
    }
    request
}

/// Joins a text of plain and repeated parts.
fn build(parts: &Json) -> String {
    let part = |part: &Json| match part {
        Json::String(text) => text.clone(),
        part => part["repeat"].as_str().unwrap().repeat(part["times"].as_u64().unwrap() as usize),
    };
    parts.as_array().unwrap().iter().map(part).collect()
}

/// The body of a request.
pub fn body_of(request: &Json) -> Vec<u8> {
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

/// The headers of a request.
pub fn headers_of(request: &Json) -> Vec<(String, String)> {
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

/// The path of a request with its query.
pub fn target_of(request: &Json) -> String {
    if request["path_build"].is_array() {
        return build(&request["path_build"]);
    }
    request["path"].as_str().unwrap().to_owned()
}

/// What is wrong with an answer to a case; `None` if nothing is.
pub fn fault(case: &Json, request: &Json, status: u16, headers: &[(String, String)], body: &[u8]) -> Option<String> {
    let id = case["id"].as_str().unwrap();
    let body = String::from_utf8_lossy(body).to_lowercase();
    let problem = case["expect"]["problem"].as_str().unwrap_or("");
    let expected = case["expect"]["status"].as_array().unwrap();
    if !expected.iter().any(|one| *one == status) || (status >= 400 && !body.contains(problem)) {
        return Some(format!("{id}: {status} {body}"));
    }
    let request_headers = headers_of(request);
    let sent = request_headers.iter().filter(|(name, _)| name != "Content-Type");
    for (name, value) in sent.filter(|(_, value)| value.len() > 6) {
        let may_name = name == "Origin" && cf_config::policy::is_allowed_origin(value);
        if !may_name && headers.iter().any(|(_, own)| own.contains(value)) {
            return Some(format!("{id}: a response header has the value of {name}"));
        }
    }
    None
}
