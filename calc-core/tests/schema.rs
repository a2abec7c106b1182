//! A validator of JSON Schema and the check of a request accept the same requests.

use std::sync::OnceLock;

use calc_core::calculation::Request;
use calc_core::compile::compile;
use calc_core::model::Model;
use calc_core::model::ports::PortsFile;
use calc_core::schema::request_schema;
use calc_core::value::Value;
use calc_core::workbook::{Cell, Content, Sheet, Workbook};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

/// One input of every type and every kind of limit, each with its default in the workbook.
fn inputs() -> Vec<Json> {
    let entries = [
        json!({"type": "number"}),
        json!({"type": "number", "min": 1, "max": 5, "default": 2}),
        json!({"type": "number", "min": 0.5}),
        json!({"type": "number", "max": 3, "default": 7}),
        json!({"type": "number", "choices": [12, 24.5, 0], "default": 12}),
        json!({"type": "text"}),
        json!({"type": "text", "choices": ["MDF", "Hardi"], "default": "Old"}),
        json!({"type": "text", "choices": ["MDF", "Hardi"], "free_text": true}),
        json!({"type": "boolean", "default": true}),
        json!({"type": "date"}),
        json!({"type": "date", "min": "1999-11-09", "max": "2024-02-29"}),
        json!({"type": "date", "min": 45351.5, "max": 45352}),
        json!({"type": "any"}),
        json!({"type": "any", "min": -1, "max": 1, "default": "n/a"}),
        json!({"type": "any", "choices": [1, "one", true]}),
    ];
    let with_place = |(at, mut entry): (usize, Json)| {
        entry["name"] = json!(format!("i{at}"));
        entry["cell"] = json!(format!("S!A{}", at + 1));
        entry
    };
    entries.into_iter().enumerate().map(with_place).collect()
}

fn model() -> &'static (Model, Validator) {
    static MODEL: OnceLock<(Model, Validator)> = OnceLock::new();
    MODEL.get_or_init(|| {
        let inputs = inputs();
        let cells = inputs.iter().zip(0..).filter_map(|(input, row)| {
            let value = Value::from_json(input.get("default")?)?;
            Some(Cell { row, column: 0, content: Content::Constant(value), cached: Value::Blank, format: None })
        });
        let sheet = Sheet { name: "S".into(), cells: cells.collect(), ..Sheet::default() };
        let workbook = Workbook { sheets: vec![sheet], ..Workbook::default() };
        let outputs =
            [json!({"name": "a", "cell": "S!B1", "type": "any"}), json!({"name": "b", "cell": "S!B2", "type": "any"})];
        let file = json!({ "inputs": inputs, "outputs": outputs });
        let (ports, _) = PortsFile::parse(file.to_string().as_bytes()).unwrap().resolve(&workbook);
        assert_eq!(ports.inputs().len(), inputs.len());
        let model = compile(&workbook, ports).model;
        let validator = jsonschema::draft202012::new(&request_schema(&model)).unwrap();
        (model, validator)
    })
}

fn agree(request: &Json) -> Result<(), TestCaseError> {
    let (model, validator) = model();
    let ours = Request::read(request, model);
    prop_assert_eq!(
        ours.is_ok(),
        validator.is_valid(request),
        "{}\nours: {:?}\nschema: {:?}",
        request,
        ours.err(),
        validator.iter_errors(request).map(|error| error.to_string()).collect::<Vec<_>>()
    );
    Ok(())
}

/// Values near the limits of some input, and values that are none.
fn value() -> impl Strategy<Value = Json> {
    let numbers = prop::sample::select(vec![
        json!(0),
        json!(-0.0),
        json!(0.5),
        json!(0.499),
        json!(1),
        json!(1.0),
        json!(5),
        json!(5.000000000000001),
        json!(7),
        json!(12),
        json!(24.5),
        json!(1e9),
        json!(1_000_000_000.0000002),
        json!(-1e9),
        json!(-1.1),
        json!(2_958_465),
        json!(2_958_465.5),
        json!(36_473),
        json!(36_472.9),
        json!(45351),
        json!(45351.5),
        json!(45352),
        json!(45352.1),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e308),
    ]);
    let texts = prop::sample::select(vec![
        "",
        "MDF",
        "mdf",
        "Old",
        "n/a",
        "one",
        "=1+1",
        "a\u{0}b",
        "tab\there",
        "line\nbreak",
        "\u{7f}",
        "\u{85}",
        "😀",
        "1999-11-09",
        "1999-11-08",
        "2024-02-29",
        "2023-02-29",
        "2024-03-01",
        "1900-12-31",
        "1901-01-01",
        "9999-12-31",
        "2024-02-30",
        "2024-2-3",
        "0000-00-00",
        "2000-02-29\n",
        "5",
        "true",
    ])
    .prop_map(|text| json!(text));
    let long = (195usize..205, prop::sample::select(vec!["x", "é", "😀"])).prop_map(|(n, text)| json!(text.repeat(n)));
    let others = prop::sample::select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!([]),
        json!([1]),
        json!({}),
        json!({"error": "#N/A"}),
    ]);
    prop_oneof![4 => numbers, 4 => texts, 1 => long, 2 => others, 1 => any::<f64>().prop_map(|number| json!(number))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn one_input_is_accepted_by_both_or_by_neither(at in 0usize..15, value in value()) {
        let name = format!("i{at}");
        agree(&json!({ "inputs": { name: value } }))?;
    }

    #[test]
    fn any_text_is_accepted_by_both_or_by_neither(at in 5usize..13, text in "\\PC{0,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}") {
        let name = format!("i{at}");
        agree(&json!({ "inputs": { name: text } }))?;
    }

    #[test]
    fn a_whole_request_is_accepted_by_both_or_by_neither(
        inputs in prop::option::of(prop::collection::vec((0usize..16, prop_oneof![Just(json!(null)), value()]), 0..3)),
        outputs in prop::option::of(prop::collection::vec(prop::sample::select(vec![json!("a"), json!("b"), json!("c"), json!(1)]), 0..3)),
        other in prop::option::weighted(0.1, Just(json!(1))),
    ) {
        let mut request = Map::new();
        if let Some(inputs) = inputs {
            let members: Map<String, Json> = inputs.into_iter().map(|(at, value)| (format!("i{at}"), value)).collect();
            request.insert("inputs".to_owned(), Json::Object(members));
        }
        if let Some(outputs) = outputs {
            request.insert("outputs".to_owned(), Json::Array(outputs));
        }
        if let Some(other) = other {
            request.insert("other".to_owned(), other);
        }
        agree(&Json::Object(request))?;
    }
}

#[test]
fn what_is_no_object_is_accepted_by_neither() {
    for request in [json!([]), json!(null), json!({"inputs": []}), json!({"inputs": null}), json!({"outputs": "a"})] {
        agree(&request).unwrap();
        assert!(!model().1.is_valid(&request), "{request}");
    }
}
