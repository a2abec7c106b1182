//! `paintbox calc`: set inputs, read outputs.

use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use calc_core::calculation::{Answer, Batch, Calculator, Fault, Request, Scenario, Setting, Wanted, json};
use calc_core::eval::Clock;
use calc_core::model::Model;
use serde_json::{Map, Value as Json, json};

use crate::failure::Failure;
use crate::jsonl::NumberedLines;
use crate::load::Reached;
use crate::out::say;
use crate::{Options, load, place};

/// Arguments of `calc`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The workbook or model
    file: PathBuf,
    /// An input or cell to set
    #[arg(long = "set", value_name = "NAME_OR_CELL=VALUE")]
    sets: Vec<String>,
    /// Inputs: the body of a request, or an object of names or cells and their values
    #[arg(long, value_name = "FILE.json")]
    inputs: Option<PathBuf>,
    /// Scenarios, one a line: an object of names or cells and their values, which stand before those of `--set`; answered one a line
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "inputs")]
    scenarios: Option<PathBuf>,
    /// An output or cell to read; all outputs unless given
    #[arg(long = "get", value_name = "NAME_OR_CELL")]
    gets: Vec<String>,
    /// The ports file, if the file is a workbook; proposed from it unless given
    #[arg(long, value_name = "PORTS.json")]
    ports: Option<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments, options: &Options) -> Result<ExitCode, Failure> {
    let reached = load::reached(&arguments.file, arguments.ports.as_deref(), options)?;
    let mut model = reached.model.clone();
    let clock = load::clock(options, model.date_system())?;
    let mut asked = request(arguments, &model)?;
    if asked.as_ref().is_ok_and(|request| !request.is_of_ports(&model)) {
        model = reached.whole()?;
        asked = request(arguments, &model)?;
    }
    let request = match asked {
        Ok(request) => request,
        Err(faults) => {
            print_refusal(&faults, options);
            return Ok(ExitCode::SUCCESS);
        }
    };
    if let Some(file) = &arguments.scenarios {
        scenarios(file, request, model, &reached, clock)?;
        return Ok(ExitCode::SUCCESS);
    }
    let answer = Calculator::new(model, clock).answer(&request)?;
    if options.json {
        crate::out::text(format_args!("{}", String::from_utf8_lossy(&answer.to_json())));
    } else {
        print(&answer);
    }
    Ok(ExitCode::SUCCESS)
}

/// Scenarios that are calculated together: the more, the more of them agree in most inputs.
const TOGETHER: usize = 1_000;

/// Answers each line of a file. What is wrong with one is its answer, with its number, and the others go on.
fn scenarios(file: &Path, shared: Request, model: Arc<Model>, reached: &Reached, clock: Clock) -> Result<(), Failure> {
    let lines = std::fs::File::open(file)
        .map_err(|error| Failure::new(format!("cannot read `{}`: {error}", file.display())))?;
    let mut lines = NumberedLines::new(BufReader::new(lines));
    let mut batch = Batch { shared, scenarios: Vec::new() };
    let mut calculator = Calculator::new(model, clock);
    let mut out = BufWriter::new(std::io::stdout().lock());
    loop {
        let mut answers: Vec<(usize, Option<Json>)> = Vec::new();
        batch.scenarios.clear();
        while answers.len() < TOGETHER
            && let Some((number, line)) = lines.next()?
        {
            match scenario(line, calculator.model()) {
                Ok(scenario) => {
                    let ports = calculator.model().ports();
                    let is_of_ports = scenario.settings().iter().all(|setting| ports.input(&setting.name).is_some());
                    if !is_of_ports && calculator.model().is_residual() {
                        // The ports reach less than the cells that a line may name. The cells are the same in both.
                        calculator = Calculator::new(reached.whole()?, clock);
                    }
                    batch.scenarios.push(scenario);
                    answers.push((number, None));
                }
                Err(fault) => answers.push((number, Some(fault))),
            }
        }
        if answers.is_empty() {
            return Ok(out.flush()?);
        }
        let mut calculated = batch.answers(&mut calculator).into_iter();
        for (number, fault) in answers {
            let fault = match fault {
                Some(fault) => fault,
                None => match calculated.next() {
                    Some(Ok(answer)) => {
                        out.write_all(&answer)?;
                        continue;
                    }
                    Some(Err(error)) => json!({ "failed": error.to_string() }),
                    None => continue,
                },
            };
            writeln!(out, "{}", of_line(number, fault))?;
        }
    }
}

