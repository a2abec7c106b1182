//! What is asked of the authority, what is not, and what happens without it.

use cf_config::policy::{
    ADDRESS_QUOTA, API_KEYS_SETTING, AUTHORITY_PATIENCE_MS, AUTHORITY_REST_MS, KEY_QUOTA, NETWORK_QUOTA,
};
use edge_worker::guard::client::Client;
use edge_worker::guard::rate_limit::{Beside, Limiter};
use edge_worker::http::{Head, Response};
use edge_worker::platform::memory::{Fault, Memory};

use crate::server::{Server, json_of, now};

const QUOTA: u32 = ADDRESS_QUOTA.units;

fn client(address: &str) -> Client {
    let headers = [("CF-Connecting-IP", address)].into_iter().collect();
    Client::of(&Head { headers, ..Head::default() }, || None)
}

/// A calculation that nobody has asked for before.
fn ask(server: &Server, address: &str, number: u32) -> Response {
    let headers = [("Content-Type", "application/json"), ("CF-Connecting-IP", address)];
    let body = format!(r#"{{"inputs":{{"note":"{number}"}}}}"#);
    server.send("POST", "/api/v1/calculations", &headers, body.as_bytes())
}

fn pass(platform: &Memory, milliseconds: u64) {
    platform.now.set(platform.now.get() + milliseconds as f64);
}

fn header(response: &Response, name: &str) -> String {
    response.header(name).unwrap_or_default().to_owned()
}

#[test]
fn a_hit_costs_nothing_and_is_served_over_the_quota() {
    let server = Server::new();
    for number in 0..QUOTA {
        assert_eq!(ask(&server, "198.51.100.1", number).status, 200);
    }
    let asked = server.platform.authority.asked.get();
    assert_eq!(ask(&server, "198.51.100.1", QUOTA).status, 429);
    for number in 0..QUOTA {
        let hit = ask(&server, "198.51.100.1", number);
        assert_eq!((hit.status, header(&hit, "RateLimit")), (200, r#""address";r=0;t=60"#.to_owned()));
    }
    assert_eq!(server.platform.authority.asked.get(), asked + 1, "only the miss was asked about");
}

#[test]
fn nothing_of_the_rate_limit_is_kept_with_an_answer() {
    let server = Server::new();
    for number in 0..3 {
        ask(&server, "198.51.100.1", number);
    }
    let kept = server.platform.cache.borrow();
    assert_eq!(kept.len(), 3);
    assert!(kept.values().all(|response| response.header("RateLimit").is_none()));
    assert!(kept.values().all(|response| response.header("RateLimit-Policy").is_none()));
    // To another client the same answer comes with that client's own standing.
    drop(kept);
    assert_eq!(header(&ask(&server, "198.51.100.2", 0), "RateLimit"), r#""address";r=50;t=60"#);
    assert_eq!(header(&ask(&server, "2001:db8::1", 0), "RateLimit"), r#""address";r=50;t=60, "network";r=500;t=60"#);
}

#[test]
fn a_refused_client_is_refused_without_asking_again_until_its_time_has_come() {
    let server = Server::new();
    for number in 0..QUOTA {
        assert_eq!(ask(&server, "198.51.100.1", number).status, 200);
        pass(&server.platform, 100);
    }
    let refused = ask(&server, "198.51.100.1", 1_000);
    assert_eq!((refused.status, header(&refused, "Retry-After")), (429, "55".to_owned()));
    let asked = server.platform.authority.asked.get();
    for number in 0..1_000 {
        assert_eq!(ask(&server, "198.51.100.1", 2_000 + number).status, 429);
    }
    pass(&server.platform, 54_999);
    let refused = ask(&server, "198.51.100.1", 1_001);
    assert_eq!((refused.status, header(&refused, "Retry-After")), (429, "1".to_owned()));
    assert_eq!(server.platform.authority.asked.get(), asked, "a flood is answered here");
    pass(&server.platform, 1);
    assert_eq!(ask(&server, "198.51.100.1", 1_002).status, 200);
    assert_eq!(server.platform.authority.asked.get(), asked + 1);
}

#[test]
fn a_refusal_says_what_was_found_and_expected() {
    let server = Server::new();
    for number in 0..QUOTA {
        ask(&server, "198.51.100.1", number);
    }
    let refused = ask(&server, "198.51.100.1", QUOTA);
    let problem = json_of(&refused);
    assert_eq!(problem["violated-policies"], serde_json::json!(["address"]));
    assert_eq!(
        problem["detail"],
        "found no room for a calculation of 1 unit within 50 units a minute, expected a pause; ask again in 60 s"
    );
    assert_eq!(header(&refused, "RateLimit-Policy"), r#""address";q=50;w=60"#);
}

#[test]
fn isolates_share_what_the_authority_knows() {
    let platform = Memory::default();
    let (one, other) = (Limiter::default(), Limiter::default());
    let client = client("198.51.100.1");
    let admitted = (0..2 * QUOTA).filter(|at| {
        let limiter = if at % 2 == 0 { &one } else { &other };
        now(limiter.admit(&platform, &client, 1)).is_ok()
    });
    assert_eq!(admitted.count(), QUOTA as usize);
}

#[test]
fn what_is_found_beside_the_question_is_not_charged() {
    let platform = Memory::default();
    let limiter = Limiter::default();
    let client = client("198.51.100.1");
    for _ in 0..3 * QUOTA {
        let found = now(limiter.admit_beside(&platform, &client, 1, async { Some("kept") }));
        assert_eq!(found, Beside::Found("kept"));
    }
    for left in (0..QUOTA).rev() {
        let admission = now(limiter.admit(&platform, &client, 1)).expect("everything was given back");
        assert_eq!(admission.limit, format!(r#""address";r={left};t=60"#));
    }
    // Also to whom nothing is left.
    let found = now(limiter.admit_beside(&platform, &client, 1, async { Some("kept") }));
    assert_eq!(found, Beside::Found("kept"));
}

#[test]
fn an_admission_that_was_not_needed_is_given_back() {
    let platform = Memory::default();
    let limiter = Limiter::default();
    let client = client("2001:db8::1");
    let admission = now(limiter.admit(&platform, &client, QUOTA)).expect("admitted");
    assert!(now(limiter.admit(&platform, &client, 1)).is_err());
    limiter.give_back(&platform, &admission);
    assert_eq!(limiter.fields(&platform, &client)[1].1, r#""address";r=50;t=60, "network";r=500;t=60"#);
    assert!(now(limiter.admit(&platform, &client, QUOTA)).is_ok());
}

#[test]
fn without_authority_the_isolate_decides_exactly_and_says_so() {
    for fault in [Fault::Down, Fault::Slow] {
        let server = Server::new();
        server.platform.authority.fault.set(fault);
        let begun = server.platform.now.get();
        let admitted = (0..200).filter(|number| ask(&server, "198.51.100.1", *number).status == 200).count();
        assert_eq!(admitted, QUOTA as usize, "{fault:?}");
        let waited = server.platform.now.get() - begun;
        assert!(waited <= 3.0 * f64::from(AUTHORITY_PATIENCE_MS), "{fault:?}: {waited} ms for 200 requests");
        let log = server.platform.log.borrow();
        assert!(log.iter().any(|line| line.contains("authority is out")), "{fault:?}: {log:?}");
        assert!(log.len() <= 3, "a flood must not flood the log: {log:?}");
    }
}

#[test]
fn the_authority_is_asked_again_and_what_it_missed_is_logged() {
    let server = Server::new();
    server.platform.authority.fault.set(Fault::Down);
    for number in 0..10 {
        assert_eq!(ask(&server, "198.51.100.1", number).status, 200);
    }
    server.platform.authority.fault.set(Fault::None);
    assert_eq!(ask(&server, "198.51.100.1", 10).status, 200);
    assert!(server.platform.authority.logs.borrow().is_empty(), "it is left alone for a while");
    pass(&server.platform, AUTHORITY_REST_MS);
    assert_eq!(ask(&server, "198.51.100.1", 11).status, 200);
    let log = server.platform.log.borrow();
    assert_eq!(log.last().map(String::as_str), Some(r#"{"limiter":"authority is back","facts":{"decided_alone":11}}"#));
}

#[test]
fn a_late_answer_is_charged_once() {
    let platform = Memory::default();
    let limiter = Limiter::default();
    let client = client("198.51.100.1");
    platform.authority.fault.set(Fault::Slow);
    assert!(now(limiter.admit(&platform, &client, 20)).is_ok());
    platform.authority.fault.set(Fault::None);
    // The authority has charged what it was asked for, though its answer came too late.
    let admission = now(limiter.admit(&platform, &client, 10)).expect("30 were left");
    assert_eq!(admission.limit, r#""address";r=20;t=60"#);
}

#[test]
fn a_cost_above_the_quota_is_refused_for_ever_and_asks_nobody() {
    let platform = Memory::default();
    let limiter = Limiter::default();
    let refusal = now(limiter.admit(&platform, &client("198.51.100.1"), QUOTA + 1)).expect_err("too much");
    assert_eq!(refusal.retry_after, None);
    assert_eq!(platform.authority.asked.get(), 0);
    let problem = edge_worker::problem::Problem::from(refusal);
    assert_eq!(
        problem.detail(),
        "found a calculation of 51 units, expected at most 50: it never fits; ask for fewer outputs or scenarios"
    );
    assert_eq!(problem.into_response("test").header("Retry-After"), None);
}

#[test]
fn a_network_is_held_to_its_own_quota_and_a_neighbour_loses_nothing_by_a_refusal() {
    let platform = Memory::default();
    let limiter = Limiter::default();
    let of_subnet = |subnet: u32| client(&format!("2001:db8:0:{subnet:x}::1"));
    // One subnet asks far beyond its quota: its refusals take nothing from the network.
    for _ in 0..10 * QUOTA {
        let _ = now(limiter.admit(&platform, &of_subnet(0), 1));
    }
    let others = NETWORK_QUOTA.units - QUOTA;
    let admitted = (0..2 * others).filter(|at| now(limiter.admit(&platform, &of_subnet(1 + at), 1)).is_ok());
    assert_eq!(admitted.count(), others as usize);
    let refusal = now(limiter.admit(&platform, &of_subnet(9_999), 1)).expect_err("the network has used up its quota");
    assert_eq!(refusal.retry_after, Some(60));
    assert!(now(limiter.admit(&platform, &client("2001:db8:1::1"), 1)).is_ok());
}

#[test]
fn a_key_is_one_client_wherever_it_is_used_and_an_unknown_one_is_none() {
    // `printf %s paint | sha256sum`
    let keys = "front=297e619db5ee855a68d5c326ef45d2e5dcceb9b448b647fd3d87cac8109e9b11";
    let mut server = Server::new();
    server.platform.settings.insert(API_KEYS_SETTING.to_owned(), keys.to_owned());
    let mut sent = 0;
    let mut admitted = |key: &dyn Fn(u32) -> String, address: &dyn Fn(u32) -> String| {
        let mut count = 0;
        for at in 0..2 * KEY_QUOTA.units {
            sent += 1;
            let (key, address) = (key(at), address(at));
            let headers = [("Content-Type", "application/json"), ("X-API-Key", &*key), ("CF-Connecting-IP", &*address)];
            let body = format!(r#"{{"inputs":{{"note":"{sent}"}}}}"#);
            let response = server.send("POST", "/api/v1/calculations", &headers, body.as_bytes());
            count += u32::from(response.status == 200);
        }
        count
    };
    assert_eq!(admitted(&|_| "paint".to_owned(), &|at| format!("198.51.100.{at}")), KEY_QUOTA.units);
    assert_eq!(admitted(&|at| format!("guess-{at}"), &|_| "203.0.113.1".to_owned()), QUOTA);
    // The key's units are not the address's.
    assert_eq!(admitted(&|_| String::new(), &|_| "198.51.100.1".to_owned()), QUOTA);
    let fields = server.send("GET", "/api/health", &[("X-API-Key", "paint")], b"");
    assert_eq!(header(&fields, "RateLimit-Policy"), r#""key";q=50;w=60"#);
    assert_eq!(header(&server.read("/api/health"), "RateLimit-Policy"), r#""address";q=50;w=60"#);
    assert_eq!(server.post("/api/v1/calculations", "{}").status, 200);
}
