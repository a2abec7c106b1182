//! Texts that read as an attack.
//!
//! Most of a request is held against what the model declares: a number, a choice or a date is what its port takes or it is refused, and so
//! is every name. What is left is text that people write, in inputs declared as text and in cells set by their address, and the few headers
//! whose value is used. They are read by the detectors of the crate `waf`, after everything else has been found right.
//!
//! A formula sent to be executed is not read by them: it is a program by intention, and the engine, which can reach nothing outside
//! itself, is what holds it.
//!
//! Whoever sent a refused text is told which field it is, never which rule it met and never the text; the log has the field, the class and
//! the rule. In log-only mode ([`WafMode::Log`]) the request is answered and the log written all the same.

mod exceptions;

use std::borrow::Cow;

use calc_core::calculation::{Batch, Request, Setting, pointer};
use calc_core::calendar::Calendar;
use calc_core::model::Model;
use calc_core::model::ports::Allowed;
use calc_core::value::Value;
use cf_config::policy::{MAX_FINDINGS, WAF_EXCEPTIONS, WAF_EXCEPTIONS_SETTING, WAF_MODE_SETTING, WafMode};
use serde_json::json;
use waf::{Finding, Slot, inspect};

use crate::http::Head;
use crate::platform::Platform;
use crate::problem::{Problem, SUSPICIOUS_HEADER, SUSPICIOUS_TEXT};

/// Headers whose value is used beyond being compared with what stands in a list or read as a number.
const READ: [&str; 3] = ["cf-ray", "if-none-match", "x-api-key"];

/// A text in which something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The JSON Pointer of the text, or the name of the header.
    pub field: String,
    /// What was found.
    pub finding: Finding,
}

/// What is found in the headers.
pub fn in_head(head: &Head) -> Vec<Sighting> {
    let values = READ.iter().filter_map(|name| head.headers.value(name).map(|value| (*name, value)));
    values.filter_map(|(name, value)| sighting(value, Slot::Header, || name.to_owned())).take(MAX_FINDINGS).collect()
}

/// What is found in the texts that a request sets.
pub fn in_request(request: &Request, model: &Model) -> Vec<Sighting> {
    in_settings(&request.settings, model).take(MAX_FINDINGS).collect()
}

/// What is found in the texts that a batch sets: those that all scenarios share, and each scenario's own.
pub fn in_batch(batch: &Batch, model: &Model) -> Vec<Sighting> {
    let of_scenarios = batch.scenarios.iter().enumerate().flat_map(|(at, scenario)| {
        in_settings(scenario.settings(), model).map(move |sighting| {
            let name = sighting.field.strip_prefix(INPUTS).unwrap_or(&sighting.field);
            Sighting { field: format!("{SCENARIOS}{at}{name}"), ..sighting }
        })
    });
    in_settings(&batch.shared.settings, model).chain(of_scenarios).take(MAX_FINDINGS).collect()
}

fn in_settings(settings: &[Setting], model: &Model) -> impl Iterator<Item = Sighting> {
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let texts = settings.iter().filter_map(move |setting| free_text(setting, model, calendar));
    texts.filter_map(|(text, field)| sighting(text, Slot::FreeText, field))
}

/// Where inputs stand in a request, and scenarios in a batch.
const INPUTS: &str = "/inputs";
const SCENARIOS: &str = "/scenarios/";

/// A field as exceptions name it: an input of a scenario is that input.
fn own_field(field: &str) -> Cow<'_, str> {
    let of_scenario = field.strip_prefix(SCENARIOS).and_then(|rest| rest.split_once('/'));
    of_scenario.map_or(Cow::Borrowed(field), |(_, name)| Cow::Owned(format!("{INPUTS}/{name}")))
}

/// What is found in the texts of the cells that a formula is given.
pub fn in_context<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Sighting> {
    texts
        .filter_map(|(cell, text)| sighting(text, Slot::FreeText, || pointer("/context", cell)))
        .take(MAX_FINDINGS)
        .collect()
}

fn sighting(text: &str, slot: Slot, field: impl FnOnce() -> String) -> Option<Sighting> {
    inspect(text, slot).map(|finding| Sighting { field: field(), finding })
}

/// The text of a setting that could be any text, with its pointer. A choice of a list or the default is one that the model brought along.
fn free_text<'a>(
    setting: &'a Setting,
    model: &Model,
    calendar: Calendar,
) -> Option<(&'a str, impl FnOnce() -> String + use<'a>)> {
    let Value::Text(text) = &setting.value else { return None };
    let input = model.ports().input(&setting.name);
    let is_known = input.is_some_and(|input| {
        input.allowed(calendar).iter().any(|allowed| match allowed {
            Allowed::Choices(choices) => choices.contains(&setting.value),
            Allowed::Default(default) => **default == setting.value,
            _ => false,
        })
    });
    let parent = if input.is_some() { "/inputs" } else { "/cells" };
    (!is_known).then(|| (text.as_str(), move || pointer(parent, &setting.name)))
}

/// Refuses what was found, unless it is excepted or only to be logged.
pub fn decide<P: Platform>(sightings: &[Sighting], request_id: &str, platform: &P) -> Result<(), Problem> {
    if sightings.is_empty() {
        return Ok(());
    }
    let mode = WafMode::of_setting(platform.setting(WAF_MODE_SETTING).as_deref());
    let own = platform.setting(WAF_EXCEPTIONS_SETTING).unwrap_or_default();
    let is_excepted = |sighting: &&Sighting| {
        let Sighting { field, finding } = sighting;
        [WAF_EXCEPTIONS, own.as_str()].iter().any(|list| exceptions::is_excepted(list, &own_field(field), finding))
    };
    let (excepted, held): (Vec<&Sighting>, Vec<&Sighting>) = sightings.iter().partition(is_excepted);
    let does = if mode == WafMode::Log { "log" } else { "refuse" };
    for (does, sighting) in excepted.iter().map(|sighting| ("except", *sighting)).chain(held.iter().map(|s| (does, *s)))
    {
        platform.log(&line(does, sighting, request_id));
    }
    if mode == WafMode::Log || held.is_empty() {
        return Ok(());
    }
    Err(refusal(&held))
}

fn line(does: &str, sighting: &Sighting, request_id: &str) -> String {
    let Sighting { field, finding } = sighting;
    json!({
        "guard": "waf",
        "does": does,
        "request": request_id,
        "field": field,
        "class": finding.class.name(),
        "rule": finding.rule,
    })
    .to_string()
}

fn refusal(sightings: &[&Sighting]) -> Problem {
    const DETAIL: &str = "found a text that reads as an attack, expected a text for people: write it in other words";
    let pointers: Vec<&str> =
        sightings.iter().map(|sighting| sighting.field.as_str()).filter(|field| field.starts_with('/')).collect();
    if pointers.is_empty() {
        return Problem::new(&SUSPICIOUS_HEADER, "found a header that reads as an attack, expected one without");
    }
    Problem::of_pointers(&SUSPICIOUS_TEXT, &pointers, "text", DETAIL)
}
