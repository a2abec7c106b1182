//! Resources, methods, headers and problems.

use crate::server::{Server, json_of, model};
use edge_worker::http::Response;
use serde_json::json;

const CALCULATIONS: &str = "/api/v1/calculations";

#[test]
fn a_calculation_answers_every_output() {
    let server = Server::new();
    let response = server.post(CALCULATIONS, r#"{"inputs":{"coats":3}}"#);
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), Some("application/json"));
    let body = json_of(&response);
    assert_eq!(body["outputs"]["price"], json!({"value": 300, "text": "300", "money": "300.00"}));
    assert_eq!(body["outputs"]["echo"], json!({"value": "<none>", "text": "<none>"}));
    assert_eq!(body["inputs"], json!({"defaulted": 1, "overrode_formula": []}));
}

#[test]
fn the_model_is_loaded_once_and_the_day_moves_on() {
    let server = Server::new();
    let today = |server: &Server| json_of(&server.post(CALCULATIONS, "{}"))["outputs"]["today"]["value"].clone();
    assert_eq!(today(&server), json!(45352), "1 March 2024");
    server.platform.now.set(server.platform.now.get() + 11.9 * 3_600_000.0);
    assert_eq!(today(&server), json!(45352), "the same day, just before midnight");
    server.platform.now.set(server.platform.now.get() + 3_600_000.0);
    assert_eq!(today(&server), json!(45353), "the next day");
    assert_eq!(server.platform.loads.get(), 1);
}

