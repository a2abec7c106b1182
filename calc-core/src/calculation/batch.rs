//! A request for many scenarios: what they share, and what each sets otherwise.

use std::ops::Range;

use serde_json::{Map, Value as Json, json};

use super::calculator::Calculator;
use super::fault::{Detail, Fault, FaultKind};
use super::request::{MAX_FAULTS, Request, read_inputs};
use super::scenario::{Scenario, for_differences};
use super::scenarios::answer_scenarios;
use crate::error::Error;
use crate::model::Model;
use crate::model::ports::describe;
use crate::reference::CellRef;

/// Many scenarios that ask for the same outputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// The outputs that all ask for, and what all set unless they say otherwise; [settled](Request::settled).
    pub shared: Request,
    /// What each sets besides, or otherwise.
    pub scenarios: Vec<Scenario>,
}

/// How large a batch may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchLimits {
    /// The most scenarios.
    pub scenarios: usize,
    /// The most outputs of all scenarios together.
    pub outputs: usize,
}

/// How much the answer to a batch may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchBudget {
    /// Steps of all scenarios together, beside what the calculator lets each of them take; see [`Session::limit`](crate::eval::Session::limit).
    pub steps: u64,
    /// Bytes of the answer.
    pub bytes: usize,
}

impl Batch {
    /// Reads `{"inputs":{name:value,…},"outputs":[name,…],"scenarios":[{name:value,…},…]}`. Inputs and outputs are as in a
    /// [request](Request::read); a scenario is an object of the inputs that it sets besides, or to other values.
    ///
    /// Everything that is wrong is told at once, with pointers into the batch.
    ///
    /// ```
    /// use calc_core::calculation::{Batch, BatchLimits};
    /// use calc_core::model::Model;
    /// use serde_json::json;
    ///
    /// let limits = BatchLimits { scenarios: 2, outputs: 100 };
    /// let read = |json| Batch::read(&json, &Model::default(), limits);
    /// assert_eq!(read(json!({"scenarios": [{}, {}]})).unwrap().scenarios.len(), 2);
    /// assert_eq!(read(json!({"scenarios": [{}, {"coats": 2}]})).unwrap_err()[0].pointer, "/scenarios/1/coats");
    /// let faults = read(json!({"scenarios": [{}, {}, {}]})).unwrap_err();
    /// assert_eq!(faults[0].detail, "found 3 scenarios, expected 1 to 2");
    /// ```
    pub fn read(json: &Json, model: &Model, limits: BatchLimits) -> Result<Batch, Vec<Fault>> {
        let Json::Object(members) = json else {
            let detail = Detail::from("found ").found(&describe(json)).say(", expected an object with `scenarios`");
            return Err(vec![Fault::new(FaultKind::Missing, String::new(), detail)]);
        };
        let fault = |kind, detail: Detail| vec![Fault::new(kind, "/scenarios".to_owned(), detail)];
        let scenarios = match members.get("scenarios") {
            Some(Json::Array(scenarios)) => scenarios,
            Some(other) => {
                let detail = Detail::from("found ").found(&describe(other)).say(" in `scenarios`, expected an array");
                return Err(fault(FaultKind::Missing, detail));
            }
            None => return Err(fault(FaultKind::Missing, "a batch needs `scenarios`, an array of inputs".into())),
        };
        if scenarios.is_empty() || scenarios.len() > limits.scenarios {
            let detail = format!("found {} scenarios, expected 1 to {}", scenarios.len(), limits.scenarios);
            return Err(fault(FaultKind::Limit, detail.into()));
        }
        if let Some(cells) = members.get("cells") {
            let detail =
                Detail::from("found ").found(&describe(cells)).say(" in `cells`, expected inputs by their names");
            return Err(vec![Fault::new(FaultKind::Unknown, "/cells".to_owned(), detail)]);
        }
        let shared: Map<String, Json> = members
            .iter()
            .filter(|(name, _)| *name != "scenarios")
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let (shared, mut faults) = match Request::read(&Json::Object(shared), model) {
            Ok(shared) => (shared, Vec::new()),
            Err(faults) => (Request::default(), faults),
        };
        let outputs = shared.outputs.len().saturating_mul(scenarios.len());
        if outputs > limits.outputs {
            let detail = format!(
                "found {} scenarios of {} outputs, expected at most {} outputs together: name fewer in `outputs`",
                scenarios.len(),
                shared.outputs.len(),
                limits.outputs
            );
            faults.push(Fault::new(FaultKind::Limit, "/scenarios".to_owned(), detail));
        }
        let mut read = Vec::with_capacity(scenarios.len());
        for (at, inputs) in scenarios.iter().enumerate() {
            match read_inputs(inputs, model) {
                Ok(settings) => read.push(Scenario::new(settings)),
                Err(found) => faults.extend(found.into_iter().map(|fault| fault.of_scenario(at))),
            }
            if faults.len() >= MAX_FAULTS {
                break;
            }
        }
        faults.truncate(MAX_FAULTS);
        if faults.is_empty() { Ok(Batch { shared, scenarios: read }) } else { Err(faults) }
    }

