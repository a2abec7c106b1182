//! Ports files and what inputs accept, by cases.

use calc_core::calendar::Calendar;
use calc_core::compile::compile;
use calc_core::dialect::{DateSystem, Dialect};
use calc_core::model::Model;
use calc_core::model::ports::{Ports, PortsFile};
use calc_core::value::Value;
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};
use serde::Deserialize;
use serde_json::{Value as Json, json};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    entry: String,
    json: Option<String>,
    json_repeat: Option<(String, usize)>,
    value: Option<String>,
    #[serde(default)]
    accepted: bool,
    refused: Option<String>,
    says: Option<String>,
}

fn cell(row: u32, column: u32, content: Content) -> Cell {
    Cell { row, column, content, cached: Value::Blank, format: None }
}

/// A sheet `Measure` with 5 in B2 and B7 and the formula `B2*2` in B3, and a sheet `It's`.
fn workbook() -> Workbook {
    let formula = Formula { text: "B2*2".into(), origin: (2, 1), kind: FormulaKind::Plain };
    let cells = vec![
        cell(1, 1, Content::Constant(Value::Number(5.0))),
        cell(2, 1, Content::Formula(formula)),
        cell(6, 1, Content::Constant(Value::Number(5.0))),
    ];
    Workbook {
        sheets: vec![
            Sheet { name: "Measure".into(), cells, ..Sheet::default() },
            Sheet { name: "It's".into(), ..Sheet::default() },
        ],
        ..Workbook::default()
    }
}

fn resolve(file: &Json) -> (Ports, Vec<String>) {
    let file = PortsFile::parse(file.to_string().as_bytes()).unwrap();
    let (ports, diagnostics) = file.resolve(&workbook());
    (ports, diagnostics.iter().map(|d| format!("{}: {}", d.code, d.message)).collect())
}

#[test]
fn inputs_accept_what_the_cases_say() {
    let cases: Cases = toml::from_str(include_str!("data/ports.toml")).unwrap();
    let calendar = Calendar::new(DateSystem::Y1900, Dialect::Sheets);
    for case in &cases.case {
        let mut entry: Json = serde_json::from_str(&case.entry).unwrap();
        entry["name"] = json!("x");
        entry["cell"] = json!("Measure!A1");
        let (ports, _) = resolve(&json!({ "inputs": [entry] }));
        let input = ports.input("x").unwrap();
        let json = match (&case.json, &case.json_repeat) {
            (Some(json), None) => serde_json::from_str(json).unwrap(),
            (None, Some((text, times))) => json!(text.repeat(*times)),
            _ => panic!("{}: one of json and json_repeat", case.name),
        };
        // A default that is given stands in the workbook too, or it would be taken from there.
        let mut input = input.clone();
        input.default = Value::from_json(&entry["default"]).unwrap();
        match (input.accept(&json, calendar), &case.refused) {
            (Ok(value), None) => {
                if let Some(expected) = &case.value {
                    assert_eq!(value.to_json(), serde_json::from_str::<Json>(expected).unwrap(), "{}", case.name);
                } else {
                    assert!(case.accepted, "{}", case.name);
                }
            }
            (Err(refusal), Some(kind)) => {
                assert_eq!(refusal.kind.name(), kind, "{}: {refusal}", case.name);
                let says = case.says.as_deref().unwrap_or("");
                assert!(refusal.to_string().contains(says), "{}: {refusal}", case.name);
            }
            (found, expected) => panic!("{}: found {found:?}, expected refusal {expected:?}", case.name),
        }
    }
}

