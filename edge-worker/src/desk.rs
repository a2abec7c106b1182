//! The model of an isolate, loaded once, and the calculator that answers over it.

use std::cell::RefCell;
use std::sync::Arc;

use calc_core::calculation::{Calculator, Form};
use calc_core::calendar::Calendar;
use calc_core::eval::Clock;
use calc_core::model::Model;
use cf_config::policy::{CALCULATION_STEPS, MAX_MODEL};

use crate::observe::Visit;
use crate::platform::Platform;
use crate::problem::{MODEL_TOO_LARGE, MODEL_UNAVAILABLE, Problem};

/// Holds the calculators, once there are any: one of what the ports can reach, and one of the whole workbook, for requests that name cells.
#[derive(Default)]
pub struct Desk {
    ports: RefCell<Option<Seat>>,
    cells: RefCell<Option<Seat>>,
}

struct Seat {
    /// Days since 1970: a workbook may ask for the date.
    day: i64,
    calculator: Calculator,
}

impl Desk {
    /// Sees to it that the model is loaded that requests of a form need. This is the only step that waits.
    ///
    /// Two first requests at once both load the model: sharing one's load with the other would tie one request to another's life.
    pub async fn open<P: Platform>(&self, visit: &Visit<'_, P>, form: Form) -> Result<(), Problem> {
        // The borrow is not held across an await: other requests run only there.
        if self.ports.borrow().is_none() {
            let model = Arc::new(load(visit.platform, visit.platform.model().await)?);
            *self.ports.borrow_mut() = Some(Seat::new(model, visit.day()));
        }
        if form == Form::Cells && self.has_only_ports() && self.cells.borrow().is_none() {
            let model = Arc::new(load(visit.platform, visit.platform.whole_model().await)?);
            let is_of_the_same = |seat: &Seat| seat.calculator.model().hash() == model.hash() && !model.is_residual();
            if !self.ports.borrow().as_ref().is_some_and(is_of_the_same) {
                visit.platform.log("cannot load the whole model: it is not that of the model beside it");
                return Err(Problem::new(&MODEL_UNAVAILABLE, "the model cannot be read; it has to be compiled anew"));
            }
            *self.cells.borrow_mut() = Some(Seat::new(model, visit.day()));
        }
        Ok(())
    }

    /// Lets a task use the calculator of a loaded model for requests of a form.
    ///
    /// The clock stands at the start of the day in UTC, so that the same request has the same answer all day.
    pub fn calculate<T>(&self, day: i64, form: Form, task: impl FnOnce(&mut Calculator) -> T) -> Result<T, Problem> {
        let seat = if form == Form::Cells && self.has_only_ports() { &self.cells } else { &self.ports };
        match seat.borrow_mut().as_mut() {
            Some(seat) => {
                if seat.day != day {
                    *seat = Seat::new(seat.calculator.model().clone(), day);
                }
                Ok(task(&mut seat.calculator))
            }
            None => Err(Problem::new(&MODEL_UNAVAILABLE, "the model was asked for before it was loaded")),
        }
    }

    fn has_only_ports(&self) -> bool {
        self.ports.borrow().as_ref().is_some_and(|seat| seat.calculator.model().is_residual())
    }
}

impl Seat {
    fn new(model: Arc<Model>, day: i64) -> Seat {
        let calendar = Calendar::new(model.date_system(), model.dialect());
        let epoch = calendar.serial(1970, 1, 1).unwrap_or(0);
        let mut calculator = Calculator::new(model, Clock { now: (epoch + day) as f64, seed: 0 });
        calculator.limit(CALCULATION_STEPS);
        Seat { day, calculator }
    }
}

fn load<P: Platform>(platform: &P, bytes: Result<Vec<u8>, String>) -> Result<Model, Problem> {
    let bytes = bytes.map_err(|error| {
        // The cause names bindings and paths: it is for the log only.
        platform.log(&format!("cannot load the model: {error}"));
        Problem::new(&MODEL_UNAVAILABLE, "the model cannot be loaded; try again later").with("Retry-After", "30")
    })?;
    if bytes.len() > MAX_MODEL {
        platform.log(&format!("cannot load the model: found {} bytes, expected at most {MAX_MODEL}", bytes.len()));
        return Err(Problem::new(&MODEL_TOO_LARGE, "the model takes more memory than the service has"));
    }
    Model::decode(&bytes).map_err(|error| {
        platform.log(&format!("cannot decode the model: {error}"));
        Problem::new(&MODEL_UNAVAILABLE, "the model cannot be read; it has to be compiled anew")
    })
}
