//! The corpus of hostile requests, through a socket and the runtime.

use cf_config::policy::MAX_BODY;
use serde_json::Value as Json;

use crate::corpus;
use crate::servers::Server;

/// CONNECT asks for a tunnel: the runtime answers it itself and hands nothing to the Worker.
const ANSWERED_BY_THE_RUNTIME: &[&str] = &["request-method-CONNECT"];

/// A backslash in a path is a slash to the runtime, as to every browser (WHATWG URL, path state): the Worker never sees it.
const REWRITTEN_BY_THE_RUNTIME: &[&str] = &["request-path-backslash"];

#[test]
fn every_hostile_request_gets_one_of_its_right_answers() {
    let (Some(server), Some(cases)) = (Server::sample(), corpus::read()) else { return };
    let mut failures = Vec::new();
    let mut count = 0;
    for line in cases.lines() {
        let case: Json = serde_json::from_str(line).expect("a case");
        let id = case["id"].as_str().expect("an id");
        if ANSWERED_BY_THE_RUNTIME.contains(&id) || REWRITTEN_BY_THE_RUNTIME.contains(&id) {
            continue;
        }
        count += 1;
        for request in corpus::requests_of(&case) {
            let method = request["method"].as_str().expect("a method");
            let body = corpus::body_of(&request);
            match server.send(method, &corpus::target_of(&request), &corpus::headers_of(&request), &body) {
                Some(reply) => {
                    failures.extend(corpus::fault(&case, &request, reply.status, &reply.headers, &reply.body));
                }
                // The refusal is on its way, but the runtime resets the connection of a body that nobody reads on.
                None if body.len() > MAX_BODY => {}
                None => failures.push(format!("{id}: no answer")),
            }
        }
    }
    println!(
        "figures {}",
        serde_json::json!({ "corpus": "requests", "where": "workerd", "cases": count, "wrong": failures.len() })
    );
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
    assert_eq!(server.read("/api/health").status, 200, "the Worker is well afterwards");
}