#[test]
fn a_port_with_an_error_is_left_out_and_the_others_stand() {
    let (ports, diagnostics) = resolve(&json!({
        "inputs": [
            {"name": "a", "cell": "measure!B2", "type": "number", "default": 5},
            {"name": "b", "cell": "Nowhere!B2", "type": "number"},
            {"name": "c", "cell": "Measure!B0", "type": "number"},
            {"name": "d", "cell": "B2", "type": "number"},
            {"name": "a", "cell": "Measure!B4", "type": "number"},
            {"name": "e", "cell": "Measure!B2", "type": "number"},
            {"name": "", "cell": "Measure!B5", "type": "number"},
        ],
        "outputs": [{"name": "a", "cell": "'It''s'!C3", "type": "number", "unit": "USD"}]
    }));
    assert_eq!(ports.inputs().len(), 1);
    assert_eq!(ports.input("a").map(|input| input.port.place.as_str()), Some("Measure!B2"));
    assert_eq!(ports.output("a").map(|output| output.port.place.as_str()), Some("It's!C3"));
    assert!(ports.output("a").unwrap().port.is_money());
    let codes: Vec<&str> = diagnostics.iter().map(|d| d.split(':').next().unwrap()).collect();
    assert_eq!(codes, ["PB3003", "PB3004", "PB3004", "PB3006", "PB3007", "PB3005"]);
}

#[test]
fn what_the_file_says_is_held_against_the_workbook() {
    let (ports, diagnostics) = resolve(&json!({
        "inputs": [
            {"name": "constant", "cell": "Measure!B2", "type": "number", "default": 6},
            {"name": "formula", "cell": "Measure!B3", "type": "number", "default": 10},
            {"name": "choices", "cell": "Measure!B4", "type": "text", "choices": ["a", 1], "default": null},
            {"name": "swapped", "cell": "Measure!B5", "type": "number", "min": 5, "max": 1, "chioces": []},
            {"name": "date", "cell": "Measure!B7", "type": "date", "default": "1900-01-05"},
            {"name": "bound", "cell": "Measure!B6", "type": "text", "min": 5},
        ],
    }));
    assert_eq!(ports.input("constant").unwrap().default, Value::Number(5.0), "the workbook is right");
    assert!(ports.input("formula").unwrap().computed);
    assert_eq!(ports.input("choices").unwrap().choices, [Value::text("a")]);
    assert_eq!(ports.input("swapped").unwrap().max, None);
    let expected = ["PB3008", "PB3002", "PB3010", "PB3009", "PB3012", "PB3013"];
    let codes: Vec<&str> = diagnostics.iter().map(|d| d.split(':').next().unwrap()).collect();
    assert_eq!(codes, expected, "{diagnostics:#?}");
}

#[test]
fn a_default_that_is_not_allowed_is_a_warning() {
    let (_, diagnostics) =
        resolve(&json!({"inputs": [{"name": "a", "cell": "Measure!B2", "type": "number", "max": 4, "default": 5}]}));
    assert_eq!(diagnostics, ["PB3011: the default of input `a` is number 5, expected a number from -1000000000 to 4"]);
}

#[test]
fn what_is_no_ports_file_says_where() {
    let error = PortsFile::parse(b"{\"inputs\":[{\"name\":\"a\",\"cell\":\"A!A1\",\"type\":\"money\"}]}").unwrap_err();
    assert!(error.to_string().contains("unknown variant `money`, expected one of `number`"), "{error}");
    assert!(error.to_string().contains("line 1"), "{error}");
}

#[test]
fn ports_survive_their_bytes_and_their_file() {
    let file = json!({
        "inputs": [
            {"name": "a", "cell": "Measure!B2", "type": "number", "label": "Sides", "unit": "count", "choices": [5, 5.5],
             "default": 5, "group": "shape", "core": true},
            {"name": "b", "cell": "Measure!B3", "type": "any", "min": 1, "max": 12, "computed_default": true},
        ],
        "outputs": [{"name": "c", "cell": "It's!B3", "type": "text"}]
    });
    let (ports, _) = resolve(&file);
    let model = compile(&workbook(), ports.clone()).model;
    assert_eq!(Model::decode(&model.encode()).unwrap().ports(), &ports);
    let text = PortsFile::from(&ports).to_text();
    let (again, diagnostics) = PortsFile::parse(text.as_bytes()).unwrap().resolve(&workbook());
    assert_eq!(again, ports);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}
