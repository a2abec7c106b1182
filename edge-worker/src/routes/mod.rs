//! The resources: one file each, and the table that finds them.

mod calculations;
mod execute;
mod health;
mod model;
mod page;

use calc_core::Error;

use crate::desk::Desk;
use crate::guard::method::Verb;
use crate::http::Response;
use crate::platform::Platform;
use crate::problem::{BUDGET_EXCEEDED, INVALID_REQUEST, NOT_FOUND, Problem};

/// A resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Whether the Worker can price.
    Health,
    /// The ports as JSON Schema.
    Model,
    /// Inputs to outputs.
    Calculations,
    /// One formula.
    Execute,
    /// The form.
    Page,
    /// The script of the form.
    Script,
    /// The style of the form.
    Style,
    /// The icon of the form.
    Icon,
}

/// Every path, exactly as it has to be written.
const PATHS: &[(&str, Route)] = &[
    ("/api/health", Route::Health),
    ("/api/v1/model", Route::Model),
    ("/api/v1/calculations", Route::Calculations),
    ("/api/v1/calculations/execute", Route::Execute),
    ("/", Route::Page),
    ("/app.js", Route::Script),
    ("/app.css", Route::Style),
    ("/favicon.svg", Route::Icon),
];

impl Route {
    /// The resource at a path. A path has one spelling: it is compared as it was sent, neither decoded nor trimmed.
    pub fn of(path: &str) -> Result<Route, Problem> {
        let found = PATHS.iter().find(|(own, _)| *own == path).map(|(_, route)| *route);
        found.ok_or_else(|| Problem::new(&NOT_FOUND, "the path names no resource of this service"))
    }

    /// What can be done with it.
    pub fn verb(self) -> Verb {
        match self {
            Route::Calculations | Route::Execute => Verb::Compute,
            Route::Health | Route::Model | Route::Page | Route::Script | Route::Style | Route::Icon => Verb::Read,
        }
    }

    /// Whether it is for programs. A page may carry a query that others put there (`?utm_source=…`); the API may not.
    pub fn is_api(self) -> bool {
        matches!(self, Route::Health | Route::Model | Route::Calculations | Route::Execute)
    }
}

/// Answers GET.
pub async fn read<P: Platform>(route: Route, desk: &Desk, platform: &P) -> Result<Response, Problem> {
    match route {
        Route::Health => health::read(desk, platform).await,
        Route::Model => model::read(desk, platform).await,
        Route::Page => page::read(desk, platform).await,
        Route::Script => Ok(page::script()),
        Route::Style => Ok(page::style()),
        Route::Icon => Ok(page::icon()),
        Route::Calculations | Route::Execute => Err(Problem::new(&NOT_FOUND, "there is nothing to read here")),
    }
}

/// Answers POST.
pub async fn compute<P: Platform>(route: Route, body: &[u8], desk: &Desk, platform: &P) -> Result<Response, Problem> {
    match route {
        Route::Calculations => calculations::compute(body, desk, platform).await,
        Route::Execute => execute::compute(body),
        _ => Err(Problem::new(&NOT_FOUND, "there is nothing to compute here")),
    }
}

/// What the engine refuses to do.
fn refused(error: &Error) -> Problem {
    let kind = if error.is_limit() { &BUDGET_EXCEEDED } else { &INVALID_REQUEST };
    Problem::new(kind, error.to_string())
}
