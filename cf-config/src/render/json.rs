//! Rulesets and settings as the API has them.
//!
//! The provider for Terraform, from version 5 on, takes the same members under the same names, so both are made from here.

use serde_json::{Value, json};

use crate::policy::CloudflarePlan;
use crate::zone::{Action, Answer, Rule, Ruleset, Setting, SettingValue};

/// A ruleset as the entry point of its phase takes it.
pub fn ruleset_json(ruleset: &Ruleset) -> Value {
    json!({
        "name": ruleset.name,
        "kind": "zone",
        "phase": ruleset.phase.name(),
        "rules": ruleset.rules.iter().map(rule_json).collect::<Vec<_>>(),
    })
}

fn rule_json(rule: &Rule) -> Value {
    let mut json = json!({
        "ref": rule.reference,
        "description": rule.description,
        "expression": rule.expression.to_string(),
        "action": action_name(&rule.action),
        "enabled": true,
    });
    if let Some(parameters) = parameters(&rule.action) {
        json["action_parameters"] = parameters;
    }
    if let Action::Limit { requests, period, pause, .. } = rule.action {
        // The data centre is part of every characteristic: Cloudflare does not count across them.
        json["ratelimit"] = json!({
            "characteristics": ["cf.colo.id", "ip.src"],
            "period": period,
            "requests_per_period": requests,
            "mitigation_timeout": pause,
        });
    }
    json
}

fn action_name(action: &Action) -> &'static str {
    match action {
        Action::Block(_) | Action::Limit { .. } => "block",
        Action::CacheAsTold | Action::CacheNever => "set_cache_settings",
        Action::SetHeaders(_) => "rewrite",
        Action::Compress(_) => "compress_response",
    }
}

fn parameters(action: &Action) -> Option<Value> {
    Some(match action {
        Action::Block(answer) | Action::Limit { answer, .. } => json!({ "response": answer_json(answer) }),
        Action::CacheAsTold => json!({
            "cache": true,
            "edge_ttl": { "mode": "respect_origin" },
            "browser_ttl": { "mode": "respect_origin" },
            "cache_key": { "ignore_query_strings_order": true },
            "respect_strong_etags": true,
            "origin_error_page_passthru": true,
        }),
        Action::CacheNever => json!({ "cache": false }),
        Action::SetHeaders(headers) => {
            let headers =
                headers.iter().map(|(name, value)| ((*name).to_owned(), json!({ "operation": "set", "value": value })));
            json!({ "headers": headers.collect::<serde_json::Map<_, _>>() })
        }
        Action::Compress(algorithms) => {
            json!({ "algorithms": algorithms.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>() })
        }
    })
}

fn answer_json(answer: &Answer) -> Value {
    let content = json!({
        "type": format!("urn:paintbox:problem:{}", answer.problem),
        "title": answer.title,
        "status": answer.status,
    });
    json!({ "status_code": answer.status, "content_type": "application/json", "content": content.to_string() })
}

/// Bots let through: each plan takes members of its own and refuses those of another.
fn bots_json(plan: CloudflarePlan) -> Value {
    let mut json = json!({ "enable_js": false });
    if plan == CloudflarePlan::Free {
        json["fight_mode"] = json!(false);
        return json;
    }
    json["sbfm_definitely_automated"] = json!("allow");
    if plan == CloudflarePlan::Business {
        json["sbfm_likely_automated"] = json!("allow");
    }
    json["sbfm_verified_bots"] = json!("allow");
    json["sbfm_static_resource_protection"] = json!(false);
    json
}

/// The value of a setting.
pub fn setting_json(setting: &Setting) -> Value {
    match setting.value {
        SettingValue::Word(word) => json!(word),
        SettingValue::Number(number) => json!(number),
        SettingValue::BotsPass(plan) => bots_json(plan),
        SettingValue::StrictTransport { seconds, subdomains, preload } => json!({
            "strict_transport_security": {
                "enabled": true,
                "max_age": seconds,
                "include_subdomains": subdomains,
                "preload": preload,
                "nosniff": true,
            }
        }),
    }
}
