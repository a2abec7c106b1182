//! One formula over a few cells: `{"formula":"SUM(A1:A3)","context":{"A1":100,…}}` is answered `{"result":…}`.

use serde_json::{Map, Value as Json, json};

use super::fault::{Detail, Fault, FaultKind};
use crate::error::Error;
use crate::formula::{Question, evaluate};
use crate::model::ports::describe;
use crate::value::{Array, Text, Value};
use crate::workbook::Content;

/// The longest formula, in characters, as in Excel.
pub const MAX_FORMULA: usize = 8_192;
/// The most cells that a formula may be given.
pub const MAX_CONTEXT: usize = 10_000;
/// The most values that a result may have; more is `#LIMIT!`. A million would take hundreds of megabytes on their way into an answer.
pub const MAX_RESULT: u64 = 100_000;
/// Steps that a formula may take unless told otherwise: a fraction of a second.
const BUDGET: u64 = 20_000_000;

/// A formula with the cells that it reads.
#[derive(Clone, Debug)]
pub struct Execution {
    question: Question,
    /// The texts of the context, by the cells that the request named.
    texts: Vec<(String, Text)>,
}

impl Execution {
    /// Reads the request. `context` maps cells, `A1` or `Sheet!A1`, to constants; it may be absent.
    ///
    /// Everything that is wrong is told at once. Text in the context is text, also where it begins with `=`.
    pub fn read(json: &Json) -> Result<Execution, Vec<Fault>> {
        let Json::Object(members) = json else {
            let detail = Detail::from("found ").found(&describe(json));
            let detail = detail.say(", expected an object with `formula` and `context`");
            return Err(vec![Fault::new(FaultKind::Missing, String::new(), detail)]);
        };
        let mut faults = Vec::new();
        for member in members.keys() {
            if !matches!(member.as_str(), "formula" | "context") {
                let detail = Detail::from("unknown member ").name(member).say(", expected `formula` and `context`");
                faults.push(Fault::of_member(FaultKind::Unknown, "", member, detail));
            }
        }
        let formula = formula_of(members).unwrap_or_else(|fault| {
            faults.push(fault);
            ""
        });
        let mut question = Question::new(formula);
        question.budget = BUDGET;
        question.most_cells = MAX_RESULT;
        let mut texts = Vec::new();
        match members.get("context") {
            None => {}
            Some(Json::Object(cells)) if cells.len() <= MAX_CONTEXT => {
                for (name, value) in cells {
                    match put(&mut question, name, value) {
                        Ok(Some(text)) => texts.push((name.clone(), text)),
                        Ok(None) => {}
                        Err(fault) => faults.push(fault),
                    }
                }
            }
            Some(Json::Object(cells)) => {
                let detail = format!("found {} cells, expected at most {MAX_CONTEXT}", cells.len());
                faults.push(Fault::new(FaultKind::Limit, "/context".to_owned(), detail));
            }
            Some(other) => {
                let detail =
                    Detail::from("found ").found(&describe(other)).say(" in `context`, expected an object of cells");
                faults.push(Fault::new(FaultKind::Missing, "/context".to_owned(), detail));
            }
        }
        if faults.is_empty() { Ok(Execution { question, texts }) } else { Err(faults) }
    }

    /// Limits the answer to so many steps; see [`crate::eval::Session::limit`].
    pub fn limit(&mut self, steps: u64) {
        self.question.budget = steps;
    }

    /// The texts that the formula is given, each with its cell as the request named it.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(cell, text)| (cell.as_str(), text.as_str()))
    }

    /// The answer as JSON and a line break: a value, or an array of rows where the result is more than one.
    ///
    /// Fails if a budget runs out, and with a fault at `/formula` if the formula cannot be read.
    pub fn answer(&self) -> Result<Vec<u8>, Error> {
        let result = result_json(&evaluate(&self.question)?);
        let mut bytes = json!({ "result": result }).to_string().into_bytes();
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// The fault of a formula that the engine refused.
impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::new(FaultKind::Formula, "/formula".to_owned(), error.to_string())
    }
}

fn formula_of(members: &Map<String, Json>) -> Result<&str, Fault> {
    let at = || "/formula".to_owned();
    match members.get("formula") {
        Some(Json::String(formula)) if formula.chars().count() <= MAX_FORMULA => Ok(formula),
        Some(Json::String(formula)) => {
            let detail = format!("found {} characters, expected at most {MAX_FORMULA}", formula.chars().count());
            Err(Fault::new(FaultKind::Limit, at(), detail))
        }
        Some(other) => {
            let detail = Detail::from("found ").found(&describe(other)).say(", expected the text of a formula");
            Err(Fault::new(FaultKind::Missing, at(), detail))
        }
        None => Err(Fault::new(FaultKind::Missing, at(), "`formula` is missing, expected the text of a formula")),
    }
}

/// Puts a value into a cell; a text is also handed back.
fn put(question: &mut Question, name: &str, json: &Json) -> Result<Option<Text>, Fault> {
    let fault = |detail| Fault::of_member(FaultKind::Cell, "/context", name, detail);
    let value = Value::from_json(json).ok_or_else(|| {
        let found = Detail::from("found ").found(&describe(json));
        fault(found.say(", expected a number, text, true, false, null or an error"))
    })?;
    // A blank is put too: its sheet is there, whatever it holds.
    let text = if let Value::Text(text) = &value { Some(text.clone()) } else { None };
    question.cell(name, Content::Constant(value)).map_err(|_| {
        let found = Detail::from("cannot read the cell ").name(name);
        fault(found.say(": expected an address such as `A1` or `Sheet1!A1`"))
    })?;
    Ok(text)
}

fn result_json(array: &Array) -> Json {
    if array.rows() == 1 && array.columns() == 1 {
        return array.value(0, 0).to_json();
    }
    let row = |row| Json::Array((0..array.columns()).map(|column| array.value(row, column).to_json()).collect());
    Json::Array((0..array.rows()).map(row).collect())
}
