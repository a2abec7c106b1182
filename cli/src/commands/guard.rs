//! `paintbox guard`: what the Worker's guards say to a text, or to lines of test cases.

use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use calc_core::calculation::Setting;
use calc_core::compile::compile;
use calc_core::import::{ImportOptions, read_xlsx};
use calc_core::model::Model;
use calc_core::model::ports::{PortType, PortsFile};
use clap::ValueEnum;
use serde_json::{Value as Json, json};
use waf::{Slot, inspect};

use crate::Options;
use crate::failure::Failure;
use crate::jsonl::answer_lines;
use crate::out::say;

/// The sample whose ports answer for `--slot typed`.
const WORKBOOK: &[u8] = include_bytes!("../../../sample/house-painting.xlsx");
const PORTS: &[u8] = include_bytes!("../../../sample/house-painting.ports.json");

/// Arguments of `guard`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The text; with --jsonl a file of test cases, `-` for standard input
    #[arg(required_unless_present = "jsonl", allow_hyphen_values = true)]
    text: Option<String>,
    /// Read test cases, one JSON object a line: `id`, `payload`, and `pad` with `char` and `times`
    #[arg(long)]
    jsonl: bool,
    /// Where in a request the text stands
    #[arg(long, value_enum, default_value = "free-text")]
    slot: SlotName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SlotName {
    /// A note, a name, an address
    FreeText,
    /// A number, a choice and a date of the sample workbook: refused unless one of them accepts the text
    Typed,
    /// A value of the query
    Query,
    /// A path
    Path,
    /// The value of a header
    Header,
}

/// Why a text is refused; none where it is allowed.
type Verdict = Option<String>;

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let guard = Guard::new(arguments.slot)?;
    let text = arguments.text.as_deref();
    if arguments.jsonl {
        match text {
            None | Some("-") => answer_lines(std::io::stdin().lock(), |line| Ok(answer(line, &guard)))?,
            Some(path) => answer_lines(BufReader::new(open(Path::new(path))?), |line| Ok(answer(line, &guard)))?,
        }
        return Ok(ExitCode::SUCCESS);
    }
    let verdict = guard.judge(text.unwrap_or_default());
    if options.json {
        say!("{}", json!({ "verdict": word(&verdict), "rule": verdict }));
    } else {
        say!("{}{}", word(&verdict), verdict.map(|rule| format!(" ({rule})")).unwrap_or_default());
    }
    Ok(ExitCode::SUCCESS)
}

fn open(path: &Path) -> Result<std::fs::File, Failure> {
    std::fs::File::open(path).map_err(|error| Failure::new(format!("cannot read `{}`: {error}", path.display())))
}

fn word(verdict: &Verdict) -> &'static str {
    if verdict.is_some() { "refuse" } else { "allow" }
}

/// What judges a text in a slot.
enum Guard {
    /// The detectors.
    Detectors(Slot),
    /// The positive model: inputs of the sample by name.
    Ports(Box<Model>, Vec<String>),
}

impl Guard {
    fn new(slot: SlotName) -> Result<Guard, Failure> {
        Ok(match slot {
            SlotName::FreeText => Guard::Detectors(Slot::FreeText),
            SlotName::Query => Guard::Detectors(Slot::Query),
            SlotName::Path => Guard::Detectors(Slot::Path),
            SlotName::Header => Guard::Detectors(Slot::Header),
            SlotName::Typed => {
                let model = sample()?;
                let closed = closed_inputs(&model);
                Guard::Ports(Box::new(model), closed)
            }
        })
    }

    fn judge(&self, text: &str) -> Verdict {
        match self {
            Guard::Detectors(slot) => inspect(text, *slot).map(|finding| finding.rule.to_owned()),
            Guard::Ports(model, inputs) => {
                let value = Json::String(text.to_owned());
                let mut refusal = None;
                for input in inputs {
                    match Setting::read(input, &value, model) {
                        Ok(_) => return None,
                        Err(fault) => refusal = Some(format!("ports-{}", fault.kind.name())),
                    }
                }
                refusal
            }
        }
    }
}

fn sample() -> Result<Model, Failure> {
    let imported = read_xlsx(WORKBOOK, &ImportOptions::default()).map_err(Failure::new)?;
    let file = PortsFile::parse(PORTS).map_err(|diagnostic| Failure::new(diagnostic.message))?;
    let (ports, _) = file.resolve(&imported.workbook);
    Ok(compile(&imported.workbook, ports).model)
}

/// The first number, the first choice and the first date among a model's inputs.
fn closed_inputs(model: &Model) -> Vec<String> {
    let inputs = model.ports().inputs();
    let number = inputs.iter().find(|input| input.port.kind == PortType::Number && input.choices.is_empty());
    let choice = inputs.iter().find(|input| !input.choices.is_empty() && !input.free_text);
    let date = inputs.iter().find(|input| input.port.kind == PortType::Date);
    [number, choice, date].into_iter().flatten().map(|input| input.port.name.clone()).collect()
}

/// The verdict on a line; one that is no case is answered with its fault.
fn answer(line: &[u8], guard: &Guard) -> Json {
    match text_of(line) {
        Ok((id, text)) => {
            let verdict = guard.judge(&text);
            json!({ "id": id, "verdict": word(&verdict), "rule": verdict })
        }
        Err(fault) => json!({ "id": null, "fault": fault }),
    }
}

/// The most that a case may be padded to: far more than a request may hold.
const LONGEST: u64 = 16 << 20;

/// The id and the padded payload of a line.
pub fn text_of(line: &[u8]) -> Result<(Json, String), String> {
    let case: Json = serde_json::from_slice(line).map_err(|error| format!("not a JSON object: {error}"))?;
    let Some(payload) = case.get("payload").and_then(Json::as_str) else {
        return Err("no `payload`: expected a text".to_owned());
    };
    let id = case.get("id").cloned().unwrap_or(Json::Null);
    let Some(pad) = case.get("pad").filter(|pad| !pad.is_null()) else { return Ok((id, payload.to_owned())) };
    let piece = pad.get("char").and_then(Json::as_str).unwrap_or_default();
    let times = pad.get("times").and_then(Json::as_u64).unwrap_or_default();
    if times.saturating_mul(piece.len() as u64) > LONGEST {
        return Err(format!("found {times} times `{piece}` in `pad`, expected at most {LONGEST} bytes"));
    }
    Ok((id, piece.repeat(times as usize) + payload))
}
