//! One formula's random numbers: a stream that depends on the host's seed and the formula's cell alone.
//!
//! Each run of a formula begins the stream anew, so a recalculation draws the same numbers however often a formula runs in it;
//! two draws of one formula differ.

use std::cell::Cell;

use crate::reference::CellRef;

/// A stream of random numbers: SplitMix64 (Steele, Lea and Flood, 2014), 64 well-mixed bits a step from a counter.
#[derive(Debug)]
pub struct Draws {
    state: Cell<u64>,
}

/// The step of the counter: 2^64 over the golden ratio, odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Draws {
    /// The stream of a formula's cell.
    pub fn new(seed: u64, place: CellRef) -> Draws {
        let cell = (u64::from(place.sheet.0) << 34) | (u64::from(place.row) << 14) | u64::from(place.column);
        let stream = Draws { state: Cell::new(seed ^ cell.wrapping_mul(STEP)) };
        // Neighbouring cells begin at neighbouring counters: the first number of each parts them.
        stream.state.set(stream.bits());
        stream
    }

    /// The next number, from 0 to below 1.
    pub fn draw(&self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn bits(&self) -> u64 {
        let state = self.state.get().wrapping_add(STEP);
        self.state.set(state);
        let bits = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::SheetId;

    #[test]
    fn a_stream_is_the_same_for_the_same_cell_and_seed_and_differs_otherwise() {
        let first = |seed, row| Draws::new(seed, CellRef { sheet: SheetId(0), row, column: 0 }).draw();
        assert_eq!(first(1, 0), first(1, 0));
        assert_ne!(first(1, 0), first(2, 0));
        assert_ne!(first(1, 0), first(1, 1));
        let stream = Draws::new(7, CellRef { sheet: SheetId(0), row: 0, column: 0 });
        let drawn: Vec<f64> = (0..1_000).map(|_| stream.draw()).collect();
        assert!(drawn.iter().all(|number| (0.0..1.0).contains(number)));
        assert!(drawn.windows(2).all(|pair| pair[0] != pair[1]));
        let mean = drawn.iter().sum::<f64>() / 1_000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }
}
