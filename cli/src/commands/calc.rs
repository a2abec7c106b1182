//! `paintbox calc`: set inputs, read outputs.

use std::path::PathBuf;
use std::process::ExitCode;

use calc_core::calculation::{Answer, Calculator, Fault, Request, Setting, Wanted, json};
use calc_core::model::Model;
use serde_json::{Value as Json, json};

use crate::failure::Failure;
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
    let answer = Calculator::new(model, clock).answer(&request)?;
    if options.json {
        crate::out::text(format_args!("{}", String::from_utf8_lossy(&answer.to_json())));
    } else {
        print(&answer);
    }
    Ok(ExitCode::SUCCESS)
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
    let mut request = Request::of_defaults(model);
    let mut faults = Vec::new();
    for (name, value) in members {
        match Setting::read(name, value, model) {
            Ok(setting) => request.settings.push(setting),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(request) } else { Err(faults) }
}

fn print_refusal(faults: &[Fault], options: &Options) {
    if options.json {
        let errors: Vec<Json> = faults
            .iter()
            .map(|fault| json!({ "pointer": fault.pointer, "code": fault.kind.name(), "detail": fault.detail }))
            .collect();
        say!("{}", json!({ "refused": errors }));
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
