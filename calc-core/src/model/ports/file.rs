//! The ports file as it is written: JSON, one entry a port, cells as `Sheet!A1`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::{Input, Output, Port, PortType, Ports};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalogue::ports::NOT_A_PORTS_FILE;
use crate::value::Value;

/// A ports file, read but not yet held against a workbook.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PortsFile {
    /// The file name of the workbook that it was written for; for people only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workbook: Option<String>,
    /// The inputs.
    #[serde(default)]
    pub inputs: Vec<InputEntry>,
    /// The outputs.
    #[serde(default)]
    pub outputs: Vec<OutputEntry>,
    /// Members that mean nothing here; reported, since most are misspelt.
    #[serde(flatten)]
    pub unknown: Map<String, Json>,
}

/// One input of a ports file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputEntry {
    /// The name in requests.
    pub name: String,
    /// `Sheet!A1`.
    pub cell: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: PortType,
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The values on offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Json>,
    /// The least number, or the first day as a date or serial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Json>,
    /// The greatest number, or the last day as a date or serial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Json>,
    /// Whether any text is accepted beside the choices.
    #[serde(default, skip_serializing_if = "is_false")]
    pub free_text: bool,
    /// What the workbook holds.
    #[serde(default)]
    pub default: Json,
    /// What it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Whether a short form shows it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub core: bool,
    /// Whether the cell holds a formula.
    #[serde(default, skip_serializing_if = "is_false")]
    pub computed_default: bool,
    /// Members that mean nothing here.
    #[serde(flatten)]
    pub unknown: Map<String, Json>,
}

/// One output of a ports file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutputEntry {
    /// The name in answers.
    pub name: String,
    /// `Sheet!A1`.
    pub cell: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: PortType,
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Whether a short form shows it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub core: bool,
    /// Members that mean nothing here.
    #[serde(flatten)]
    pub unknown: Map<String, Json>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl PortsFile {
    /// Reads the JSON text of a ports file; what is wrong with its members comes later, from [`PortsFile::resolve`].
    pub fn parse(text: &[u8]) -> Result<PortsFile, Diagnostic> {
        serde_json::from_slice(text).map_err(|error| {
            Diagnostic::error(NOT_A_PORTS_FILE, format!("cannot read the ports file: {error}"))
                .help("a ports file is {\"inputs\":[…],\"outputs\":[…]}, each entry with `name`, `cell` and `type`")
        })
    }

    /// Writes it as JSON text, one port a line, so that a change of one port is a change of one line.
    pub fn to_text(&self) -> String {
        let mut text = String::from("{\n");
        if let Some(workbook) = &self.workbook {
            text.push_str(&format!("  \"workbook\": {},\n", Json::from(workbook.as_str())));
        }
        text.push_str("  \"inputs\": [");
        push_lines(&mut text, &self.inputs);
        text.push_str("],\n  \"outputs\": [");
        push_lines(&mut text, &self.outputs);
        text.push_str("]\n}\n");
        text
    }
}

fn push_lines<T: Serialize>(text: &mut String, entries: &[T]) {
    for (at, entry) in entries.iter().enumerate() {
        text.push_str(if at == 0 { "\n    " } else { ",\n    " });
        // Entries hold only texts, numbers and flags: writing them as JSON cannot fail.
        text.push_str(&serde_json::to_string(entry).unwrap_or_default());
    }
    if !entries.is_empty() {
        text.push_str("\n  ");
    }
}

impl From<&Ports> for PortsFile {
    fn from(ports: &Ports) -> PortsFile {
        PortsFile {
            inputs: ports.inputs().iter().map(InputEntry::from).collect(),
            outputs: ports.outputs().iter().map(OutputEntry::from).collect(),
            ..PortsFile::default()
        }
    }
}

impl From<&Input> for InputEntry {
    fn from(input: &Input) -> InputEntry {
        let bound = |number: Option<f64>| number.map(|number| Value::from(number).to_json());
        InputEntry {
            name: input.port.name.clone(),
            cell: input.port.place.clone(),
            kind: input.port.kind,
            label: label_of(&input.port),
            unit: input.port.unit.clone(),
            choices: input.choices.iter().map(Value::to_json).collect(),
            min: bound(input.min),
            max: bound(input.max),
            free_text: input.free_text,
            default: input.default.to_json(),
            group: input.port.group.clone(),
            core: input.port.core,
            computed_default: input.computed,
            unknown: Map::new(),
        }
    }
}

impl From<&Output> for OutputEntry {
    fn from(output: &Output) -> OutputEntry {
        OutputEntry {
            name: output.port.name.clone(),
            cell: output.port.place.clone(),
            kind: output.port.kind,
            label: label_of(&output.port),
            unit: output.port.unit.clone(),
            group: output.port.group.clone(),
            core: output.port.core,
            unknown: Map::new(),
        }
    }
}

fn label_of(port: &Port) -> Option<String> {
    (port.label != port.name).then(|| port.label.clone())
}
