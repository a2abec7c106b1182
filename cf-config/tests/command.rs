//! The command: what it writes, and how it exits.

use std::path::PathBuf;
use std::process::{Command, Output};

use cf_config::policy::Policy;
use cf_config::render::{requests, requests_json, terraform};
use cf_config::zone::Zone;
use serde_json::{Value as Json, json};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cf-config")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A file with an exported zone, under a name of its own.
fn export(name: &str, json: &Json) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, json.to_string()).unwrap();
    path
}

#[test]
fn render_writes_what_the_library_makes() {
    let zone = Zone::of(&Policy::production());
    assert_eq!(text(&run(&["render", "--format", "terraform"]).stdout), terraform(&zone));
    let api: Json = serde_json::from_slice(&run(&["render", "--format", "api"]).stdout).unwrap();
    assert_eq!(api, requests_json(&zone));
    for format in ["alerts", "k6"] {
        let json: Json = serde_json::from_slice(&run(&["render", "--format", format]).stdout).unwrap();
        assert!(json.is_object(), "{format}");
    }
}

#[test]
fn check_fits() {
    let output = run(&["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
}

#[test]
fn plan_exits_with_0_without_changes_with_2_with_some_and_with_1_where_it_cannot_tell() {
    let mut answers = json!({});
    for request in requests(&Zone::of(&Policy::production())) {
        answers[request.path] = json!({ "result": request.body });
    }
    let same = export("same.json", &answers);
    let output = run(&["plan", same.to_str().unwrap()]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), "the zone is as it should be\n".to_owned()));

    answers["settings/min_tls_version"]["result"]["value"] = json!("1.0");
    let other = export("other.json", &answers);
    let output = run(&["plan", other.to_str().unwrap()]);
    let expected = "settings\n  ~ min_tls_version: \"1.0\" -> \"1.2\"\n1 change\n";
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), expected.to_owned()));

    let output = run(&["plan", "no-such-file.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("cannot read `no-such-file.json`"));
}
