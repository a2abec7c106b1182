//! What an edge in front of an API does wrong, and this one does not. Each rule here is executed, not read.

use cf_config::policy::Policy;
use cf_config::render::{alerts, requests};
use cf_config::zone::{Action, Phase, Rule, Zone};

use super::filter::is_true;
use super::request::Request;
use super::server::Server;

fn rules(phase: Phase) -> Vec<Rule> {
    Zone::of(&Policy::production()).ruleset(phase).unwrap().rules.clone()
}

/// The rules of a phase that match a request, by their lasting names.
pub fn matches(phase: Phase, request: &Request) -> Vec<&'static str> {
    let rules = rules(phase).into_iter();
    rules.filter(|rule| is_true(&rule.expression.to_string(), request)).map(|rule| rule.reference).collect()
}

#[test]
fn preflights_and_head_pass() {
    for path in ["/", "/app.js", "/api/health", "/api/v1/model", "/api/v1/calculations", "/api/v1/calculations/execute"]
    {
        for method in ["GET", "HEAD", "OPTIONS", "POST", "QUERY"] {
            let request = Request::new(method, path)
                .with("Origin", "https://paintbox-app.com")
                .with("Access-Control-Request-Method", "POST");
            assert_eq!(matches(Phase::Firewall, &request), [""; 0], "{method} {path}");
        }
    }
}

#[test]
fn a_method_that_no_resource_has_ends_at_the_zone_and_at_the_worker() {
    let server = Server::new();
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "XYZZY", ""] {
        assert_eq!(
            matches(Phase::Firewall, &Request::new(method, "/api/v1/calculations")),
            ["paintbox_method"],
            "{method}"
        );
        assert_eq!(server.send(method, "/api/v1/calculations", &[], b"").status, 405, "{method}");
    }
}

#[test]
fn sizes_are_the_worker_s_to_the_byte() {
    let limits = Policy::production().limits;
    let length = |length: &str| {
        matches(Phase::Firewall, &Request::new("POST", "/api/v1/calculations").with("content-length", length))
    };
    for fits in ["0", "9", &limits.body.to_string(), &(limits.body - 1).to_string()] {
        assert_eq!(length(fits), [""; 0], "{fits}");
    }
    for exceeds in
        [&(limits.body + 1).to_string(), &(limits.body * 10).to_string(), "999999", "1000000", "18446744073709551616"]
    {
        assert_eq!(length(exceeds), ["paintbox_body_size"], "{exceeds}");
    }
    let target =
        |length: usize| matches(Phase::Firewall, &Request::new("GET", &format!("/?{}", "a".repeat(length - 2))));
    assert_eq!(target(limits.target), [""; 0]);
    assert_eq!(target(limits.target + 1), ["paintbox_target_size"]);
    let headers = |count: usize| {
        let request = (0..count).fold(Request::new("GET", "/"), |request, at| request.with(&format!("x-{at}"), "1"));
        matches(Phase::Firewall, &request)
    };
    assert_eq!(headers(limits.headers), [""; 0]);
    assert_eq!(headers(limits.headers + 1), ["paintbox_header_size"]);
}

#[test]
fn no_two_cache_rules_match_one_request_so_no_bypass_shadows_a_calculation() {
    let cases = [
        ("/api/v1/calculations", "paintbox_cache_calculations"),
        ("/api/v1/calculations?inputs=%7B%7D", "paintbox_cache_calculations"),
        ("/api/v1/calculations/execute", "paintbox_cache_no_other_api"),
        ("/api/v1/calculations.js", "paintbox_cache_no_other_api"),
        ("/api/health", "paintbox_cache_no_other_api"),
        ("/api/v1/model", "paintbox_cache_no_other_api"),
        ("/app.js", "paintbox_cache_assets"),
        ("/assets/app.0123456789abcdef.js", "paintbox_cache_assets"),
        ("/app.css?v=1", "paintbox_cache_assets"),
        ("/favicon.svg", "paintbox_cache_assets"),
    ];
    for (target, rule) in cases {
        assert_eq!(matches(Phase::Cache, &Request::new("GET", target)), [rule], "{target}");
    }
    // The page is left to the cache's own rule for HTML, and says `no-cache` itself.
    assert_eq!(matches(Phase::Cache, &Request::new("GET", "/")), [""; 0]);
}

#[test]
fn nobody_is_asked_to_solve_a_challenge() {
    for request in requests(&Zone::of(&Policy::production())) {
        let body = request.body.to_string();
        assert!(!body.contains("challenge"), "{}: {body}", request.path);
        match request.path.as_str() {
            "settings/security_level" => assert_eq!(request.body["value"], "essentially_off"),
            "settings/browser_check" => assert_eq!(request.body["value"], "off"),
            "bot_management" => assert_eq!(request.body["sbfm_definitely_automated"], "allow"),
            _ => {}
        }
    }
}

#[test]
fn floods_are_told_apart_by_path_and_wider_than_the_worker_s_limit() {
    let policy = Policy::production();
    assert_eq!(matches(Phase::RateLimit, &Request::new("POST", "/api/v1/calculations")), ["paintbox_flood_api"]);
    assert_eq!(matches(Phase::RateLimit, &Request::new("GET", "/app.js")), ["paintbox_flood_pages"]);
    for rule in rules(Phase::RateLimit) {
        let Action::Limit { requests, period, answer, .. } = rule.action else { panic!("{}", rule.reference) };
        assert_eq!(answer.status, 429);
        assert!(requests > policy.rate.units && period == policy.rate.seconds, "a client within its units is no flood");
    }
}

#[test]
fn other_hosts_of_the_zone_are_left_alone() {
    let mut request = Request::new("DELETE", "/.env?x=%3Cscript").with("content-length", "99999999");
    request.host = "shop.paintbox-app.com".into();
    for phase in Phase::ALL {
        assert_eq!(matches(phase, &request), [""; 0], "{phase:?}");
    }
}

#[test]
fn what_the_zone_answers_is_in_the_worker_s_catalogue() {
    for rule in [rules(Phase::Firewall), rules(Phase::RateLimit)].concat() {
        let (Action::Block(answer) | Action::Limit { answer, .. }) = rule.action else { panic!("{}", rule.reference) };
        let kind = edge_worker::problem::CATALOGUE.iter().find(|kind| kind.name == answer.problem);
        let kind = kind.unwrap_or_else(|| panic!("{}: no problem is named `{}`", rule.reference, answer.problem));
        assert_eq!((kind.status, kind.title), (answer.status, answer.title));
    }
}

#[test]
fn the_headers_that_the_zone_sets_are_those_that_the_worker_sends() {
    let server = Server::new();
    let rules = rules(Phase::ResponseHeaders);
    let Action::SetHeaders(headers) = &rules[0].action else { panic!("{:?}", rules[0].action) };
    let responses =
        [server.read("/"), server.read("/api/health"), server.read("/nowhere"), server.send("OPTIONS", "/", &[], b"")];
    for response in &responses {
        for (name, value) in headers {
            assert_eq!(response.header(name), Some(*value), "{name} with status {}", response.status);
        }
    }
}

#[test]
fn an_outage_is_a_share_of_the_requests_whatever_the_traffic() {
    let alerts = alerts(&Policy::production());
    let outage = alerts.iter().find(|alert| alert.name == "outage").unwrap();
    for scale in [1, 10, 1_000_000] {
        assert!(!outage.fires(4 * scale, 100 * scale), "4 % of {} requests", 100 * scale);
        assert!(outage.fires(5 * scale, 100 * scale), "5 % of {} requests", 100 * scale);
    }
    assert!(!outage.fires(2, 3), "three requests are no traffic");
}
