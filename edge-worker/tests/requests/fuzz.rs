//! Anything at all as a request: never a panic, never an answer that says the fault is ours.

use proptest::prelude::*;

use crate::server::Server;

const PATHS: [&str; 6] =
    ["/", "/api/health", "/api/v1/model", "/api/v1/calculations", "/api/v1/calculations/execute", "/app.js"];
const NAMES: [&str; 12] = [
    "Content-Type",
    "Content-Length",
    "Content-Encoding",
    "If-None-Match",
    "Cache-Control",
    "Origin",
    "Access-Control-Request-Method",
    "Idempotency-Key",
    "X-Api-Key",
    "CF-Connecting-IP",
    "CF-Ray",
    "Range",
];

fn path() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(PATHS.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,60}".prop_map(|text| format!("/{text}")),
        1 => (prop::sample::select(PATHS.to_vec()), "\\PC{0,60}").prop_map(|(path, query)| format!("{path}?{query}")),
        1 => "[a-z_0-9]{0,12}(=|%|&|%[0-9a-f]{2}|[a-z0-9]){0,30}".prop_map(|query| format!("/api/v1/calculations?{query}")),
    ]
}

fn header() -> impl Strategy<Value = (String, String)> {
    let name = prop_oneof![prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned), "[A-Za-z-]{1,20}"];
    let value = prop_oneof![
        3 => "[ -~]{0,80}",
        1 => "\\PC{0,40}",
        1 => Just("application/json".to_owned()),
        1 => (0..70_000usize).prop_map(|length| "a".repeat(length)),
        1 => any::<i128>().prop_map(|number| number.to_string()),
    ];
    (name, value)
}

/// JSON of any shape, with the names that mean something among others.
fn json() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        prop::sample::select(vec![
            "inputs", "cells", "outputs", "formula", "context", "coats", "note", "Job!A1", "price", "A1"
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<f64>().prop_map(|number| serde_json::json!(number)),
        any::<i64>().prop_map(Into::into),
        "\\PC{0,40}".prop_map(Into::into),
        "[=(){}A1:B2+*,\"<>&#!-]{0,24}".prop_map(Into::into),
        prop::sample::select(vec!["price", "Job!B1", "SUM(A1:A9)", "SEQUENCE(1000000)", "REPT(\"x\",30000)"])
            .prop_map(Into::into),
    ];
    let value = leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    });
    value.prop_map(|value| value.to_string().into_bytes())
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => json(),
        1 => prop::collection::vec(any::<u8>(), 0..600),
        1 => "[\\[\\]{}:,\"\\\\ue0-9.+-]{0,200}".prop_map(String::into_bytes),
        // A valid body with one byte changed.
        1 => (json(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(mut body, at, byte)| {
            let at = at.index(body.len());
            body[at] = byte;
            body
        }),
    ]
}

thread_local! {
    /// One Worker for all cases: what one request leaves behind must not harm the next.
    static SERVER: Server = Server::new();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_request_has_an_answer_that_is_not_our_fault(
        method in prop_oneof![
            4 => Just("POST".to_owned()),
            2 => prop::sample::select(vec!["GET", "HEAD", "OPTIONS", "QUERY", "get"]).prop_map(str::to_owned),
            1 => "[A-Z]{1,10}",
        ],
        target in path(),
        mut headers in prop::collection::vec(header(), 0..4),
        is_json in prop::bool::weighted(0.8),
        body in body(),
    ) {
        if is_json {
            headers.insert(0, ("Content-Type".to_owned(), "application/json".to_owned()));
        }
        let sent: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let response = SERVER.with(|server| server.send(&method, &target, &sent, &body));
        prop_assert!((200..500).contains(&response.status), "{}: {}", response.status, String::from_utf8_lossy(&response.body));
        prop_assert!(response.header("content-security-policy").is_some());
        let next = SERVER.with(|server| server.post("/api/v1/calculations", "{}"));
        prop_assert_eq!(next.status, 200, "the Worker is well afterwards");
        let is_problem = response.header("content-type") == Some("application/problem+json");
        prop_assert_eq!(response.status >= 400, is_problem);
        if is_problem && method != "HEAD" {
            let problem: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
            prop_assert_eq!(problem["status"].as_u64(), Some(u64::from(response.status)));
        }
        // What a header may not have, no answer puts in one.
        for (name, value) in &response.headers {
            prop_assert!(!value.contains(['\r', '\n', '\0']), "{name}: {value}");
        }
    }
}
