//! Single edits: what an estimator types into one cell.

use calc_core::model::Model;
use calc_core::model::ports::{Input, PortType};
use calc_core::reference::CellRef;
use calc_core::value::Value;

/// One input set to another value.
pub struct Edit {
    /// The input's name.
    pub name: String,
    /// Its cell.
    pub cell: CellRef,
    /// What it is set to.
    pub value: Value,
}

/// An edit for each input, numbers a step up, choices to another one.
pub fn edits(model: &Model) -> Vec<Edit> {
    let edits = model.ports().inputs().iter().filter_map(|input| {
        Some(Edit { name: input.port.name.clone(), cell: input.port.cell, value: other_value(input)? })
    });
    edits.collect()
}

/// A value that the input takes and does not have by default.
fn other_value(input: &Input) -> Option<Value> {
    if !input.choices.is_empty() {
        return input.choices.iter().find(|choice| **choice != input.default).cloned();
    }
    match (input.port.kind, &input.default) {
        (PortType::Number, Value::Number(number)) => Some(Value::Number(within(input, number + 1.0))),
        (PortType::Number, _) => Some(Value::Number(within(input, 12.0))),
        (PortType::Boolean, Value::Bool(value)) => Some(Value::Bool(!value)),
        (PortType::Boolean, _) => Some(Value::Bool(true)),
        (PortType::Text | PortType::Any, _) => Some(Value::text("other")),
        (PortType::Date, Value::Number(number)) => Some(Value::Number(within(input, number + 1.0))),
        (PortType::Date, _) => Some(Value::Number(within(input, 45_000.0))),
    }
}

fn within(input: &Input, number: f64) -> f64 {
    number.min(input.max.unwrap_or(f64::MAX)).max(input.min.unwrap_or(f64::MIN))
}
