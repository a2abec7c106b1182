//! The caches in the Worker, and what it tells the caches outside.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Waker};

use edge_worker::http::{Head, Response};
use edge_worker::quota::SlidingLog;
use serde_json::json;

use crate::server::{Server, json_of};
use crate::table::{self, Answer, Ask};

const CALCULATIONS: &str = "/api/v1/calculations";

fn send(server: &Server, ask: &Ask) -> Answer {
    let headers: Vec<(&str, &str)> = ask.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let response = server.send(&ask.method, &ask.target, &headers, ask.body.as_bytes());
    let headers: BTreeMap<String, String> =
        response.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.to_string())).collect();
    Answer { status: response.status, headers, body: response.body }
}

/// The address of the page's script, as the page has it.
fn script(server: &Server) -> String {
    let page = String::from_utf8(server.read("/").body).unwrap();
    page.split("<script src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

#[test]
fn every_response_keeps_the_rules_of_http_caching() {
    let cases = table::cases();
    let faults: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let server = Server::new();
            table::fault(case, &script(&Server::new()), |ask| send(&server, ask))
        })
        .collect();
    let native = cases.iter().filter(|case| table::is_native(case)).count();
    println!(
        "{} of {} rules of HTTP caching are kept, {native} of them looked at in memory alone",
        cases.len() - faults.len(),
        cases.len()
    );
    println!("figures {}", json!({"corpus": "http caching", "rules": cases.len(), "kept": cases.len() - faults.len()}));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// How many of the responses were calculated for.
fn calculations(responses: &[Response]) -> usize {
    let is_calculated =
        |response: &&Response| response.header("server-timing").is_some_and(|field| field.contains("calculate"));
    responses.iter().filter(is_calculated).count()
}

/// A request on its way.
type Pending<'a> = Pin<Box<dyn Future<Output = Response> + 'a>>;

/// How long a look-up takes in each isolate, in turns.
type Wait = fn(usize) -> u32;

/// Runs requests to one isolate at once.
fn at_once(server: &Server, count: usize, body: &str) -> Vec<Response> {
    at_once_in(std::slice::from_ref(server), count, body).remove(0)
}

/// Runs requests to several isolates at once, so many to each: each goes as far as it can before the next does, which is to another
/// isolate, round and round. The responses of each isolate.
fn at_once_in(servers: &[Server], count: usize, body: &str) -> Vec<Vec<Response>> {
    let headers = [("Content-Type", "application/json")];
    let head = Head {
        method: "POST".to_owned(),
        path: CALCULATIONS.to_owned(),
        query: None,
        headers: headers.into_iter().collect(),
    };
    let turns = (0..count).flat_map(|_| servers.iter().enumerate());
    let mut waiting: Vec<(usize, Pending<'_>)> = turns
        .map(|(at, server)| (at, Box::pin(server.app.respond(&head, body.as_bytes(), &server.platform)) as _))
        .collect();
    let mut responses: Vec<Vec<Response>> = servers.iter().map(|_| Vec::new()).collect();
    for _round in 0..100 {
        let mut still = Vec::new();
        for (at, mut future) in waiting {
            match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                std::task::Poll::Ready(response) => responses[at].push(response),
                std::task::Poll::Pending => still.push((at, future)),
            }
        }
        waiting = still;
    }
    assert!(waiting.is_empty(), "a request waits for ever");
    responses
}

#[test]
fn a_hundred_equal_requests_at_once_are_one_calculation() {
    let mut most = 0;
    for pauses in [0, 1, 3] {
        let server = Server::new();
        server.platform.pauses.set(pauses);
        let responses = at_once(&server, 100, r#"{"inputs":{"coats":3}}"#);
        assert_eq!(responses.len(), 100);
        assert!(responses.iter().all(|response| response.status == 200 && response.body == responses[0].body));
        assert_eq!(calculations(&responses), 1, "with {pauses} pauses");
        assert_eq!(server.platform.cache.borrow().len(), 1);
        most = most.max(calculations(&responses));
    }
    println!("figures {}", json!({"corpus": "equal requests at once", "requests": 100, "calculations": most}));
}

/// Isolates over one cache and one authority, in which a look-up has to wait so often.
fn isolates(count: usize, pauses: impl Fn(usize) -> u32) -> Vec<Server> {
    let mut servers: Vec<Server> = (0..count).map(|_| Server::new()).collect();
    let (cache, authority) = (servers[0].platform.cache.clone(), servers[0].platform.authority.clone());
    for (at, server) in servers.iter_mut().enumerate() {
        (server.platform.cache, server.platform.authority) = (cache.clone(), authority.clone());
        server.platform.pauses.set(pauses(at));
    }
    servers
}

/// How many admissions the authority has on its books, those given back apart.
fn charged(server: &Server) -> usize {
    server.platform.authority.logs.borrow().values().map(SlidingLog::len).sum()
}

#[test]
fn isolates_that_are_asked_at_the_same_time_calculate_at_most_once_each() {
    const ISOLATES: usize = 5;
    let mut most = 0;
    // How long a look-up takes in each of them, and how many then find nothing: where it takes a while all have begun theirs before the
    // first has anything to put there.
    let waits: [(Wait, usize); 4] = [(|_| 0, 1), (|_| 1, ISOLATES), (|_| 3, ISOLATES), (|at| at as u32 + 1, ISOLATES)];
    for (wait, expected) in waits {
        let servers = isolates(ISOLATES, wait);
        let responses = at_once_in(&servers, 8, r#"{"inputs":{"coats":3}}"#);
        let all: Vec<Response> = responses.iter().flatten().cloned().collect();
        assert_eq!(all.len(), 8 * ISOLATES);
        assert!(all.iter().all(|response| response.status == 200 && response.body == all[0].body));
        for (at, own) in responses.iter().enumerate() {
            assert!(calculations(own) <= 1, "isolate {at} calculated {} times", calculations(own));
        }
        let calculated = calculations(&all);
        assert_eq!(calculated, expected);
        assert_eq!(charged(&servers[0]), calculated, "who calculated nothing has their unit back");
        assert_eq!(servers[0].platform.cache.borrow().len(), 1);
        most = most.max(calculated);
        // Whoever comes later finds it without a calculation, in whichever isolate.
        let later = at_once_in(&servers, 1, r#"{"inputs":{"coats":3}}"#);
        assert_eq!(calculations(&later.concat()), 0);
    }
    println!(
        "figures {}",
        json!({"corpus": "isolates at once", "isolates": ISOLATES, "requests": 8 * ISOLATES, "calculations": most})
    );
}

#[test]
fn several_isolates_calculate_an_answer_at_most_once_each() {
    const ISOLATES: usize = 5;
    for pauses in [0, 2] {
        let servers = isolates(ISOLATES, |_| pauses);
        let mut responses = Vec::new();
        for server in &servers {
            let own = at_once(server, 20, r#"{"inputs":{"coats":3}}"#);
            assert!(calculations(&own) <= 1);
            responses.extend(own);
        }
        assert_eq!(calculations(&responses), 1, "the cache that they share has it after the first");
        assert!(responses.iter().all(|response| response.body == responses[0].body));
    }
}

#[test]
fn isolates_share_what_one_of_them_calculated() {
    let one = Server::new();
    let calculated = one.post(CALCULATIONS, r#"{"inputs":{"coats":3}}"#);
    let other = Server::new();
    *other.platform.cache.borrow_mut() = one.platform.cache.borrow().clone();
    for entry in other.platform.cache.borrow_mut().values_mut() {
        entry.set("Age", "17");
    }
    let shared = other.read("/api/v1/calculations?coats=3");
    assert_eq!(shared.body, calculated.body);
    assert_eq!(shared.header("etag"), calculated.header("etag"));
    assert_eq!(shared.header("age"), Some("17"), "RFC 9111 5.1");
    assert_eq!(
        shared.header("cache-status"),
        Some("paintbox-shared; hit; ttl=283, paintbox-memory; fwd=miss; stored"),
        "RFC 9211 2"
    );
    let again = other.read("/api/v1/calculations?coats=3");
    assert_eq!(again.header("cache-status"), Some("paintbox-memory; hit; ttl=300"));
    assert_eq!(calculations(&[shared, again]), 0);
}

#[test]
fn what_lies_in_the_shared_cache_is_taken_only_as_what_it_is() {
    let damages: [fn(&mut Response); 3] = [
        |entry| entry.status = 500,
        |entry| entry.set("ETag", "\"other\""),
        |entry| entry.headers.retain(|(name, _)| *name != "ETag"),
    ];
    for damage in damages {
        let server = Server::new();
        let body = r#"{"inputs":{"coats":3}}"#;
        let right = server.post(CALCULATIONS, body);
        let other = Server::new();
        *other.platform.cache.borrow_mut() = server.platform.cache.borrow().clone();
        other.platform.cache.borrow_mut().values_mut().for_each(damage);
        let response = other.post(CALCULATIONS, body);
        assert_eq!((response.status, response.body), (200, right.body));
    }
}

#[test]
fn nothing_of_one_request_is_kept_for_the_next() {
    let server = Server::new();
    let headers = [("Origin", "https://paintbox-app.com"), ("Content-Type", "application/json")];
    server.send("POST", CALCULATIONS, &headers, b"{}");
    for entry in server.platform.cache.borrow().values() {
        let mut names: Vec<&str> = entry.headers.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        assert_eq!(names, ["Cache-Control", "Content-Type", "ETag"]);
    }
}

#[test]
fn another_model_never_gives_an_old_answer() {
    let (old, new) = (Server::new(), Server::of(&crate::server::dearer_model()));
    let body = r#"{"inputs":{"coats":3},"outputs":["price"]}"#;
    let before = old.post(CALCULATIONS, body);
    *new.platform.cache.borrow_mut() = old.platform.cache.borrow().clone();
    let tag = before.header("etag").unwrap();
    let headers = [("Content-Type", "application/json"), ("If-None-Match", tag)];
    let after = new.send("QUERY", CALCULATIONS, &headers, body.as_bytes());
    assert_eq!(after.status, 200, "the old answer's tag is not the new one's");
    assert_eq!(json_of(&before)["outputs"]["price"]["value"], 300);
    assert_eq!(json_of(&after)["outputs"]["price"]["value"], 330);
    for resource in ["/", "/api/v1/model"] {
        assert_ne!(old.read(resource).header("etag"), new.read(resource).header("etag"), "{resource}");
    }
}

#[test]
fn what_depends_on_the_date_does_not_outlive_its_day() {
    let server = Server::new();
    let volatile = r#"{"outputs":["today"]}"#;
    let still = r#"{"outputs":["price"]}"#;
    let noon = server.post(CALCULATIONS, volatile);
    assert_eq!(noon.header("cache-control"), Some("public, max-age=60, s-maxage=300, stale-while-revalidate=600"));
    let still_before = server.post(CALCULATIONS, still);
    // 100 seconds before midnight.
    server.platform.now.set(server.platform.now.get() + 43_100_000.0);
    let evening = server.post(CALCULATIONS, volatile);
    assert_eq!(evening.header("cache-control"), Some("public, max-age=60, s-maxage=100, must-revalidate"));
    assert_eq!(evening.header("cache-status"), Some("paintbox-memory; hit; ttl=100"));
    server.platform.now.set(server.platform.now.get() + 100_000.0);
    let tomorrow = server.post(CALCULATIONS, volatile);
    assert_eq!(json_of(&tomorrow)["outputs"]["today"]["value"], 45353);
    assert_ne!(tomorrow.header("etag"), noon.header("etag"));
    let still_after = server.post(CALCULATIONS, still);
    assert_eq!(still_after.header("etag"), still_before.header("etag"));
    assert_eq!(still_after.header("cache-status"), Some("paintbox-memory; hit; ttl=300"));
    // 31 December 2024, 10 seconds before midnight: a text may be a day of this year.
    server.platform.now.set(1_735_689_590_000.0);
    let last = server.post(CALCULATIONS, still);
    assert_eq!(last.header("cache-control"), Some("public, max-age=10, s-maxage=10, must-revalidate"));
}

#[test]
fn an_entry_is_kept_by_meaning_and_a_given_default_counts_as_none() {
    let server = Server::new();
    let plain = server.post(CALCULATIONS, r#"{"outputs":["price"]}"#);
    for (body, defaulted) in [
        (r#"{"inputs":{},"outputs":["price"]}"#, 2),
        (r#"{"inputs":{"coats":2},"outputs":["price"]}"#, 2),
        (r#"{"inputs":{"note":"<none>","coats":2e0},"outputs":["price"]}"#, 2),
    ] {
        let response = server.post(CALCULATIONS, body);
        assert_eq!(response.body, plain.body, "{body}");
        assert_eq!(json_of(&response)["inputs"]["defaulted"], defaulted, "{body}");
        assert!(response.header("cache-status").unwrap().contains("hit"), "{body}");
    }
}
