//! What a request asks: cells to set and cells to read.

use rustc_hash::FxHashSet;
use serde_json::{Map, Value as Json};

use super::fault::{Detail, Fault, FaultKind, pointer};
use crate::calendar::Calendar;
use crate::model::Model;
use crate::model::ports::{Output, describe};
use crate::reference::CellRef;
use crate::value::{CellError, Value};

/// The most cells that a raw request may set, and the most outputs that it may name.
pub const MAX_CELLS: usize = 10_000;
/// The longest text of a cell, in UTF-16 units, as in Excel.
const MAX_CELL_TEXT: usize = 32_767;
/// No more faults than this are told; the rest would only repeat them.
pub(super) const MAX_FAULTS: usize = 50;

/// A request that has been held against a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// How it names cells.
    pub form: Form,
    /// The cells to set, in the order of the sheets.
    pub settings: Vec<Setting>,
    /// The cells to read, in the order of the answer.
    pub outputs: Vec<Wanted>,
}

/// How a request names cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Form {
    /// As inputs and outputs.
    #[default]
    Ports,
    /// As `Sheet!A1`.
    Cells,
}

/// A cell to set.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// What the request calls it: an input's name or `Sheet!A1`.
    pub name: String,
    /// The cell.
    pub cell: CellRef,
    /// The value; blank clears the cell.
    pub value: Value,
}

/// A cell to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What the answer calls it: an output's name or `Sheet!A1`.
    pub name: String,
    /// The cell.
    pub cell: CellRef,
    /// Whether it is also answered in cents.
    pub money: bool,
}

impl Wanted {
    fn output(output: &Output) -> Wanted {
        Wanted { name: output.port.name.clone(), cell: output.port.cell, money: output.port.is_money() }
    }
}

impl Request {
    /// Reads a request of either form:
    ///
    /// - `{"inputs":{name:value,…},"outputs":[name,…]}`: inputs and outputs by name, both optional; without outputs it is
    ///   all of them. The answer has them in the order of the ports file.
    /// - `{"cells":{"Sheet!A1":value,…},"outputs":["Sheet!B2",…]}`: any cells. The answer has them in the order asked.
    ///
    /// The request comes back [settled](Request::settled). Everything that is wrong is told at once.
    pub fn read(json: &Json, model: &Model) -> Result<Request, Vec<Fault>> {
        let mut reader = Reader::new(model);
        let request = match json {
            Json::Object(members) => reader.request(members),
            other => {
                let detail = Detail::from("found ").found(&describe(other));
                let detail = detail.say(", expected an object with `inputs` or `cells`");
                reader.fail(Fault::new(FaultKind::Missing, String::new(), detail));
                Request::default()
            }
        };
        if reader.faults.is_empty() { Ok(request.settled(model)) } else { Err(reader.faults) }
    }

    /// Whether it names inputs and outputs alone, so that the residual of the model can answer it.
    pub fn is_of_ports(&self, model: &Model) -> bool {
        let ports = model.ports();
        self.form == Form::Ports
            && self.settings.iter().all(|setting| ports.input(&setting.name).is_some())
            && self.outputs.iter().all(|wanted| ports.output(&wanted.name).is_some())
    }

    /// All outputs of a model for its own content.
    pub fn of_defaults(model: &Model) -> Request {
        let outputs = model.ports().outputs().iter().map(Wanted::output).collect();
        Request { outputs, ..Request::default() }
    }
}

/// The settings of an object of inputs and their values; pointers begin with `/inputs`.
pub(super) fn read_inputs(json: &Json, model: &Model) -> Result<Vec<Setting>, Vec<Fault>> {
    let mut reader = Reader::new(model);
    let settings = reader.inputs(json);
    if reader.faults.is_empty() { Ok(settings) } else { Err(reader.faults) }
}

impl Setting {
    /// A setting as a command line has it: an input by its name, checked as in a request, or any cell.
    pub fn read(name: &str, json: &Json, model: &Model) -> Result<Setting, Fault> {
        let mut reader = Reader::new(model);
        let setting = match model.ports().input(name) {
            Some(_) => reader.input(name, json),
            None => reader.cell_setting(name, json),
        };
        setting.ok_or_else(|| reader.first_fault(name))
    }
}

