//! Tables of the guides.

use std::fmt::Write;

use super::alerts::{Bound, Severity, alerts};
use super::json::setting_json;
use super::values::bytes;
use crate::policy::Policy;
use crate::zone::limits::{MAX_EXPRESSION, room};
use crate::zone::{Action, Zone};

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// The numbers of the policy.
    Numbers,
    /// The rules of the zone.
    Rules,
    /// The settings of the zone.
    Settings,
    /// The room that the plan leaves.
    Room,
    /// The alerts.
    Alerts,
    /// How much a request may be.
    RequestLimits,
}

impl Table {
    /// The table of a name, as the guides mark its place.
    pub fn of_name(name: &str) -> Option<Table> {
        Some(match name {
            "numbers" => Table::Numbers,
            "rules" => Table::Rules,
            "settings" => Table::Settings,
            "room" => Table::Room,
            "alerts" => Table::Alerts,
            "request-limits" => Table::RequestLimits,
            _ => return None,
        })
    }
}

/// A table in Markdown.
pub fn table(table: Table, policy: &Policy) -> String {
    match table {
        Table::Numbers => numbers(policy),
        Table::Rules => rules(policy),
        Table::Settings => settings(policy),
        Table::Room => plan_room(policy),
        Table::Alerts => alert_rows(policy),
        Table::RequestLimits => request_limits(policy),
    }
}

fn rows(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    // Writing to a text cannot fail.
    let mut out = String::new();
    let _ = writeln!(out, "| {} |", head.join(" | "));
    let _ = writeln!(out, "|{}", "---|".repeat(head.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}

fn numbers(policy: &Policy) -> String {
    let rate = &policy.rate;
    let lifetimes = &policy.lifetimes;
    let objectives = &policy.objectives;
    let flood = rate.units.saturating_mul(rate.flood_factor);
    let row = |what: &str, number: String, worker: &str, zone: &str| {
        vec![what.to_owned(), number, worker.to_owned(), zone.to_owned()]
    };
    rows(
        &["number", "value", "in the Worker", "in the zone"],
        [
            row("longest body", bytes(policy.limits.body), "exact, as it is read", "by `Content-Length`"),
            row("longest address", bytes(policy.limits.target), "exact", "exact"),
            row(
                "most headers",
                policy.limits.headers.to_string(),
                "with those that Cloudflare adds",
                "the client's own",
            ),
            row("most header bytes", bytes(policy.limits.header_bytes), "all together", "each value"),
            row("units of a client", format!("{} in any {} s", rate.units, rate.seconds), "exact", "-"),
            row("requests of a flood", format!("{flood} in {} s", rate.seconds), "-", "an address and data centre"),
            row("pause after a flood", format!("{} s", rate.flood_pause), "-", "as said"),
            row("a calculation in a browser", format!("{} s", lifetimes.browser), "`max-age`", "obeyed"),
            row("a calculation in a shared cache", format!("{} s", lifetimes.shared), "`s-maxage`", "obeyed"),
            row("after that, while asking", format!("{} s", lifetimes.stale), "`stale-while-revalidate`", "obeyed"),
            row("a refusal by the request alone", format!("{} s", lifetimes.refusal), "`max-age`", "obeyed"),
            row("a static asset", format!("{} s", lifetimes.asset), "`immutable`", "obeyed"),
            row("95 of 100 requests within", format!("{} ms", objectives.p95_milliseconds), "load test", "alert"),
            row("calculations from a cache", format!("{} % and more", objectives.hit_percent), "load test", "alert"),
        ],
    )
}

fn rules(policy: &Policy) -> String {
    let zone = Zone::of(policy);
    let rules = zone.rulesets.iter().flat_map(|ruleset| {
        ruleset.rules.iter().map(|rule| {
            let action = match &rule.action {
                Action::Block(answer) => format!("{}", answer.status),
                Action::Limit { pause, answer, .. } => format!("{} for {pause} s", answer.status),
                Action::CacheAsTold => "may be kept".to_owned(),
                Action::CacheNever => "never kept".to_owned(),
                Action::SetHeaders(headers) => format!("sets {} headers", headers.len()),
                Action::Compress(algorithms) => algorithms.join(", "),
            };
            let length = rule.expression.to_string().chars().count();
            vec![
                format!("`{}`", ruleset.phase.name()),
                format!("`{}`", rule.reference),
                rule.description.clone(),
                action,
                length.to_string(),
            ]
        })
    });
    rows(&["phase", "rule", "what", "action", "characters"], rules)
}

fn settings(policy: &Policy) -> String {
    let zone = Zone::of(policy);
    let settings = zone.settings.iter().map(|setting| {
        vec![format!("`{}`", setting.id), format!("`{}`", setting_json(setting)), setting.why.to_owned()]
    });
    rows(&["setting", "value", "why"], settings)
}

fn plan_room(policy: &Policy) -> String {
    let zone = Zone::of(policy);
    let room = room(policy.plan);
    let longest = zone.rulesets.iter().flat_map(|ruleset| &ruleset.rules);
    let longest = longest.map(|rule| rule.expression.to_string().chars().count()).max().unwrap_or(0);
    let counts = zone.rulesets.iter().map(|ruleset| {
        let most = room.rules(ruleset.phase);
        vec![format!("rules of `{}`", ruleset.phase.name()), ruleset.rules.len().to_string(), most.to_string()]
    });
    let counts = counts.chain([
        vec!["longest expression".to_owned(), longest.to_string(), MAX_EXPRESSION.to_string()],
        vec!["counting period".to_owned(), format!("{} s", policy.rate.seconds), format!("{} s", room.period)],
        vec!["time of refusal".to_owned(), format!("{} s", policy.rate.flood_pause), format!("{} s", room.pause)],
    ]);
    rows(&["what", "used", &format!("most on {:?}", policy.plan)], counts)
}

fn alert_rows(policy: &Policy) -> String {
    let alerts = alerts(policy).into_iter().map(|alert| {
        let bound = match alert.bound {
            Bound::AtLeast(percent) => format!("{percent} % and more"),
            Bound::Below(percent) => format!("less than {percent} %"),
        };
        let severity = match alert.severity {
            Severity::Look => "look",
            Severity::Call => "call",
        };
        let window = format!("{} s, {} requests", alert.window_seconds, alert.fewest);
        vec![alert.name.to_owned(), severity.to_owned(), alert.part.to_owned(), alert.whole.to_owned(), bound, window]
    });
    rows(&["alert", "then", "requests", "as a share of", "when", "window, at least"], alerts)
}

fn request_limits(policy: &Policy) -> String {
    let limits = &policy.limits;
    let row = |what: &str, most: String, status: &str| vec![what.to_owned(), most, status.to_owned()];
    rows(
        &["of a request", "most", "refused as"],
        [
            row("body", bytes(limits.body), "413"),
            row("path with its query", bytes(limits.target), "414"),
            row("headers", format!("{}, together {}", limits.headers, bytes(limits.header_bytes)), "431"),
        ],
    )
}
