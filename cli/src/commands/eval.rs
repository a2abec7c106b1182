//! `paintbox eval`: one formula, or lines of test cases.

use std::process::ExitCode;

use calc_core::dialect::Dialect;
use calc_core::formula::{Mode, Question, evaluate};
use calc_core::value::{Array, Value};
use calc_core::workbook::Content;
use serde_json::{Value as Json, json};

use crate::Options;
use crate::failure::Failure;
use crate::jsonl::answer_lines;
use crate::load;
use crate::out::say;

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The formula, with or without its leading `=`
    #[arg(required_unless_present = "jsonl", allow_hyphen_values = true)]
    formula: Option<String>,
    /// Read test cases from standard input, one JSON object a line
    #[arg(long)]
    jsonl: bool,
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    if arguments.jsonl {
        answer_lines(std::io::stdin().lock(), |line| answer(line, options))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut question = Question::new(arguments.formula.as_deref().unwrap_or_default());
    question.dialect = options.dialect().unwrap_or_default();
    question.clock = load::clock(options, Default::default())?;
    let answer = evaluate(&question)?;
    if options.json {
        say!("{}", json!({ "value": block_json(&answer) }));
    } else {
        print_block(&answer);
    }
    Ok(ExitCode::SUCCESS)
}

/// One value, or rows.
fn block_json(block: &Array) -> Json {
    if let [one] = block.values() {
        return one.to_json();
    }
    block
        .values()
        .chunks(block.columns() as usize)
        .map(|row| row.iter().map(Value::to_json).collect::<Json>())
        .collect()
}

fn print_block(block: &Array) {
    for row in block.values().chunks(block.columns() as usize) {
        let cells: Vec<String> = row
            .iter()
            .map(|value| match value.to_json() {
                Json::String(text) => text,
                Json::Null => String::new(),
                Json::Object(_) => value.error().map(|e| e.to_string()).unwrap_or_default(),
                other => other.to_string(),
            })
            .collect();
        say!("{}", cells.join("\t"));
    }
}

/// The value that a line asks for; one that is no case is answered with its fault.
fn answer(line: &[u8], options: &Options) -> Result<Json, Failure> {
    let case: Json = match serde_json::from_slice(line) {
        Ok(case) => case,
        Err(error) => return Ok(json!({ "id": null, "fault": format!("not a JSON object: {error}") })),
    };
    let id = case.get("id").cloned().unwrap_or(Json::Null);
    let clock = load::clock(options, Default::default())?;
    let outcome = question(&case, options.dialect()).and_then(|mut question| {
        question.clock = clock;
        evaluate(&question).map_err(Failure::from)
    });
    Ok(match outcome {
        Ok(block) => json!({ "id": id, "value": block_json(&block) }),
        Err(Failure(fault)) => json!({ "id": id, "fault": fault }),
    })
}

/// A test case as a question.
fn question(case: &Json, dialect: Option<Dialect>) -> Result<Question, Failure> {
    let text = |name: &str| case.get(name).and_then(Json::as_str);
    let formula = text("formula").ok_or_else(|| Failure::new("no `formula`: expected a text"))?;
    let mut question = Question::new(formula);
    question.dialect = match (dialect, text("dialect")) {
        (Some(dialect), _) => dialect,
        (None, Some("sheets")) => Dialect::Sheets,
        (None, _) => Dialect::Excel,
    };
    question.mode = match text("mode") {
        Some("array") => Mode::Array,
        Some("scalar") => Mode::Scalar,
        _ => Mode::Typed,
    };
    if let Some(Json::Object(cells)) = case.get("cells") {
        for (address, content) in cells {
            match content {
                Json::String(formula) if formula.starts_with('=') && formula.len() > 1 => {
                    question.typed(address, formula)?;
                }
                content => {
                    let value = Value::from_json(content).ok_or_else(|| {
                        Failure::new(format!("cell `{address}`: expected a number, text, logical or error"))
                    })?;
                    question.cell(address, Content::Constant(value))?;
                }
            }
        }
    }
    if let Some(at) = text("at") {
        question.at(at)?;
    }
    Ok(question)
}