#[test]
fn wrong_input_says_where_what_and_what_would_be_right() {
    let response = Server::new().post(CALCULATIONS, r#"{"inputs":{"coats":9}}"#);
    assert_eq!(response.status, 422);
    assert_eq!(response.header("content-type"), Some("application/problem+json"));
    let body = json_of(&response);
    assert_eq!(body["type"], "urn:paintbox:problem:invalid-request");
    assert_eq!(
        body["errors"],
        json!([{
            "pointer": "/inputs/coats",
            "code": "range",
            "detail": "cannot read input `coats`: found number 9, expected a number from 1 to 5 (cell Job!A1)",
            "cell": "Job!A1",
            "allowed": {"min": 1, "max": 5}
        }])
    );
}

#[test]
fn a_formula_is_executed_without_a_model() {
    let mut server = Server::new();
    server.platform.model = None;
    let body = r#"{"formula":"SUM(A1:A3)","context":{"A1":100,"A2":200,"A3":300}}"#;
    let response = server.post("/api/v1/calculations/execute", body);
    assert_eq!((response.status, String::from_utf8_lossy(&response.body).as_ref()), (200, "{\"result\":600}\n"));
}

#[test]
fn without_a_model_everything_that_needs_it_is_unavailable_and_the_log_says_why() {
    let mut server = Server::new();
    server.platform.model = None;
    for response in [server.read("/api/health"), server.read("/"), server.post(CALCULATIONS, "{}")] {
        assert_eq!(response.status, 503);
        assert!(!String::from_utf8_lossy(&response.body).contains("there is no model"), "the cause is for the log");
    }
    assert!(server.platform.log.borrow().iter().any(|line| line.contains("there is no model")));
    server.platform.model = Some(b"not a model".to_vec());
    assert_eq!(server.read("/api/health").status, 503);
    server.platform.model = Some(model());
    assert_eq!(server.read("/api/health").status, 200, "a later request tries again");
}

#[test]
fn every_resource_has_its_methods_and_says_so() {
    let server = Server::new();
    for (path, allow) in [
        ("/api/health", "GET, HEAD, OPTIONS"),
        ("/api/v1/model", "GET, HEAD, OPTIONS"),
        (CALCULATIONS, "GET, HEAD, QUERY, POST, OPTIONS"),
        ("/api/v1/calculations/execute", "POST, OPTIONS"),
        ("/", "GET, HEAD, OPTIONS"),
        ("/app.js", "GET, HEAD, OPTIONS"),
        ("/app.css", "GET, HEAD, OPTIONS"),
        ("/favicon.svg", "GET, HEAD, OPTIONS"),
    ] {
        let refused = server.send("DELETE", path, &[], b"");
        assert_eq!((refused.status, refused.header("allow")), (405, Some(allow)), "{path}");
        let options = server.send("OPTIONS", path, &[], b"");
        assert_eq!((options.status, options.header("allow"), options.body.len()), (204, Some(allow), 0), "{path}");
        if allow.starts_with("GET") {
            let read = server.read(path);
            let head = server.send("HEAD", path, &[], b"");
            assert_eq!((read.status, head.status, head.body.len()), (200, 200, 0), "{path}");
            // The time of each is its own, and whether it was already known.
            let of_both = |response: &Response| {
                let own = ["Server-Timing", "Cache-Status"];
                response.headers.iter().filter(|(name, _)| !own.contains(name)).cloned().collect::<Vec<_>>()
            };
            assert_eq!(of_both(&read), of_both(&head), "{path}");
        }
    }
}

#[test]
fn security_headers_are_on_every_response() {
    let server = Server::new();
    let responses = [
        server.read("/"),
        server.read("/api/health"),
        server.read("/nowhere"),
        server.post(CALCULATIONS, "{}"),
        server.post(CALCULATIONS, "{"),
        server.send("OPTIONS", CALCULATIONS, &[], b""),
    ];
    for response in responses {
        for (name, value) in cf_config::policy::SECURITY {
            assert_eq!(response.header(name), Some(*value), "{name} of {}", response.status);
        }
        let policy = response.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(response.header("server-timing").is_some());
        assert!(response.header("x-request-id").is_some());
        assert!(response.header("cache-control").is_some() || response.status == 204);
    }
}

#[test]
fn only_allowed_origins_are_named() {
    let server = Server::new();
    let preflight = |origin: &str| {
        let headers = [("Origin", origin), ("Access-Control-Request-Method", "POST")];
        server.send("OPTIONS", CALCULATIONS, &headers, b"")
    };
    let allowed = preflight("https://www.paintbox-app.com");
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://www.paintbox-app.com"));
    assert_eq!(allowed.header("access-control-allow-methods"), Some("GET, HEAD, QUERY, POST, OPTIONS"));
    assert_eq!(allowed.header("access-control-allow-headers"), Some(cf_config::policy::ALLOWED_HEADERS));
    for origin in ["null", "https://evil.example", "http://www.paintbox-app.com", "https://www.paintbox-app.com:8443"] {
        let refused = preflight(origin);
        assert_eq!(refused.header("access-control-allow-origin"), None, "{origin}");
        assert_eq!(refused.header("access-control-allow-methods"), None, "{origin}");
        assert_eq!(refused.header("vary"), Some("Origin"), "{origin}");
    }
    let headers = [("Origin", "https://paintbox-app.com"), ("Content-Type", "application/json")];
    let answer = server.send("POST", CALCULATIONS, &headers, b"{}");
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://paintbox-app.com"));
    assert_eq!(answer.header("access-control-expose-headers"), Some(cf_config::policy::EXPOSED_HEADERS));
}

#[test]
fn guards_go_from_cheap_to_dear() {
    let server = Server::new();
    let long = format!("{CALCULATIONS}?x={}", "a".repeat(20_000));
    let wide = "a".repeat(40_000);
    let json = ("Content-Type", "application/json");
    let huge = ("Content-Length", "9999999999");
    type Headers<'a> = &'a [(&'a str, &'a str)];
    let cases: &[(&str, &str, Headers, &str, u16)] = &[
        ("DELETE", &long, &[], "", 414),
        ("GET", "/api/v1/calculations?coats=1&coats=2", &[], "", 400),
        ("DELETE", CALCULATIONS, &[("Cookie", &wide)], "", 431),
        ("GET", "/nowhere?x=1", &[], "", 404),
        ("GET", "/?utm_source=mail", &[], "", 200),
        ("PUT", CALCULATIONS, &[huge], "", 405),
        ("POST", CALCULATIONS, &[huge, ("Content-Type", "text/plain")], "", 413),
        ("POST", CALCULATIONS, &[("Content-Length", "-1"), json], "{}", 413),
        ("POST", CALCULATIONS, &[("Content-Type", "text/plain")], "{", 415),
        ("POST", CALCULATIONS, &[json, ("Content-Encoding", "gzip")], "{}", 415),
        ("POST", CALCULATIONS, &[json], "{", 400),
        ("POST", CALCULATIONS, &[json], "{\"x\":1}", 422),
    ];
    for (method, target, headers, body, status) in cases {
        assert_eq!(server.send(method, target, headers, body.as_bytes()).status, *status, "{method} {status}");
    }
    let body = vec![b' '; 512 * 1024 + 1];
    assert_eq!(server.send("POST", CALCULATIONS, &[json], &body).status, 413);
}

#[test]
fn the_schema_names_every_port() {
    let response = Server::new().read("/api/v1/model");
    assert_eq!(response.header("content-type"), Some("application/schema+json"));
    let schema = json_of(&response);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(
        schema["properties"]["inputs"]["properties"]["coats"],
        json!({
            "title": "Coats of paint",
            "anyOf": [{"type": "null"}, {"type": "number", "minimum": 1, "maximum": 5}],
            "default": 2,
            "x-type": "number",
            "x-cell": "Job!A1",
            "x-unit": "count",
            "x-group": "walls"
        })
    );
    assert_eq!(schema["properties"]["outputs"]["items"]["enum"], json!(["price", "echo", "today"]));
}

#[test]
fn the_page_shows_prices_before_any_script_runs_and_takes_no_markup_from_a_workbook() {
    let response = Server::new().read("/");
    let page = String::from_utf8(response.body.clone()).unwrap();
    assert!(page.contains("data-output=\"price\">$200.00</span>"), "{page}");
    assert!(page.contains("<label for=\"i0\">Coats of paint</label>"), "{page}");
    assert!(page.contains("value=\"&lt;none&gt;\""), "{page}");
    assert!(page.contains("<h2 id=\"g1-title\">Paper work</h2>"), "{page}");
    assert!(!page.contains("<none>") && !page.contains("style=") && !page.contains("onclick"), "{page}");
}

#[test]
fn a_deployment_may_ask_for_keys() {
    let mut server = Server::new();
    // `printf %s paint | sha256sum`
    let keys = "front=297e619db5ee855a68d5c326ef45d2e5dcceb9b448b647fd3d87cac8109e9b11";
    let settings = [("ACCESS", "key"), ("API_KEYS", keys)];
    server.platform.settings = settings.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let ask = |key: Option<&str>| {
        let key = key.map(|key| ("X-API-Key", key));
        let headers: Vec<(&str, &str)> = [("Content-Type", "application/json")].into_iter().chain(key).collect();
        server.send("POST", "/api/v1/calculations", &headers, b"{}")
    };
    for key in [None, Some("pain"), Some(keys)] {
        let refused = ask(key);
        assert_eq!(refused.status, 401, "{key:?}");
        assert_eq!(refused.header("www-authenticate"), Some("ApiKey"), "RFC 9110 15.5.2");
        assert_eq!(json_of(&refused)["type"], "urn:paintbox:problem:key-needed");
    }
    assert_eq!(server.calculated(), 0);
    let answered = ask(Some("paint"));
    assert_eq!((answered.status, answered.header("cache-control")), (200, Some("private, max-age=60")));
    assert_eq!(server.read("/api/health").status, 200);
    assert_eq!(server.send("OPTIONS", "/api/v1/calculations", &[], b"").status, 204);
}
