//! Differences to a zone as it is.

use cf_config::plan::{Change, Export, Plan};
use cf_config::policy::Policy;
use cf_config::render::requests;
use cf_config::zone::Zone;
use serde_json::{Value as Json, json};

/// The zone as the API would answer it: each rule with what a zone adds by itself.
fn exported(zone: &Zone) -> Json {
    let mut answers = json!({});
    for request in requests(zone) {
        let mut result = request.body;
        for (at, rule) in result["rules"].as_array_mut().into_iter().flatten().enumerate() {
            rule["id"] = json!(format!("{at:032x}"));
            rule["version"] = json!("3");
            rule["last_updated"] = json!("2026-11-01T00:00:00Z");
            // The zone's own order.
            if let Some(Json::Array(characteristics)) = rule.pointer_mut("/ratelimit/characteristics") {
                characteristics.reverse();
            }
        }
        answers[request.path] = json!({ "success": true, "errors": [], "result": result });
    }
    // Members of another plan.
    answers["bot_management"]["result"]["using_latest_model"] = json!(true);
    answers
}

fn plan(export: &Json) -> Plan {
    let export = Export::parse(export.to_string().as_bytes()).unwrap();
    Plan::between(&export, &Zone::of(&Policy::production()))
}

fn changes(export: &Json) -> Vec<Change> {
    plan(export).sections().iter().flat_map(|section| section.changes.clone()).collect()
}

const FIREWALL: &str = "rulesets/phases/http_request_firewall_custom/entrypoint";

#[test]
fn a_zone_as_it_should_be_has_no_changes() {
    let export = exported(&Zone::of(&Policy::production()));
    assert_eq!(changes(&export), []);
    assert_eq!(plan(&export).to_string(), "the zone is as it should be\n");
}

#[test]
fn an_empty_zone_lacks_everything() {
    let zone = Zone::of(&Policy::production());
    let absent = json!({ "success": false, "result": null, "errors": [{ "code": 10003, "message": "could not find entrypoint ruleset" }] });
    let mut export = json!({ "settings": { "success": true, "result": [{ "id": "min_tls_version", "value": "1.0" }, { "id": "http3", "value": "on" }] } });
    for ruleset in &zone.rulesets {
        export[format!("rulesets/phases/{}/entrypoint", ruleset.phase.name())] = absent.clone();
    }
    let changes = changes(&export);
    let rules: usize = zone.rulesets.iter().map(|ruleset| ruleset.rules.len()).sum();
    assert_eq!(changes.iter().filter(|change| matches!(change, Change::Added(_))).count(), rules);
    assert!(changes.contains(&Change::Changed("min_tls_version".into(), "\"1.0\"".into(), "\"1.2\"".into())));
    assert!(!changes.iter().any(|change| matches!(change, Change::Changed(name, ..) if name == "http3")));
}

#[test]
fn each_kind_of_change_is_told() {
    let mut export = exported(&Zone::of(&Policy::production()));
    let rules = export[FIREWALL]["result"]["rules"].as_array_mut().unwrap();
    rules.swap(0, 1);
    rules.push(json!({ "id": "0f", "ref": "0f", "expression": "true", "action": "managed_challenge", "description": "by hand" }));
    rules.retain(|rule| rule["ref"] != "paintbox_probe");
    export["rulesets/phases/http_ratelimit/entrypoint"]["result"]["rules"][0]["ratelimit"]["requests_per_period"] =
        json!(7);
    export["settings/always_online"]["result"]["value"] = json!("on");
    let text = plan(&export).to_string();
    let flood = Policy::production().rate.units * Policy::production().rate.flood_factor;
    for line in [
        "  + paintbox_probe\n",
        "  - 0f\n",
        "  > paintbox_method: stands at another place\n",
        &format!("  ~ paintbox_flood_api.ratelimit.requests_per_period: 7 -> {flood}\n"),
        "  ~ always_online: \"on\" -> \"off\"\n",
        "6 changes\n",
    ] {
        assert!(text.contains(line), "{line:?} is not in\n{text}");
    }
}

#[test]
fn an_answer_that_is_an_error_is_no_zone() {
    let export = json!({ FIREWALL: { "success": false, "result": null, "errors": [{ "code": 10000, "message": "Authentication error" }] } });
    let error = Export::parse(export.to_string().as_bytes()).unwrap_err().to_string();
    assert!(error.contains("Authentication error") && error.contains(FIREWALL), "{error}");
    assert!(Export::parse(b"not json").is_err());
}
