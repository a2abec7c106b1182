//! Headers of every response, whatever its status.

use std::collections::BTreeSet;

use edge_worker::http::Response;
use edge_worker::problem::CATALOGUE;

use crate::server::Server;

const CALCULATIONS: &str = "/api/v1/calculations";

/// How a header is held against a recommendation.
enum Rule {
    /// It has the value, in any case.
    Is,
    /// Its `max-age` is as long or longer, and it has the other directives.
    AtLeast,
    /// Each feature that the recommendation names is named, and allowed to nobody, or to no more than there.
    Denies,
    /// It is a policy that starts from nothing, names the directives of the recommendation, and allows nothing inline.
    Policy,
    /// It is there.
    Present,
    /// It is not there, for the reason.
    Absent(&'static str),
}

/// The recommendations of the OWASP Secure Headers Project: `ci/headers_add.json`, last updated on 2 September 2024, and the first ones
/// of other sources.
const RECOMMENDED: &[(&str, &str, Rule, &str)] = &[
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains", Rule::AtLeast, "OWASP"),
    ("X-Frame-Options", "deny", Rule::Is, "OWASP"),
    ("X-Content-Type-Options", "nosniff", Rule::Is, "OWASP"),
    ("Content-Security-Policy", "form-action frame-ancestors", Rule::Policy, "OWASP, less the two about mixed content"),
    ("X-Permitted-Cross-Domain-Policies", "none", Rule::Is, "OWASP"),
    ("Referrer-Policy", "no-referrer", Rule::Is, "OWASP"),
    ("Clear-Site-Data", "", Rule::Absent("for logging out: there is no login"), "OWASP: set it to the logout function"),
    ("Cross-Origin-Embedder-Policy", "require-corp", Rule::Is, "OWASP"),
    ("Cross-Origin-Opener-Policy", "same-origin", Rule::Is, "OWASP"),
    ("Cross-Origin-Resource-Policy", "same-origin", Rule::Is, "OWASP"),
    (
        "Permissions-Policy",
        "accelerometer autoplay camera cross-origin-isolated display-capture encrypted-media fullscreen geolocation gyroscope \
         keyboard-map magnetometer microphone midi payment picture-in-picture publickey-credentials-get screen-wake-lock sync-xhr \
         usb web-share xr-spatial-tracking clipboard-read clipboard-write gamepad hid idle-detection interest-cohort serial unload",
        Rule::Denies,
        "OWASP",
    ),
    ("Cache-Control", "", Rule::Present, "OWASP: no-store; here by what is answered, see the table of the cache"),
    ("X-DNS-Prefetch-Control", "off", Rule::Is, "OWASP, response headers"),
    ("X-XSS-Protection", "", Rule::Absent("deprecated: it can make holes"), "OWASP, response headers"),
    ("Server", "", Rule::Absent("tells what runs here"), "OWASP, headers_remove.json"),
    ("X-Powered-By", "", Rule::Absent("tells what runs here"), "OWASP, headers_remove.json"),
    ("SourceMap", "", Rule::Absent("tells what runs here"), "OWASP, headers_remove.json"),
    ("Public-Key-Pins", "", Rule::Absent("deprecated"), "OWASP, response headers"),
    ("Expect-CT", "", Rule::Absent("deprecated"), "OWASP, response headers"),
    ("Access-Control-Allow-Credentials", "", Rule::Absent("nothing here needs a cookie"), "Fetch, CORS protocol"),
    ("Set-Cookie", "", Rule::Absent("nothing here needs a cookie"), "RFC 6265, 8"),
];

fn fault(response: &Response, name: &str, recommended: &str, rule: &Rule) -> Option<String> {
    let value = response.header(name);
    let has = value.map(str::to_ascii_lowercase).unwrap_or_default();
    let directives: Vec<&str> = has.split(';').map(str::trim).collect();
    let holds = match rule {
        Rule::Is => has == recommended,
        Rule::AtLeast => {
            let seconds =
                |text: &str| text.split(';').find_map(|part| part.trim().strip_prefix("max-age=")?.parse::<u64>().ok());
            seconds(&has) >= seconds(recommended) && directives.contains(&"includesubdomains")
        }
        Rule::Denies => {
            let denied: BTreeSet<&str> = has.split(',').filter_map(|part| part.trim().strip_suffix("=()")).collect();
            recommended.split_whitespace().all(|feature| denied.contains(feature))
        }
        Rule::Policy => {
            let names: BTreeSet<&str> = directives.iter().filter_map(|part| part.split(' ').next()).collect();
            directives.first() == Some(&"default-src 'none'")
                && recommended.split(' ').all(|name| names.contains(name))
                && !has.contains("unsafe")
                && !has.contains('*')
                && !has.contains("data:")
                && !has.contains("http")
        }
        Rule::Present => value.is_some(),
        Rule::Absent(_) => value.is_none(),
    };
    (!holds).then(|| format!("{} has `{name}: {}`", response.status, value.unwrap_or("(none)")))
}

/// A response of every status that there is.
fn responses() -> Vec<Response> {
    let server = Server::new();
    let json = ("Content-Type", "application/json");
    let long = "a".repeat(40_000);
    let answered = server.post(CALCULATIONS, "{}");
    let mut responses = vec![
        server.read("/"),
        server.read("/app.js"),
        server.read("/api/health"),
        server.read("/api/v1/model"),
        server.send("HEAD", "/", &[], b""),
        server.post("/api/v1/calculations/execute", r#"{"formula":"1+1"}"#),
        server.send("OPTIONS", CALCULATIONS, &[], b""),
        server.send(
            "OPTIONS",
            CALCULATIONS,
            &[("Origin", "https://www.paintbox-app.com"), ("Access-Control-Request-Method", "POST")],
            b"",
        ),
        server.post(CALCULATIONS, "{"),
        server.read("/nowhere"),
        server.send("DELETE", CALCULATIONS, &[], b""),
        server.send("POST", CALCULATIONS, &[json, ("Content-Length", "9999999")], b"{}"),
        server.read(&format!("/{long}")),
        server.send("POST", CALCULATIONS, &[("Content-Type", "text/plain")], b"{}"),
        server.post(CALCULATIONS, r#"{"inputs":{"coats":9}}"#),
        server.post(CALCULATIONS, r#"{"inputs":{"note":"1' union select name, password from users -- "}}"#),
        server.send("GET", "/api/health", &[("Cookie", &long)], b""),
        server.send("GET", "/api/health", &[("If-None-Match", "\"<script>alert(1)</script>\"")], b""),
    ];
    responses.push(server.send("GET", CALCULATIONS, &[("If-Match", "\"other\"")], b""));
    responses.push(server.send("GET", "/api/v1/calculations?coats=5", &[("Cache-Control", "only-if-cached")], b""));
    if let Some(tag) = answered.header("etag").map(str::to_owned) {
        responses.push(server.send("GET", CALCULATIONS, &[("If-None-Match", &tag)], b""));
        responses.push(server.send("POST", CALCULATIONS, &[json, ("If-None-Match", &tag)], b"{}"));
    }
    responses.push(answered);
    let coats = |at: u32| format!("{{\"inputs\":{{\"note\":\"{at}\"}}}}");
    responses.extend(
        (0..60).map(|at| server.post(CALCULATIONS, &coats(at))).filter(|response| response.status == 429).take(1),
    );
    let mut closed = Server::new();
    closed.platform.settings.insert("ACCESS".to_owned(), "key".to_owned());
    responses.push(closed.post(CALCULATIONS, "{}"));
    let mut broken = Server::new();
    broken.platform.model = None;
    responses.push(broken.read("/api/health"));
    responses
}

#[test]
fn every_recommendation_holds_for_every_status() {
    let responses = responses();
    let seen: BTreeSet<u16> = responses.iter().map(|response| response.status).collect();
    let known: BTreeSet<u16> = CATALOGUE.iter().map(|kind| kind.status).chain([200, 204, 304]).collect();
    println!("{} responses of the statuses {seen:?}", responses.len());
    assert!(seen.is_superset(&known), "no response has one of {known:?}, only {seen:?}");
    let mut faults = Vec::new();
    for (name, recommended, rule, _) in RECOMMENDED {
        faults.extend(responses.iter().filter_map(|response| fault(response, name, recommended, rule)));
    }
    println!(
        "figures {}",
        serde_json::json!({
            "corpus": "headers", "recommendations": RECOMMENDED.len(), "statuses": seen.len(), "responses": responses.len(), "faults": faults.len(),
        })
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What the project says must be absent has a reason, what is there a source.
#[test]
fn every_row_says_why() {
    for (name, _, rule, source) in RECOMMENDED {
        assert!(!source.is_empty(), "{name}");
        if let Rule::Absent(reason) = rule {
            assert!(!reason.is_empty(), "{name}");
        }
    }
}

#[test]
fn whoever_reads_an_answer_by_its_origin_varies_by_it() {
    for response in responses() {
        let vary = response.header("vary").unwrap_or_default().to_ascii_lowercase();
        assert!(vary.split(',').any(|field| field.trim() == "origin"), "{}: {vary}", response.status);
    }
}
