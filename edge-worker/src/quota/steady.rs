//! A clock that never goes back.

/// Makes a clock that may step back into one that stands still instead.
///
/// Only the time that passes between two readings counts, and never less than none: a clock that is set back gives nothing back,
/// and a clock that was an hour ahead for a moment does not lock anybody out for an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steady {
    /// The latest reading, in milliseconds.
    reading: u64,
    /// By how much the clock has stepped back in all.
    behind: u64,
}

impl Steady {
    /// A clock that goes on from a reading, having stepped back by so much in all.
    pub fn resume(reading: u64, behind: u64) -> Steady {
        Steady { reading, behind }
    }

    /// The steady time at a reading of the clock.
    pub fn at(&mut self, reading: u64) -> u64 {
        self.behind = self.behind.saturating_add(self.reading.saturating_sub(reading));
        self.reading = reading;
        reading.saturating_add(self.behind)
    }

    /// By how much the clock has stepped back in all.
    pub fn behind(&self) -> u64 {
        self.behind
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_back_is_no_time_and_later_time_counts_again() {
        let mut clock = Steady::default();
        let steady = [100, 130, 70, 75, 75, 200].map(|reading| clock.at(reading));
        assert_eq!(steady, [100, 130, 130, 135, 135, 260]);
        assert_eq!(clock.behind(), 60);
    }
}