/// A line as a scenario, or what is wrong with it.
fn scenario(line: &[u8], model: &Model) -> Result<Scenario, Json> {
    let failed = |reason: String| json!({ "failed": reason });
    let json = json::parse(line).map_err(|error| failed(format!("cannot read the scenario: {}", error.detail)))?;
    let Json::Object(members) = &json else {
        return Err(failed("cannot read the scenario: expected an object of inputs and their values".to_owned()));
    };
    settings(members, model).map(Scenario::new).map_err(|faults| refusal(&faults))
}

/// A fault with the number of its line.
fn of_line(number: usize, fault: Json) -> Json {
    let mut members = Map::from_iter([("line".to_owned(), json!(number))]);
    if let Json::Object(fault) = fault {
        members.extend(fault);
    }
    Json::Object(members)
}

/// What the arguments ask, or what is wrong with it.
fn request(arguments: &Arguments, model: &Model) -> Result<Result<Request, Vec<Fault>>, Failure> {
    let mut faults = Vec::new();
    let mut request = Request::of_defaults(model);
    if let Some(path) = &arguments.inputs {
        let body = json::parse(&load::read(path)?)
            .map_err(|error| Failure::new(format!("cannot read `{}`: {}", path.display(), error.detail)))?;
        match from_file(&body, model) {
            Ok(read) => request = read,
            Err(found) => faults.extend(found),
        }
    }
    for set in &arguments.sets {
        let (name, value) = place::split(set)?;
        match Setting::read(name, &place::typed(value), model) {
            // The last word on a cell counts, once the request is settled.
            Ok(setting) => request.settings.push(setting),
            Err(fault) => faults.push(fault),
        }
    }
    if !arguments.gets.is_empty() {
        request.outputs.clear();
        for get in &arguments.gets {
            match Wanted::read(get, model) {
                Ok(wanted) => request.outputs.push(wanted),
                Err(fault) => faults.push(fault),
            }
        }
    }
    Ok(if faults.is_empty() { Ok(request.settled(model)) } else { Err(faults) })
}

/// A request as the Worker takes it, or a bare object of names or cells and values.
fn from_file(body: &Json, model: &Model) -> Result<Request, Vec<Fault>> {
    let bare = body.as_object().filter(|members| !members.contains_key("inputs") && !members.contains_key("cells"));
    let Some(members) = bare else { return Request::read(body, model) };
    Ok(Request { settings: settings(members, model)?, ..Request::of_defaults(model) })
}

/// The settings of an object of names or cells and values.
fn settings(members: &Map<String, Json>, model: &Model) -> Result<Vec<Setting>, Vec<Fault>> {
    let mut settings = Vec::new();
    let mut faults = Vec::new();
    for (name, value) in members {
        match Setting::read(name, value, model) {
            Ok(setting) => settings.push(setting),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(settings) } else { Err(faults) }
}

fn refusal(faults: &[Fault]) -> Json {
    let errors: Vec<Json> = faults
        .iter()
        .map(|fault| json!({ "pointer": fault.pointer, "code": fault.kind.name(), "detail": fault.detail }))
        .collect();
    json!({ "refused": errors })
}

fn print_refusal(faults: &[Fault], options: &Options) {
    if options.json {
        say!("{}", refusal(faults));
    } else {
        faults.iter().for_each(|fault| say!("refused: {fault}"));
    }
}

fn print(answer: &Answer) {
    let widest = answer.outputs.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, answered) in &answer.outputs {
        let money = answered.money.as_ref().map(|cents| format!("  ({cents})")).unwrap_or_default();
        say!("{name:<widest$}  {}{money}", answered.text);
    }
    say!("{} inputs at their default", answer.defaulted);
    if !answer.overrode_formula.is_empty() {
        say!("in place of a formula: {}", answer.overrode_formula.join(", "));
    }
}
