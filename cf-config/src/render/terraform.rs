//! A zone as Terraform, for version 5 of Cloudflare's provider.
//!
//! From that version on a resource takes the members of the API as attributes: lists and objects, no nested blocks.

use std::fmt::Write;

use serde_json::{Value, json};

use super::json::{ruleset_json, setting_json};
use crate::zone::{Endpoint, Zone};

const PREAMBLE: &str = r#"terraform {
  required_providers {
    cloudflare = {
      source  = "cloudflare/cloudflare"
      version = "~> 5.0"
    }
  }
}

variable "zone_id" {
  description = "The zone in front of the Worker"
  type        = string
}
"#;

/// The zone as one file.
pub fn terraform(zone: &Zone) -> String {
    let mut out = PREAMBLE.to_owned();
    for ruleset in &zone.rulesets {
        let json = ruleset_json(ruleset);
        resource(&mut out, "cloudflare_ruleset", ruleset.phase.name(), &json);
    }
    for setting in &zone.settings {
        let value = setting_json(setting);
        let (kind, body) = match setting.endpoint {
            Endpoint::Settings => ("cloudflare_zone_setting", json!({ "setting_id": setting.id, "value": value })),
            Endpoint::SmartRouting => ("cloudflare_argo_smart_routing", json!({ "value": value })),
            Endpoint::TieredCaching => ("cloudflare_argo_tiered_caching", json!({ "value": value })),
            Endpoint::TieredTopology => ("cloudflare_tiered_cache", json!({ "value": value })),
            Endpoint::Bots => ("cloudflare_bot_management", value),
        };
        resource(&mut out, kind, &label(setting.id), &body);
    }
    out
}

/// A name of a resource does not begin with a digit.
fn label(id: &str) -> String {
    if id.starts_with(|letter: char| letter.is_ascii_digit()) { format!("_{id}") } else { id.to_owned() }
}

fn resource(out: &mut String, kind: &str, label: &str, body: &Value) {
    // Writing to a text cannot fail.
    let _ = write!(out, "\nresource \"{kind}\" \"{label}\" {{\n");
    let zone_id = ("zone_id".to_owned(), Expression::Reference("var.zone_id"));
    let members = body.as_object().into_iter().flatten();
    let members = members.map(|(name, value)| (name.clone(), Expression::Value(value)));
    attributes(out, 1, std::iter::once(zone_id).chain(members).collect());
    out.push_str("}\n");
}

enum Expression<'a> {
    Reference(&'static str),
    Value(&'a Value),
}

/// Attributes, with their `=` under each other as `terraform fmt` puts them: in each run of neighbours that take one line each.
fn attributes(out: &mut String, depth: usize, members: Vec<(String, Expression<'_>)>) {
    let indent = "  ".repeat(depth);
    for run in members.chunk_by(|(_, value), (_, next)| value.is_flat() && next.is_flat()) {
        let width = run.iter().map(|(name, _)| key(name).chars().count()).max().unwrap_or(0);
        for (name, value) in run {
            let _ = write!(out, "{indent}{:width$} = ", key(name));
            match value {
                Expression::Reference(reference) => out.push_str(reference),
                Expression::Value(value) => write_value(out, depth, value),
            }
            out.push('\n');
        }
    }
}

impl Expression<'_> {
    /// Whether it is written on one line.
    fn is_flat(&self) -> bool {
        match self {
            Expression::Reference(_) => true,
            Expression::Value(Value::Object(members)) => members.is_empty(),
            Expression::Value(Value::Array(items)) => !items.iter().any(Value::is_object),
            Expression::Value(_) => true,
        }
    }
}

fn write_value(out: &mut String, depth: usize, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(_) | Value::Number(_) => {
            let _ = write!(out, "{value}");
        }
        Value::String(text) => out.push_str(&quote(text)),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            out.push_str("[\n");
            let indent = "  ".repeat(depth + 1);
            for item in items {
                out.push_str(&indent);
                write_value(out, depth + 1, item);
                out.push_str(",\n");
            }
            let _ = write!(out, "{}]", "  ".repeat(depth));
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_value(out, depth, item);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push_str("{\n");
            let members = members.iter().map(|(name, value)| (name.clone(), Expression::Value(value))).collect();
            attributes(out, depth + 1, members);
            let _ = write!(out, "{}}}", "  ".repeat(depth));
        }
    }
}

/// The name of an attribute, in quotes unless it is a plain word.
fn key(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let starts_plain = name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
    if starts_plain && name.chars().all(is_plain) { name.to_owned() } else { quote(name) }
}

/// A text in quotes. `${` and `%{` would begin a template, and are doubled.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '$' | '%' if letters.peek() == Some(&'{') => quoted.extend([letter, letter]),
            _ if letter.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(letter));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_no_template() {
        assert_eq!(quote(r#"a "b" ${c} %{d} $e"#), r#""a \"b\" $${c} %%{d} $e""#);
    }

    #[test]
    fn a_name_with_a_dash_is_quoted() {
        assert_eq!(key("X-Frame-Options"), r#""X-Frame-Options""#);
        assert_eq!(key("max_age"), "max_age");
    }
}
