//! What a workbook offers as a function: typed inputs and typed outputs.
//!
//! A port is a name for a cell. An input says what the cell may be set to; an output says what is read from it. Ports are
//! written down in a ports file ([`PortsFile`]), checked against the workbook once, and from then on travel in the model.
//!
//! What an input accepts is decided in one place, [`Input::allowed`]: the check of a request and the JSON Schema both follow
//! from it. `null` is always accepted and means a blank cell; an absent input keeps what the workbook holds, and that value
//! may also be said.

mod accept;
mod allowed;
mod dates;
mod encode;
mod file;
mod resolve;

use std::fmt;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::reference::{CellRef, a1};
use crate::value::Value;

pub(crate) use accept::describe;
pub use accept::{Refusal, RefusalKind};
pub use allowed::{Allowed, DateBounds, MAX_NUMBER, MAX_TEXT};
pub use dates::{PLAIN_TEXT_PATTERN, date_patterns, is_plain_text};
pub use file::{InputEntry, OutputEntry, PortsFile};

/// What a port holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PortType {
    /// A number.
    Number,
    /// Text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A day, as `YYYY-MM-DD` or as a serial number.
    Date,
    /// A number, text or a logical value.
    Any,
}

impl PortType {
    /// The word in a ports file.
    pub fn name(self) -> &'static str {
        match self {
            PortType::Number => "number",
            PortType::Text => "text",
            PortType::Boolean => "boolean",
            PortType::Date => "date",
            PortType::Any => "any",
        }
    }
}

impl fmt::Display for PortType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What inputs and outputs have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Port {
    /// The name in requests and answers.
    pub name: String,
    /// The cell that it stands for.
    pub cell: CellRef,
    /// The cell as a person reads it: `Sheet!A1`.
    pub place: String,
    /// What it holds.
    pub kind: PortType,
    /// What a person calls it; the name if the file does not say.
    pub label: String,
    /// The unit of a number; `USD` marks money.
    pub unit: Option<String>,
    /// What it belongs to.
    pub group: Option<String>,
    /// Whether it is among the few that a short form shows.
    pub core: bool,
}

impl Port {
    /// Whether it is an amount of money, which is also answered in cents.
    pub fn is_money(&self) -> bool {
        self.unit.as_deref() == Some("USD")
    }
}

/// A cell that may be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name, cell and type.
    pub port: Port,
    /// The values on offer, if there is a list of them.
    pub choices: Vec<Value>,
    /// The least number, or the serial of the first day.
    pub min: Option<f64>,
    /// The greatest number, or the serial of the last day.
    pub max: Option<f64>,
    /// Whether any text is accepted beside the choices.
    pub free_text: bool,
    /// What the workbook holds, as the ports file says it: what an absent input amounts to.
    pub default: Value,
    /// Whether the cell holds a formula, which setting the input overrides.
    pub computed: bool,
}

/// A cell that may be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Its name, cell and type.
    pub port: Port,
}

/// The inputs and outputs of a model, in the order of the ports file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ports {
    inputs: Vec<Input>,
    outputs: Vec<Output>,
    input_by_name: FxHashMap<String, usize>,
    output_by_name: FxHashMap<String, usize>,
}

impl Ports {
    /// Ports in that order. Names are taken to be unique: [`PortsFile::resolve`] sees to it.
    pub fn new(inputs: Vec<Input>, outputs: Vec<Output>) -> Ports {
        let input_by_name = inputs.iter().enumerate().map(|(at, input)| (input.port.name.clone(), at)).collect();
        let output_by_name = outputs.iter().enumerate().map(|(at, output)| (output.port.name.clone(), at)).collect();
        Ports { inputs, outputs, input_by_name, output_by_name }
    }

    /// The inputs.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The outputs.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// The input with that name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        self.inputs.get(*self.input_by_name.get(name)?)
    }

    /// The output with that name.
    pub fn output(&self, name: &str) -> Option<&Output> {
        self.outputs.get(*self.output_by_name.get(name)?)
    }
}

/// Writes a cell as a person reads it: `Sheet!A1`, the sheet bare, since the last `!` parts it from the cell.
pub fn place(sheet: &str, cell: CellRef) -> String {
    format!("{sheet}!{}", a1(cell.row, cell.column))
}
