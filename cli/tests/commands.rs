//! The command line as scripts use it: forms of arguments, JSON and exit codes, on the sample workbook.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value as Json, json};

fn sample(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../sample").join(name);
    path.to_string_lossy().into_owned()
}

fn paintbox(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_paintbox")).args(arguments).output().unwrap()
}

fn with_input(arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_paintbox"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

/// The JSON that a command prints, and its exit code.
fn answer(arguments: &[&str]) -> (Json, i32) {
    let output = paintbox(arguments);
    let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{arguments:?} printed no JSON ({error}): {}", String::from_utf8_lossy(&output.stderr))
    });
    (json, output.status.code().unwrap())
}

fn members(json: &Json) -> Vec<&str> {
    json.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn check_counts_and_lists() {
    let workbook = sample("house-painting.xlsx");
    let (report, code) = answer(&["check", &workbook, "--json"]);
    assert_eq!(code, 0);
    assert_eq!(members(&report), ["formulas", "computed", "equal", "different", "skipped", "differences"]);
    let count = |name: &str| report[name].as_u64().unwrap();
    assert!(count("formulas") > 50);
    assert_eq!(count("formulas"), count("computed") + count("skipped"));
    assert_eq!(count("computed"), count("equal") + count("different"));
    assert_eq!((count("different"), &report["differences"]), (0, &json!([])));
}

#[test]
fn check_exits_1_on_a_difference_and_2_on_no_workbook() {
    // Excel reads the sample's Google semantics otherwise, so some cells differ.
    let (report, code) = answer(&["check", &sample("house-painting.xlsx"), "--dialect", "excel", "--json"]);
    assert_eq!(code, i32::from(report["different"].as_u64().unwrap() > 0));
    for difference in report["differences"].as_array().unwrap() {
        assert_eq!(members(difference), ["cell", "formula", "expected", "got"]);
    }
    assert_eq!(paintbox(&["check", "no-such-file.xlsx"]).status.code(), Some(2));
    assert_eq!(paintbox(&["check", &sample("house-painting.ports.json")]).status.code(), Some(2));
    assert_eq!(paintbox(&["chekc"]).status.code(), Some(2));
}

#[test]
fn calc_says_the_same_of_a_workbook_and_of_its_model() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("model.paintbox").to_string_lossy().into_owned();
    let (workbook, ports) = (sample("house-painting.xlsx"), sample("house-painting.ports.json"));
    let (report, code) = answer(&["compile", &workbook, "--ports", &ports, "-o", &model, "--json"]);
    assert_eq!((code, &report["errors"]), (0, &json!(0)));
    let of = |file: &str, more: &[&str]| {
        let mut arguments = vec!["calc", file, "--ports", &ports, "--json", "--set", "coats=3"];
        arguments.extend(more);
        paintbox(&arguments).stdout
    };
    let all = of(&workbook, &[]);
    assert_eq!(all, of(&model, &[]));
    let all: Json = serde_json::from_slice(&all).unwrap();
    assert_eq!(members(&all), ["model", "outputs", "inputs"]);
    assert_eq!(all["model"], report["model"]);
    assert_eq!(all["outputs"].as_object().unwrap().len() as u64, report["outputs"].as_u64().unwrap());
    let one: Json = serde_json::from_slice(&of(&model, &["--get", "total"])).unwrap();
    assert_eq!(members(&one["outputs"]), ["total"]);
    assert_eq!(one["outputs"]["total"], all["outputs"]["total"]);
    assert_eq!(one["inputs"]["overrode_formula"], json!([]));
}

#[test]
fn calc_refuses_as_an_answer() {
    let (workbook, ports) = (sample("house-painting.xlsx"), sample("house-painting.ports.json"));
    let (refusal, code) = answer(&["calc", &workbook, "--ports", &ports, "--set", "coats=9", "--json"]);
    assert_eq!(code, 0);
    assert!(refusal["refused"][0]["detail"].as_str().unwrap().contains("1 to 5"), "{refusal}");
    assert_eq!(paintbox(&["calc", &workbook, "--set", "coats"]).status.code(), Some(2));
}

#[test]
fn a_ports_file_that_was_proposed_compiles_without_errors() {
    let folder = tempfile::tempdir().unwrap();
    let workbook = sample("house-painting.xlsx");
    let ports = folder.path().join("ports.json");
    std::fs::write(&ports, paintbox(&["ports", &workbook]).stdout).unwrap();
    let model = folder.path().join("model").to_string_lossy().into_owned();
    let (report, code) = answer(&["compile", &workbook, "--ports", &ports.to_string_lossy(), "-o", &model, "--json"]);
    assert_eq!((code, &report["errors"]), (0, &json!(0)));
    assert!(report["inputs"].as_u64().unwrap() > 10 && report["outputs"].as_u64().unwrap() > 5, "{report}");
}

#[test]
fn eval_answers_every_line_in_order() {
    let lines = [
        r#"{"id":"a","formula":"=SUM(A1:A2)","cells":{"A1":1,"A2":"=A1+1"}}"#,
        r#"not json"#,
        r#"{"id":"b","formula":"=NOSUCH(1)"}"#,
        r#"{"id":"c","formula":"=1+"}"#,
        r#"{"id":"d","formula":"={1,2;3,4}*2","mode":"array"}"#,
        r#"{"id":"e","formula":"=A1:A3","cells":{"A1":1,"A2":2,"A3":3},"mode":"scalar","at":"C2"}"#,
        r#"{"id":"f","formula":"=A1","cells":{},"dialect":"sheets"}"#,
        r##"{"id":"g","formula":"=B1&\"!\"","cells":{"Other sheet!A1":{"error":"#N/A"},"B1":true},"dialect":"libreoffice"}"##,
    ];
    let printed = with_input(&["eval", "--jsonl"], &lines.join("\n"));
    let answers: Vec<Json> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), lines.len());
    assert_eq!(answers[0], json!({"id": "a", "value": 3}));
    assert!(answers[1]["fault"].is_string());
    assert_eq!(answers[2], json!({"id": "b", "value": {"error": "#NAME?"}}));
    assert_eq!(members(&answers[3]), ["id", "fault"]);
    assert_eq!(answers[4], json!({"id": "d", "value": [[2, 4], [6, 8]]}));
    assert_eq!(answers[5], json!({"id": "e", "value": 2}));
    assert_eq!(answers[6], json!({"id": "f", "value": null}));
    assert_eq!(answers[7], json!({"id": "g", "value": "TRUE!"}));
}

