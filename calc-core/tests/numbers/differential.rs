//! Rounding, fixed decimals and dates against LibreOffice: the formulas of `corpora/differential` that are one simple call.

use calc_core::calendar::Calendar;
use calc_core::dialect::{DateSystem, Dialect};
use calc_core::format;
use calc_core::number::{round_down, round_half_away, round_up};
use calc_core::value::Value;
use serde_json::Value as Json;

use super::corpus::{constant, split};
use crate::shared_files::shared;

#[test]
fn simple_calls_have_libreoffice_values() {
    let read = |name: &str| Some(std::fs::read_to_string(shared(&format!("corpora/differential/{name}"))?).unwrap());
    let (Some(lines), Some(cells)) = (read("diff-20261124.jsonl"), read("diff-20261124.cells.json")) else { return };
    let cells: Json = serde_json::from_str(&cells).unwrap();
    let mut taken = 0;
    let mut differences = Vec::new();
    for line in lines.lines() {
        let case: Json = serde_json::from_str(line).unwrap();
        let sheet = &cells[case["sheet"].as_str().unwrap()];
        let Some(got) = answer(case["formula"].as_str().unwrap(), sheet) else { continue };
        taken += 1;
        let expect = &case["expect"];
        let same = match &got {
            Some(Value::Number(number)) => {
                let expect = expect.as_f64().unwrap_or(f64::NAN);
                (number - expect).abs() <= 1e-9 * expect.abs().max(1.0)
            }
            Some(Value::Text(text)) => expect.as_str() == Some(text.as_str()),
            _ => expect["error"].is_string(),
        };
        if !same {
            differences.push(format!("{} {} expected {expect} got {got:?}", case["id"], case["formula"]));
        }
    }
    println!("{taken} calls taken");
    assert!(taken > 100, "the corpus has changed its form: only {taken} calls taken");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn answer(formula: &str, cells: &Json) -> Option<Option<Value>> {
    let (function, arguments) = formula.trim_start_matches('=').strip_suffix(')')?.split_once('(')?;
    let arguments = split(arguments)?.iter().map(|argument| constant(argument, cells)).collect::<Option<Vec<_>>>()?;
    let calendar = Calendar::new(DateSystem::Y1900, Dialect::Excel);
    match (function, arguments.as_slice()) {
        ("TEXT", [value, Value::Text(code)]) => Some(format::text(value, code, calendar, 2026).ok().map(Value::from)),
        ("ROUND", [Value::Number(number), Value::Number(digits)]) => {
            Some(Some(round_half_away(*number, *digits as i32).into()))
        }
        ("ROUNDUP", [Value::Number(number), Value::Number(digits)]) => {
            Some(Some(round_up(*number, *digits as i32).into()))
        }
        ("ROUNDDOWN" | "TRUNC", [Value::Number(number), Value::Number(digits)]) => {
            Some(Some(round_down(*number, *digits as i32).into()))
        }
        _ => None,
    }
}
