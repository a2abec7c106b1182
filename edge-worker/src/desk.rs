//! The model of an isolate, loaded once, and the calculator that answers over it.

use std::cell::RefCell;
use std::sync::Arc;

use calc_core::calculation::Calculator;
use calc_core::calendar::Calendar;
use calc_core::eval::Clock;
use calc_core::model::Model;

use crate::platform::Platform;
use crate::problem::{MODEL_UNAVAILABLE, Problem};

const DAY: f64 = 86_400_000.0;

/// Holds the calculator, once there is one.
#[derive(Default)]
pub struct Desk {
    seat: RefCell<Option<Seat>>,
}

struct Seat {
    /// Days since 1970: a workbook may ask for the date.
    day: f64,
    calculator: Calculator,
}

impl Desk {
    /// Lets a task use the calculator, loading the model first if need be.
    ///
    /// The clock stands at the start of the day in UTC, so that the same request has the same answer all day. Two first
    /// requests at once both load the model: sharing one's load with the other would tie one request to another's life.
    pub async fn calculate<T, P: Platform>(
        &self,
        platform: &P,
        task: impl FnOnce(&mut Calculator) -> T,
    ) -> Result<T, Problem> {
        let day = (platform.now() / DAY).floor();
        let known = self.seat.borrow().as_ref().map(|seat| (seat.day, seat.calculator.model().clone()));
        match known {
            Some((known_day, _)) if known_day == day => {}
            Some((_, model)) => self.sit(model, day),
            None => self.sit(Arc::new(load(platform).await?), day),
        }
        // The borrow is not held across an await: other requests run only there.
        match self.seat.borrow_mut().as_mut() {
            Some(seat) => Ok(task(&mut seat.calculator)),
            None => Err(Problem::new(&MODEL_UNAVAILABLE, "the model was put away while it was loaded")),
        }
    }

    fn sit(&self, model: Arc<Model>, day: f64) {
        let calendar = Calendar::new(model.date_system(), model.dialect());
        let epoch = calendar.serial(1970, 1, 1).unwrap_or(0) as f64;
        let calculator = Calculator::new(model, Clock { now: epoch + day, seed: 0 });
        *self.seat.borrow_mut() = Some(Seat { day, calculator });
    }
}

async fn load<P: Platform>(platform: &P) -> Result<Model, Problem> {
    let bytes = platform.model().await.map_err(|error| {
        // The cause names bindings and paths: it is for the log only.
        platform.log(&format!("cannot load the model: {error}"));
        Problem::new(&MODEL_UNAVAILABLE, "the model cannot be loaded; try again later").with("Retry-After", "30")
    })?;
    Model::decode(&bytes).map_err(|error| {
        platform.log(&format!("cannot decode the model: {error}"));
        Problem::new(&MODEL_UNAVAILABLE, "the model cannot be read; it has to be compiled anew")
    })
}
