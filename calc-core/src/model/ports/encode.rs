//! Ports as bytes inside a model: JSON of the resolved ports, so that a model can be read without its workbook.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Input, Output, Ports};
use crate::reference::{CellRef, SheetId};
use crate::value::Value;

#[derive(Serialize)]
struct Written<'a> {
    inputs: &'a [Input],
    outputs: &'a [Output],
}

#[derive(Deserialize)]
struct Read {
    inputs: Vec<Input>,
    outputs: Vec<Output>,
}

impl Ports {
    /// The ports as bytes: the same ports are the same bytes.
    pub fn encode(&self) -> Vec<u8> {
        // Only numbers, texts and flags are written, to memory: that cannot fail.
        serde_json::to_vec(&Written { inputs: &self.inputs, outputs: &self.outputs }).unwrap_or_default()
    }

    /// The ports of those bytes; `None` if they are not what [`Ports::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Option<Ports> {
        let read: Read = serde_json::from_slice(bytes).ok()?;
        Some(Ports::new(read.inputs, read.outputs))
    }
}

/// A cell as `[sheet, row, column]`.
pub(super) mod cell {
    use super::*;

    pub fn serialize<S: Serializer>(cell: &CellRef, serializer: S) -> Result<S::Ok, S::Error> {
        (cell.sheet.0, cell.row, cell.column).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CellRef, D::Error> {
        let (sheet, row, column) = Deserialize::deserialize(deserializer)?;
        Ok(CellRef { sheet: SheetId(sheet), row, column })
    }
}

/// A value in its JSON form.
pub(super) mod value {
    use super::*;

    pub fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        value.to_json().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?;
        Value::from_json(&json).ok_or_else(|| serde::de::Error::custom("expected a value of a cell"))
    }
}

/// Values in their JSON form.
pub(super) mod values {
    use super::*;

    pub fn serialize<S: Serializer>(values: &[Value], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(Value::to_json))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Value>, D::Error> {
        let json: Vec<serde_json::Value> = Vec::deserialize(deserializer)?;
        let values: Option<Vec<Value>> = json.iter().map(Value::from_json).collect();
        values.ok_or_else(|| serde::de::Error::custom("expected values of cells"))
    }
}
