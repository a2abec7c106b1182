//! One formula made to grow, nest, run without end or reach out.

use calc_core::calculation::Execution;
use calc_core::formula::{Question, evaluate};
use calc_core::reference::a1;
use calc_core::value::Value;
use calc_core::workbook::Content;
use serde_json::{Value as Json, json};

use crate::corpus::{built, cases_of, places};
use crate::measure::{Table, measure};
use crate::outcome::{got, holds};

/// The formula of a case with its cells.
pub fn question(case: &Json) -> Question {
    let formula = case.get("formula").and_then(Json::as_str).map_or_else(|| built(&case["build"]), str::to_string);
    let mut question = Question::new(&formula);
    // A second sheet, which many of the cases name.
    question.cell("Sheet2!A1", Content::Constant(Value::Blank)).unwrap();
    if let Some(at) = case.get("cell").and_then(Json::as_str) {
        question.at(at).unwrap();
    }
    for (range, content) in case.get("cells").and_then(Json::as_object).into_iter().flatten() {
        let value = Value::text(built(&content["build"]));
        for (row, column) in places(range) {
            question.cell(&a1(row, column).to_string(), Content::Constant(value.clone())).unwrap();
        }
    }
    question
}

#[test]
fn formulas_end_as_expected() {
    let Some(cases) = cases_of("formulas.jsonl") else { return };
    // What the first formula sets up for all later ones is not the first case's.
    evaluate(&Question::new("=1")).unwrap();
    let mut table = Table::new("formulas");
    for case in &cases {
        let question = question(case);
        let got = got(table.run(case, || evaluate(&question).map(|answer| answer.value(0, 0).clone())));
        if !holds(&case["expect"], &got) {
            table.wrong(case["id"].as_str().unwrap(), &format!("{got:?}, expected {}", case["expect"]));
        }
    }
    table.finish();
}

/// An isolate has 128 MB, which more than this answer has to fit into.
#[test]
fn a_result_too_large_to_be_answered_takes_less_than_half_an_isolate() {
    let execution = Execution::read(&json!({ "formula": "SEQUENCE(1400,1400)" })).unwrap();
    let (answer, spent) = measure(|| execution.answer().unwrap());
    assert_eq!(answer, b"{\"result\":{\"error\":\"#LIMIT!\"}}\n");
    assert!(spent.megabytes < 64.0, "{spent:?}");
}
