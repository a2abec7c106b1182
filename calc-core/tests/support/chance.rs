//! A small generator of numbers that only have to be the same every time (xorshift).

/// Seeded by a number other than 0.
pub struct Chance(pub u64);

impl Chance {
    /// A number below a limit, which is at least 1.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}
