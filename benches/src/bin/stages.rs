//! One stage of the engine's work on the sample workbook, for counting its instructions: `stages STAGE`.
//!
//! Everything up to the stage is done first; the stage itself runs in [`staged`] alone, which is what `cargo xtask instructions` counts. The
//! sample is always measured, never the real workbook, so that every checkout counts the same.

use std::env;
use std::hint::black_box;
use std::sync::Arc;

use benches::edits::edits;
use benches::house::House;
use benches::requests::{Desk, bodies};
use calc_core::eval::{Clock, Session};
use calc_core::model::Model;

fn main() {
    let stage = env::args().nth(1).unwrap_or_default();
    let house = House::sample();
    let calculated = |model: Model| {
        let mut session = Session::new(Arc::new(model), Clock::default());
        session.recalculate().expect("the sample fits the budget");
        session
    };
    match stage.as_str() {
        "import" => staged(|| house.import()),
        "compile" => {
            let workbook = house.import();
            staged(|| house.compile(&workbook))
        }
        "decode" => {
            let bytes = house.compile(&house.import()).encode();
            staged(|| Model::decode(&bytes))
        }
        "full" => {
            let mut session = calculated(house.compile(&house.import()));
            staged(|| session.recalculate_fully())
        }
        "edit" => {
            let mut session = calculated(house.compile(&house.import()));
            let edits = edits(session.model());
            staged(|| {
                for edit in edits {
                    session.set(edit.cell, edit.value).expect("an input's cell can be set");
                    session.recalculate().expect("one edit fits the budget");
                }
            })
        }
        "request" => {
            let model = house.compile(&house.import());
            let desk = Desk::over(&model);
            let bodies = bodies(&model, 10);
            let body = bodies.first().expect("the sample has inputs");
            // The first of its kind finds what later ones reuse.
            desk.ask(body);
            staged(|| desk.ask(body))
        }
        _ => panic!("expected import, compile, decode, full, edit or request, found `{stage}`"),
    }
}

/// Runs a stage; counting begins and ends with this function, which therefore must stay one.
#[inline(never)]
fn staged<T>(stage: impl FnOnce() -> T) {
    black_box(stage());
}
