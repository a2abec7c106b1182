//! One number changed in the policy changes everything that is made from it, and stands nowhere else.

use std::fs;

use cf_config::policy::Policy;
use cf_config::render::{Table, alerts_json, requests_json, table, terraform, thresholds};
use cf_config::zone::Zone;

use super::guides::{Part, pages, parts, root};
use super::server::Server;

/// Everything that is made from a policy, by name.
fn made(policy: &Policy) -> Vec<(&'static str, String)> {
    let zone = Zone::of(policy);
    vec![
        // The quotes of expressions are escaped in JSON and in Terraform alike.
        ("api", requests_json(&zone).to_string().replace("\\\"", "\"")),
        ("terraform", terraform(&zone).replace("\\\"", "\"")),
        ("alerts", alerts_json(policy).to_string()),
        ("load test", thresholds(policy).to_string()),
        ("numbers", table(Table::Numbers, policy)),
        ("request limits", table(Table::RequestLimits, policy)),
        ("rules", table(Table::Rules, policy)),
        ("settings", table(Table::Settings, policy)),
        ("room", table(Table::Room, policy)),
        ("alert table", table(Table::Alerts, policy)),
    ]
}

/// A change of the policy, and what has to show it: the text that appears there and nowhere before.
type Case = (fn(&mut Policy), &'static [(&'static str, &'static str)]);

const CASES: &[Case] = &[
    (
        |policy| policy.limits.body = 123_456,
        &[
            ("api", r#"gt "123456""#),
            ("terraform", r#"gt "123456""#),
            ("numbers", "123456 bytes"),
            ("request limits", "123456 bytes"),
            ("rules", "123456 bytes"),
        ],
    ),
    (
        |policy| policy.limits.target = 9 * 1024,
        &[
            ("api", "len(http.request.uri) gt 9216"),
            ("terraform", "len(http.request.uri) gt 9216"),
            ("numbers", "9 KiB"),
            ("request limits", "9 KiB"),
        ],
    ),
    (
        |policy| policy.limits.headers = 77,
        &[
            ("api", "len(http.request.headers.names) gt 77"),
            ("terraform", "len(http.request.headers.names) gt 77"),
            ("numbers", "| 77 |"),
            ("request limits", "77, together"),
        ],
    ),
    (
        |policy| policy.limits.header_bytes = 33 * 1024,
        &[("api", "gt 33792"), ("terraform", "gt 33792"), ("numbers", "33 KiB"), ("request limits", "together 33 KiB")],
    ),
    (
        |policy| policy.rate.units = 77,
        &[
            ("api", r#""requests_per_period":1540"#),
            ("terraform", "requests_per_period = 1540"),
            ("numbers", "77 in any 60 s"),
            ("rules", "more than 1540 in 60 s"),
        ],
    ),
    (
        |policy| policy.rate.seconds = 45,
        &[
            ("api", r#""period":45"#),
            ("terraform", "period              = 45"),
            ("numbers", "in any 45 s"),
            ("room", "45 s"),
        ],
    ),
    (
        |policy| policy.rate.flood_pause = 1_800,
        &[
            ("api", r#""mitigation_timeout":1800"#),
            ("terraform", "mitigation_timeout  = 1800"),
            ("numbers", "1800 s"),
            ("rules", "429 for 1800 s"),
        ],
    ),
    (|policy| policy.lifetimes.browser = 61, &[("numbers", "| 61 s |")]),
    (|policy| policy.lifetimes.shared = 301, &[("numbers", "| 301 s |")]),
    (|policy| policy.lifetimes.stale = 601, &[("numbers", "| 601 s |")]),
    (|policy| policy.lifetimes.refusal = 11, &[("numbers", "| 11 s |")]),
    (|policy| policy.lifetimes.asset = 31, &[("numbers", "| 31 s |")]),
    (
        |policy| policy.security = &[("Strict-Transport-Security", "max-age=4711")],
        &[
            ("api", r#""max_age":4711"#),
            ("api", r#""value":"max-age=4711""#),
            ("terraform", "max_age            = 4711"),
            ("terraform", r#"value     = "max-age=4711""#),
            ("settings", r#""max_age":4711"#),
        ],
    ),
    (
        |policy| policy.hosts = &["prices.example"],
        &[("api", r#"http.host in {"prices.example"}"#), ("terraform", r#"http.host in {"prices.example"}"#)],
    ),
    (
        |policy| policy.objectives.p95_milliseconds = 123,
        &[("load test", "p(95)<123"), ("alerts", r#""p95_milliseconds":123"#), ("numbers", "| 123 ms |")],
    ),
    (
        |policy| policy.objectives.hit_percent = 83,
        &[
            ("load test", "rate>=0.83"),
            ("alerts", r#""percent_below":83"#),
            ("numbers", "83 % and more"),
            ("alert table", "less than 83 %"),
        ],
    ),
    (
        |policy| policy.objectives.error_percent = 3,
        &[("load test", "rate<0.03"), ("alerts", r#""percent_at_least":3"#), ("alert table", "3 % and more")],
    ),
    (
        |policy| policy.objectives.outage_percent = 8,
        &[("alerts", r#""percent_at_least":8"#), ("alert table", "8 % and more")],
    ),
    (
        |policy| policy.objectives.refused_percent = 12,
        &[("alerts", r#""percent_at_least":12"#), ("alert table", "12 % and more")],
    ),
    (
        |policy| policy.objectives.window_seconds = 601,
        &[("alerts", r#""window_seconds":601"#), ("alert table", "601 s, ")],
    ),
    (
        |policy| policy.objectives.window_requests = 222,
        &[("alerts", r#""minimum_requests":222"#), ("alert table", "222 requests")],
    ),
];

#[test]
fn one_number_changed_arrives_everywhere() {
    let before = made(&Policy::production());
    for (change, expected) in CASES {
        let mut policy = Policy::production();
        change(&mut policy);
        let after = made(&policy);
        for (name, text) in *expected {
            let of = |made: &[(&str, String)]| made.iter().find(|(own, _)| own == name).unwrap().1.clone();
            assert!(of(&after).contains(text), "{text:?} does not arrive in `{name}`:\n{}", of(&after));
            assert!(!of(&before).contains(text), "{text:?} stands in `{name}` without the change");
        }
    }
}

#[test]
fn the_worker_refuses_at_the_numbers_of_the_policy() {
    let server = Server::new();
    let limits = Policy::production().limits;
    let post = |length: usize| server.post("/api/v1/calculations", &" ".repeat(length)).status;
    assert_ne!(post(limits.body), 413);
    assert_eq!(post(limits.body + 1), 413);
    let target = |length: usize| server.read(&format!("/?{}", "a".repeat(length - 2))).status;
    assert_eq!((target(limits.target), target(limits.target + 1)), (200, 414));
    let headers = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("x-{at}")).collect();
        let headers: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
        server.send("GET", "/", &headers, b"").status
    };
    assert_eq!((headers(limits.headers), headers(limits.headers + 1)), (200, 431));
    let bytes = |length: usize| server.send("GET", "/", &[("x", &"a".repeat(length - 1))], b"").status;
    assert_eq!((bytes(limits.header_bytes), bytes(limits.header_bytes + 1)), (200, 431));
    let lifetimes = Policy::production().lifetimes;
    let calculation = server.post("/api/v1/calculations", r#"{"outputs":["price"]}"#);
    let directives = format!(
        "public, max-age={}, s-maxage={}, stale-while-revalidate={}",
        lifetimes.browser, lifetimes.shared, lifetimes.stale
    );
    assert_eq!(calculation.header("Cache-Control"), Some(directives.as_str()));
    let units = Policy::production().rate.units;
    let client = [("Content-Type", "application/json"), ("CF-Connecting-IP", "192.0.2.7")];
    let ask = |at: u32| {
        let body = format!(r#"{{"inputs":{{"note":"estimate {at}"}},"outputs":["echo"]}}"#);
        server.send("POST", "/api/v1/calculations", &client, body.as_bytes()).status
    };
    let statuses: Vec<u16> = (0..=units).map(ask).collect();
    let admitted = statuses.iter().take_while(|status| **status == 200).count();
    assert_eq!((admitted, statuses.last()), (units as usize, Some(&429)));
    let security = server.read("/");
    for (name, value) in Policy::production().security {
        assert_eq!(security.header(name), Some(*value), "{name}");
    }
}

/// The ways to write a number of bytes.
fn spellings(bytes: usize) -> Vec<String> {
    let digits = bytes.to_string();
    let grouped = |separator: &str| {
        let digits = digits.as_str();
        let head = digits.len() % 3;
        let groups = std::iter::once(&digits[..head])
            .chain(digits.as_bytes()[head..].chunks(3).map(|group| std::str::from_utf8(group).unwrap()));
        groups.filter(|group| !group.is_empty()).collect::<Vec<_>>().join(separator)
    };
    let mut spellings = vec![grouped("_"), format!("{digits} bytes"), format!("{} bytes", grouped(","))];
    // Shorter ones are Excel's numbers too.
    spellings.extend((digits.len() > 5).then_some(digits));
    if bytes.is_multiple_of(1024) {
        let kilo = bytes / 1024;
        spellings.extend([
            format!("{kilo} * 1024"),
            format!("{kilo} KiB"),
            format!("{kilo} KB"),
            format!("{kilo} << 10"),
        ]);
    }
    spellings
}

/// The numbers that are large enough to be nothing else.
fn telling_numbers() -> Vec<String> {
    let policy = Policy::production();
    let limits =
        [policy.limits.body, policy.limits.target, policy.limits.header_bytes, policy.lifetimes.asset as usize];
    let mut texts: Vec<String> = limits.into_iter().flat_map(spellings).collect();
    texts.extend([format!("{} units", policy.rate.units), format!("{} requests", policy.rate.units)]);
    texts.extend([format!("max-age={}", policy.lifetimes.browser), format!("s-maxage={}", policy.lifetimes.shared)]);
    let seconds =
        policy.security.iter().find_map(|(_, value)| value.split(';').find_map(|part| part.strip_prefix("max-age=")));
    texts.extend(seconds.map(|seconds| format!("max-age={seconds}")));
    texts
}

/// The telling numbers of a text, each with its line; a number inside a longer one is another number.
fn found(text: &str) -> Vec<String> {
    let numbers = telling_numbers();
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for number in &numbers {
            let is_alone = line.match_indices(number.as_str()).any(|(start, _)| {
                let before = line[..start].chars().next_back();
                let after = line[start + number.len()..].chars().next();
                let is_part =
                    |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '_');
                !is_part(before) && !is_part(after)
            });
            if is_alone {
                found.push(format!("line {}: `{number}`: {}", at + 1, line.trim()));
            }
        }
    }
    found
}

#[test]
fn the_numbers_of_the_policy_stand_nowhere_else() {
    let mut findings = Vec::new();
    let mut folders = vec![root().join("edge-worker/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(text) = fs::read_to_string(&path) else { continue };
            // Tests may name a number: they would fail if it were another.
            let code = text.split("#[cfg(test)]").next().unwrap();
            findings.extend(found(code).into_iter().map(|finding| format!("{}: {finding}", path.display())));
        }
    }
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let parts = parts(&page);
        // A page without a generated part may tell of a measurement, or of how it once was.
        if parts.len() == 1 {
            continue;
        }
        for part in parts {
            if let Part::Written(text) = part {
                findings.extend(found(text).into_iter().map(|finding| format!("{}: {finding}", path.display())));
            }
        }
    }
    assert!(findings.is_empty(), "numbers of the policy written by hand:\n{}", findings.join("\n"));
}

#[test]
fn a_number_written_by_hand_is_found() {
    assert_eq!(found("a body of 512 KiB").len(), 1);
    assert_eq!(found("const MAX: usize = 524_288; // or 524288").len(), 2);
    assert_eq!(found("an address of 8,192 bytes, a formula of 8,192 characters").len(), 1);
    assert_eq!(found("1524288, x512 KiB, 512 KiBit").len(), 0);
}