#[test]
fn today_is_what_the_option_says() {
    let (answer, _) = answer(&["eval", "=TEXT(TODAY(),\"yyyy-mm-dd\")", "--today", "2026-11-25", "--json"]);
    assert_eq!(answer, json!({ "value": "2026-11-25" }));
    assert_eq!(paintbox(&["eval", "=1", "--today", "2026-02-30"]).status.code(), Some(2));
}

#[test]
fn replay_sets_compares_and_counts() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, case: Json| {
        let path = folder.path().join(name);
        std::fs::write(&path, case.to_string()).unwrap();
        path.to_string_lossy().into_owned()
    };
    let workbook = sample("house-painting.xlsx");
    let good =
        write("good.json", json!({"inputs": {"Estimate!B5": 4}, "expected": {"Estimate!B5": 4}, "note": "ignored"}));
    let (report, code) = answer(&["replay", &workbook, &good, "--json"]);
    assert_eq!((code, report), (0, json!({"cases": 1, "expected": 1, "equal": 1, "different": 0, "differences": []})));
    let bad = write("bad.json", json!({"inputs": {"'Estimate'!B5": null}, "expected": {"Estimate!B5": 4}}));
    let (report, code) = answer(&["replay", &workbook, &good, &bad, "--json"]);
    assert_eq!((code, &report["cases"], &report["different"]), (1, &json!(2), &json!(1)));
    assert_eq!(report["differences"][0]["expected"], json!(4));
    assert_eq!(report["differences"][0]["got"], Json::Null);
}

#[test]
fn explain_goes_down_to_inputs() {
    let (workbook, ports) = (sample("house-painting.xlsx"), sample("house-painting.ports.json"));
    let (explained, code) = answer(&["explain", &workbook, "total", "--ports", &ports, "--set", "coats=3", "--json"]);
    assert_eq!(code, 0);
    let steps = explained["steps"].as_array().unwrap();
    assert_eq!(steps[0]["depth"], json!(0));
    assert!(steps[0]["formula"].as_str().unwrap().starts_with('='));
    assert!(steps.iter().any(|step| step["origin"] == "constant"), "no input is reached");
}

#[test]
fn bench_gives_every_figure() {
    let (report, code) =
        answer(&["bench", &sample("house-painting.xlsx"), "--runs", "3", "--json", "--input", "Estimate!B5=3"]);
    assert_eq!(code, 0);
    let names = ["load_ms", "compile_ms", "full_us", "incremental_us", "on_demand_us", "peak_mb", "formulas"];
    assert_eq!(members(&report), names);
    assert!(report["incremental_us"]["Estimate!B5"].as_f64().unwrap() > 0.0);
}

#[test]
fn scenarios_are_answered_one_a_line_as_calculations_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("scenarios.jsonl");
    let scenarios =
        [r#"{"coats":2}"#, r#"{"coats":9}"#, "", "{\"coats\"", r#"{"coats":3,"paint_grade":"Elite"}"#, "{}"];
    std::fs::write(&lines, scenarios.join("\n")).unwrap();
    let (workbook, ports) = (sample("house-painting.xlsx"), sample("house-painting.ports.json"));
    let common = ["calc", &workbook, "--ports", &ports, "--set", "exterior_1_area=500"];
    let of = |more: &[&str]| String::from_utf8(paintbox(&[&common[..], more].concat()).stdout).unwrap();
    let found = of(&["--scenarios", &lines.to_string_lossy()]);
    let found: Vec<&str> = found.lines().collect();
    assert_eq!(found.len(), 5, "{found:?}");
    let alone = |sets: &[&str]| {
        let more: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).chain(["--json"]).collect();
        of(&more).trim_end().to_string()
    };
    assert_eq!(found[0], alone(&["coats=2"]));
    assert!(found[1].starts_with(r#"{"line":2,"refused":[{"#), "{}", found[1]);
    assert!(found[1].contains(r#""pointer":"/inputs/coats""#), "{}", found[1]);
    assert!(found[2].starts_with(r#"{"line":4,"failed":"cannot read the scenario: "#), "{}", found[2]);
    assert_eq!(found[3], alone(&["coats=3", "paint_grade=Elite"]));
    assert_eq!(found[4], alone(&[]));
    // A cell that is no input is calculated over the whole workbook.
    std::fs::write(&lines, "{\"coats\":3}\n{\"Exterior!G5\":700}\n[]\n").unwrap();
    let found = of(&["--scenarios", &lines.to_string_lossy()]);
    let found: Vec<&str> = found.lines().collect();
    assert_eq!(found[..2], [alone(&["coats=3"]), alone(&["Exterior!G5=700"])]);
    assert!(found[2].starts_with(r#"{"line":3,"failed":"#), "{}", found[2]);
    let missing = paintbox(&[&common[..], &["--scenarios", "no-such-file.jsonl"]].concat());
    assert_eq!(missing.status.code(), Some(2));
}
