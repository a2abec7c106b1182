//! A zone as requests to Cloudflare's API.

use serde_json::{Value, json};

use super::json::{ruleset_json, setting_json};
use crate::zone::{Endpoint, Setting, Zone};

/// One request to the API.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The path below `/client/v4/zones/{zone}/`.
    pub path: String,
    /// The body.
    pub body: Value,
}

/// The requests that make a zone what it should be. Each can be sent again without harm.
pub fn requests(zone: &Zone) -> Vec<Request> {
    let rulesets = zone.rulesets.iter().map(|ruleset| Request {
        method: "PUT",
        path: format!("rulesets/phases/{}/entrypoint", ruleset.phase.name()),
        body: ruleset_json(ruleset),
    });
    let settings = zone.settings.iter().map(|setting| {
        let (path, value) = (setting_path(setting), setting_json(setting));
        match setting.endpoint {
            Endpoint::Bots => Request { method: "PUT", path, body: value },
            _ => Request { method: "PATCH", path, body: json!({ "value": value }) },
        }
    });
    rulesets.chain(settings).collect()
}

/// The requests as JSON, in the order in which they are sent.
pub fn requests_json(zone: &Zone) -> Value {
    let requests = requests(zone)
        .into_iter()
        .map(|request| json!({ "method": request.method, "path": request.path, "body": request.body }));
    Value::Array(requests.collect())
}

/// Where the API has a setting, below `/client/v4/zones/{zone}/`.
pub fn setting_path(setting: &Setting) -> String {
    match setting.endpoint {
        Endpoint::Settings => format!("settings/{}", setting.id),
        Endpoint::SmartRouting => "argo/smart_routing".to_owned(),
        Endpoint::TieredCaching => "argo/tiered_caching".to_owned(),
        Endpoint::TieredTopology => "cache/tiered_cache_smart_topology_enable".to_owned(),
        Endpoint::Bots => "bot_management".to_owned(),
    }
}
