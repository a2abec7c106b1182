//! The model of an isolate, loaded once, and the calculator that answers over it.

use std::cell::RefCell;
use std::sync::Arc;

use calc_core::calculation::Calculator;
use calc_core::calendar::Calendar;
use calc_core::eval::Clock;
use calc_core::model::Model;
use cf_config::policy::{CALCULATION_STEPS, MAX_MODEL};

use crate::observe::Visit;
use crate::platform::Platform;
use crate::problem::{MODEL_TOO_LARGE, MODEL_UNAVAILABLE, Problem};

/// Holds the calculator, once there is one.
#[derive(Default)]
pub struct Desk {
    seat: RefCell<Option<Seat>>,
}

struct Seat {
    /// Days since 1970: a workbook may ask for the date.
    day: i64,
    calculator: Calculator,
}

impl Desk {
    /// Sees to it that the model is loaded. This is the only step that waits.
    ///
    /// Two first requests at once both load the model: sharing one's load with the other would tie one request to another's life.
    pub async fn open<P: Platform>(&self, visit: &Visit<'_, P>) -> Result<(), Problem> {
        // The borrow is not held across an await: other requests run only there.
        if self.seat.borrow().is_none() {
            let model = Arc::new(load(visit.platform).await?);
            self.sit(model, visit.day());
        }
        Ok(())
    }

    /// Lets a task use the calculator of a loaded model.
    ///
    /// The clock stands at the start of the day in UTC, so that the same request has the same answer all day.
    pub fn calculate<T>(&self, day: i64, task: impl FnOnce(&mut Calculator) -> T) -> Result<T, Problem> {
        let of_other_day =
            self.seat.borrow().as_ref().filter(|seat| seat.day != day).map(|seat| seat.calculator.model().clone());
        if let Some(model) = of_other_day {
            self.sit(model, day);
        }
        match self.seat.borrow_mut().as_mut() {
            Some(seat) => Ok(task(&mut seat.calculator)),
            None => Err(Problem::new(&MODEL_UNAVAILABLE, "the model was asked for before it was loaded")),
        }
    }

    fn sit(&self, model: Arc<Model>, day: i64) {
        let calendar = Calendar::new(model.date_system(), model.dialect());
        let epoch = calendar.serial(1970, 1, 1).unwrap_or(0);
        let mut calculator = Calculator::new(model, Clock { now: (epoch + day) as f64, seed: 0 });
        calculator.limit(CALCULATION_STEPS);
        *self.seat.borrow_mut() = Some(Seat { day, calculator });
    }
}

async fn load<P: Platform>(platform: &P) -> Result<Model, Problem> {
    let bytes = platform.model().await.map_err(|error| {
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
