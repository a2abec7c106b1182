//! Answers one request after the other over one session.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::answer::{Answer, Answered};
use super::request::{Request, Setting, Wanted};
use crate::calendar::Calendar;
use crate::error::Error;
use crate::eval::{Clock, Session};
use crate::model::Model;
use crate::model::validity::{Validities, Validity};
use crate::model::work::Work;

/// A session that is kept from request to request.
///
/// Only what a request sets is recalculated, and given back afterwards.
pub struct Calculator {
    session: Session,
    validities: Validities,
    work: OnceCell<Work>,
}

impl Calculator {
    /// A calculator over a model. The first request pays for the whole calculation.
    pub fn new(model: Arc<Model>, clock: Clock) -> Calculator {
        Calculator { validities: Validities::of(&model), session: Session::new(model, clock), work: OnceCell::new() }
    }

    /// Limits every later answer to so many steps; see [`Session::limit`].
    pub fn limit(&mut self, steps: u64) {
        self.session.limit(steps);
    }

    /// The model that it calculates.
    pub fn model(&self) -> &Arc<Model> {
        self.session.model()
    }

    /// The session as the last request left it: the model's own content.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// How much there is to calculate; counted when it is first asked for.
    pub fn work(&self) -> &Work {
        self.work.get_or_init(|| Work::of(self.model()))
    }

    /// How long the answer to a request stays true.
    pub fn validity(&self, request: &Request) -> Validity {
        let validities = request.outputs.iter().map(|wanted| self.validities.of_cell(self.model(), wanted.cell));
        validities.max().unwrap_or_default()
    }

    /// Answers a [settled](Request::settled) request.
    ///
    /// Fails if a cell lies off the workbook or a budget runs out; the next request is answered all the same.
    pub fn answer(&mut self, request: &Request) -> Result<Answer, Error> {
        let set = self.set(&request.settings).and_then(|()| self.session.recalculate());
        let answer = set.map(|()| self.read(request));
        for setting in &request.settings {
            self.session.reset(setting.cell);
        }
        answer
    }

    pub(super) fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }

    fn set(&mut self, settings: &[Setting]) -> Result<(), Error> {
        for setting in settings {
            self.session.set(setting.cell, setting.value.clone())?;
        }
        Ok(())
    }

    fn read(&self, request: &Request) -> Answer {
        let model = self.session.model();
        let calendar = Calendar::new(model.date_system(), model.dialect());
        let answered = |wanted: &Wanted| {
            let value = self.session.value(wanted.cell);
            Answered::new(value, self.session.format(wanted.cell), calendar, wanted.money)
        };
        let outputs = request.outputs.iter().map(|wanted| (wanted.name.clone(), answered(wanted))).collect();
        let set: FxHashSet<_> = request.settings.iter().map(|setting| setting.cell).collect();
        let overrode = request.settings.iter().filter(|setting| model.graph().formula_at(setting.cell).is_some());
        Answer {
            model: model.hash().to_owned(),
            outputs,
            defaulted: model.ports().inputs().iter().filter(|input| !set.contains(&input.port.cell)).count(),
            overrode_formula: overrode.map(|setting| setting.name.clone()).collect(),
        }
    }
}
