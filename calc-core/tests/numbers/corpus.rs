//! The calls of the function corpus that need no formula engine, held against its values.
//!
//! A call is taken when its arguments are literals or cells that hold constants. Every disagreement is listed with its
//! reason in `data/corpus_disagreements.toml`; one that is not listed, or is listed and gone, fails the test.

use calc_core::calendar::Calendar;
use calc_core::dialect::{DateSystem, Dialect};
use calc_core::format;
use calc_core::number::{general, parse_moment, parse_number, round_down, round_half_away, round_up};
use calc_core::value::{CellError, Value};
use serde_json::Value as Json;

use crate::shared_files::shared;

/// The year in which the corpus's authors wrote dates without a year.
const TODAY_YEAR: i32 = 2026;

#[test]
fn simple_calls_have_the_corpus_values() {
    let Some(folder) = shared("corpora/functions") else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let listed: toml::Table = toml::from_str(include_str!("../data/corpus_disagreements.toml")).unwrap();
    // What stands below `functions` is that test's.
    let listed = listed.values().filter_map(toml::Value::as_array).flatten();
    let listed: Vec<String> = listed.map(|id| id.as_str().unwrap().to_owned()).collect();
    let (mut taken, mut found, mut seen) = (0, Vec::new(), Vec::new());
    for file in files {
        if file.extension().is_none_or(|extension| extension != "jsonl") || file.ends_with("disputed.jsonl") {
            continue;
        }
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            let case: Json = serde_json::from_str(line).unwrap();
            let Some(got) = answer(&case) else { continue };
            taken += 1;
            if agrees(&case, &got) {
                continue;
            }
            let id = case["id"].as_str().unwrap().to_owned();
            if !listed.contains(&id) {
                found.push(format!(
                    "{id} {} {} {} {} expected {} got {got:?}",
                    case["source"], case["trust"], case["formula"], case["cells"], case["expect"]
                ));
            }
            seen.push(id);
        }
    }
    println!("{taken} calls taken, {} listed disagreements", seen.len() - found.len());
    assert!(found.is_empty(), "{} not listed:\n{}", found.len(), found.join("\n"));
    let gone: Vec<_> = listed.into_iter().filter(|id| !seen.contains(id)).collect();
    assert!(gone.is_empty(), "listed, but in agreement: {gone:?}");
}

/// The functions whose calls are taken.
const FUNCTIONS: [&str; 8] = ["DATEVALUE", "ROUND", "ROUNDDOWN", "ROUNDUP", "TEXT", "TIMEVALUE", "TRUNC", "VALUE"];

type Answer = Result<Value, CellError>;

/// What we say to a case; `None` if it is not one of the calls that are taken.
fn answer(case: &Json) -> Option<Answer> {
    let formula = case["formula"].as_str()?.strip_prefix('=')?;
    let (function, arguments) = formula.strip_suffix(')')?.split_once('(')?;
    let function = FUNCTIONS.into_iter().find(|name| function.eq_ignore_ascii_case(name))?;
    let arguments =
        split(arguments)?.iter().map(|argument| constant(argument, &case["cells"])).collect::<Option<Vec<_>>>()?;
    let dialect = if case["dialect"] == "sheets" { Dialect::Sheets } else { Dialect::Excel };
    let calendar = Calendar::new(DateSystem::Y1900, dialect);
    if let Some(error) = arguments.iter().find_map(Value::error) {
        return Some(Err(error));
    }
    let number = |value: &Value| match value {
        Value::Number(number) => Some(*number),
        _ => None,
    };
    let moment = |value: &Value| match value {
        Value::Text(text) => parse_moment(text, calendar, TODAY_YEAR).ok_or(CellError::Value),
        _ => Err(CellError::Value),
    };
    match (function, arguments.as_slice()) {
        ("TEXT", [value, code]) => {
            let code = match code {
                Value::Number(number) => general(*number),
                Value::Text(code) => code.to_string(),
                _ => return None,
            };
            Some(format::text(value, &code, calendar, TODAY_YEAR).map(Value::from))
        }
        ("VALUE", [Value::Text(text)]) => {
            Some(parse_number(text, calendar, TODAY_YEAR).map(Value::from).ok_or(CellError::Value))
        }
        ("DATEVALUE", [value]) => Some(moment(value).map(|moment| Value::from(moment.day.unwrap_or(0) as f64))),
        ("TIMEVALUE", [value]) => Some(moment(value).map(|moment| Value::from(moment.time.unwrap_or(0.0).fract()))),
        ("ROUND" | "ROUNDUP" | "ROUNDDOWN" | "TRUNC", [value, rest @ ..]) => {
            let digits = match rest {
                [] => 0.0,
                [digits] => number(digits)?,
                _ => return None,
            };
            let round = match function {
                "ROUND" => round_half_away,
                "ROUNDUP" => round_up,
                _ => round_down,
            };
            Some(Ok(Value::from(round(number(value)?, digits as i32))))
        }
        _ => None,
    }
}

/// Arguments at the top level.
pub fn split(text: &str) -> Option<Vec<String>> {
    let mut arguments = vec![String::new()];
    let mut quoted = false;
    for character in text.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                arguments.push(String::new());
                continue;
            }
            '(' | '{' | '&' | '*' | '/' | ':' if !quoted => return None,
            _ => {}
        }
        arguments.last_mut()?.push(character);
    }
    Some(arguments)
}

pub fn constant(argument: &str, cells: &Json) -> Option<Value> {
    let argument = argument.trim();
    if let Some(text) = argument.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Some(Value::text(text.replace("\"\"", "\"")));
    }
    if let Ok(number) = argument.parse::<f64>() {
        return Some(number.into());
    }
    if let Some(error) = CellError::from_name(argument) {
        return Some(error.into());
    }
    match argument {
        "TRUE" => return Some(true.into()),
        "FALSE" => return Some(false.into()),
        _ => {}
    }
    let address = argument.replace('$', "");
    let letters = address.chars().take_while(char::is_ascii_uppercase).count();
    let is_cell = (1..=3).contains(&letters) && address[letters..].parse::<u32>().is_ok();
    if !is_cell {
        return None;
    }
    json_value(&cells[&address])
}

fn json_value(json: &Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Blank),
        Json::Bool(logical) => Some((*logical).into()),
        Json::Number(number) => Some(number.as_f64()?.into()),
        Json::String(text) if text.starts_with('=') => None,
        Json::String(text) => Some(text.as_str().into()),
        Json::Object(object) => CellError::from_name(object.get("error")?.as_str()?).map(Value::from),
        Json::Array(_) => None,
    }
}

fn agrees(case: &Json, got: &Answer) -> bool {
    let expect = &case["expect"];
    if expect["error"] == "*" {
        return got.is_err();
    }
    let tolerance = case["tolerance"].as_f64().unwrap_or(1e-9);
    match (json_value(expect), got) {
        (Some(Value::Error(expected)), Err(error)) => expected == *error,
        (Some(Value::Number(a)), Ok(Value::Number(b))) => (a - b).abs() <= tolerance * a.abs().max(b.abs()).max(1.0),
        (Some(expected), Ok(value)) => expected == *value,
        _ => false,
    }
}