    /// The batch as a JSON object: the same for all that mean the same over this model, whatever their scenarios share and whatever each
    /// says for itself, and for no others. It is no longer than twice the batch: after the first scenario it has what changes.
    pub fn canonical(&self, model: &Model) -> Json {
        let shared = Scenario::new(self.shared.settings.clone());
        let mut scenarios = self.scenarios.iter();
        let first = scenarios.next().map_or(&[][..], Scenario::settings);
        let settings = self.shared.settings.iter().chain(first).cloned().collect();
        let first = Request { settings, ..self.shared.clone() }.settled(model);
        let changes: Vec<Json> = scenarios
            .zip(&self.scenarios)
            .map(|(now, before)| {
                let mut changes = Map::new();
                for_differences(&shared, [before, now], model, |_, [was, is]| {
                    // In an array, so that nothing set is another thing than a blank.
                    changes.extend(was.map(|setting| (setting.name.clone(), json!([]))));
                    changes.extend(is.map(|setting| (setting.name.clone(), json!([setting.value.to_json()]))));
                });
                Json::Object(changes)
            })
            .collect();
        json!({ "first": first.canonical(model), "changes": changes })
    }

    /// Answers the scenarios in their order: `{"model":…,"results":[…]}`, a result being the answer to a request of its own, without
    /// its model.
    ///
    /// Fails if a scenario takes more steps than the calculator lets one answer take, or all together more than the budget.
    pub fn answer(&self, calculator: &mut Calculator, budget: BatchBudget) -> Result<Vec<u8>, Error> {
        let model = calculator.model().clone();
        let mut members: Vec<u8> = Vec::new();
        let mut places: Vec<Range<usize>> = vec![0..0; self.scenarios.len()];
        answer_scenarios(self, calculator, budget.steps, |at, answer| {
            let from = members.len();
            members.extend_from_slice(answer?);
            if members.len() > budget.bytes {
                return Err(Error::limit(format!(
                    "cannot answer the batch: the answer takes more than {} bytes; ask for fewer outputs, or of fewer scenarios",
                    budget.bytes
                )));
            }
            if let Some(place) = places.get_mut(at) {
                *place = from..members.len();
            }
            Ok(())
        })?;
        let mut json = Vec::with_capacity(members.len() + 3 * places.len() + 128);
        json.extend_from_slice(format!("{{\"model\":\"{}\",\"results\":[", model.hash()).as_bytes());
        for (at, place) in places.into_iter().enumerate() {
            json.extend_from_slice(if at > 0 { b",{" } else { b"{" });
            json.extend_from_slice(members.get(place).unwrap_or_default());
            json.push(b'}');
        }
        json.extend_from_slice(b"]}\n");
        Ok(json)
    }

    /// Answers each scenario by itself, in their order, as [`Answer::to_json`](super::Answer::to_json) writes it. One that fails, as
    /// [`Calculator::answer`] does, leaves the others alone.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use calc_core::calculation::{Batch, BatchLimits, Calculator, Request};
    /// use calc_core::compile::compile;
    /// use calc_core::eval::Clock;
    /// use calc_core::import::{ImportOptions, read_xlsx};
    /// use calc_core::model::ports::PortsFile;
    /// use serde_json::json;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let workbook = read_xlsx(&std::fs::read("../sample/house-painting.xlsx")?, &ImportOptions::default())?.workbook;
    /// let file = PortsFile::parse(&std::fs::read("../sample/house-painting.ports.json")?).map_err(|d| d.to_string())?;
    /// let model = Arc::new(compile(&workbook, file.resolve(&workbook).0).model);
    /// let mut calculator = Calculator::new(model.clone(), Clock::default());
    /// let limits = BatchLimits { scenarios: 10, outputs: 100 };
    /// let json = json!({"inputs": {"exterior_1_area": 500}, "outputs": ["total"], "scenarios": [{"coats": 2}, {"coats": 3}]});
    /// let answers = Batch::read(&json, &model, limits).unwrap().answers(&mut calculator);
    /// let alone = json!({"inputs": {"exterior_1_area": 500, "coats": 3}, "outputs": ["total"]});
    /// let alone = calculator.answer(&Request::read(&alone, &model).unwrap())?.to_json();
    /// assert_eq!(answers[1].as_ref().unwrap(), &alone);
    /// # Ok(())
    /// # }
    /// ```
    pub fn answers(&self, calculator: &mut Calculator) -> Vec<Result<Vec<u8>, Error>> {
        let head = format!("{{\"model\":\"{}\",", calculator.model().hash());
        let mut answers: Vec<Result<Vec<u8>, Error>> = self.scenarios.iter().map(|_| Ok(Vec::new())).collect();
        // Nothing ends them before the last.
        let _ = answer_scenarios(self, calculator, u64::MAX, |at, answer| {
            if let Some(place) = answers.get_mut(at) {
                *place = answer.map(|members| [head.as_bytes(), members, b"}\n"].concat());
            }
            Ok(())
        });
        answers
    }

    /// The cells in which scenarios differ from each other, each once.
    pub fn varied(&self, model: &Model) -> Vec<CellRef> {
        let shared = Scenario::new(self.shared.settings.clone());
        let mut cells = Vec::new();
        for (before, now) in self.scenarios.iter().zip(self.scenarios.iter().skip(1)) {
            for_differences(&shared, [before, now], model, |cell, _| cells.push(cell));
        }
        cells.sort_unstable();
        cells.dedup();
        cells
    }
}
