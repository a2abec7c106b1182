//! Which room of a crate may name which other: the way of a price goes in one direction.
//!
//! The tables are the rule. An edge that is not in them is an error: either the code is in the wrong room, or the rule is
//! changed here, knowingly.

use super::SourceFile;
use super::source::{code_lines, names_behind};

/// A room and the rooms it may name.
type Room = (&'static str, &'static [&'static str]);

/// The engine: bytes in, values out. Each room stands after those it names.
const CALC_CORE: &[Room] = &[
    ("error", &[]),
    ("reference", &[]),
    ("dialect", &[]),
    ("diagnostic", &["reference"]),
    ("value", &["reference"]),
    ("wire", &["error", "reference", "value"]),
    ("calendar", &["dialect"]),
    ("number", &["value", "calendar", "dialect"]),
    ("format", &["value", "number", "calendar", "dialect"]),
    ("syntax", &["value", "reference", "diagnostic", "dialect"]),
    ("functions", &["value", "reference", "number", "calendar", "format", "dialect", "syntax"]),
    ("workbook", &["value", "reference", "dialect"]),
    ("import", &["workbook", "value", "reference", "diagnostic", "dialect"]),
    ("graph", &["error", "reference", "wire"]),
    (
        "model",
        &[
            "error",
            "value",
            "reference",
            "dialect",
            "wire",
            "graph",
            "functions",
            "syntax",
            "workbook",
            "calendar",
            "diagnostic",
        ],
    ),
    ("bind", &["syntax", "functions", "workbook", "graph", "diagnostic", "model", "value", "reference", "dialect"]),
    (
        "eval",
        &["error", "model", "functions", "number", "graph", "value", "reference", "dialect", "syntax", "workbook"],
    ),
    (
        "compile",
        &[
            "bind",
            "functions",
            "number",
            "graph",
            "model",
            "eval",
            "workbook",
            "syntax",
            "value",
            "reference",
            "dialect",
            "diagnostic",
        ],
    ),
    ("residual", &["model", "eval", "functions", "graph", "value", "reference"]),
    ("trace", &["model", "eval", "graph", "reference", "value"]),
    ("propose", &["bind", "compile", "eval", "model", "reference", "syntax", "trace", "value", "workbook"]),
    ("schema", &["model", "calendar", "value"]),
    ("formula", &["error", "compile", "eval", "model", "workbook", "syntax", "value", "reference", "dialect"]),
    (
        "calculation",
        &["error", "model", "eval", "formula", "format", "number", "calendar", "workbook", "value", "reference"],
    ),
];

/// The Worker: only the rim knows the platform.
const EDGE_WORKER: &[Room] = &[
    ("digest", &[]),
    ("http", &[]),
    ("problem", &["http"]),
    ("quota", &[]),
    ("platform", &["http", "quota"]),
    ("observe", &["http", "platform"]),
    ("guard", &["digest", "http", "problem", "platform", "observe", "quota"]),
    ("cache", &["digest", "http", "problem", "platform"]),
    ("desk", &["platform", "problem", "observe"]),
    ("html", &["digest"]),
    ("pdf", &[]),
    ("routes", &["digest", "http", "guard", "cache", "problem", "desk", "html", "pdf", "platform", "observe"]),
    ("app", &["http", "guard", "cache", "routes", "problem", "observe", "desk", "platform"]),
    ("durable", &["platform", "quota"]),
];

/// One truth for limits, and what is generated from it.
const CF_CONFIG: &[Room] = &[
    ("policy", &[]),
    ("expression", &["policy"]),
    ("zone", &["policy", "expression"]),
    ("render", &["zone", "policy", "expression"]),
    ("plan", &["zone", "render", "policy"]),
];

/// The detectors of attacks: readings of a text first, then what is found in them.
const WAF: &[Room] = &[
    ("class", &[]),
    ("slot", &[]),
    ("vocabulary", &[]),
    ("tokens", &["vocabulary"]),
    ("view", &["tokens"]),
    ("decode", &["view"]),
    ("detect", &["class", "slot", "view", "decode", "tokens", "vocabulary"]),
];

/// The crates with rooms, by the folder of their sources.
const CRATES: &[(&str, &[Room])] = &[
    ("calc-core/src/", CALC_CORE),
    ("edge-worker/src/", EDGE_WORKER),
    ("cf-config/src/", CF_CONFIG),
    ("waf/src/", WAF),
];

/// The only files that may name the crate `worker`, by the beginning of their path.
const PLATFORM_RIM: [&str; 3] =
    ["edge-worker/src/lib.rs", "edge-worker/src/platform/cloudflare", "edge-worker/src/durable/"];

/// Adds a finding for every edge that is not allowed; returns how many edges there are.
pub fn check(files: &[SourceFile], findings: &mut Vec<String>) -> usize {
    let mut edges = 0;
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        for (folder, rooms) in CRATES {
            if let Some(inside) = file.path.strip_prefix(folder) {
                edges += check_file(file, inside, rooms, findings);
            }
        }
        if file.path.starts_with("edge-worker/src/") && !PLATFORM_RIM.iter().any(|rim| file.path.starts_with(rim)) {
            for (line, code) in code_lines(&file.text) {
                if !names_behind(code, "worker").is_empty() {
                    findings.push(format!(
                        "{}:{line}: only {} name the crate `worker`",
                        file.path,
                        PLATFORM_RIM.join(", ")
                    ));
                }
            }
        }
    }
    edges
}

fn check_file(file: &SourceFile, inside: &str, rooms: &[Room], findings: &mut Vec<String>) -> usize {
    let room = inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs");
    if matches!(room, "lib" | "main") {
        return 0;
    }
    let Some((_, allowed)) = rooms.iter().find(|(name, _)| *name == room) else {
        findings.push(format!("{}: the room `{room}` is not in the table of rooms", file.path));
        return 0;
    };
    let code: Vec<&str> = code_lines(&file.text).map(|(_, line)| line).collect();
    let code = code.join("\n");
    let mut named = names_behind(&code, "crate");
    named.sort_unstable();
    named.dedup();
    let is_room = |name: &str| rooms.iter().any(|(room, _)| *room == name);
    let edges: Vec<&str> = named.into_iter().filter(|name| *name != room && is_room(name)).collect();
    for other in edges.iter().filter(|other| !allowed.contains(other)) {
        findings.push(format!("{}: the room `{room}` may not name `{other}`, only: {}", file.path, allowed.join(", ")));
    }
    edges.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        check(&[SourceFile { path: path.to_owned(), text: text.to_owned() }], &mut findings);
        findings
    }

    #[test]
    fn an_edge_of_the_table_is_allowed_and_any_other_is_not() {
        assert!(findings("calc-core/src/number/mod.rs", "use crate::value::Value;\n").is_empty());
        let upwards = findings("calc-core/src/value/mod.rs", "use crate::eval::Session;\n");
        assert_eq!(upwards, ["calc-core/src/value/mod.rs: the room `value` may not name `eval`, only: reference"]);
    }

    #[test]
    fn the_platform_stays_at_the_rim() {
        assert_eq!(findings("edge-worker/src/guard/size.rs", "use worker::Request;\n").len(), 1);
        assert!(findings("edge-worker/src/platform/cloudflare.rs", "use worker::Request;\n").is_empty());
    }

    #[test]
    fn every_room_names_only_rooms_that_stand_before_it() {
        for (_, rooms) in CRATES {
            for (at, (room, allowed)) in rooms.iter().enumerate() {
                for name in *allowed {
                    let before = rooms[..at].iter().any(|(earlier, _)| earlier == name);
                    assert!(
                        before,
                        "`{room}` may name `{name}`, which does not stand before it: the way would go back up"
                    );
                }
            }
        }
    }
}
