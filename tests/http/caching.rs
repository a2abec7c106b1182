//! The rules of HTTP caching, through a socket and the runtime.

use crate::servers::Server;
use crate::table::{self, Answer, Ask};

fn send(server: &Server, ask: &Ask) -> Answer {
    let reply = server.send(&ask.method, &ask.target, &ask.headers, ask.body.as_bytes()).expect("an answer");
    Answer { status: reply.status, headers: reply.headers.into_iter().collect(), body: reply.body }
}

#[test]
fn every_response_keeps_the_rules_of_http_caching() {
    let Some(server) = Server::sample() else { return };
    let page = server.read("/").text();
    let script = page.split("<script src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a script");
    let cases: Vec<_> = table::cases().into_iter().filter(|case| !table::is_native(case)).collect();
    let faults: Vec<String> =
        cases.iter().filter_map(|case| table::fault(case, script, |ask| send(&server, ask))).collect();
    println!("{} of {} rules of HTTP caching are kept", cases.len() - faults.len(), cases.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_question_is_answered_the_second_time_from_memory() {
    let Some(server) = Server::sample() else { return };
    let body = r#"{"inputs":{"coats":4},"outputs":["total"]}"#;
    let first = server.post("/api/v1/calculations", body);
    let second = server.read("/api/v1/calculations?outputs=total&coats=4.0");
    assert_eq!((second.status, second.text()), (200, first.text()));
    assert_eq!(second.header("etag"), first.header("etag"));
    let status = second.header("cache-status").expect("a status");
    assert!(status.starts_with("paintbox-memory; hit"), "{status}");
}
