//! Many scenarios of one model over one session.
//!
//! A [`Calculator`] gives back what a request set before the next one comes; here only what differs from the scenario before is set, so
//! only formulas that the difference reaches run, of those that the outputs need, once and not twice. So that little differs, scenarios
//! are not calculated as they come but [in an order](super::order) of their own. What an output shows is written anew only where its
//! value changed. Each answer is the bytes that a request of its own would be answered with.

use rustc_hash::FxHashMap;

use super::answer::{Answered, Inputs};
use super::batch::Batch;
use super::calculator::Calculator;
use super::order::order;
use super::request::{Setting, Wanted};
use super::scenario::{Scenario, for_differences};
use crate::calendar::Calendar;
use crate::error::Error;
use crate::eval::Cone;
use crate::model::Model;
use crate::reference::CellRef;
use crate::value::Value;

/// Answers the scenarios of a batch, all together in so many steps. `take` is given each answer's members after its model, with its place
/// in the batch; they end with an error of it.
pub(super) fn answer_scenarios(
    batch: &Batch,
    calculator: &mut Calculator,
    steps: u64,
    mut take: impl FnMut(usize, Result<&[u8], Error>) -> Result<(), Error>,
) -> Result<(), Error> {
    let order = order(batch, calculator);
    let mut run = Run::new(batch, calculator, steps);
    let nothing = Scenario::default();
    let mut before = &nothing;
    let mut json = Vec::new();
    let mut is_shared = false;
    let mut outcome = Ok(());
    for at in order {
        let Some(now) = batch.scenarios.get(at) else { continue };
        let shared = if is_shared { Ok(()) } else { run.share() };
        is_shared = shared.is_ok();
        let moved = run.move_to([before, now]);
        before = now;
        json.clear();
        let answer = shared.and(moved).and_then(|()| run.recalculate()).map(|()| {
            run.write(now, &mut json);
            json.as_slice()
        });
        outcome = take(at, answer);
        if outcome.is_err() {
            break;
        }
    }
    // The workbook's own content is within the workbook.
    let _ = run.move_to([before, &nothing]);
    run.give_back();
    outcome
}

struct Run<'a> {
    calculator: &'a mut Calculator,
    shared: Scenario,
    cone: Cone,
    outputs: Vec<Shown<'a>>,
    calendar: Calendar,
    /// How many inputs stand for each cell.
    inputs: FxHashMap<CellRef, usize>,
    /// How many inputs are not among those that all share.
    defaulted: usize,
    /// What one answer may take.
    each: u64,
    /// What all further answers may take together.
    left: u64,
}

/// An output as it was shown last.
struct Shown<'a> {
    wanted: &'a Wanted,
    /// Its name as a member of an object.
    name: Vec<u8>,
    value: Option<Value>,
    json: Vec<u8>,
}

