//! The Terraform is one: a parser reads it, `terraform fmt` would not touch it, and it says what the API is told.

use std::io::Write;
use std::process::{Command, Stdio};

use cf_config::policy::Policy;
use cf_config::render::{requests, terraform};
use cf_config::zone::Zone;
use serde_json::Value as Json;

#[test]
fn it_says_what_the_api_is_told() {
    let zone = Zone::of(&Policy::production());
    let file: Json = hcl::from_str(&terraform(&zone)).unwrap();
    let resources = file["resource"].as_object().unwrap();
    for request in requests(&zone) {
        let phase = request.path.strip_prefix("rulesets/phases/").and_then(|path| path.strip_suffix("/entrypoint"));
        let (own, told) = match (phase, request.path.strip_prefix("settings/")) {
            (Some(phase), _) => (resources["cloudflare_ruleset"][phase].clone(), request.body),
            (_, Some(id)) => {
                let own = &resources["cloudflare_zone_setting"][id.replace("0rtt", "_0rtt")];
                assert_eq!(own["setting_id"], id);
                (serde_json::json!({ "value": own["value"] }), request.body)
            }
            _ if request.path == "bot_management" => {
                (resources["cloudflare_bot_management"]["bot_management"].clone(), request.body)
            }
            _ => {
                let kind = match request.path.as_str() {
                    "argo/smart_routing" => "cloudflare_argo_smart_routing",
                    "argo/tiered_caching" => "cloudflare_argo_tiered_caching",
                    "cache/tiered_cache_smart_topology_enable" => "cloudflare_tiered_cache",
                    path => panic!("no resource is known for `{path}`"),
                };
                let own = resources[kind].as_object().unwrap().values().next().unwrap();
                (serde_json::json!({ "value": own["value"] }), request.body)
            }
        };
        for (member, value) in told.as_object().unwrap() {
            assert_eq!(unescaped(&own[member]), *value, "{} of {}", member, request.path);
        }
    }
    let count: usize = resources.values().map(|kind| kind.as_object().unwrap().len()).sum();
    assert_eq!(count, requests(&zone).len(), "every request to the API has its resource");
}

/// Texts as Terraform means them: the parser leaves the marks by which a text is no template.
fn unescaped(value: &Json) -> Json {
    match value {
        Json::String(text) => Json::String(text.replace("$${", "${").replace("%%{", "%{")),
        Json::Array(items) => Json::Array(items.iter().map(unescaped).collect()),
        Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), unescaped(value))).collect(),
        other => other.clone(),
    }
}

#[test]
fn the_formatter_would_not_touch_it() {
    let mut command = Command::new("terraform");
    command.args(["fmt", "-check", "-diff", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut formatter) = command.spawn() else {
        println!("skipped: there is no `terraform` here");
        return;
    };
    let text = terraform(&Zone::of(&Policy::production()));
    formatter.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = formatter.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
