//! Requests and answers over a small workbook, and over the real one where it is there.

use std::sync::Arc;

use calc_core::calculation::{Batch, BatchBudget, BatchLimits, Calculator, Execution, Fault, MAX_RESULT, Request};
use calc_core::compile::compile;
use calc_core::eval::Clock;
use calc_core::model::ports::PortsFile;
use calc_core::value::Value;
use calc_core::workbook::{Cell, Content, Formula, FormulaKind, Sheet, Workbook};
use serde_json::{Value as Json, json};

fn cell(row: u32, column: u32, content: Content, format: Option<&str>) -> Cell {
    Cell { row, column, content, cached: Value::Blank, format: format.map(Into::into) }
}

fn formula(row: u32, column: u32, text: &str, format: Option<&str>) -> Cell {
    let formula = Formula { text: text.into(), origin: (row, column), kind: FormulaKind::Plain };
    cell(row, column, Content::Formula(formula), format)
}

/// `Job`: coats in A1, rate in A2, area in A3 (a formula), total in B1, a note in A4, its echo in B4, an error in B5.
fn calculator() -> Calculator {
    let constant = |row, value: Value| cell(row, 0, Content::Constant(value), None);
    let cells = vec![
        constant(0, 2.0.into()),
        constant(1, 1.5.into()),
        formula(2, 0, "10*10", None),
        constant(3, "as agreed".into()),
        formula(0, 1, "A1*A2*A3", Some("$#,##0.00")),
        formula(3, 1, "A4", None),
        formula(4, 1, "1/(A1-2)", None),
    ];
    let workbook =
        Workbook { sheets: vec![Sheet { name: "Job".into(), cells, ..Sheet::default() }], ..Workbook::default() };
    let ports = json!({
        "inputs": [
            {"name": "coats", "cell": "Job!A1", "type": "number", "min": 1, "max": 5, "default": 2},
            {"name": "rate", "cell": "Job!A2", "type": "number", "default": 1.5},
            {"name": "area", "cell": "Job!A3", "type": "number", "default": 100, "computed_default": true},
            {"name": "note", "cell": "Job!A4", "type": "text", "default": "as agreed"},
        ],
        "outputs": [
            {"name": "total", "cell": "Job!B1", "type": "number", "unit": "USD"},
            {"name": "echo", "cell": "Job!B4", "type": "text"},
            {"name": "failing", "cell": "Job!B5", "type": "number", "unit": "USD"},
        ]
    });
    let (ports, diagnostics) = PortsFile::parse(ports.to_string().as_bytes()).unwrap().resolve(&workbook);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    Calculator::new(Arc::new(compile(&workbook, ports).model), Clock::default())
}

fn answer(calculator: &mut Calculator, request: &Json) -> String {
    let request = Request::read(request, calculator.model()).unwrap();
    let bytes = calculator.answer(&request).unwrap().to_json();
    let answer = String::from_utf8(bytes).unwrap();
    answer.replace(calculator.model().hash(), "HASH")
}

fn faults(request: &Json) -> Vec<(String, &'static str)> {
    let faults = Request::read(request, calculator().model()).unwrap_err();
    faults.iter().map(|fault| (fault.pointer.clone(), fault.kind.name())).collect()
}

const DEFAULTS: &str = concat!(
    r##"{"model":"HASH","outputs":{"total":{"value":300,"text":"$300.00","money":"300.00"},"##,
    r##""echo":{"value":"as agreed","text":"as agreed"},"failing":{"value":null,"error":"#DIV/0!"}},"##,
    r##""inputs":{"defaulted":4,"overrode_formula":[]}}"##,
    "\n"
);

#[test]
fn an_absent_input_is_its_default_and_absent_outputs_are_all() {
    assert_eq!(answer(&mut calculator(), &json!({})), DEFAULTS);
    assert_eq!(answer(&mut calculator(), &json!({"inputs": {}})), DEFAULTS);
}

#[test]
fn outputs_come_in_declared_order_whatever_order_is_asked() {
    let request = json!({"inputs": {"coats": 3, "area": 7}, "outputs": ["failing", "total"]});
    let expected = concat!(
        r#"{"model":"HASH","outputs":{"total":{"value":31.5,"text":"$31.50","money":"31.50"},"#,
        r#""failing":{"value":1,"text":"1","money":"1.00"}},"#,
        r#""inputs":{"defaulted":2,"overrode_formula":["area"]}}"#,
        "\n"
    );
    assert_eq!(answer(&mut calculator(), &request), expected);
}