impl<'a> Run<'a> {
    fn new(batch: &'a Batch, calculator: &'a mut Calculator, steps: u64) -> Run<'a> {
        let wanted = &batch.shared.outputs;
        let cells: Vec<CellRef> = wanted.iter().map(|wanted| wanted.cell).collect();
        let session = calculator.session();
        let model = session.model();
        let mut inputs: FxHashMap<CellRef, usize> = FxHashMap::default();
        for input in model.ports().inputs() {
            *inputs.entry(input.port.cell).or_default() += 1;
        }
        let set: usize = batch.shared.settings.iter().filter_map(|setting| inputs.get(&setting.cell)).sum();
        let shown = |wanted: &'a Wanted| {
            // Writing to memory cannot fail.
            let mut name = serde_json::to_vec(&wanted.name).unwrap_or_default();
            name.push(b':');
            Shown { wanted, name, value: None, json: Vec::new() }
        };
        Run {
            shared: Scenario::new(batch.shared.settings.clone()),
            cone: session.cone(&cells),
            outputs: wanted.iter().map(shown).collect(),
            calendar: Calendar::new(model.date_system(), model.dialect()),
            defaulted: model.ports().inputs().len() - set,
            inputs,
            each: session.steps(),
            left: steps,
            calculator,
        }
    }

    /// Sets what all share.
    fn share(&mut self) -> Result<(), Error> {
        let session = self.calculator.session_mut();
        let set = |Setting { cell, value, .. }: &Setting| session.set(*cell, value.clone());
        self.shared.settings().iter().try_for_each(set)
    }

    /// Gives back what all share.
    fn give_back(&mut self) {
        let session = self.calculator.session_mut();
        self.shared.settings().iter().for_each(|setting| session.reset(setting.cell));
    }

    /// Sets what the second scenario sets otherwise than the first.
    fn move_to(&mut self, scenarios: [&Scenario; 2]) -> Result<(), Error> {
        let session = self.calculator.session_mut();
        let model = session.model().clone();
        let mut outcome = Ok(());
        for_differences(&self.shared, scenarios, &model, |cell, [_, now]| match now {
            Some(setting) => {
                if let Err(error) = session.set(cell, setting.value.clone()) {
                    outcome = Err(error);
                }
            }
            None => session.reset(cell),
        });
        outcome
    }

    fn recalculate(&mut self) -> Result<(), Error> {
        let session = self.calculator.session_mut();
        let before = session.spent();
        session.limit(self.each.min(self.left));
        let outcome = session.recalculate_within(&self.cone);
        session.limit(self.each);
        self.left = self.left.saturating_sub(session.spent().saturating_sub(before));
        outcome
    }

    /// Writes `"outputs":{…},"inputs":{…}`.
    fn write(&mut self, scenario: &Scenario, json: &mut Vec<u8>) {
        let session = self.calculator.session();
        json.extend_from_slice(b"\"outputs\":{");
        for (at, shown) in self.outputs.iter_mut().enumerate() {
            let cell = shown.wanted.cell;
            let value = session.value(cell);
            if !shown.value.as_ref().is_some_and(|known| known.same(value)) {
                let answered = Answered::new(value, session.format(cell), self.calendar, shown.wanted.money);
                shown.json.clear();
                let _ = serde_json::to_writer(&mut shown.json, &answered);
                shown.value = Some(value.clone());
            }
            if at > 0 {
                json.push(b',');
            }
            json.extend_from_slice(&shown.name);
            json.extend_from_slice(&shown.json);
        }
        json.extend_from_slice(b"},\"inputs\":");
        let overrode_formula = self.overrode(scenario, session.model());
        let inputs =
            Inputs { defaulted: self.defaulted(scenario, session.model()), overrode_formula: &overrode_formula };
        let _ = serde_json::to_writer(json, &inputs);
    }

    /// How many inputs are what the workbook holds.
    fn defaulted(&self, scenario: &Scenario, model: &Model) -> usize {
        let mut defaulted = self.defaulted;
        for setting in scenario.settings() {
            let inputs = self.inputs.get(&setting.cell).copied().unwrap_or_default();
            match (self.shared.setting(setting.cell).is_some(), setting.is_held(model)) {
                (false, false) => defaulted = defaulted.saturating_sub(inputs),
                (true, true) => defaulted += inputs,
                (false, true) | (true, false) => {}
            }
        }
        defaulted
    }

    /// What is set in place of a formula, by the names that it is called, in the order of the sheets.
    fn overrode(&self, scenario: &Scenario, model: &Model) -> Vec<String> {
        let shared = self.shared.settings().iter().filter(|setting| scenario.setting(setting.cell).is_none());
        let settings = scenario.settings().iter().chain(shared);
        let mut overrode: Vec<&Setting> =
            settings.filter(|setting| model.graph().formula_at(setting.cell).is_some()).collect();
        overrode.sort_unstable_by_key(|setting| setting.cell);
        overrode.into_iter().map(|setting| setting.name.clone()).collect()
    }
}
