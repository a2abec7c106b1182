//! What a request is answered with.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use crate::calendar::Calendar;
use crate::format::Format;
use crate::number::{cents, general};
use crate::value::{AsJson, Value};

/// The answer to a request, in the order in which it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The hash of the model.
    pub model: String,
    /// Each output with its name.
    pub outputs: Vec<(String, Answered)>,
    /// How many inputs of the model are what the workbook holds, whether or not the request says so.
    pub defaulted: usize,
    /// Which of the cells that it set hold a formula, in the order of the sheets.
    pub overrode_formula: Vec<String>,
}

/// One output.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The value.
    pub value: Value,
    /// The value as the cell shows it.
    pub text: String,
    /// The value in cents, as a decimal text, if it is an amount of money.
    pub money: Option<String>,
}

impl Answered {
    /// A value as its cell shows it. The number format may be absent or broken: the value is then shown as General.
    pub fn new(value: &Value, format: Option<&str>, calendar: Calendar, money: bool) -> Answered {
        let rendered = format.and_then(Format::parse).and_then(|format| format.render(value, calendar));
        let text = rendered.map_or_else(|| shown_plainly(value), |rendered| rendered.text);
        let money = match value {
            Value::Number(number) if money => cents(*number),
            _ => None,
        };
        Answered { value: value.clone(), text, money }
    }
}

fn shown_plainly(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Number(number) => general(*number),
        Value::Text(text) => text.to_string(),
        Value::Bool(true) => "TRUE".to_owned(),
        Value::Bool(false) => "FALSE".to_owned(),
        Value::Error(error) => error.name().to_owned(),
    }
}

impl Answer {
    /// The answer as JSON and a line break, without any other white space: the same answer is the same bytes everywhere.
    pub fn to_json(&self) -> Vec<u8> {
        // Numbers are finite and names are texts: writing to memory cannot fail.
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_struct("Answer", 3)?;
        answer.serialize_field("model", &self.model)?;
        answer.serialize_field("outputs", &Outputs(&self.outputs))?;
        let inputs = Inputs { defaulted: self.defaulted, overrode_formula: &self.overrode_formula };
        answer.serialize_field("inputs", &inputs)?;
        answer.end()
    }
}

struct Outputs<'a>(&'a [(String, Answered)]);

impl Serialize for Outputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, answered)| (name, answered)))
    }
}

/// What an answer says of the inputs.
pub(super) struct Inputs<'a> {
    pub(super) defaulted: usize,
    pub(super) overrode_formula: &'a [String],
}

impl Serialize for Inputs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut inputs = serializer.serialize_struct("Inputs", 2)?;
        inputs.serialize_field("defaulted", &self.defaulted)?;
        inputs.serialize_field("overrode_formula", &self.overrode_formula)?;
        inputs.end()
    }
}

impl Serialize for Answered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Value::Error(error) = self.value {
            map.serialize_entry("value", &())?;
            map.serialize_entry("error", error.name())?;
            return map.end();
        }
        map.serialize_entry("value", &AsJson(&self.value))?;
        map.serialize_entry("text", &self.text)?;
        if let Some(money) = &self.money {
            map.serialize_entry("money", money)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{DateSystem, Dialect};
    use crate::value::CellError;

    fn answered(value: Value, format: Option<&str>, money: bool) -> Answered {
        Answered::new(&value, format, Calendar::new(DateSystem::Y1900, Dialect::Sheets), money)
    }

    #[test]
    fn an_answer_is_written_in_one_way() {
        let outputs = [
            ("total", answered(Value::Number(1234.565), Some("$#,##0.00"), true)),
            ("sides", answered(Value::Number(4.0), None, false)),
            ("third", answered(Value::Number(1.0 / 3.0), Some("0%"), false)),
            ("note", answered(Value::text("a \"b\""), Some("0"), false)),
            ("unpaid", answered(Value::Blank, Some("$0"), true)),
            ("failed", answered(Value::Error(CellError::Value), Some("$0"), true)),
        ];
        let answer = Answer {
            model: "ab".to_owned(),
            outputs: outputs.map(|(name, answered)| (name.to_owned(), answered)).to_vec(),
            defaulted: 3,
            overrode_formula: vec!["sides".to_owned()],
        };
        let expected = concat!(
            r#"{"model":"ab","outputs":{"#,
            r##""total":{"value":1234.565,"text":"$1,234.57","money":"1234.57"},"##,
            r#""sides":{"value":4,"text":"4"},"#,
            r#""third":{"value":0.3333333333333333,"text":"33%"},"#,
            r#""note":{"value":"a \"b\"","text":"a \"b\""},"#,
            r#""unpaid":{"value":null,"text":""},"#,
            r##""failed":{"value":null,"error":"#VALUE!"}},"##,
            r#""inputs":{"defaulted":3,"overrode_formula":["sides"]}}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(answer.to_json()).unwrap(), expected);
    }
}
