//! The corpus of hostile requests, to the Worker in memory. What needs a socket is sent over one elsewhere.

use serde_json::Value as Json;

use crate::corpus;
use crate::server::Server;

#[test]
fn every_hostile_request_gets_one_of_its_right_answers() {
    let Some(cases) = corpus::read() else { return };
    let mut failures = Vec::new();
    let mut count = 0;
    for line in cases.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        count += 1;
        let server = Server::new();
        for request in corpus::requests_of(&case) {
            let headers = corpus::headers_of(&request);
            let sent: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let method = request["method"].as_str().unwrap();
            let response = server.send(method, &corpus::target_of(&request), &sent, &corpus::body_of(&request));
            let answered: Vec<(String, String)> =
                response.headers.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
            failures.extend(corpus::fault(&case, &request, response.status, &answered, &response.body));
        }
    }
    println!(
        "figures {}",
        serde_json::json!({ "corpus": "requests", "where": "in memory", "cases": count, "wrong": failures.len() })
    );
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}