#[test]
fn an_answer_does_not_depend_on_what_was_asked_before() {
    let mut calculator = calculator();
    for inputs in [
        json!({"coats": 5, "rate": 100, "area": 1, "note": "x"}),
        json!({"area": null, "note": null}),
        json!({"coats": null}),
    ] {
        let other = answer(&mut calculator, &json!({"inputs": inputs}));
        assert_ne!(other, DEFAULTS);
        assert_eq!(answer(&mut calculator, &json!({})), DEFAULTS, "after {inputs}");
    }
}

#[test]
fn null_is_a_blank_cell_also_over_a_formula() {
    let request = json!({"inputs": {"area": null}, "outputs": ["total"]});
    let blank = answer(&mut calculator(), &request);
    assert!(blank.contains(r#""total":{"value":0,"text":"$0.00","money":"0.00"}"#), "{blank}");
    assert!(blank.contains(r#""overrode_formula":["area"]"#), "{blank}");
}

#[test]
fn any_cell_may_be_set_and_read_in_the_raw_form() {
    let request = json!({
        "cells": {"Job!A1": 4, "'Job'!A3": 2, "job!$C$9": "free"},
        "outputs": ["Job!B1", "Job!C9", "Job!D4"]
    });
    let expected = concat!(
        r#"{"model":"HASH","outputs":{"Job!B1":{"value":12,"text":"$12.00"},"#,
        r#""Job!C9":{"value":"free","text":"free"},"Job!D4":{"value":null,"text":""}},"#,
        r#""inputs":{"defaulted":2,"overrode_formula":["Job!A3"]}}"#,
        "\n"
    );
    assert_eq!(answer(&mut calculator(), &request), expected);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let request = json!({
        "inputs": {"coats": 9, "a/b~c": 1, "note": 5, "rate": "x"},
        "outputs": ["total", "total", "nothing", 3],
        "debug": true
    });
    let expected = [
        ("/debug", "unknown"),
        ("/inputs/coats", "range"),
        ("/inputs/a~1b~0c", "unknown"),
        ("/inputs/note", "type"),
        ("/inputs/rate", "type"),
        ("/outputs/1", "conflict"),
        ("/outputs/3", "unknown"),
        ("/outputs/2", "unknown"),
    ];
    assert_eq!(faults(&request), expected.map(|(pointer, kind)| (pointer.to_owned(), kind)));
}

#[test]
fn requests_of_the_wrong_shape_are_refused() {
    let cases = [
        (json!([]), "", "missing"),
        (json!(42), "", "missing"),
        (json!({"inputs": []}), "/inputs", "missing"),
        (json!({"inputs": {}, "cells": {}}), "/cells", "conflict"),
        (json!({"cells": {"Job!A1": 1}}), "/outputs", "missing"),
        (json!({"inputs": {}, "outputs": "total"}), "/outputs", "missing"),
        (json!({"cells": {"A1": 1}, "outputs": []}), "/cells/A1", "cell"),
        (json!({"cells": {"Nowhere!A1": 1}, "outputs": []}), "/cells/Nowhere!A1", "cell"),
        (json!({"cells": {"Job!A0": 1}, "outputs": []}), "/cells/Job!A0", "cell"),
        (json!({"cells": {"Job!A1": [1]}, "outputs": []}), "/cells/Job!A1", "cell"),
        (json!({"cells": {"Job!A1": 1, "job!A1": 2}, "outputs": []}), "/cells/job!A1", "conflict"),
        (json!({"cells": {}, "outputs": ["total"]}), "/outputs/0", "cell"),
    ];
    for (request, pointer, kind) in cases {
        assert_eq!(faults(&request), [(pointer.to_owned(), kind)], "{request}");
    }
}

#[test]
fn a_refused_input_says_what_would_be_right() {
    let fault = Request::read(&json!({"inputs": {"coats": 9}}), calculator().model()).unwrap_err().remove(0);
    assert_eq!(fault.detail, "cannot read input `coats`: found number 9, expected a number from 1 to 5 (cell Job!A1)");
    assert_eq!(fault.cell.as_deref(), Some("Job!A1"));
    assert_eq!(fault.allowed.as_deref(), Some(&json!({"min": 1, "max": 5})));
}

fn execute(request: &Json) -> Result<String, Vec<Fault>> {
    let execution = Execution::read(request)?;
    execution.answer().map(|bytes| String::from_utf8(bytes).unwrap()).map_err(|error| vec![error.into()])
}

#[test]
fn one_formula_is_evaluated_over_its_cells() {
    let context: serde_json::Map<String, Json> = (1..=10).map(|at| (format!("A{at}"), json!(at * 100))).collect();
    for formula in ["SUM(A1:A10)", "=SUM(A1:A10)"] {
        assert_eq!(execute(&json!({"formula": formula, "context": context})).unwrap(), "{\"result\":5500}\n");
    }
    assert_eq!(execute(&json!({"formula": "1/0"})).unwrap(), "{\"result\":{\"error\":\"#DIV/0!\"}}\n");
    assert_eq!(
        execute(&json!({"formula": "A1&\"!\"", "context": {"A1": "=1+1"}})).unwrap(),
        "{\"result\":\"=1+1!\"}\n"
    );
    assert_eq!(
        execute(&json!({"formula": "A1:B1*2", "context": {"A1": 1, "B1": 2}})).unwrap(),
        "{\"result\":[[2,4]]}\n"
    );
}

#[test]
fn a_result_larger_than_an_answer_may_be_is_a_limit() {
    let rows = |count: u64| execute(&json!({"formula": format!("SEQUENCE({count})")})).unwrap();
    assert_eq!(rows(MAX_RESULT).matches('[').count() as u64, MAX_RESULT + 1);
    assert_eq!(rows(MAX_RESULT + 1), "{\"result\":{\"error\":\"#LIMIT!\"}}\n");
    // What a formula holds on its way is another question.
    assert_eq!(execute(&json!({"formula": "SUM(SEQUENCE(1000,500))"})).unwrap(), "{\"result\":125000250000}\n");
}

#[test]
fn a_formula_that_cannot_be_read_is_the_fault_of_the_formula() {
    let pointers = |request: Json| -> Vec<String> {
        execute(&request).unwrap_err().into_iter().map(|fault| fault.pointer).collect()
    };
    assert_eq!(pointers(json!({"formula": "SUM(1"})), ["/formula"]);
    assert_eq!(pointers(json!({"formula": 5, "context": {"A0": 1}, "x": 1})), ["/x", "/formula", "/context/A0"]);
    assert_eq!(pointers(json!({"context": []})), ["/formula", "/context"]);
    assert_eq!(pointers(json!({"formula": "1".repeat(8_193)})), ["/formula"]);
}

const LIMITS: BatchLimits = BatchLimits { scenarios: 9, outputs: 99 };
const BUDGET: BatchBudget = BatchBudget { steps: u64::MAX, bytes: usize::MAX };

#[test]
fn a_scenario_is_answered_as_a_request_of_its_own() {
    let mut calculator = calculator();
    let model = calculator.model().clone();
    let read = |json: &Json| Request::read(json, &model).unwrap();
    let shared = json!({"rate": 2, "note": "first"});
    let scenarios = [
        json!({"coats": 3}),
        json!({"coats": 3, "area": 50}),
        json!({"area": 50, "note": "a \"b\""}),
        json!({}),
        json!({"rate": 1.5, "note": null}),
        json!({"coats": 3, "rate": 1.5, "area": null}),
        json!({"coats": 2, "rate": 2.0, "note": "first"}),
    ];
    let batch = Batch::read(&json!({"inputs": shared, "scenarios": scenarios}), &model, LIMITS).unwrap();
    let found = batch.answers(&mut calculator);
    let together: Json = serde_json::from_slice(&batch.answer(&mut calculator, BUDGET).unwrap()).unwrap();
    assert_eq!(together["model"], model.hash());
    for (at, (scenario, found)) in scenarios.iter().zip(found).enumerate() {
        let mut inputs = shared.clone();
        inputs.as_object_mut().unwrap().extend(scenario.as_object().unwrap().clone());
        let alone = calculator.answer(&read(&json!({"inputs": inputs}))).unwrap().to_json();
        assert_eq!(String::from_utf8(found.unwrap()).unwrap(), String::from_utf8(alone.clone()).unwrap(), "{scenario}");
        let alone: Json = serde_json::from_slice(&alone).unwrap();
        assert_eq!(together["results"][at], json!({"outputs": alone["outputs"], "inputs": alone["inputs"]}));
    }
    // Everything was given back.
    assert_eq!(
        calculator.answer(&read(&json!({}))).unwrap(),
        Calculator::new(model.clone(), Clock::default()).answer(&read(&json!({}))).unwrap()
    );
}

#[test]
fn what_is_wrong_with_a_batch_is_told_at_once() {
    let calculator = calculator();
    let refused = |json: Json| -> Vec<String> {
        let faults = Batch::read(&json, calculator.model(), LIMITS).unwrap_err();
        faults.into_iter().map(|fault| fault.pointer).collect()
    };
    let scenarios = json!([{"coats": 3}, {"coats": 9, "b/c": 1}, {}, 7]);
    assert_eq!(
        refused(json!({"inputs": {"coats": 9}, "scenarios": scenarios})),
        ["/inputs/coats", "/scenarios/1/coats", "/scenarios/1/b~1c", "/scenarios/3"]
    );
    assert_eq!(refused(json!({"scenarios": []})), ["/scenarios"]);
    assert_eq!(refused(json!({"scenarios": vec![json!({}); 10]})), ["/scenarios"]);
    assert_eq!(refused(json!({"cells": {}, "scenarios": [{}]})), ["/cells"]);
    assert_eq!(refused(json!({"more": 1, "scenarios": [{}]})), ["/more"]);
    assert_eq!(refused(json!({})), ["/scenarios"]);
    assert_eq!(refused(json!([])), [""]);
    let narrow = BatchLimits { outputs: 11, ..LIMITS };
    assert!(Batch::read(&json!({"scenarios": [{}, {}, {}, {}]}), calculator.model(), narrow).is_err());
    let bad = json!({"scenarios": vec![json!({"coats": 9}); 9]});
    assert_eq!(refused(bad).len(), 9);
}

#[test]
fn a_batch_pays_from_one_budget() {
    let mut calculator = calculator();
    let model = calculator.model().clone();
    let many = json!({"outputs": ["total"], "scenarios": [{"coats": 1}, {"coats": 3}, {"coats": 4}, {"coats": 5}]});
    let many = Batch::read(&many, &model, LIMITS).unwrap();
    let mut answer = |budget| many.answer(&mut calculator, budget).map_err(|error| error.is_limit());
    assert_eq!(answer(BatchBudget { steps: 10, ..BUDGET }), Err(true));
    let all = answer(BUDGET).unwrap();
    assert_eq!(answer(BatchBudget { bytes: 100, ..BUDGET }), Err(true));
    // The next is answered from the beginning.
    assert_eq!(answer(BatchBudget { steps: 10_000, bytes: all.len() }), Ok(all));
    // What one answer may take holds for each scenario.
    calculator.limit(5);
    assert!(many.answers(&mut calculator).iter().all(|answer| answer.as_ref().is_err_and(|error| error.is_limit())));
    calculator.limit(10_000);
    assert!(many.answers(&mut calculator).iter().all(Result::is_ok));
}

#[test]
fn batches_that_mean_the_same_have_one_form() {
    let calculator = calculator();
    let read = |json: Json| Batch::read(&json, calculator.model(), LIMITS).unwrap();
    let canonical = |json: Json| read(json).canonical(calculator.model());
    let one = canonical(json!({"inputs": {"rate": 2}, "scenarios": [{"coats": 3}, {"rate": 1.5}]}));
    assert_eq!(one, canonical(json!({"scenarios": [{"rate": 2.0, "coats": 3}, {"coats": 2}]})));
    assert_ne!(one, canonical(json!({"scenarios": [{"coats": 2}, {"rate": 2.0, "coats": 3}]})));
    assert_ne!(one, canonical(json!({"outputs": ["total"], "scenarios": [{"rate": 2, "coats": 3}, {}]})));
    assert_ne!(one, canonical(json!({"scenarios": [{"rate": 2.0, "coats": 3}]})));
    // A blank is not what the workbook holds.
    let blank = canonical(json!({"inputs": {"note": "x"}, "scenarios": [{}, {"note": ""}]}));
    assert_ne!(blank, canonical(json!({"scenarios": [{"note": "x"}, {}]})));

    let varied = |json: Json| read(json).varied(calculator.model()).len();
    assert_eq!(varied(json!({"inputs": {"rate": 2}, "scenarios": [{"coats": 3}, {"coats": 3, "rate": 2}]})), 0);
    assert_eq!(varied(json!({"inputs": {"rate": 2}, "scenarios": [{"coats": 3}, {"coats": 4, "rate": 2}]})), 1);
    assert_eq!(varied(json!({"inputs": {"rate": 2}, "scenarios": [{"coats": 3}, {"rate": 3}]})), 2);
}
