//! The rate limit as the runtime has it, with the real authority: a Durable Object.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use cf_config::policy::ADDRESS_QUOTA;
use serde_json::json;

use crate::client::Reply;
use crate::servers::{Server, fresh_address};

const QUOTA: usize = ADDRESS_QUOTA.units as usize;
/// How often the flood is repeated, each time by another client.
const FLOODS: usize = 20;
/// How many requests it has, all at once.
const FLOOD: usize = 200;

/// A calculation that nobody has asked for before, by a client.
fn ask(server: &Server, address: &str) -> Reply {
    let headers = [
        ("Content-Type".to_owned(), "application/json".to_owned()),
        ("CF-Connecting-IP".to_owned(), address.to_owned()),
    ];
    server.send("POST", "/api/v1/calculations", &headers, server.fresh_request().as_bytes()).expect("an answer")
}

fn count(replies: &[Reply], status: u16) -> usize {
    replies.iter().filter(|reply| reply.status == status).count()
}

/// Sends so many requests at the same moment.
fn flood(server: &Server, address: &str, requests: usize) -> Vec<Reply> {
    let start = Barrier::new(requests);
    std::thread::scope(|scope| {
        let send = || {
            start.wait();
            ask(server, address)
        };
        let senders: Vec<_> = (0..requests).map(|_| scope.spawn(send)).collect();
        senders.into_iter().map(|sender| sender.join().expect("a sender")).collect()
    })
}

#[test]
fn of_200_requests_at_once_exactly_50_are_admitted_each_time() {
    let Some(server) = Server::sample() else { return };
    let mut exact = 0;
    for _ in 0..FLOODS {
        let replies = flood(&server, &fresh_address(), FLOOD);
        let mut told: Vec<&str> = replies.iter().filter(|reply| reply.status == 200).map(remaining).collect();
        told.sort_unstable();
        told.dedup();
        // Each of those that are admitted is told what is left after itself, so no two are told the same.
        let is_exact = (count(&replies, 200), count(&replies, 429), told.len()) == (QUOTA, FLOOD - QUOTA, QUOTA);
        exact += usize::from(is_exact);
    }
    println!("figures {}", json!({ "corpus": "rate limit, floods", "floods": FLOODS, "exact": exact }));
    assert_eq!(exact, FLOODS);
}

fn remaining(reply: &Reply) -> &str {
    reply.header("ratelimit").and_then(|field| field.split(';').nth(1)).unwrap_or_default()
}

#[test]
fn waiting_as_told_succeeds_and_a_second_less_does_not() {
    let Some(server) = Server::sample() else { return };
    let address = fresh_address();
    let begun = Instant::now();
    for _ in 0..QUOTA {
        assert_eq!(ask(&server, &address).status, 200);
    }
    // In the middle of a second, so that what the network takes does not matter.
    let into_second = Duration::from_nanos(begun.elapsed().subsec_nanos().into());
    std::thread::sleep(Duration::from_millis(1_400).saturating_sub(into_second));
    let refused = ask(&server, &address);
    let told = Instant::now();
    assert_eq!(refused.status, 429, "{}", refused.text());
    let wait: u64 = refused.header("retry-after").and_then(|seconds| seconds.parse().ok()).expect("whole seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    // What was answered before is answered still, and costs nothing.
    assert_eq!(server.read("/api/health").status, 200);
    std::thread::sleep(Duration::from_secs(wait - 1).saturating_sub(told.elapsed()));
    assert_eq!(ask(&server, &address).status, 429, "a second less than {wait} s is too early");
    std::thread::sleep(Duration::from_secs(wait).saturating_sub(told.elapsed()));
    assert_eq!(ask(&server, &address).status, 200, "{wait} s are enough");
    let figures =
        json!({ "corpus": "rate limit, waits", "told_s": wait, "refused_after_s": wait - 1, "admitted_after_s": wait });
    println!("figures {figures}");
}

#[test]
fn every_answer_says_what_the_client_is_held_to() {
    let Some(server) = Server::sample() else { return };
    let address = [("CF-Connecting-IP".to_owned(), fresh_address())];
    for (method, path) in [("GET", "/"), ("GET", "/api/health"), ("GET", "/nowhere"), ("OPTIONS", "/"), ("PUT", "/")] {
        let reply = server.send(method, path, &address, b"").expect("an answer");
        assert_eq!(reply.header("ratelimit-policy"), Some(r#""address";q=50;w=60"#), "{method} {path}");
        assert_eq!(reply.header("ratelimit"), Some(r#""address";r=50;t=60"#), "{method} {path}");
    }
}

#[test]
fn without_authority_the_answer_comes_in_time_and_the_limit_holds() {
    for (fault, server) in [("slow", Server::slow()), ("down", Server::down())] {
        let Some(server) = server else { continue };
        let address = fresh_address();
        let mut took = Vec::new();
        let mut replies = Vec::new();
        for _ in 0..2 * QUOTA {
            let begun = Instant::now();
            replies.push(ask(&server, &address));
            took.push(begun.elapsed());
        }
        took.sort_unstable();
        let p95 = took[took.len() * 95 / 100];
        let failed = replies.iter().filter(|reply| reply.status >= 500).count();
        let figures = json!({
            "corpus": format!("rate limit, authority {fault}"),
            "p95_ms": millis(p95),
            "slowest_ms": millis(took[took.len() - 1]),
            "failed": failed,
            "admitted": count(&replies, 200),
        });
        println!("figures {figures}");
        assert_eq!((failed, count(&replies, 200)), (0, QUOTA), "{fault}");
        assert!(p95 < Duration::from_millis(200), "{fault}: p95 {p95:?}");
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
