//! The corpus of timed requests, in memory: whole requests, with a clock that is set by hand.
//!
//! A case is a list of steps: at a time, so many requests, of a client, perhaps at a cost or with the authority out of order. What it
//! expects is counted afterwards. What a case says that this file does not know is a failure, not something to pass over.

use std::path::PathBuf;

use edge_worker::guard::client::Client;
use edge_worker::guard::rate_limit::Limiter;
use edge_worker::platform::memory::Fault;
use serde_json::{Map, Value as Json};

use crate::server::{Server, json_of};

/// Where a client is if a case does not say.
const ADDRESS: &str = "198.51.100.1";
/// How many requests of one step are sent whole; the rest of a longer step asks the limiter alone.
const WHOLE: u64 = 6_000;

/// What was answered to one request.
struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    /// How long the answer took, in milliseconds of the clock in memory.
    took: f64,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The number of the first member's parameter, as `;r=49` has it.
    fn parameter(&self, field: &str, name: &str) -> Option<u64> {
        let first = self.header(field)?.split(", ").next()?;
        first.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
    }
}

/// One case on its way.
struct Run {
    server: Server,
    /// Another isolate over the same authority: it asks what no whole request would.
    other: Limiter,
    start: f64,
    sent: u64,
    replies: Vec<Reply>,
}

fn text<'a>(members: &'a Map<String, Json>, name: &str) -> Option<&'a str> {
    members.get(name).map(|value| value.as_str().unwrap_or_else(|| panic!("`{name}` is {value}, expected a text")))
}

fn number(members: &Map<String, Json>, name: &str) -> Option<f64> {
    members.get(name).map(|value| value.as_f64().unwrap_or_else(|| panic!("`{name}` is {value}, expected a number")))
}

/// The i-th of the clients that a pattern means: `{i}` is its number, and `distinct` any address of its own.
fn address(pattern: &str, i: u64) -> String {
    match pattern {
        "distinct" => format!("10.{}.{}.{}", i >> 16, (i >> 8) & 0xFF, i & 0xFF),
        // `{i}` in an IPv4 address is a byte, in an IPv6 address a group of hexadecimal digits.
        pattern if pattern.contains(':') => pattern.replace("{i}", &format!("{i:x}")),
        pattern => pattern.replace("{i}", &(i % 256).to_string()),
    }
}

impl Run {
    fn new() -> Run {
        let server = Server::new();
        let start = server.platform.now.get();
        Run { server, other: Limiter::default(), start, sent: 0, replies: Vec::new() }
    }

    fn step(&mut self, step: &Map<String, Json>) {
        const KNOWN: &[&str] = &[
            "at_s",
            "after",
            "every_s",
            "times",
            "send",
            "concurrent",
            "ip",
            "headers",
            "path",
            "method",
            "cost",
            "fault",
        ];
        for name in step.keys() {
            assert!(KNOWN.contains(&name.as_str()), "a step says `{name}`, which this test does not know");
        }
        self.server.platform.authority.fault.set(match text(step, "fault") {
            None => Fault::None,
            Some(fault) if fault.contains("out of reach") => Fault::Down,
            Some(fault) if fault.contains("answers after") => Fault::Slow,
            Some(fault) => panic!("a step has the fault `{fault}`, which this test cannot make"),
        });
        let clock = &self.server.platform.now;
        if let Some(at) = number(step, "at_s") {
            clock.set(self.start + at * 1000.0);
        }
        if let Some(field) = text(step, "after") {
            let last = self.replies.last().expect("an answer to wait after");
            let seconds: f64 = last.header(field).and_then(|value| value.parse().ok()).expect("seconds to wait");
            clock.set(clock.get() + seconds * 1000.0);
        }
        let times = number(step, "times").unwrap_or(1.0) as u64;
        for round in 0..times {
            if let Some(pause) = number(step, "every_s").filter(|_| round > 0) {
                self.server.platform.now.set(self.server.platform.now.get() + pause * 1000.0);
            }
            let count = number(step, "send").unwrap_or(1.0) as u64;
            for i in 0..count {
                self.send(step, i);
            }
        }
    }

