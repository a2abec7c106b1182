//! What a request means, and the many ways of saying it.
//!
//! A meaning is which inputs differ from the workbook, and which outputs are asked for. It is written out without regard to the program
//! under test: an input is its value, a value that the workbook holds anyway is left out, an input over a formula always counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use crate::numbers::Numbers;

/// A value of an input.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum Said {
    /// A blank cell.
    Blank,
    /// A number, in quarters so that every spelling of it is exact.
    Quarters(i64),
    /// A day of March 2024.
    March(i64),
    /// A text.
    Text(String),
    /// A logical value.
    Logical(bool),
}

/// An input: its name, what the workbook holds, and a way to another value.
type Known = (&'static str, Option<Said>, fn(&mut Numbers) -> Said);

/// The inputs of the model of [`ports`](super::keys): name, what the workbook holds (nothing over a formula), and other values.
pub const INPUTS: &[Known] = &[
    ("coats", Some(Said::Quarters(8)), |numbers| Said::Quarters(4 + numbers.below(17) as i64)),
    ("width", Some(Said::Quarters(1)), |numbers| Said::Quarters(numbers.below(4_000_000) as i64 - 2_000_000)),
    ("area", None, |numbers| Said::Quarters(numbers.below(400) as i64)),
    ("start", Some(Said::March(1)), |numbers| Said::March(1 + numbers.below(31) as i64)),
    ("grade", None, |numbers| Said::Text(["Standard", "Premium", "Élite \"1\""][numbers.below(3)].to_owned())),
    ("pets", Some(Said::Logical(false)), |numbers| Said::Logical(numbers.below(2) == 1)),
    ("size", Some(Said::Blank), |numbers| match numbers.below(4) {
        0 => Said::Blank,
        1 => Said::Quarters(numbers.below(40) as i64),
        2 => Said::Logical(numbers.below(2) == 1),
        _ => Said::Text(format!("n{}", numbers.below(40))),
    }),
    ("note", Some(Said::Text(String::new())), |numbers| {
        const LETTERS: &[char] = &['a', 'B', '7', ' ', '/', '"', '\\', 'é', '漢', '😀', '&', '=', '+', '%'];
        Said::Text((0..1 + numbers.below(6)).map(|_| LETTERS[numbers.below(LETTERS.len())]).collect())
    }),
];

/// The outputs of the same model.
pub const OUTPUTS: &[&str] = &["price", "echo", "day", "spread"];

/// What a request means.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// The inputs that differ from the workbook.
    pub inputs: BTreeMap<&'static str, Said>,
    /// The outputs asked for; never none of them.
    pub outputs: BTreeSet<&'static str>,
}

impl Meaning {
    /// Some meaning.
    pub fn any(numbers: &mut Numbers) -> Meaning {
        let mut meaning = Meaning { inputs: BTreeMap::new(), outputs: BTreeSet::new() };
        for _ in 0..numbers.below(6) {
            meaning.set(numbers);
        }
        for _ in 0..1 + numbers.below(6) {
            meaning.outputs.insert(OUTPUTS[numbers.below(OUTPUTS.len())]);
        }
        meaning
    }

    fn set(&mut self, numbers: &mut Numbers) {
        let (name, held, value) = &INPUTS[numbers.below(INPUTS.len())];
        let value = value(numbers);
        if held.as_ref() == Some(&value) {
            self.inputs.remove(name);
        } else {
            self.inputs.insert(name, value);
        }
    }

    /// Another meaning, one small step away.
    pub fn other(&self, numbers: &mut Numbers) -> Meaning {
        loop {
            let mut other = self.clone();
            if numbers.below(4) == 0 {
                let output = OUTPUTS[numbers.below(OUTPUTS.len())];
                if !other.outputs.remove(output) || other.outputs.is_empty() {
                    other.outputs.insert(output);
                }
            } else {
                other.set(numbers);
            }
            if other != *self {
                return other;
            }
        }
    }

    /// One of the ways to say it in a body.
    pub fn body(&self, numbers: &mut Numbers) -> String {
        let mut members = Vec::new();
        for (name, held, _) in INPUTS {
            match self.inputs.get(name) {
                Some(value) => members.push(format!("{}:{}", text(name, numbers), value.json(numbers))),
                // What the workbook holds may be said.
                None => {
                    if let Some(held) = held.as_ref().filter(|_| numbers.below(3) == 0) {
                        members.push(format!("{}:{}", text(name, numbers), held.json(numbers)));
                    }
                }
            }
        }
        numbers.shuffle(&mut members);
        let space = |numbers: &mut Numbers| ["", " ", "\n\t", "\r\n  "][numbers.below(4)];
        let mut request = Vec::new();
        if !members.is_empty() || numbers.below(2) == 0 {
            let comma = format!("{},{}", space(numbers), space(numbers));
            request.push(format!("\"inputs\":{}{{{}}}", space(numbers), members.join(&comma)));
        }
        if self.outputs.len() < OUTPUTS.len() || numbers.below(2) == 0 {
            let mut outputs: Vec<String> = self.outputs.iter().map(|name| text(name, numbers)).collect();
            numbers.shuffle(&mut outputs);
            request.push(format!("\"outputs\":[{}]", outputs.join(",")));
        }
        numbers.shuffle(&mut request);
        format!("{}{{{}}}{}", space(numbers), request.join(","), space(numbers))
    }

