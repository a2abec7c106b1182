//! The resources: one file each, and the table that finds them.
//!
//! A resource is read ([`read`]), or it answers a question: then the question is checked first ([`prepare`]) and answered ([`compute`])
//! only where no cache knows the answer and the client is admitted.

mod batch;
mod calculations;
mod execute;
mod health;
mod model;
mod page;
pub mod query;
mod task;

use calc_core::Error;
use calc_core::calculation::{Form, Request};
use calc_core::model::validity::Validity;

use crate::cache::{Memo, Shelf};
use crate::desk::Desk;
use crate::guard::method::Verb;
use crate::html::Assets;
use crate::http::Response;
use crate::observe::Visit;
use crate::platform::Platform;
use crate::problem::{BUDGET_EXCEEDED, INVALID_REQUEST, NOT_FOUND, Problem};

use query::Question;
pub use task::{Task, Work};

/// A resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Whether the Worker can price.
    Health,
    /// The ports as JSON Schema.
    Model,
    /// Inputs to outputs.
    Calculations,
    /// Inputs to outputs, for many scenarios.
    Batch,
    /// One formula.
    Execute,
    /// The form.
    Page,
    /// A file of the form.
    Asset,
}

/// Every path but those of the form's files, exactly as it has to be written.
const PATHS: &[(&str, Route)] = &[
    ("/api/health", Route::Health),
    ("/api/v1/model", Route::Model),
    ("/api/v1/calculations", Route::Calculations),
    ("/api/v1/calculations/batch", Route::Batch),
    ("/api/v1/calculations/execute", Route::Execute),
    ("/", Route::Page),
];

impl Route {
    /// The resource at a path. A path has one spelling: it is compared as it was sent, neither decoded nor trimmed.
    pub fn of(path: &str) -> Result<Route, Problem> {
        let found = PATHS.iter().find(|(own, _)| *own == path).map(|(_, route)| *route);
        let found = found.or_else(|| Assets::own().at(path).map(|_| Route::Asset));
        found.ok_or_else(|| Problem::new(&NOT_FOUND, "the path names no resource of this service"))
    }

    /// What can be done with it.
    pub fn verb(self) -> Verb {
        match self {
            Route::Calculations => Verb::Answer,
            Route::Batch | Route::Execute => Verb::Compute,
            Route::Health | Route::Model | Route::Page | Route::Asset => Verb::Read,
        }
    }

    /// Whether it answers a question, rather than being read as it is.
    pub fn answers(self) -> bool {
        self.verb() != Verb::Read
    }

    /// Whether its address may have a query. A page may carry one that others put there (`?utm_source=…`).
    pub fn takes_query(self) -> bool {
        !matches!(self, Route::Health | Route::Model | Route::Batch | Route::Execute)
    }
}

/// Answers GET of a resource that is read as it is.
pub async fn read<P: Platform>(
    route: Route,
    desk: &Desk,
    memo: &Memo,
    visit: &Visit<'_, P>,
) -> Result<Response, Problem> {
    if let Some(asset) = Assets::own().at(&visit.head.path) {
        return Ok(page::asset(asset, &visit.head.path));
    }
    desk.open(visit, Form::Ports).await?;
    desk.calculate(visit.day(), Form::Ports, |calculator| match route {
        Route::Health => health::read(calculator, visit.platform.memory()),
        Route::Model => {
            let shelf = Shelf::of_resource("model", Validity::Year, calculator.model(), visit.day());
            remember(memo, shelf, || model::read(calculator))
        }
        Route::Page => {
            let validity = calculator.validity(&Request::of_defaults(calculator.model()));
            let shelf = Shelf::of_resource("page", validity, calculator.model(), visit.day());
            remember(memo, shelf, || page::read(calculator))
        }
        _ => Err(Problem::new(&NOT_FOUND, "there is nothing to read here")),
    })?
}

/// What is in the memory, or is made now and put there.
fn remember(
    memo: &Memo,
    shelf: Option<Shelf>,
    make: impl FnOnce() -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let Some(shelf) = shelf else { return make() };
    if let Some(kept) = memo.find(&shelf.key) {
        return kept;
    }
    let response = make()?;
    memo.keep(&shelf.key, &Ok(response.clone()));
    Ok(response)
}

/// The task that a question comes to, once it is known to be right.
pub async fn prepare<P: Platform>(
    route: Route,
    question: &Question,
    desk: &Desk,
    visit: &Visit<'_, P>,
) -> Result<Task, Problem> {
    match route {
        Route::Calculations => {
            let form = question.form();
            desk.open(visit, form).await?;
            desk.calculate(visit.day(), form, |calculator| calculations::prepare(question, calculator, visit.day()))?
        }
        Route::Batch => {
            desk.open(visit, Form::Ports).await?;
            desk.calculate(visit.day(), Form::Ports, |calculator| batch::prepare(question, calculator, visit.day()))?
        }
        Route::Execute => execute::prepare(question, visit.day()),
        _ => Err(Problem::new(&NOT_FOUND, "there is nothing to compute here")),
    }
}

/// The answer to a task. Nothing in it waits.
pub fn compute(task: &Task, desk: &Desk) -> Result<Response, Problem> {
    match &task.work {
        Work::Calculation(request) => {
            desk.calculate(task.day, request.form, |calculator| calculations::compute(request, calculator))?
        }
        Work::Batch(batch) => {
            desk.calculate(task.day, Form::Ports, |calculator| batch::compute(batch, task.cost, calculator))?
        }
        Work::Execution(execution) => execute::compute(execution),
    }
}

/// What the engine refuses to do.
fn refused(error: &Error) -> Problem {
    let kind = if error.is_limit() { &BUDGET_EXCEEDED } else { &INVALID_REQUEST };
    Problem::new(kind, error.to_string())
}