    fn send(&mut self, step: &Map<String, Json>, i: u64) {
        let mut headers = vec![("CF-Connecting-IP".to_owned(), address(text(step, "ip").unwrap_or(ADDRESS), i))];
        for (name, value) in step.get("headers").and_then(Json::as_object).into_iter().flatten() {
            headers.push((name.clone(), value.as_str().expect("a header's text").replace("{i}", &i.to_string())));
        }
        let before = self.server.platform.now.get();
        let reply = match number(step, "cost") {
            None if i < WHOLE => self.send_whole(step, headers),
            cost => self.ask(&headers, cost.unwrap_or(1.0) as u32),
        };
        let took = self.server.platform.now.get() - before;
        self.replies.push(Reply { took, ..reply });
    }

    /// A request that no other is equal to, so that no cache knows its answer.
    fn send_whole(&mut self, step: &Map<String, Json>, mut headers: Vec<(String, String)>) -> Reply {
        self.sent += 1;
        let path = text(step, "path").unwrap_or("/api/v1/calculations");
        let is_calculation = path.starts_with("/api/v1/calculations");
        let method = text(step, "method").unwrap_or(if is_calculation { "POST" } else { "GET" });
        let body = if method == "POST" { format!(r#"{{"inputs":{{"note":"{}"}}}}"#, self.sent) } else { String::new() };
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let response = self.server.send(method, path, &headers, body.as_bytes());
        if response.status == 429 {
            assert_eq!(response.header("Cache-Control"), Some("no-store"), "a refusal that a cache might keep");
            assert_eq!(json_of(&response)["type"], "urn:paintbox:problem:quota-exceeded");
        }
        let headers = response.headers.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
        Reply { status: response.status, headers, took: 0.0 }
    }

    /// Asks the limiter as a whole request would at some other cost.
    fn ask(&mut self, headers: &[(String, String)], cost: u32) -> Reply {
        let head = edge_worker::http::Head {
            headers: headers.iter().cloned().collect(),
            ..edge_worker::http::Head::default()
        };
        let client = Client::of(&head, || None);
        let platform = &self.server.platform;
        let admitted = crate::server::now(self.other.admit(platform, &client, cost));
        let (status, retry_after) = match admitted {
            Ok(_) => (200, None),
            Err(refusal) => (429, refusal.retry_after),
        };
        let fields = self.other.fields(platform, &client);
        let mut headers: Vec<(String, String)> = fields.map(|(name, value)| (name.to_owned(), value)).into();
        headers.extend(retry_after.map(|seconds| ("Retry-After".to_owned(), seconds.to_string())));
        Reply { status, headers, took: 0.0 }
    }

    fn admitted(&self) -> u64 {
        self.replies.iter().filter(|reply| reply.status < 300).count() as u64
    }

    fn refused(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(|reply| reply.status >= 300)
    }

    fn expect(&self, id: &str, expect: &Map<String, Json>) {
        for (name, value) in expect {
            match name.as_str() {
                "admitted" => {
                    let admitted = self.admitted();
                    let is_right = match value {
                        Json::Array(ends) => {
                            let ends: Vec<u64> = ends.iter().filter_map(Json::as_u64).collect();
                            matches!(ends[..], [least, most] if (least..=most).contains(&admitted))
                        }
                        count => count.as_u64() == Some(admitted),
                    };
                    assert!(is_right, "{id}: admitted {admitted}, expected {value}");
                }
                "status_of_rest" => {
                    assert!(self.refused().all(|reply| Some(u64::from(reply.status)) == value.as_u64()), "{id}");
                }
                "last_status" => {
                    assert_eq!(self.replies.last().map(|reply| u64::from(reply.status)), value.as_u64(), "{id}");
                }
                "retry_after_s" => {
                    let last = self.replies.last().and_then(|reply| reply.header("Retry-After"));
                    assert_eq!(last, Some(value.to_string().as_str()), "{id}");
                }
                "remaining" => self.expect_countdown(id, value.as_str().unwrap_or_default()),
                "headers" => self.expect_headers(id, value),
                "p95_ms" => {
                    let mut took: Vec<f64> = self.replies.iter().map(|reply| reply.took).collect();
                    took.sort_by(f64::total_cmp);
                    let p95 = took[took.len() * 95 / 100];
                    assert!(Some(p95) <= value.as_f64(), "{id}: {p95} ms");
                }
                "never" => value.as_array().into_iter().flatten().for_each(|never| self.expect_never(id, never)),
                other => panic!("{id}: expects `{other}`, which this test does not know"),
            }
        }
    }

    /// `49 down to 0, each once`
    fn expect_countdown(&self, id: &str, words: &str) {
        let from: u64 = words.split(' ').next().and_then(|first| first.parse().ok()).expect("a number to count from");
        assert!(words.ends_with("down to 0, each once"), "{id}: expects `{words}`, which this test does not know");
        let remaining: Vec<_> = self.replies.iter().map(|reply| reply.parameter("RateLimit", "r")).collect();
        assert_eq!(remaining, (0..=from).rev().map(Some).collect::<Vec<_>>(), "{id}");
    }

    fn expect_headers(&self, id: &str, expect: &Json) {
        let names = |list: &Json| -> Vec<String> {
            list.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
        };
        for name in names(&expect["on_every"]) {
            assert!(self.replies.iter().all(|reply| reply.header(&name).is_some()), "{id}: {name}");
        }
        for name in names(&expect["on_429"]) {
            assert!(self.refused().all(|reply| reply.header(&name).is_some()), "{id}: {name}");
        }
    }

    fn expect_never(&self, id: &str, never: &Json) {
        let waits = || self.replies.iter().filter_map(|reply| reply.header("Retry-After"));
        match never.as_str().unwrap_or_default() {
            "a 5xx" => assert!(self.replies.iter().all(|reply| reply.status < 500), "{id}"),
            "RateLimit r below 0" => {
                assert!(self.replies.iter().all(|reply| reply.parameter("RateLimit", "r").is_some()), "{id}");
            }
            "Retry-After of 0 with a refusal right after" => assert!(waits().all(|wait| wait != "0"), "{id}"),
            "Retry-After on a request that can never be admitted" => assert_eq!(waits().count(), 0, "{id}"),
            // Every calculation of this case has inputs of its own, and its answer is kept.
            "a calculation runs for a refused request" => {
                assert_eq!(self.server.platform.cache.borrow().len() as u64, self.admitted(), "{id}");
            }
            "a 429 stored in a shared cache" => {
                let kept = self.server.platform.cache.borrow();
                assert!(kept.values().all(|response| response.status != 429), "{id}");
            }
            "the answer waits for the store beyond its time limit" => {
                let limit = f64::from(cf_config::policy::AUTHORITY_PATIENCE_MS);
                assert!(self.replies.iter().all(|reply| reply.took <= limit), "{id}");
            }
            "memory grows without bound" => {
                let most = 2 * cf_config::policy::REMEMBERED_CLIENTS;
                assert!(self.other.clients() <= most && self.replies.len() > 2 * most, "{id}");
            }
            other => panic!("{id}: expects never `{other}`, which this test does not know"),
        }
    }
}

#[test]
fn every_timed_case_is_admitted_and_refused_as_expected() {
    let shared = std::env::var_os("PAINTBOX_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let path = shared.join("corpora/hostile/rate_limits.jsonl");
    let Ok(cases) = std::fs::read_to_string(&path) else {
        println!("skipped: there is no {}", path.display());
        return;
    };
    let mut count = 0;
    for line in cases.lines() {
        let case: Json = serde_json::from_str(line).expect("a case");
        let id = case["id"].as_str().expect("an id");
        let policy = [&case["policy"]["units"], &case["policy"]["window_s"]].map(Json::as_u64);
        let ours = [cf_config::policy::ADDRESS_QUOTA.units, cf_config::policy::RATE_WINDOW_SECONDS];
        assert_eq!(policy, ours.map(|number| Some(u64::from(number))), "{id}: of another policy");
        let mut run = Run::new();
        for step in case["steps"].as_array().expect("steps") {
            run.step(step.as_object().expect("a step"));
        }
        run.expect(id, case["expect"].as_object().expect("what is expected"));
        count += 1;
    }
    println!("figures {{\"corpus\":\"rate_limits\",\"cases\":{count},\"as_expected\":{count}}}");
    assert!(count > 0, "the corpus is empty");
}

/// The name of the limiter's field is the draft's.
#[test]
fn fields_have_the_names_of_the_draft() {
    assert_eq!([Limiter::POLICY, Limiter::LIMIT], ["RateLimit-Policy", "RateLimit"]);
}