    /// One of the ways to say it in a query; `None` if a query cannot say a value without JSON.
    pub fn query(&self, numbers: &mut Numbers) -> Option<String> {
        let mut parameters = Vec::new();
        for (name, value) in &self.inputs {
            let value = value.plain(numbers)?;
            parameters.push(format!("{}={}", escaped(name, numbers), escaped(&value, numbers)));
        }
        if self.outputs.len() < OUTPUTS.len() {
            let mut outputs: Vec<&str> = self.outputs.iter().copied().collect();
            numbers.shuffle(&mut outputs);
            parameters.push(format!("outputs={}", escaped(&outputs.join(","), numbers)));
        }
        numbers.shuffle(&mut parameters);
        Some(parameters.join("&"))
    }
}

impl Said {
    fn json(&self, numbers: &mut Numbers) -> String {
        match self {
            Said::Blank => "null".to_owned(),
            Said::Quarters(quarters) => number(*quarters, numbers),
            // 1 March 2024 is day 45352 of the 1900 system.
            Said::March(day) if numbers.below(2) == 0 => number((45_351 + day) * 4, numbers),
            Said::March(day) => text(&format!("2024-03-{day:02}"), numbers),
            Said::Text(said) => text(said, numbers),
            Said::Logical(logical) => logical.to_string(),
        }
    }

    fn plain(&self, numbers: &mut Numbers) -> Option<String> {
        match self {
            Said::Blank => Some(String::new()),
            Said::Text(said) => (!said.is_empty()).then(|| said.clone()),
            Said::March(day) => Some(format!("2024-03-{day:02}")),
            other => Some(other.json(numbers)),
        }
    }
}

/// A number of quarters in one of its spellings.
fn number(quarters: i64, numbers: &mut Numbers) -> String {
    let sign = if quarters < 0 || (quarters == 0 && numbers.below(2) == 0) { "-" } else { "" };
    let hundredths = quarters.abs() * 25;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match numbers.below(5) {
        0 => format!("{sign}{whole}.{part:02}"),
        1 => format!("{sign}{whole}.{part:02}000e0"),
        2 => format!("{sign}{hundredths}E-2"),
        3 if hundredths > 0 => format!("{sign}{hundredths}0e-03"),
        _ if part == 0 => format!("{sign}{whole}"),
        _ => format!("{sign}0.{hundredths:010}e+8"),
    }
}

/// A text in one of its spellings.
fn text(said: &str, numbers: &mut Numbers) -> String {
    let mut text = String::from("\"");
    for character in said.chars() {
        let must = matches!(character, '"' | '\\');
        match numbers.below(if must { 2 } else { 8 }) {
            0 => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04X}"))),
            _ if must || (character == '/' && numbers.below(2) == 0) => text.extend(['\\', character]),
            _ => text.push(character),
        }
    }
    text.push('"');
    text
}

/// A part of a query in one of its spellings.
fn escaped(part: &str, numbers: &mut Numbers) -> String {
    let mut escaped = String::new();
    for byte in part.bytes() {
        let may_stand = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b',');
        match byte {
            b' ' if numbers.below(2) == 0 => escaped.push('+'),
            _ if may_stand && numbers.below(6) > 0 => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("%{byte:02x}")),
        }
    }
    escaped
}

/// The ports of the model.
pub fn ports() -> Json {
    json!({
        "inputs": [
            {"name": "coats", "cell": "Job!A1", "type": "number", "min": 1, "max": 5, "default": 2},
            {"name": "width", "cell": "Job!A2", "type": "number", "default": 0.25},
            {"name": "area", "cell": "Job!A3", "type": "number", "default": 8, "computed_default": true},
            {"name": "start", "cell": "Job!A4", "type": "date", "default": "2024-03-01"},
            {"name": "grade", "cell": "Job!A5", "type": "text", "choices": ["Standard", "Premium", "Élite \"1\""],
             "default": "Standard", "computed_default": true},
            {"name": "pets", "cell": "Job!A6", "type": "boolean", "default": false},
            {"name": "size", "cell": "Job!A7", "type": "any", "default": null},
            {"name": "note", "cell": "Job!A8", "type": "text", "default": ""},
        ],
        "outputs": OUTPUTS.iter().zip(1..).map(|(name, row)| json!({"name": name, "cell": format!("Job!B{row}"), "type": "any"}))
            .collect::<Vec<_>>()
    })
}