impl Wanted {
    /// An output by its name, or any cell.
    pub fn read(name: &str, model: &Model) -> Result<Wanted, Fault> {
        if let Some(output) = model.ports().output(name) {
            return Ok(Wanted::output(output));
        }
        let mut reader = Reader::new(model);
        let cell = reader.cell(name, |detail| Fault::new(FaultKind::Cell, String::new(), detail));
        cell.map(|cell| Wanted { name: name.to_owned(), cell, money: false }).ok_or_else(|| reader.first_fault(name))
    }
}

struct Reader<'a> {
    model: &'a Model,
    calendar: Calendar,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn new(model: &'a Model) -> Reader<'a> {
        let calendar = Calendar::new(model.date_system(), model.dialect());
        Reader { model, calendar, faults: Vec::new() }
    }

    fn fail(&mut self, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        }
    }

    fn first_fault(self, name: &str) -> Fault {
        let unknown = || Fault::new(FaultKind::Unknown, String::new(), format!("unknown port or cell `{name}`"));
        self.faults.into_iter().next().unwrap_or_else(unknown)
    }

    fn request(&mut self, members: &Map<String, Json>) -> Request {
        for member in members.keys() {
            if !matches!(member.as_str(), "inputs" | "cells" | "outputs") {
                let detail = Detail::from("unknown member ").name(member);
                let detail = detail.say(", expected `inputs` or `cells`, and `outputs`");
                self.fail(Fault::of_member(FaultKind::Unknown, "", member, detail));
            }
        }
        match (members.get("inputs"), members.get("cells")) {
            (Some(_), Some(_)) => {
                let detail = "found both `inputs` and `cells`, expected one of them";
                self.fail(Fault::new(FaultKind::Conflict, "/cells".to_owned(), detail));
                Request::default()
            }
            (inputs, None) => Request {
                form: Form::Ports,
                settings: inputs.map_or_else(Vec::new, |inputs| self.inputs(inputs)),
                outputs: self.outputs(members.get("outputs")),
            },
            (None, Some(cells)) => Request {
                form: Form::Cells,
                settings: self.cells(cells),
                outputs: self.cell_outputs(members.get("outputs")),
            },
        }
    }

    fn object<'j>(&mut self, json: &'j Json, at: &str) -> Option<&'j Map<String, Json>> {
        if let Json::Object(members) = json {
            return Some(members);
        }
        let detail = Detail::from("found ").found(&describe(json)).say(&format!(" in `{at}`, expected an object"));
        self.fail(Fault::new(FaultKind::Missing, pointer("", at), detail));
        None
    }

    fn inputs(&mut self, json: &Json) -> Vec<Setting> {
        let Some(members) = self.object(json, "inputs") else { return Vec::new() };
        members.iter().filter_map(|(name, value)| self.input(name, value)).collect()
    }

    fn input(&mut self, name: &str, json: &Json) -> Option<Setting> {
        let Some(input) = self.model.ports().input(name) else {
            let detail = Detail::from("unknown input ").name(name).say(": the model has no input of that name");
            self.fail(Fault::of_member(FaultKind::Unknown, "/inputs", name, detail));
            return None;
        };
        let pointer = pointer("/inputs", name);
        match input.accept(json, self.calendar) {
            Ok(value) => Some(Setting { name: name.to_owned(), cell: input.port.cell, value }),
            Err(refusal) => {
                self.fail(Fault::refused(pointer, input, &refusal, self.calendar));
                None
            }
        }
    }

    /// The texts of `outputs` with their pointers; none of them twice.
    fn names<'j>(&mut self, json: &'j Json) -> Vec<(&'j str, String)> {
        let Json::Array(elements) = json else {
            let detail = Detail::from("found ").found(&describe(json)).say(" in `outputs`, expected an array of names");
            self.fail(Fault::new(FaultKind::Missing, "/outputs".to_owned(), detail));
            return Vec::new();
        };
        if elements.len() > MAX_CELLS {
            let detail = format!("found {} outputs, expected at most {MAX_CELLS}", elements.len());
            self.fail(Fault::new(FaultKind::Limit, "/outputs".to_owned(), detail));
            return Vec::new();
        }
        let mut seen = FxHashSet::default();
        let mut names = Vec::new();
        for (at, element) in elements.iter().enumerate() {
            let pointer = format!("/outputs/{at}");
            match element.as_str() {
                Some(name) if seen.insert(name) => names.push((name, pointer)),
                Some(name) => {
                    let detail = Detail::from("output ").name(name).say(" is named twice");
                    self.fail(Fault::new(FaultKind::Conflict, pointer, detail));
                }
                None => {
                    let detail =
                        Detail::from("found ").found(&describe(element)).say(", expected the name of an output");
                    self.fail(Fault::new(FaultKind::Unknown, pointer, detail));
                }
            }
        }
        names
    }

    fn outputs(&mut self, json: Option<&Json>) -> Vec<Wanted> {
        let ports = self.model.ports();
        let Some(json) = json else { return Request::of_defaults(self.model).outputs };
        let mut asked = FxHashSet::default();
        for (name, pointer) in self.names(json) {
            if ports.output(name).is_some() {
                asked.insert(name);
            } else {
                let detail = Detail::from("unknown output ").name(name).say(": the model has no output of that name");
                self.fail(Fault::new(FaultKind::Unknown, pointer, detail));
            }
        }
        let outputs = ports.outputs().iter().filter(|output| asked.contains(output.port.name.as_str()));
        outputs.map(Wanted::output).collect()
    }

    fn cell(&mut self, name: &str, fault: impl FnOnce(Detail) -> Fault) -> Option<CellRef> {
        // A bare `A1` would be a cell of the first sheet: a request has to say which sheet it means.
        let cell = if name.contains('!') { self.model.cell(name) } else { None };
        if cell.is_none() {
            let detail = Detail::from("found ").name(name).say(", expected a cell of the workbook such as `Sheet!A1`");
            self.fail(fault(detail));
        }
        cell
    }

    fn cells(&mut self, json: &Json) -> Vec<Setting> {
        let Some(members) = self.object(json, "cells") else { return Vec::new() };
        if members.len() > MAX_CELLS {
            let detail = format!("found {} cells, expected at most {MAX_CELLS}", members.len());
            self.fail(Fault::new(FaultKind::Limit, "/cells".to_owned(), detail));
            return Vec::new();
        }
        let mut seen = FxHashSet::default();
        let mut settings = Vec::new();
        for (name, value) in members {
            let Some(setting) = self.cell_setting(name, value) else { continue };
            if !seen.insert(setting.cell) {
                let detail = Detail::from("cell ").name(name).say(" is set twice, in two spellings");
                self.fail(Fault::new(FaultKind::Conflict, pointer("/cells", name), detail));
            }
            settings.push(setting);
        }
        settings
    }

    fn cell_setting(&mut self, name: &str, json: &Json) -> Option<Setting> {
        let cell = self.cell(name, |detail| Fault::of_member(FaultKind::Cell, "/cells", name, detail))?;
        let value = Value::from_json(json).and_then(|value| match value {
            // Past the range of a double.
            Value::Error(CellError::Num) if json.is_number() => None,
            Value::Text(ref text) if text.encode_utf16().count() > MAX_CELL_TEXT => None,
            Value::Number(number) => Some(Value::Number(number + 0.0)),
            value => Some(value),
        });
        if value.is_none() {
            let detail = Detail::from("found ").found(&describe(json)).say(" for the cell ").name(name).say(&format!(
                ", expected a number, a text of at most {MAX_CELL_TEXT} characters, true, false, null or an error"
            ));
            self.fail(Fault::new(FaultKind::Cell, pointer("/cells", name), detail));
        }
        Some(Setting { name: name.to_owned(), cell, value: value? })
    }

    fn cell_outputs(&mut self, json: Option<&Json>) -> Vec<Wanted> {
        let Some(json) = json else {
            let detail = "a request with `cells` needs `outputs`, an array of cells such as `Sheet!A1`";
            self.fail(Fault::new(FaultKind::Missing, "/outputs".to_owned(), detail));
            return Vec::new();
        };
        let names = self.names(json);
        let mut wanted = Vec::new();
        for (name, pointer) in names {
            if let Some(cell) = self.cell(name, |detail| Fault::new(FaultKind::Cell, pointer, detail)) {
                wanted.push(Wanted { name: name.to_owned(), cell, money: false });
            }
        }
        wanted
    }
}
