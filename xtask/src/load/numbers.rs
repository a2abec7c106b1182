//! Random numbers that are the same in every run.

/// A small generator (xorshift with 64 bits of state).
#[derive(Clone, Debug)]
pub struct Numbers(u64);

impl Numbers {
    /// A generator from a seed.
    pub fn new(seed: u64) -> Self {
        // Zero would stay zero for ever.
        Self(seed | 1)
    }

    /// A number from 0 to below 1.
    pub fn share(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A number from 0 to below `bound`, which is at least 1.
    pub fn below(&mut self, bound: usize) -> usize {
        ((self.share() * bound as f64) as usize).min(bound.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_in_range_and_spread() {
        let mut numbers = Numbers::new(42);
        let mut counts = [0; 10];
        for _ in 0..10_000 {
            counts[numbers.below(10)] += 1;
        }
        assert!(counts.iter().all(|count| (800..1200).contains(count)), "{counts:?}");
    }
}
